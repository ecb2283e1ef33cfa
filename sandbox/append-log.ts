/** A file that only grows: one JSON entry per line, replayed when the sandbox starts again. */
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";

export interface AppendLog {
  append(entry: unknown): void;
  close(): void;
}

/**
 * Reads every whole line of `path` into `replay`, then keeps the file open for appending.
 * A last line torn by a crash is cut off, or the next entry would be glued to it.
 */
export function openAppendLog(path: string, replay: (entry: unknown) => void): AppendLog {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  for (const line of whole.split("\n")) {
    if (line !== "") replay(JSON.parse(line));
  }
  if (whole.length !== text.length) replaceFile(path, whole);

  const descriptor = openSync(path, "a", 0o600);
  let isOpen = true;
  return {
    // One synchronous write of a short line costs microseconds and survives the end of the process.
    append(entry) {
      if (isOpen) writeSync(descriptor, `${JSON.stringify(entry)}\n`);
    },
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

/** The file holds the old text or the new one, never a part of it. */
export function replaceFile(path: string, text: string): void {
  const temporary = `${path}.new`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, path);
}
