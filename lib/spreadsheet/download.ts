import type { Download } from "@/lib/download";
import { writeCsv } from "@/lib/spreadsheet/csv-writer";
import type { ExportFormat } from "@/lib/spreadsheet/schema";
import { writeXlsx, type WrittenSheet } from "@/lib/spreadsheet/xlsx-writer";

/** A written sheet as a file to hand out; `name` without its ending. */
export async function xlsxDownload(name: string, sheet: WrittenSheet): Promise<Download> {
  return {
    fileName: `${name}.xlsx`,
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    bytes: await bytesOf(writeXlsx(sheet)),
  };
}

export async function csvDownload(
  name: string,
  rows: Iterable<readonly string[]>,
): Promise<Download> {
  return {
    fileName: `${name}.csv`,
    mediaType: "text/csv; charset=utf-8",
    bytes: await bytesOf(writeCsv(rows)),
  };
}

/** The same table in the form that was asked for. */
export function tableDownload(
  name: string,
  { header, rows }: { header: readonly string[]; rows: readonly (readonly string[])[] },
  format: ExportFormat,
): Promise<Download> {
  return format === "csv"
    ? csvDownload(name, [header, ...rows])
    : xlsxDownload(name, { name, columns: header.map((column) => ({ name: column })), rows });
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}
