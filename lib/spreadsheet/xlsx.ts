/** Rows of an .xlsx (ECMA-376), as Excel and those who imitate it write it. Macros are never looked at. */
import { type ZipEntry } from "@/lib/zip/archive";
import { type ByteSource } from "@/lib/zip/source";
import { EMPTY, isBlankRow, OTHERS_TOLD, type OpenSheet, type RawRow } from "./open-sheet";
import { plainDecimal, showDate, showZeros, type NumberFormat } from "./number-format";
import { partOf, type Package } from "./package";
import { sheetError } from "./refusal";
import { type Cell, type SheetLimits } from "./schema";
import { type StringTable } from "./string-table";
import { TextGatherer } from "./text-gatherer";
import {
  isTrue,
  readFormats,
  readStrings,
  readWorkbook,
  unescapeText,
  type WorkbookSheet,
} from "./workbook";
import { localName, walkXml, type Attributes, type XmlHandler } from "./xml";

/** Excel's own. */
const LAST_ROW = 1_048_576;
const LAST_COLUMN = 16_384;

export async function openXlsx(
  parts: Package,
  source: ByteSource,
  limits: SheetLimits,
  onProgress: (bytes: number, total: number) => void,
): Promise<OpenSheet> {
  const workbook = await readWorkbook(parts);
  // The same cells under many names are hours of work for nothing.
  const partNames = new Set(workbook.sheets.map(({ part }) => part));
  if (partNames.size < workbook.sheets.length) throw sheetError("damaged");
  const sheets = workbook.sheets.map((sheet) => ({ ...sheet, entry: partOf(parts, sheet.part) }));
  const visible = sheets.filter(({ isVisible }) => isVisible);
  const planned =
    (workbook.stringsPart === null ? 0 : partOf(parts, workbook.stringsPart).packedSize) +
    (visible[0]?.entry.packedSize ?? 0);
  let done = 0;
  const onBytes = (bytes: number) => {
    done += bytes;
    onProgress(Math.round(source.size * Math.min(1, done / planned)), source.size);
  };
  const book: Book = {
    strings: await readStrings(parts, workbook.stringsPart, limits.cellCharacters, onBytes),
    formats: await readFormats(parts, workbook.stylesPart),
    is1904: workbook.is1904,
    limits,
  };
  for (const sheet of visible) {
    const hiddenColumns: number[] = [];
    const rows = readRows(sheet.entry, book, hiddenColumns, onBytes);
    const first = await firstFilled(rows);
    if (!first) continue;
    const others = sheets.filter((other) => other !== sheet).slice(0, OTHERS_TOLD);
    const otherSheets = await namesOfFilled(others, book);
    const details = { format: "xlsx" as const, sheetName: sheet.name, hiddenColumns, otherSheets };
    return { details, rows: chain(first, rows) };
  }
  throw sheetError("empty");
}

type Book = {
  strings: StringTable;
  formats: readonly NumberFormat[];
  is1904: boolean;
  limits: SheetLimits;
};

async function firstFilled(rows: AsyncGenerator<RawRow>): Promise<RawRow | null> {
  for (;;) {
    const next = await rows.next();
    if (next.done) return null;
    if (!isBlankRow(next.value)) return next.value;
  }
}

async function* chain(first: RawRow, rest: AsyncGenerator<RawRow>): AsyncGenerator<RawRow> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

async function namesOfFilled(
  sheets: readonly (WorkbookSheet & { entry: ZipEntry })[],
  book: Book,
): Promise<string[]> {
  const names: string[] = [];
  for (const { name, entry } of sheets) {
    const rows = readRows(entry, book, [], () => undefined);
    if (await firstFilled(rows)) names.push(name);
    await rows.return(undefined);
  }
  return names;
}

async function* readRows(
  entry: ZipEntry,
  book: Book,
  hiddenColumns: number[],
  onBytes: (bytes: number) => void,
): AsyncGenerator<RawRow> {
  const sheet = new SheetHandler(book, hiddenColumns);
  for await (const rows of walkXml(entry.open(onBytes), sheet, () => sheet.takeRows())) yield* rows;
}

class SheetHandler implements XmlHandler {
  private rows: RawRow[] = [];
  private row: RawRow = { number: 0, cells: [], isHidden: false };
  private column = 0;
  private cell: Attributes = {};
  private isInData = false;
  private isPhonetic = false;
  private into: TextGatherer | null = null;
  private readonly value: TextGatherer;
  private readonly formula: TextGatherer;

  constructor(
    private readonly book: Book,
    private readonly hiddenColumns: number[],
  ) {
    this.value = new TextGatherer(book.limits.cellCharacters);
    this.formula = new TextGatherer(100);
  }

