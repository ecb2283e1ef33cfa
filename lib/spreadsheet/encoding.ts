/**
 * Which characters the bytes of a text file stand for. Nothing in a CSV file says it, and each office
 * program writes another: a byte order mark decides, then whether the bytes are UTF-8, then which of
 * the old one-byte tables makes letters of them.
 */
import { isAscii } from "node:buffer";
import { streamBytes, type ByteSource } from "@/lib/zip/source";
import { sheetError } from "./refusal";
import { decodeBytes, likeliestTable } from "./old-tables";
import { type Encoding } from "./schema";

export type TextEncodingFound = { encoding: Encoding; markLength: number };

const SAMPLE = 4096;

/** @throws SheetError `unreadable_encoding`, or `unknown_format` when this is no text at all. */
export async function findEncoding(source: ByteSource, start: Buffer): Promise<TextEncodingFound> {
  const marked = encodingOfMark(start);
  const found = marked ?? unmarkedUtf16(start);
  if (found && found.encoding !== "utf-8") return found;
  const survey = await surveyBytes(source);
  if (survey.hasNothing || controlsIn(start.subarray(0, SAMPLE)))
    throw sheetError("unknown_format");
  if (survey.invalid === 0) return { encoding: "utf-8", markLength: found?.markLength ?? 0 };
  // A mark promised UTF-8, or most of the file keeps to it: any guess would spoil somebody's name.
  if (found || survey.sequences > survey.invalid) throw sheetError("unreadable_encoding");
  const table = likeliestTable(survey.counts);
  if (table === null) throw sheetError("unreadable_encoding");
  return { encoding: table, markLength: 0 };
}

function encodingOfMark(start: Buffer): TextEncodingFound | null {
  if (start.subarray(0, 4).equals(Buffer.of(0xff, 0xfe, 0, 0)))
    throw sheetError("unreadable_encoding");
  if (start[0] === 0xff && start[1] === 0xfe) return { encoding: "utf-16le", markLength: 2 };
  if (start[0] === 0xfe && start[1] === 0xff) return { encoding: "utf-16be", markLength: 2 };
  const isUtf8 = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
  return isUtf8 ? { encoding: "utf-8", markLength: 3 } : null;
}

/** Without a mark, UTF-16 shows by its empty halves: Western text fills only every other byte. */
function unmarkedUtf16(start: Buffer): TextEncodingFound | null {
  const sample = start.subarray(0, SAMPLE & ~1);
  const pairs = Math.floor(sample.length / 2);
  const empty = [0, 0];
  for (let at = 0; at < pairs * 2; at += 1)
    if (sample[at] === 0) empty[at % 2] = (empty[at % 2] ?? 0) + 1;
  const [high = 0, low = 0] = empty;
  if (pairs === 0 || high + low === 0) return null;
  if (high === 0 && low > pairs * 0.6) return { encoding: "utf-16le", markLength: 0 };
  if (low === 0 && high > pairs * 0.6) return { encoding: "utf-16be", markLength: 0 };
  return null;
}

type Survey = {
  /** A byte 0, which no text of one-byte characters holds. */
  hasNothing: boolean;
  /** Characters of two bytes or more, well-formed. */
  sequences: number;
  /** Bytes that are no UTF-8. */
  invalid: number;
  /** How often each byte from 0x80 on comes. */
  counts: Uint32Array;
};

/** The whole file: the first accent of a list may stand in its last row. */
async function surveyBytes(source: ByteSource): Promise<Survey> {
  const survey: Survey = {
    hasNothing: false,
    sequences: 0,
    invalid: 0,
    counts: new Uint32Array(128),
  };
  const scan = utf8Scanner(survey);
  for await (const chunk of streamBytes(source)) {
    if (chunk.includes(0)) return { ...survey, hasNothing: true };
    if (!isAscii(chunk) || scan.isInside()) scan.next(chunk);
  }
  scan.end();
  return survey;
}

function utf8Scanner(survey: Survey) {
  let missing = 0;
  let lowest = 0x80;
  let highest = 0xbf;
  const begin = (byte: number) => {
    missing = byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (missing === 0) survey.invalid += 1;
    // Overlong forms, surrogates and what lies above U+10FFFF (RFC 3629, section 4).
    lowest = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    highest = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
  };
  return {
    isInside: () => missing > 0,
    next(chunk: Uint8Array) {
      for (const byte of chunk) {
        if (byte >= 0x80) survey.counts[byte - 0x80] = (survey.counts[byte - 0x80] ?? 0) + 1;
        if (missing > 0 && byte >= lowest && byte <= highest) {
          lowest = 0x80;
          highest = 0xbf;
          missing -= 1;
          if (missing === 0) survey.sequences += 1;
          continue;
        }
        if (missing > 0) survey.invalid += 1;
        missing = 0;
        if (byte >= 0x80) begin(byte);
      }
    },
    end() {
      if (missing > 0) survey.invalid += 1;
    },
  };
}

/** Control characters that no program writes into a list: this is a picture, a program, noise. */
function controlsIn(sample: Uint8Array): boolean {
  return sample.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a].includes(byte));
}

/**
 * The text as UTF-8, chunk by chunk, without its mark.
 * @throws SheetError `unreadable_encoding` where UTF-16 is broken.
 */
export async function* streamAsUtf8(
  source: ByteSource,
  { encoding, markLength }: TextEncodingFound,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  const decode = decoderOf(encoding);
  for await (const chunk of streamBytes(source, markLength)) {
    onBytes(chunk.byteLength);
    yield decode(chunk, true);
  }
  yield decode(Buffer.alloc(0), false);
}

function decoderOf(encoding: Encoding): (chunk: Buffer, isMore: boolean) => Buffer {
  if (encoding === "utf-8") return (chunk) => chunk;
  if (encoding !== "utf-16le" && encoding !== "utf-16be")
    return (chunk) => Buffer.from(decodeBytes(chunk, encoding));
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (chunk, stream) => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream }));
    } catch {
      throw sheetError("unreadable_encoding");
    }
  };
}
