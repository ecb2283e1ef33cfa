/**
 * What a sealed PDF holds, found without a PDF library: the one signature over all of it (ISO
 * 32000-2 §12.8, PAdES) and the files attached. What is read here is covered by the seal; only the
 * signature itself is not, and of that every character must be as it has to be.
 */
import { Unzlib } from "fflate";
import { ok, refuse, type Result } from "@/lib/result";
import { concatBytes, decodeHex, type Bytes } from "./bytes";

export type SealedPdfContent = {
  /** The document without its signature: what the seal's digest is over. */
  signedBytes: Bytes;
  /** The DER of the CMS signature. */
  signature: Bytes;
  /** The lists of revoked certificates in its security store, as they are; they lie under the seal. */
  revocationLists: Bytes[];
  /** The attached files' contents; their names are not needed, contents tell what they are. */
  attachments: Bytes[];
};

export type PdfRefusal =
  | "pdf_not_sealed"
  /** There is a signature, but bytes of the document lie outside it. */
  | "pdf_not_covered"
  /** The place of the signature holds something besides it, or an attachment cannot be read. */
  | "pdf_malformed";

const LATIN1 = new TextDecoder("latin1");
const BYTE_RANGE = /\/ByteRange ?\[ ?0 +(\d{1,10}) +(\d{1,10}) +(\d{1,10}) *\]/g;
/** Everything that a file holds, unfolded: more than any proof brings along, and no more than memory bears. */
const LARGEST_TOTAL_BYTES = 50 * 1024 * 1024;
const MOST_ATTACHMENTS = 20_000;
/** Between the start of an attachment's object, the word that tells what it is, and its content. */
const LARGEST_DICTIONARY = 4096;

/** How much more may be unfolded of one file. */
type Room = { bytes: number };

export function isPdf(bytes: Uint8Array): boolean {
  return LATIN1.decode(bytes.subarray(0, 5)) === "%PDF-";
}

export function parseSealedPdf(bytes: Bytes): Result<SealedPdfContent, PdfRefusal> {
  const text = LATIN1.decode(bytes);
  const ranges = [...text.matchAll(BYTE_RANGE)].map((match) => match.slice(1).map(Number));
  if (ranges.length === 0) return refuse("pdf_not_sealed");
  const covering = ranges.filter(
    ([, second = 0, length]) => second + (length ?? 0) === bytes.length,
  );
  const [gapStart = 0, gapEnd = 0] = covering[0] ?? [];
  if (covering.length !== 1 || gapStart >= gapEnd) return refuse("pdf_not_covered");
  const isContents =
    text.slice(0, gapStart).endsWith("/Contents ") || text.slice(0, gapStart).endsWith("/Contents");
  const signature = readContents(text.slice(gapStart, gapEnd));
  const room = { bytes: LARGEST_TOTAL_BYTES };
  const attachments = readAttachments(bytes, text, room);
  const lists = readRevocationLists(bytes, text, room);
  const isReadable = [...attachments, ...lists].every((content) => content !== null);
  if (!isContents || !signature || !isReadable) return refuse("pdf_malformed");
  const signedBytes = concatBytes(bytes.subarray(0, gapStart), bytes.subarray(gapEnd));
  const present = (contents: readonly (Bytes | null)[]) =>
    contents.filter((content) => content !== null);
  return ok({
    signedBytes,
    signature,
    revocationLists: present(lists),
    attachments: present(attachments),
  });
}

/** `<`, the signature in upper case hexadecimal, zeros up to the reserved length, `>`. */
function readContents(gap: string): Bytes | null {
  const [, hexadecimal] = /^<((?:[0-9A-F]{2})+)>$/.exec(gap) ?? [];
  const reserved = hexadecimal && decodeHex(hexadecimal.toLowerCase());
  if (!reserved) return null;
  const length = derLength(reserved);
  if (length === null || length > reserved.length) return null;
  return reserved.subarray(length).every((byte) => byte === 0) ? reserved.slice(0, length) : null;
}

