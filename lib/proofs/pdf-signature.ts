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
const LARGEST_ATTACHMENT_BYTES = 50 * 1024 * 1024;

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
  const attachments = readAttachments(bytes, text);
  const lists = readRevocationLists(bytes, text);
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
  return readAttachments(bytes, LATIN1.decode(bytes)).filter((content) => content !== null);
}

/** The streams that the security store (ISO 32000-2 §12.8.4.3) names as lists; null for one not there. */
function readRevocationLists(bytes: Bytes, text: string): (Bytes | null)[] {
  const [, store] = /\/DSS ?(\d+) 0 R/.exec(text) ?? [];
  if (!store) return [];
  const start = objectStart(text, store);
  const [, references = ""] =
    /\/CRLs ?\[([\d R]*)\]/.exec(text.slice(start, text.indexOf("endobj", start))) ?? [];
  return [...references.matchAll(/(\d+) 0 R/g)].map(([, number = ""]) => {
    const at = objectStart(text, number);
    return at < 0 ? null : readAttachment(bytes, text, at + number.length + " 0 obj".length);
  });
}

/** Where the newest object of this number begins; -1: nowhere. */
function objectStart(text: string, number: string): number {
  const at = text.lastIndexOf(`\n${number} 0 obj`);
  return at < 0 ? at : at + 1;
}

/** Each embedded file's content; null for one that cannot be read. */
function readAttachments(bytes: Bytes, text: string): (Bytes | null)[] {
  return [...text.matchAll(/\/Type ?\/EmbeddedFile\b/g)].map(({ index }) =>
    readAttachment(bytes, text, index),
  );
}

function readAttachment(bytes: Bytes, text: string, index: number): Bytes | null {
  const dictionaryStart = text.lastIndexOf(" obj", index);
  const streamStart = text.indexOf("stream", index);
  if (dictionaryStart < 0 || streamStart < 0) return null;
  const dictionary = text.slice(dictionaryStart, streamStart);
  const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? Number.NaN);
  const dataStart = streamStart + "stream".length + (text[streamStart + 6] === "\r" ? 2 : 1);
  if (!Number.isSafeInteger(length) || length > LARGEST_ATTACHMENT_BYTES) return null;
  const data = bytes.slice(dataStart, dataStart + length);
  return dictionary.includes("/FlateDecode") ? inflate(data) : data;
}

/** Stops as soon as more unfolds than any evidence is long: a few kilobytes can become gigabytes. */
function inflate(data: Bytes): Bytes | null {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Unzlib((chunk) => {
    size += chunk.length;
    if (size > LARGEST_ATTACHMENT_BYTES) throw new RangeError("too large");
    chunks.push(chunk);
  });
  try {
    for (let start = 0; start < data.length; start += INFLATE_STEP) {
      const end = start + INFLATE_STEP;
      stream.push(data.subarray(start, end), end >= data.length);
    }
  } catch {
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
