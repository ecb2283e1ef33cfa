import { plainDecimal } from "./number-format";
import { EMPTY, isBlankRow, type RawRow } from "./open-sheet";
import { sheetError } from "./refusal";
import { type Cell, type SheetLimits } from "./schema";
import { TextGatherer } from "./text-gatherer";
import { type Attributes, type XmlHandler } from "./xml";

export type OdsTable = { name: string; isVisible: boolean; hiddenColumns: number[] };
export type OdsRow = RawRow & { table: OdsTable };

/** More than any program holds. */
const LAST_ROW = 1_048_576;
const LAST_COLUMN = 16_384;
const STYLES = 70_000;

/** What stands in a table or a cell and is not what the cell says: notes, drawings, old versions. */
const PASSED_OVER = new Set([
  "office:annotation",
  "office:forms",
  "table:shapes",
  "table:tracked-changes",
  "text:ruby-text",
  "draw:frame",
  "draw:g",
  "draw:custom-shape",
  "draw:line",
]);

/** Rows of all tables, in their order. Prefixes are taken as every known program writes them. */
export class OdsHandler implements XmlHandler {
  private rows: { row: OdsRow; times: number }[] = [];
  private table: OdsTable = { name: "", isVisible: true, hiddenColumns: [] };
  private tables = 0;
  private style = "";
  private readonly hiddenStyles = new Set<string>();
  private rowsBefore = 0;
  private columnsBefore = 0;
  private row: Attributes = {};
  private cells: Cell[] = [];
  /** Columns so far, those counted that are empty and not in `cells`. */
  private column = 0;
  private cell: Attributes = {};
  private paragraphs = 0;
  private isParagraph = false;
  private passedOver = 0;
  private readonly value: TextGatherer;

  constructor(private readonly limits: SheetLimits) {
    this.value = new TextGatherer(limits.cellCharacters);
  }

  takeRows(): { row: OdsRow; times: number }[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    if (this.passedOver > 0 || PASSED_OVER.has(name)) {
      this.passedOver += 1;
      return;
    }
    switch (name) {
      case "style:style":
        this.style = attributes["style:name"] ?? "";
        return;
      case "style:table-properties":
        if (attributes["table:display"] === "false") this.hiddenStyles.add(this.style);
        if (this.hiddenStyles.size > STYLES) throw sheetError("damaged");
        return;
      case "table:table":
        return this.openTable(attributes);
      case "table:table-column":
        return this.countColumns(attributes);
      case "table:table-row":
        this.row = attributes;
        this.cells = [];
        this.column = 0;
        return;
      case "table:table-cell":
      case "table:covered-table-cell":
        this.cell = attributes;
        this.paragraphs = 0;
        this.value.start();
        return;
      case "text:p":
        this.isParagraph = true;
        if (this.paragraphs > 0) this.value.add("\n");
        this.paragraphs += 1;
        return;
      case "text:s":
        return this.value.add(" ".repeat(timesOf(attributes["text:c"], 1000)));
      case "text:tab":
        return this.value.add("\t");
      case "text:line-break":
        return this.value.add("\n");
    }
  }

  close(name: string): void {
    if (this.passedOver > 0) this.passedOver -= 1;
    else if (name === "table:table") this.tables -= 1;
    else if (name === "table:table-row") this.closeRow();
    else if (name === "text:p") this.isParagraph = false;
    else if (name === "table:table-cell" || name === "table:covered-table-cell") this.closeCell();
  }

  text(piece: string): void {
    if (this.isParagraph && this.passedOver === 0) this.value.add(piece.replace(/\s+/g, " "));
  }

  private openTable(attributes: Attributes): void {
    this.tables += 1;
    // Tables within cells: no program of today writes them, and nobody could say what they mean here.
    if (this.tables > 1) throw sheetError("damaged");
    this.table = {
      name: attributes["table:name"] ?? "",
      isVisible: !this.hiddenStyles.has(attributes["table:style-name"] ?? ""),
      hiddenColumns: [],
    };
    this.rowsBefore = 0;
    this.columnsBefore = 0;
  }