/** How long the one value at the start is, from its own header. */
function derLength(bytes: Bytes): number | null {
  const first = bytes[1];
  if (first === undefined) return null;
  if (first < 0x80) return 2 + first;
  const octets = bytes.subarray(2, 2 + (first & 0x7f));
  return 2 + octets.length + octets.reduce((value, byte) => value * 256 + byte, 0);
}

/** The attachments that can be read, whatever else is wrong with the file: for telling what it is. */
export function readableAttachments(bytes: Bytes): Bytes[] {
  const room = { bytes: LARGEST_TOTAL_BYTES };
  return readAttachments(bytes, LATIN1.decode(bytes), room).filter((content) => content !== null);
}

/** The streams that the security store (ISO 32000-2 §12.8.4.3) names as lists; null for one not there. */
function readRevocationLists(bytes: Bytes, text: string, room: Room): (Bytes | null)[] {
  const [, store] = /\/DSS ?(\d+) 0 R/.exec(text) ?? [];
  if (!store) return [];
  const start = objectStart(text, store);
  const [, references = ""] =
    /\/CRLs ?\[([\d R]*)\]/.exec(text.slice(start, text.indexOf("endobj", start))) ?? [];
  return [...references.matchAll(/(\d+) 0 R/g)].map(([, number = ""]) => {
    const at = objectStart(text, number);
    const dictionaryAt = at + number.length + " 0 obj".length;
    return at < 0 ? null : readAttachment(bytes, text, dictionaryAt, room);
  });
}

/** Where the newest object of this number begins; -1: nowhere. */
function objectStart(text: string, number: string): number {
  const at = text.lastIndexOf(`\n${number} 0 obj`);
  return at < 0 ? at : at + 1;
}

/** Each embedded file's content; null for one that cannot be read, or where there are more than any proof has. */
function readAttachments(bytes: Bytes, text: string, room: Room): (Bytes | null)[] {
  const found: (Bytes | null)[] = [];
  for (const { index } of text.matchAll(/\/Type ?\/EmbeddedFile\b/g)) {
    if (found.length === MOST_ATTACHMENTS) return [null];
    found.push(readAttachment(bytes, text, index, room));
  }
  return found;
}

function readAttachment(bytes: Bytes, text: string, index: number, room: Room): Bytes | null {
  const before = text.slice(Math.max(0, index - LARGEST_DICTIONARY), index);
  const behind = text.slice(index, index + LARGEST_DICTIONARY);
  const [objectAt, streamAt] = [before.lastIndexOf(" obj"), behind.indexOf("stream")];
  if (objectAt < 0 || streamAt < 0) return null;
  const dictionary = before.slice(objectAt) + behind.slice(0, streamAt);
  const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? Number.NaN);
  const dataStart = index + streamAt + "stream".length + (behind[streamAt + 6] === "\r" ? 2 : 1);
  if (!Number.isSafeInteger(length) || length > room.bytes) return null;
  const data = bytes.slice(dataStart, dataStart + length);
  const content = dictionary.includes("/FlateDecode") ? inflate(data, room) : data;
  room.bytes -= content?.length ?? 0;
  return content;
}

/** Stops as soon as more unfolds than there is room for: a few kilobytes can become gigabytes. */
function inflate(data: Bytes, room: Room): Bytes | null {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Unzlib((chunk) => {
    size += chunk.length;
    if (size > room.bytes) throw new RangeError("too large");
    chunks.push(chunk);
  });
  try {
    for (let start = 0; start < data.length; start += INFLATE_STEP) {
      const end = start + INFLATE_STEP;
      stream.push(data.subarray(start, end), end >= data.length);
    }
  } catch {
    // What was unfolded in vain was work too: twenty thousand of these would be an hour of it.
    room.bytes = Math.max(0, room.bytes - size);
    return null;
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** A thousandfold of it, the most that deflate can do, is still little memory. */
const INFLATE_STEP = 4096;
