import { Readable, pipeline } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { type Entry } from "yauzl";
import { zipError } from "./refusal";
import { streamBytes, type ByteSource } from "./source";

const CHUNK = 64 * 1024;

/** @throws ZipError `damaged` when size or checksum are not those of the table of contents. */
export async function* unpack(
  source: ByteSource,
  entry: Entry,
  name: string,
  dataStart: number,
  onPackedBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  const packed = count(
    streamBytes(source, dataStart, dataStart + entry.compressedSize),
    onPackedBytes,
  );
  let size = 0;
  let checksum = 0;
  for await (const chunk of entry.compressionMethod === 0 ? packed : inflate(packed, name)) {
    size += chunk.byteLength;
    // At once, not at the end: what is longer than it said may be endless.
    if (size > entry.uncompressedSize) throw zipError("damaged", name);
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (size !== entry.uncompressedSize || checksum !== entry.crc32) throw zipError("damaged", name);
}

async function* count(
  chunks: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    yield chunk;
    onBytes(chunk.byteLength);
  }
}

async function* inflate(packed: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const inflater = createInflateRaw({ chunkSize: CHUNK });
  // What fails on the way is thrown where the bytes are read.
  pipeline(Readable.from(packed, { objectMode: false }), inflater, () => undefined);
  try {
    for await (const chunk of inflater) yield chunk as Buffer;
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      throw zipError("damaged", name);
    throw error;
  }
}
