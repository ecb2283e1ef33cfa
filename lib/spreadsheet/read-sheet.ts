/**
 * Reads a spreadsheet as a stream of rows, whatever its format: memory stays flat, and what is wrong
 * with the file comes back as a value. What the cells mean is for the caller to say.
 */
import { ok, refuse, type Result } from "@/lib/result";
import { ZipError } from "@/lib/zip/refusal";
import { readStart, type ByteSource } from "@/lib/zip/source";
import { openCsv } from "./csv";
import { findFormat, findPackageFormat, refusalOfCompound } from "./format";
import { EMPTY, isBlank, type OpenSheet, type RawRow } from "./open-sheet";
import { openOds } from "./ods";
import { openPackage, refusalOfZip } from "./package";
import { SheetError, sheetError } from "./refusal";
import {
  SHEET_LIMITS,
  type Cell,
  type Row,
  type SheetDetails,
  type SheetLimits,
  type SheetRefusal,
} from "./schema";
import { openXlsx } from "./xlsx";

export type Sheet = {
  details: SheetDetails;
  /** The names of the columns, in order; a column without a name is an empty text. */
  header: string[];
  /** The row the header stands in, as the spreadsheet counts. */
  headerRow: number;
  /**
   * The filled rows under the header, once. A refusal, if there is one, is the last thing it yields;
   * who stops early leaves the loop and nothing stays open.
   */
  rows: AsyncGenerator<Result<Row, SheetRefusal>, void>;
};

export type ReadSheetOptions = {
  limits?: Partial<SheetLimits>;
  /** Called as bytes are read, each time with more; the last time with all. */
  onProgress?: (bytesRead: number, totalBytes: number) => void;
};

/** Reads the header, and what is needed to refuse the file as a whole; the rows follow as one asks. */
export async function readSheet(
  source: ByteSource,
  options: ReadSheetOptions = {},
): Promise<Result<Sheet, SheetRefusal>> {
  const limits = { ...SHEET_LIMITS, ...options.limits };
  let opened: OpenSheet | undefined;
  try {
    opened = await openSheet(source, limits, options.onProgress);
    const { details, rows } = opened;
    const first = await firstRow(rows, limits);
    const header = nameColumns(first, limits);
    return ok({
      details,
      header,
      headerRow: first.number,
      rows: readRows(rows, header.length, limits),
    });
  } catch (error) {
    await opened?.rows.return(undefined);
    return refuse(refusalOf(error, limits));
  }
}

const START = 8192;

async function openSheet(
  source: ByteSource,
  limits: SheetLimits,
  onProgress: ReadSheetOptions["onProgress"] = () => undefined,
): Promise<OpenSheet> {
  if (source.size === 0) throw sheetError("empty");
  if (source.size > limits.bytes) throw sheetError("too_large", { limit: limits.bytes });
  const start = await readStart(source, START);
  const format = findFormat(start);
  if (format === "csv") return openCsv(source, start, limits, onProgress);
  if (format === "ole") throw await refusalOfCompound(source);
  if (format === "other") throw sheetError("unknown_format");
  const parts = await openPackage(source, limits);
  const open = (await findPackageFormat(parts)) === "xlsx" ? openXlsx : openOds;
  return open(parts, source, limits, onProgress);
}

/** The first row with anything in it. */
async function firstRow(rows: OpenSheet["rows"], limits: SheetLimits): Promise<RawRow> {
  for (;;) {
    const next = await rows.next();
    if (next.done) throw sheetError("empty");
    const row = { ...next.value, cells: withoutEmptyEnd(next.value, limits) };
    if (row.cells.length > 0) return row;
  }
}

function nameColumns({ number, cells }: RawRow, limits: SheetLimits): string[] {
  if (cells.length > limits.columns)
    throw sheetError("too_many_columns", { row: number, limit: limits.columns });
  // A name has a letter in it; a row of numbers and dates is somebody's data.
  if (!cells.some(({ text, kind }) => kind === "text" && /\p{L}/u.test(text)))
    throw sheetError("no_header", { row: number });
  const header = cells.map(({ text }) => text.trim());
  const seen = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    if (name === "") continue;
    const key = name.normalize("NFKC").replace(/\s+/g, " ").toLowerCase();
    const before = seen.get(key);
    if (before !== undefined)
      throw sheetError("duplicate_header", {
        row: number,
        columns: [before + 1, index + 1],
        name,
      });
    seen.set(key, index);
  }
  return header;
}

async function* readRows(
  rows: OpenSheet["rows"],
  columns: number,
  limits: SheetLimits,
): AsyncGenerator<Result<Row, SheetRefusal>, void> {
  let count = 0;
  try {
    for await (const raw of rows) {
      const cells = withoutEmptyEnd(raw, limits);
      if (cells.length === 0) continue;
      const { number, isHidden } = raw;
      if (cells.length > limits.columns)
        throw sheetError("too_many_columns", { row: number, limit: limits.columns });
      count += 1;
      if (count > limits.rows)
        throw sheetError("too_many_rows", { row: number, limit: limits.rows });
      const hasExtraCells = cells.length > columns;
      while (cells.length < columns) cells.push(EMPTY);
      yield ok({ number, cells, hasExtraCells, isHidden });
    }
  } catch (error) {
    yield refuse(refusalOf(error, limits));
  }
}

function withoutEmptyEnd({ number, cells }: RawRow, limits: SheetLimits): Cell[] {
  let end = 0;
  for (const [index, { text }] of cells.entries()) {
    if (text.length > limits.cellCharacters)
      throw sheetError("cell_too_long", {
        row: number,
        columns: [index + 1],
        limit: limits.cellCharacters,
      });
    if (!isBlank(text)) end = index + 1;
  }
  cells.length = end;
  return cells;
}

function refusalOf(error: unknown, limits: SheetLimits): SheetRefusal {
  if (error instanceof SheetError) return error.refusal;
  if (error instanceof ZipError) return refusalOfZip(error.refusal, limits);
  throw error;
}
