import { sourceOfBytes } from "@/lib/zip/source";
import { readSheet, type ReadSheetOptions } from "./read-sheet";
import { type Row, type SheetDetails, type SheetRefusal } from "./schema";

export type ReadWhole =
  | { header: string[]; rows: Row[]; details: SheetDetails; refusal?: SheetRefusal }
  | { header?: undefined; rows?: undefined; details?: undefined; refusal: SheetRefusal };

/** Reads a file to its end; the rows before a refusal are kept. */
export async function readWhole(
  bytes: Uint8Array | string,
  options: ReadSheetOptions = {},
): Promise<ReadWhole> {
  const source = sourceOfBytes(typeof bytes === "string" ? Buffer.from(bytes) : bytes);
  const sheet = await readSheet(source, options);
  if (!sheet.ok) return { refusal: sheet.refusal };
  const { header, details } = sheet.value;
  const rows: Row[] = [];
  for await (const row of sheet.value.rows) {
    if (!row.ok) return { header, rows, details, refusal: row.refusal };
    rows.push(row.value);
  }
  return { header, rows, details };
}

/** The texts alone, header first. */
export async function readTexts(
  bytes: Uint8Array | string,
  options?: ReadSheetOptions,
): Promise<string[][]> {
  const { header, rows, refusal } = await readWhole(bytes, options);
  if (refusal || !header) throw new Error(`refused: ${JSON.stringify(refusal)}`);
  return [header, ...rows.map(({ cells }) => cells.map(({ text }) => text))];
}