  private countColumns(attributes: Attributes): void {
    const times = timesOf(attributes["table:number-columns-repeated"], LAST_COLUMN);
    const isHidden = isHiddenBy(attributes);
    for (let index = 0; isHidden && index < times; index += 1) {
      const column = this.columnsBefore + index + 1;
      if (column <= this.limits.columns) this.table.hiddenColumns.push(column);
    }
    this.columnsBefore += times;
  }

  private closeRow(): void {
    const times = timesOf(this.row["table:number-rows-repeated"], LAST_ROW);
    const number = this.rowsBefore + 1;
    this.rowsBefore += times;
    // Twice, because some write a full sheet of empty rows behind what they hold.
    if (this.rowsBefore > 2 * LAST_ROW) throw sheetError("damaged");
    const { cells, table } = this;
    const row = { number, cells, table, isHidden: isHiddenBy(this.row) };
    if (!isBlankRow(row)) this.rows.push({ row, times });
  }

  private closeCell(): void {
    const times = timesOf(this.cell["table:number-columns-repeated"], LAST_COLUMN);
    const cell = this.makeCell();
    if (cell.kind !== "empty") {
      // One more than allowed is enough to be refused for it.
      const last = Math.min(this.column + times, this.limits.columns + 1);
      while (this.cells.length < Math.min(this.column, this.limits.columns)) this.cells.push(EMPTY);
      while (this.cells.length < last) this.cells.push(cell);
    }
    this.column += times;
  }

  private makeCell(): Cell {
    const shown = this.value.value;
    if (this.cell["calcext:value-type"] === "error") return { text: shown, kind: "error" };
    switch (this.cell["office:value-type"]) {
      case "float":
      case "percentage":
      case "currency":
        return numberCell(this.cell["office:value"] ?? "", shown);
      case "date":
        return { text: showDate(this.cell["office:date-value"] ?? shown), kind: "date" };
      case "time":
        return { text: showTime(this.cell["office:time-value"] ?? "") ?? shown, kind: "date" };
      case "boolean":
        return {
          text: this.cell["office:boolean-value"] === "true" ? "TRUE" : "FALSE",
          kind: "boolean",
        };
      default:
        return textCell(this.cell["office:string-value"] ?? shown);
    }
  }
}

function isHiddenBy(attributes: Attributes): boolean {
  const visibility = attributes["table:visibility"];
  return visibility === "collapse" || visibility === "filter";
}

/** @throws SheetError `damaged` for what is no number of times. */
function timesOf(written: string | undefined, limit: number): number {
  const times = written === undefined ? 1 : Number(written);
  if (!Number.isSafeInteger(times) || times < 0) throw sheetError("damaged");
  return Math.min(times, limit);
}

function textCell(text: string): Cell {
  return text === "" ? EMPTY : { text, kind: "text" };
}

/** With the zeros in front that the cell shows, when what it shows is this very number. */
function numberCell(stored: string, shown: string): Cell {
  const number = plainDecimal(stored);
  if (number === null) return textCell(shown);
  const digits = shown.replace(/[-/ ().:+]/g, "");
  const isPadded = /^0\d+$/.test(digits) && digits.replace(/^0+(?=\d)/, "") === number;
  return { text: isPadded ? shown : number, kind: "number" };
}

/** `2026-11-23T14:30:00` as the other formats give it. */
function showDate(value: string): string {
  return value
    .replace(/(?:\.\d+)?Z?$/, "")
    .replace(/T00:00:00$/, "")
    .replace("T", " ")
    .replace(/( \d\d:\d\d):00$/, "$1");
}

/** `PT14H30M00S` as a clock shows it. */
function showTime(value: string): string | null {
  const [, hours, minutes, seconds] = /^PT(\d+)H(\d+)M(\d+)(?:\.\d+)?S$/.exec(value) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const parts = Number(seconds) > 0 ? [hours, minutes, seconds ?? ""] : [hours, minutes];
  return parts.map((part) => part.padStart(2, "0")).join(":");
}
