import { equalBytes } from "@/lib/proofs/bytes";
import type { GivenFile } from "@/lib/proofs/given-files";

/** Everything is held in memory at once; a browser tab that runs out of it says nothing. */
export const LARGEST_FILE_BYTES = 100 * 1024 * 1024;
export const LARGEST_SUM_BYTES = 300 * 1024 * 1024;

/** A file that was not taken, and why. */
export type Trouble = {
  name: string;
  code: "too_large" | "too_much" | "folder" | "unreadable";
};

/**
 * Adds what was chosen to what is there. The same file chosen twice is there once; a folder is told
 * by whoever saw it dropped, since a browser hands it over as a file that cannot be read.
 */
export async function readFiles(
  chosen: readonly File[],
  known: readonly GivenFile[],
  folders: ReadonlySet<string> = new Set(),
): Promise<{ files: GivenFile[]; troubles: Trouble[] }> {
  const files = [...known];
  const troubles: Trouble[] = [];
  let sum = known.reduce((size, { bytes }) => size + bytes.length, 0);
  for (const file of chosen) {
    const { name } = file;
    const refuse = (code: Trouble["code"]) => void troubles.push({ name, code });
    if (folders.has(name)) refuse("folder");
    else if (file.size > LARGEST_FILE_BYTES) refuse("too_large");
    else if (sum + file.size > LARGEST_SUM_BYTES) refuse("too_much");
    else {
      const bytes = await read(file);
      if (!bytes) refuse("unreadable");
      else if (!files.some((other) => other.name === name && equalBytes(other.bytes, bytes))) {
        files.push({ name, bytes });
        sum += bytes.length;
      }
    }
  }
  return { files, troubles };
}

async function read(file: File): Promise<GivenFile["bytes"] | null> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
}
