/** Attachments on disk, each under its own digest, so that a letter sent a thousand times is kept once. */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { sha256Base64url } from "./digest";

export interface FileStore {
  /** Keeps the bytes and answers their SHA-256, base64url. */
  put(bytes: Uint8Array): Promise<string>;
  get(digest: string): Promise<Buffer>;
}

export function openFileStore(folder: string): FileStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const known = new Set<string>();
  return {
    async put(bytes) {
      const digest = sha256Base64url(bytes);
      const target = path.join(folder, digest);
      if (known.has(digest) || existsSync(target)) return digest;
      const temporary = path.join(folder, `${randomUUID()}.new`);
      await writeFile(temporary, bytes, { mode: 0o600 });
      await rename(temporary, target);
      known.add(digest);
      return digest;
    },
    get: (digest) => readFile(path.join(folder, digest)),
  };
}
