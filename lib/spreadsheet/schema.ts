/** What a spreadsheet is to the portal, whatever format it came in. */

/** In which forms a table is handed out. */
export const EXPORT_FORMATS = ["csv", "xlsx"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * - `unknown_format`: neither text nor a spreadsheet we read (PDF, Word, Numbers, a web page, a picture)
 * - `old_excel`: the format before 2007; to be saved as .xlsx
 * - `encrypted`: protected with a password
 * - `damaged`: begins like its format and does not go on like it
 * - `empty`: not one cell is filled
 * - `no_header`: the first row holds no name of a column
 * - `too_many_rows`, `too_many_columns`, `too_large`, `cell_too_long`: over a limit below
 * - `unpacks_too_large`: small on disk, and huge or endless once unpacked
 * - `duplicate_header`: two columns bear the same name
 * - `unreadable_encoding`: text whose characters cannot be told for sure
 * - `unclosed_quote`: a quotation mark that opened a cell and was never closed (CSV)
 * - `unsafe_xml`: declares entities or a document type, which no spreadsheet program does
 */
export const SHEET_REFUSALS = [
  "unknown_format",
  "old_excel",
  "encrypted",
  "damaged",
  "empty",
  "no_header",
  "too_many_rows",
  "too_many_columns",
  "too_large",
  "cell_too_long",
  "unpacks_too_large",
  "duplicate_header",
  "unreadable_encoding",
  "unclosed_quote",
  "unsafe_xml",
] as const;
export type SheetRefusalCode = (typeof SHEET_REFUSALS)[number];

export type SheetRefusal = {
  code: SheetRefusalCode;
  /** As the spreadsheet counts: the first row is 1. */
  row?: number;
  /** The columns it is about, the first is 1. */
  columns?: number[];
  /** The name that two columns bear. */
  name?: string;
  /** The limit that was passed, in the unit of its code: rows, columns, bytes or characters. */
  limit?: number;
};

export type SheetLimits = {
  /** Bytes of the file itself. */
  bytes: number;
  /** Filled rows under the header. */
  rows: number;
  columns: number;
  /** Characters of one cell; Excel holds no more than 32,767. */
  cellCharacters: number;
  /** Bytes of all parts of an .xlsx or .ods that are read, unpacked. */
  unpackedBytes: number;
};

export const SHEET_LIMITS: SheetLimits = {
  bytes: 50 * 1024 * 1024,
  rows: 100_000,
  columns: 200,
  cellCharacters: 32_767,
  unpackedBytes: 512 * 1024 * 1024,
};

export type CellKind = "text" | "number" | "date" | "boolean" | "error" | "empty";

/**
 * `text` is what a person recognises, whatever the program's language: numbers with all their digits
 * (`8040901112`, `0.5`, and `08040901112` where the cell is formatted to show its zeros), dates as
 * `2026-11-23` (with ` 14:30` or ` 14:30:05` where the format shows the time), booleans as `TRUE` and
 * `FALSE`, errors as `#N/A`. In a CSV file everything is text, as written.
 */
export type Cell = { text: string; kind: CellKind };

export type Row = {
  /** As the spreadsheet counts: the first row is 1, also when it is empty. */
  number: number;
  /** One for each column of the header at least; more when the row has more. */
  cells: readonly Cell[];
  /** Cells are filled to the right of the last named column. */
  hasExtraCells: boolean;
  /** Hidden rows are read like the others: who filtered a list rarely means to drop the rest. */
  isHidden: boolean;
};

export const SEPARATORS = [";", ",", "\t", "|"] as const;
export type Separator = (typeof SEPARATORS)[number];

/** The last three are one-byte tables: of Windows, of old Macintoshes, and of DOS, which Excel offers too. */
export const ENCODINGS = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "macintosh",
  "ibm850",
] as const;
export type Encoding = (typeof ENCODINGS)[number];

export type SheetDetails =
  | { format: "csv"; encoding: Encoding; separator: Separator }
  | {
      format: "xlsx" | "ods";
      sheetName: string;
      /** Columns that are hidden, the first is 1. They are read like the others. */
      hiddenColumns: number[];
      /**
       * Other sheets with something in them, which are not read, hidden ones included. An .ods file
       * tells them only as it goes: complete once the rows have been read to their end.
       */
      otherSheets: string[];
    };
