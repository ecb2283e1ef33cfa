/**
 * Where the entries of a ZIP lie. A ZIP says twice what it holds, once before each file and once at its
 * end, and programs differ in whom they believe: what the two do not agree on is refused.
 */
import { type Entry, type LocalFileHeader, type ZipFile } from "yauzl";
import { zipError } from "./refusal";
import { type ZipLimits } from "./schema";
import { type ByteSource } from "./source";

/** `dataStart` is where the packed bytes begin, known once the entry's place was checked. */
export type NamedEntry = { entry: Entry; name: string; dataStart: number };

/** Sizes that follow the file instead of standing before it (APPNOTE 4.3.9), with 32 or 64 bits. */
const DESCRIPTOR_SIZES = [12, 16, 20, 24];
const SIZES_FOLLOW = 0x08;
/** A size or place that stands in the 64-bit field instead (APPNOTE 4.5.3). */
const ELSEWHERE = 0xffffffff;

const END_SIZE = 22;
const END_SIZE_64 = 56 + 20;

/** @throws ZipError `ambiguous` */
export async function checkPlaces(
  zip: ZipFile,
  named: readonly NamedEntry[],
  source: ByteSource,
  { isGapless }: ZipLimits,
): Promise<void> {
  // Where yauzl stands after the last entry: its types say boolean, and it is a position.
  const contentsEnd = Number(zip.readEntryCursor);
  const contentsStart =
    contentsEnd - named.reduce((sum, { entry }) => sum + sizeInContents(entry), 0);
  let end = 0;
  let gaps: readonly number[] = [0];
  for (const item of named.toSorted(byPlace)) {
    const { entry, name } = item;
    const gap = entry.relativeOffsetOfLocalHeader - end;
    if (gap < 0 || (isGapless && !gaps.includes(gap))) throw zipError("ambiguous", name);
    const header = await zip.readLocalFileHeaderPromise(entry);
    if (!agree(entry, header)) throw zipError("ambiguous", name);
    item.dataStart = header.fileDataStart;
    end = header.fileDataStart + entry.compressedSize;
    gaps = header.generalPurposeBitFlag & SIZES_FOLLOW ? [0, ...DESCRIPTOR_SIZES] : [0];
  }
  const gap = contentsStart - end;
  if (gap < 0 || (isGapless && !gaps.includes(gap))) throw zipError("ambiguous");
  const rest = source.size - contentsEnd - END_SIZE - zip.comment.length;
  if (isGapless && rest !== 0 && rest !== END_SIZE_64) throw zipError("ambiguous");
}

function byPlace(a: NamedEntry, b: NamedEntry): number {
  return a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader;
}

function sizeInContents(entry: Entry): number {
  return 46 + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
}

function agree(entry: Entry, header: LocalFileHeader): boolean {
  if (!header.fileName.equals(entry.fileNameRaw)) return false;
  if (header.compressionMethod !== entry.compressionMethod) return false;
  if ((header.generalPurposeBitFlag ^ entry.generalPurposeBitFlag) & 0x41) return false;
  const isLater = (header.generalPurposeBitFlag & SIZES_FOLLOW) !== 0;
  return (
    [
      [header.crc32, entry.crc32],
      [header.compressedSize, entry.compressedSize],
      [header.uncompressedSize, entry.uncompressedSize],
    ] as const
  ).every(([here, there]) => here === there || here === ELSEWHERE || (isLater && here === 0));
}
