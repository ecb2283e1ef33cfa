/**
 * The ZIP that a bundle is (PKWARE APPNOTE 6.3), written in the one way in which it is also read:
 * nothing packed, nothing between, before or behind, every header the same each time. One set of files
 * is exactly one file, so that a bundle in which anything else lies is no bundle.
 */
import { concatBytes, utf8, type Bytes } from "../bytes";

export const BUNDLE_MEDIA_TYPE = "application/vnd.etsi.asic-e+zip";
/** The first file, so that programs know a bundle by its first bytes. */
export const MEDIA_TYPE_NAME = "mimetype";

/** What the headers tell of one file. `name` with `/`, sizes in bytes. */
export type ContainerEntry = { name: string; size: number; crc32: number };

/** `headers[n]` stands before the bytes of the file n, `tail` behind those of the last. */
export type ContainerLayout = { headers: Bytes[]; tail: Bytes; size: number };

export const SIGNATURE = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;

/** 1 January 1980, the first that a ZIP can tell: when a file was written stands in the evidence. */
const DATE = 0x0021;
const UTF8_NAME = 0x0800;
/** Programs take names of files made elsewhere for the old table of DOS, whatever they say. */
const MADE_ON_UNIX = 0x0300;
/** `-rw-r--r--` */
const ORDINARY_FILE = 0o100644 * 0x10000;
const VERSION = 20;
const VERSION_64 = 45;
const MOST_32 = 0xffffffff;
const MOST_16 = 0xffff;

/** @throws RangeError for a file of 4 GiB or more: only the whole may be that long. */
export function layOutContainer(entries: readonly ContainerEntry[]): ContainerLayout {
  const headers: Bytes[] = [];
  const contents: Bytes[] = [];
  let offset = 0;
  for (const entry of entries) {
    if (entry.size >= MOST_32) throw new RangeError(`${entry.name} is too large for a bundle.`);
    const name = utf8(entry.name);
    const header = localHeader(entry, name);
    headers.push(header);
    contents.push(centralHeader(entry, name, offset));
    offset += header.length + entry.size;
  }
  const directory = concatBytes(...contents);
  const tail = concatBytes(directory, endRecords(entries.length, directory.length, offset));
  return { headers, tail, size: offset + tail.length };
}

function localHeader({ size, crc32 }: ContainerEntry, name: Bytes): Bytes {
  return concatBytes(
    record(4, SIGNATURE.local),
    commonFields(VERSION, name, { size, crc32 }),
    record(2, 0),
    name,
  );
}

function centralHeader(entry: ContainerEntry, name: Bytes, offset: number): Bytes {
  const isFar = offset >= MOST_32;
  const version = isFar ? VERSION_64 : VERSION;
  const extra = isFar ? concatBytes(record(2, 1, 8), record(8, offset)) : new Uint8Array();
  return concatBytes(
    record(4, SIGNATURE.central),
    record(2, MADE_ON_UNIX | version),
    commonFields(version, name, entry),
    // No comment, first disk, nothing said about its inside.
    record(2, extra.length, 0, 0, 0),
    record(4, ORDINARY_FILE, isFar ? MOST_32 : offset),
    name,
    extra,
  );
}

/** What both headers of a file have in common; its name's length is the last of it. */
function commonFields(
  version: number,
  name: Bytes,
  { size, crc32 }: Pick<ContainerEntry, "size" | "crc32">,
): Bytes {
  const isPlain = name.every((byte) => byte < 0x80);
  return concatBytes(
    record(2, version, isPlain ? 0 : UTF8_NAME, 0, 0, DATE),
    record(4, crc32, size, size),
    record(2, name.length),
  );
}

function endRecords(count: number, size: number, offset: number): Bytes {
  const isLarge = count >= MOST_16 || size >= MOST_32 || offset >= MOST_32;
  const end = concatBytes(
    record(4, SIGNATURE.end),
    record(2, 0, 0, Math.min(count, MOST_16), Math.min(count, MOST_16)),
    record(4, Math.min(size, MOST_32), Math.min(offset, MOST_32)),
    record(2, 0),
  );
  if (!isLarge) return end;
  return concatBytes(
    record(4, END_64),
    record(8, 44),
    record(2, VERSION_64, VERSION_64),
    record(4, 0, 0),
    record(8, count, count, size, offset),
    record(4, LOCATOR_64, 0),
    record(8, offset + size),
    record(4, 1),
    end,
  );
}

/** Numbers one after another, each in so many bytes, the lowest first. */
function record(bytesEach: 2 | 4 | 8, ...values: readonly number[]): Bytes {
  const bytes = new Uint8Array(bytesEach * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) {
    if (bytesEach === 2) view.setUint16(2 * index, value, true);
    else if (bytesEach === 4) view.setUint32(4 * index, value, true);
    else view.setBigUint64(8 * index, BigInt(value), true);
  }
  return bytes;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The checksum of a ZIP, in the browser too; `seed` is that of the bytes before. */
export function crc32(bytes: Uint8Array, seed = 0): number {
  let value = ~seed;
  for (const byte of bytes) value = (CRC_TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}
