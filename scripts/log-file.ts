/** The log of one process: appended, and begun anew past a size, with one older part kept. */
import { appendFileSync, renameSync, statSync } from "node:fs";

const limit = 10 * 1024 * 1024;

/** A function that appends to the file. A full disk must not bring the product down, so it never throws. */
export function logFile(path: string): (text: string) => void {
  let size = 0;
  try {
    size = statSync(path).size;
  } catch {
    // There is none yet.
  }
  return (text) => {
    try {
      if (size > limit) {
        renameSync(path, `${path}.1`);
        size = 0;
      }
      appendFileSync(path, text, { mode: 0o600 });
      size += Buffer.byteLength(text);
    } catch {
      // See above.
    }
  };
}
