/** Rows of a CSV file (RFC 4180, and what office programs make of it). */
import { Readable, pipeline } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { CsvError, parse } from "csv-parse";
import { type ByteSource } from "@/lib/zip/source";
import { findEncoding, streamAsUtf8, type TextEncodingFound } from "./encoding";
import { EMPTY, type OpenSheet, type RawRow } from "./open-sheet";
import { sheetError } from "./refusal";
import { findSeparator } from "./separator";
import { type Cell, type Separator, type SheetLimits } from "./schema";

const HEAD = 64 * 1024;
/** Longest row, in bytes: a quotation mark that never closes would otherwise take the whole file. */
const ROW_BYTES = 8 * 1024 * 1024;
/** Longest line: a million separators in a row are a million cells before anybody can count them. */
const LINE_BYTES = 1024 * 1024;
/** Of any spreadsheet program, empty ones included. */
const LAST_ROW = 1_048_576;
/** Bytes that are parsed without a pause. */
const SLICE = 16 * 1024;

export async function openCsv(
  source: ByteSource,
  start: Buffer,
  limits: SheetLimits,
  onProgress: (bytes: number, total: number) => void,
): Promise<OpenSheet> {
  const found = await findEncoding(source, start);
  const { separator, lineLength } = findSeparator(await readHead(source, found));
  let read = found.markLength;
  const text = streamAsUtf8(source, found, (bytes) => {
    read += bytes;
    onProgress(read, source.size);
  });
  return {
    details: { format: "csv", encoding: found.encoding, separator },
    rows: readRows(paced(skip(text, lineLength), limits), separator, limits),
  };
}

async function readHead(source: ByteSource, found: TextEncodingFound): Promise<string> {
  const head: Buffer[] = [];
  let length = 0;
  for await (const chunk of streamAsUtf8(source, found)) {
    head.push(chunk);
    length += chunk.byteLength;
    if (length >= HEAD) break;
  }
  return Buffer.concat(head).toString("utf8");
}

async function* skip(text: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let left = length;
  for await (const chunk of text) {
    yield chunk.subarray(Math.min(left, chunk.byteLength));
    left = Math.max(0, left - chunk.byteLength);
  }
}

/**
 * In small pieces, between which others get their turn.
 * @throws SheetError `cell_too_long` where no line ends for a mebibyte
 */
async function* paced(
  text: AsyncIterable<Buffer>,
  { cellCharacters }: SheetLimits,
): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of text) {
    const end = Math.max(chunk.lastIndexOf(10), chunk.lastIndexOf(13));
    length = end === -1 ? length + chunk.byteLength : chunk.byteLength - end;
    if (length > LINE_BYTES) throw sheetError("cell_too_long", { limit: cellCharacters });
    for (let at = 0; at < chunk.byteLength; at += SLICE) {
      yield chunk.subarray(at, at + SLICE);
      await setImmediate();
    }
  }
}

async function* readRows(
  text: AsyncIterable<Buffer>,
  separator: Separator,
  limits: SheetLimits,
): AsyncGenerator<RawRow> {
  /** Of the rows that are parsed and not yet read. */
  const numbers: number[] = [];
  const parser = parse({
    delimiter: separator,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    // A mark inside a cell that does not begin with one stands for itself: 5" pipe.
    relax_quotes: true,
    max_record_size: ROW_BYTES,
    // Millions of empty lines would each be a record, and one of the wrong length at that.
    skip_empty_lines: true,
    on_record: (record: string[], { records, empty_lines }) => {
      const number = records + empty_lines;
      if (number > LAST_ROW) throw sheetError("too_many_rows", { row: number, limit: limits.rows });
      numbers.push(number);
      return record;
    },
  });
  // What fails on the way is thrown where the rows are read.
  pipeline(Readable.from(text, { objectMode: false }), parser, () => undefined);
  try {
    for await (const record of parser) {
      const cells = (record as string[]).map(cellOf);
      yield { number: numbers.shift() ?? 0, cells, isHidden: false };
    }
  } catch (error) {
    throw refusalOf(error, limits);
  } finally {
    parser.destroy();
  }
}

function cellOf(written: string): Cell {
  if (written === "") return EMPTY;
  return { text: readable(written), kind: "text" };
}

/** Line breaks as one character, and without the apostrophe that keeps a text from being a formula. */
function readable(written: string): string {
  const text = written.includes("\r") ? written.replace(/\r\n?/g, "\n") : written;
  return text.charCodeAt(0) === 0x27 && /^'+[=+\-@\t\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text)
    ? text.slice(1)
    : text;
}

/** The parser tells an error before the rows that came just before it: its own count is the one to trust. */
function refusalOf(error: unknown, { cellCharacters }: SheetLimits): unknown {
  if (!(error instanceof CsvError)) return error;
  const row = Number(error["records"]) + Number(error["empty_lines"]) + 1;
  if (error.code === "CSV_QUOTE_NOT_CLOSED") return sheetError("unclosed_quote", { row });
  if (error.code !== "CSV_MAX_RECORD_SIZE") return sheetError("damaged", { row });
  // Only quotation marks let a row go on over line breaks.
  return Number(error["lines"]) > row
    ? sheetError("unclosed_quote", { row })
    : sheetError("cell_too_long", { row, limit: cellCharacters });
}