  takeRows(): RawRow[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  open(tag: string, attributes: Attributes): void {
    const name = localName(tag);
    if (name === "sheetData") this.isInData = true;
    else if (name === "col") this.hideColumns(attributes);
    else if (!this.isInData) return;
    else if (name === "row") this.openRow(attributes);
    else if (name === "c") this.openCell(attributes);
    else if (name === "v") this.into = this.value;
    else if (name === "f") this.into = this.formula;
    else if (name === "rPh") this.isPhonetic = true;
    else if (name === "t" && !this.isPhonetic) this.into = this.value;
  }

  close(tag: string): void {
    const name = localName(tag);
    if (name === "sheetData") this.isInData = false;
    else if (!this.isInData) return;
    else if (name === "c") this.closeCell();
    else if (name === "row") this.closeRow();
    else if (name === "rPh") this.isPhonetic = false;
    else if (name === "v" || name === "f" || name === "t") this.into = null;
  }

  text(piece: string): void {
    this.into?.add(piece);
  }

  private hideColumns({ min, max, hidden }: Attributes): void {
    if (this.isInData || !isTrue(hidden)) return;
    const last = Math.min(Number(max), this.book.limits.columns);
    for (let column = Number(min); column <= last; column += 1) this.hiddenColumns.push(column);
    if (this.hiddenColumns.length > LAST_COLUMN) throw sheetError("damaged");
  }

  private openRow({ r, hidden }: Attributes): void {
    const number = r === undefined ? this.row.number + 1 : Number(r);
    const isNext = Number.isInteger(number) && number > this.row.number && number <= LAST_ROW;
    if (!isNext) throw sheetError("damaged");
    this.row = { number, cells: [], isHidden: isTrue(hidden) };
    this.column = 0;
  }

  private closeRow(): void {
    if (this.row.cells.length > 0) this.rows.push(this.row);
  }

  private openCell(attributes: Attributes): void {
    this.cell = attributes;
    this.column = attributes["r"] === undefined ? this.column + 1 : columnOf(attributes["r"]);
    if (!(this.column >= 1 && this.column <= LAST_COLUMN)) throw sheetError("damaged");
    this.value.start();
    this.formula.start();
  }

  private closeCell(): void {
    const cell = this.makeCell();
    if (cell.kind === "empty") return;
    const { cells } = this.row;
    while (cells.length < this.column - 1) cells.push(EMPTY);
    cells[this.column - 1] = cell;
  }

  private makeCell(): Cell {
    const value = this.value.value;
    const { t: type = "n" } = this.cell;
    if (value === "") return this.withoutValue();
    switch (type) {
      case "s": {
        const text = this.book.strings.get(Number(value));
        if (text === null) throw sheetError("damaged", { row: this.row.number });
        return textCell(text);
      }
      case "b":
        return { text: isTrue(value) ? "TRUE" : "FALSE", kind: "boolean" };
      case "e":
        return { text: value, kind: "error" };
      case "d":
        return { text: showIso(value), kind: "date" };
      case "n":
        return this.numberCell(value);
      default:
        return textCell(unescapeText(value));
    }
  }

  /** A formula that was never calculated is no empty cell: somebody meant something to stand there. */
  private withoutValue(): Cell {
    const formula = this.formula.value;
    const isText = this.cell["t"] === "str";
    return formula === "" || isText ? EMPTY : { text: `=${formula}`, kind: "error" };
  }

  private numberCell(stored: string): Cell {
    const number = plainDecimal(stored);
    if (number === null) return textCell(stored);
    const format = this.book.formats[Number(this.cell["s"] ?? 0)];
    if (format?.kind === "date") {
      const date = showDate(number, format, this.book.is1904);
      if (date !== null) return { text: date, kind: "date" };
    }
    const shown = format?.kind === "zeros" ? showZeros(number, format.pattern) : null;
    return { text: shown ?? number, kind: "number" };
  }
}

function textCell(text: string): Cell {
  return text === "" ? EMPTY : { text, kind: "text" };
}

/** `2026-11-23T14:30:00Z` as the other formats give it. */
function showIso(value: string): string {
  return value
    .replace(/(?:\.\d+)?Z?$/, "")
    .replace(/T00:00:00$/, "")
    .replace("T", " ");
}

/** The column of a reference such as `AB12`, the first is 1; not a number when there is none. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) return column;
    if (code < 0x41 || code > 0x5a) return Number.NaN;
    column = column * 26 + (code - 0x40);
  }
  return column;
}
