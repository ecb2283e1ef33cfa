import { readFile } from "node:fs/promises";

/**
 * The bytes of a file; null when there is none.
 * @throws the system's error when it is there and cannot be read: that is no reason to go on without it.
 */
export async function readOptional(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(/* turbopackIgnore: true */ file));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** The same as text in UTF-8. */
export async function readOptionalText(file: string): Promise<string | null> {
  const bytes = await readOptional(file);
  return bytes && new TextDecoder().decode(bytes);
}
