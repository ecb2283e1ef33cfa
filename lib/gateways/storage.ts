import "server-only";
import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import {
  mkdir,
  open,
  opendir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { environment } from "@/lib/env";
import { fileKey } from "@/lib/number-vault";

/**
 * Files under their own SHA-256: written once, the same content is one file, and a file that was
 * changed on disk is found out when it is read. On disk they are encrypted: letters and proofs say
 * who got what. AES-256-CTR behind 16 random bytes; the digest in the name is what guards the content.
 */
const VECTOR = 16;

export async function storeFile(
  bytes: Uint8Array,
): Promise<{ sha256: Uint8Array<ArrayBuffer>; size: number }> {
  const sha256 = digest(bytes);
  await place(sha256, Readable.from([bytes]));
  return { sha256, size: bytes.byteLength };
}

/** Takes over a file from disk, whatever its size. */
export async function storeFileFrom(
  source: string,
): Promise<{ sha256: Uint8Array<ArrayBuffer>; size: number }> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(source)) hash.update(chunk as Buffer);
  const sha256 = new Uint8Array(hash.digest());
  await place(sha256, createReadStream(source));
  return { sha256, size: (await stat(source)).size };
}

/** @throws when the file is missing or its content no longer has this digest. */
export async function readStoredFile(sha256: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const kept = await readFile(placeOf(sha256));
  const decipher = createDecipheriv("aes-256-ctr", fileKey(), kept.subarray(0, VECTOR));
  const bytes = new Uint8Array(
    Buffer.concat([decipher.update(kept.subarray(VECTOR)), decipher.final()]),
  );
  if (!Buffer.from(digest(bytes)).equals(sha256)) {
    throw new Error(`the stored file ${Buffer.from(sha256).toString("hex")} was changed`);
  }
  return bytes;
}

/** Whether the file is there; what was erased is not. */
export async function hasStoredFile(sha256: Uint8Array): Promise<boolean> {
  return (await stat(placeOf(sha256)).catch(() => null)) !== null;
}

/**
 * The same piece by piece, for files of any size.
 * @throws when the file is missing, or at its end when its content no longer has this digest.
 */
export function streamStoredFile(sha256: Uint8Array): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  return streamFrom(placeOf(sha256), sha256);
}

async function* streamFrom(
  place: string,
  sha256: Uint8Array,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const file = await open(place, "r");
  try {
    const vector = Buffer.alloc(VECTOR);
    await file.read(vector, 0, VECTOR, 0);
    const decipher = createDecipheriv("aes-256-ctr", fileKey(), vector);
    const hash = createHash("sha256");
    for await (const chunk of file.createReadStream({ start: VECTOR, autoClose: false })) {
      const bytes = decipher.update(chunk as Buffer);
      hash.update(bytes);
      yield new Uint8Array(bytes);
    }
    if (!hash.digest().equals(sha256)) {
      throw new Error(`the stored file ${Buffer.from(sha256).toString("hex")} was changed`);
    }
  } finally {
    await file.close();
  }
}

export async function storageWorks(): Promise<boolean> {
  try {
    const probe = path.join(environment().STORAGE_DIR, `.probe-${randomUUID()}`);
    await mkdir(environment().STORAGE_DIR, { recursive: true, mode: 0o700 });
    await writeFile(probe, "probe");
    await rm(probe);
    return true;
  } catch {
    return false;
  }
}

function digest(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

async function touch(file: string): Promise<boolean> {
  const at = new Date();
  return utimes(file, at, at).then(
    () => true,
    () => false,
  );
}

/**
 * Removes a file for good, unless it was stored, or stored again, since then. Taken out of the way before
 * its time is looked at: whoever stores the same content meanwhile writes it anew.
 * @returns false when it was stored since, and stays.
 */
export async function removeStoredFile(sha256: Uint8Array, before: Date): Promise<boolean> {
  const target = placeOf(sha256);
  const aside = `${target}.${randomUUID()}`;
  const isThere = await rename(target, aside).then(
    () => true,
    () => false,
  );
  if (!isThere) return true;
  const { mtime } = await stat(aside);
  if (mtime >= before) {
    await rename(aside, target);
    return false;
  }
  await rm(aside);
  await syncFolder(path.dirname(target));
  return true;
}

/** Files lie in so many folders, by the first byte of their digest. */
export const STORAGE_FOLDERS = 256;

/** The digests of the files in one folder that were stored, or stored again, before then. */
export async function* listStoredFiles(
  folder: number,
  before: Date,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const name of namesIn(folder)) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const sha256 = new Uint8Array(Buffer.from(name, "hex"));
    const found = await stat(placeOf(sha256)).catch(() => null);
    if (found && found.mtime < before) yield sha256;
  }
}

/**
 * Settles what a crash left in a folder between two steps of storing or of removing, before then: a whole
 * file whose place is empty is put back, for it may just have been found to be needed; the rest goes.
 */
export async function settleFolder(folder: number, before: Date): Promise<void> {
  for await (const name of namesIn(folder)) {
    const [digestName = "", isLeft] = name.split(/(\.)/);
    if (!/^[0-9a-f]{64}$/.test(digestName) || !isLeft) continue;
    const sha256 = new Uint8Array(Buffer.from(digestName, "hex"));
    const left = path.join(path.dirname(placeOf(sha256)), name);
    const found = await stat(left).catch(() => null);
    // A file that is taken aside keeps the time of its content, and gets a new one of its name.
    if (!found || found.ctime >= before || found.mtime >= before) continue;
    const isNeeded = !(await hasStoredFile(sha256)) && (await holds(left, sha256));
    await (isNeeded ? rename(left, placeOf(sha256)) : rm(left, { force: true }));
  }
}

async function* namesIn(folder: number): AsyncGenerator<string> {
  const name = folder.toString(16).padStart(2, "0");
  const opened = await opendir(path.join(environment().STORAGE_DIR, name)).catch(() => null);
  if (!opened) return;
  for await (const entry of opened) yield entry.name;
}

async function holds(file: string, sha256: Uint8Array): Promise<boolean> {
  try {
    const pieces = streamFrom(file, sha256);
    while (!(await pieces.next()).done);
    return true;
  } catch {
    return false;
  }
}

/** Whole or not at all, also when the power goes: nobody may be told of a letter that is gone. */
async function place(sha256: Uint8Array, content: Readable): Promise<void> {
  const target = placeOf(sha256);
  // Stored again: whoever removes what nobody refers to any more sees by its time that somebody does.
  if (await touch(target)) return;
  const folder = path.dirname(target);
  const isNewFolder = await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = `${target}.${randomUUID()}`;
  const vector = randomBytes(VECTOR);
  const file = createWriteStream(temporary, { flags: "wx", mode: 0o600, flush: true });
  file.write(vector);
  try {
    await pipeline(content, createCipheriv("aes-256-ctr", fileKey(), vector), file);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  // The name too must be on the disk, and that of a folder just made.
  await syncFolder(folder);
  if (isNewFolder) await syncFolder(path.dirname(folder));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function placeOf(sha256: Uint8Array): string {
  const name = Buffer.from(sha256).toString("hex");
  return path.join(environment().STORAGE_DIR, name.slice(0, 2), name);
}
