/**
 * Opens a ZIP that somebody sent: its whole table of contents is judged before a byte is unpacked, and
 * every file that is unpacked is held to what the table says of it.
 */
import { fromRandomAccessReaderPromise, type Entry, type ZipFile } from "yauzl";
import { ok, refuse, type Result } from "@/lib/result";
import { EntryNames, isFolder, isSystemFile, nameOf } from "./entry-name";
import { checkPlaces, type NamedEntry } from "./places";
import { ZipError, zipError } from "./refusal";
import { ZIP_LIMITS, type ZipLimits, type ZipRefusal } from "./schema";
import { readStart, type ByteSource } from "./source";
import { SourceReader } from "./source-reader";
import { unpack } from "./unpack";

export type ZipEntry = {
  /** A safe relative path with `/`, in Unicode's composed form (NFC). */
  name: string;
  /** Bytes, unpacked. */
  size: number;
  /** Bytes as they lie in the archive. */
  packedSize: number;
  /**
   * The file's bytes, unpacked as one reads; any number of times. A ZIP inside is a file like any other.
   * @throws ZipError `damaged` when they are not what the table of contents says
   */
  open(onPackedBytes?: (bytes: number) => void): AsyncGenerator<Buffer>;
};

/** The files of the archive in its own order; folders and what systems add unasked are left out. */
export async function openArchive(
  source: ByteSource,
  options: Partial<ZipLimits> = {},
): Promise<Result<ZipEntry[], ZipRefusal>> {
  const limits = { ...ZIP_LIMITS, ...options };
  const reader = new SourceReader(source);
  try {
    return ok(await Promise.race([readContents(source, reader, limits), reader.broken]));
  } catch (error) {
    if (reader.sourceError) throw reader.sourceError;
    if (error instanceof ZipError) return refuse(error.refusal);
    return refuse(await refusalOfReader(error, source));
  }
}

/** What yauzl throws is about the bytes: our own reader's errors were told apart above. */
async function refusalOfReader(error: unknown, source: ByteSource): Promise<ZipRefusal> {
  if (error instanceof Error && error.message.includes("encrypt")) return { code: "encrypted" };
  const start = await readStart(source, 2);
  return { code: start.toString("latin1") === "PK" ? "damaged" : "not_a_zip" };
}

async function readContents(
  source: ByteSource,
  reader: SourceReader,
  limits: ZipLimits,
): Promise<ZipEntry[]> {
  const zip = await fromRandomAccessReaderPromise(reader, source.size, {
    autoClose: false,
    // Names stay bytes: ours are judged with care, and yauzl would give up at the first odd one.
    decodeStrings: false,
  });
  if (zip.entryCount > limits.entries) throw zipError("too_many_entries");
  const named = await listEntries(zip, limits);
  await checkPlaces(zip, named, source, limits);
  return named
    .filter(({ name }) => !isFolder(name) && !isSystemFile(name))
    .map(({ entry, name, dataStart }) => ({
      name,
      size: entry.uncompressedSize,
      packedSize: entry.compressedSize,
      open: (onPackedBytes) => unpack(source, entry, name, dataStart, onPackedBytes),
    }));
}

async function listEntries(zip: ZipFile, limits: ZipLimits): Promise<NamedEntry[]> {
  const named: NamedEntry[] = [];
  const names = new EntryNames();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry, limits.depth);
    checkKind(entry, name);
    total += entry.uncompressedSize;
    if (total > limits.totalBytes || isTooLarge(entry, limits))
      throw zipError("unpacks_too_large", name);
    names.take(name);
    named.push({ entry, name, dataStart: 0 });
  }
  return named;
}

const FREE_BYTES = 1024 * 1024;

function isTooLarge({ uncompressedSize, compressedSize }: Entry, limits: ZipLimits): boolean {
  if (uncompressedSize > limits.entryBytes) return true;
  return uncompressedSize > FREE_BYTES && uncompressedSize > compressedSize * limits.ratio;
}

/** @see `st_mode` of Unix in the upper half: regular files, folders, or not said. */
const ORDINARY = [0, 0x4000, 0x8000];

function checkKind(entry: Entry, name: string): void {
  if (entry.isEncrypted()) throw zipError("encrypted", name);
  if (!ORDINARY.includes((entry.externalFileAttributes >>> 16) & 0xf000))
    throw zipError("special_file", name);
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    throw zipError("damaged", name);
  if (isFolder(name) && entry.uncompressedSize > 0) throw zipError("ambiguous", name);
}
