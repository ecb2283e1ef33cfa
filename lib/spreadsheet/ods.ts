/** Rows of an .ods (OpenDocument 1.3, part 3), as LibreOffice and others write it. */
import { type ByteSource } from "@/lib/zip/source";
import { isBlankRow, OTHERS_TOLD, type OpenSheet, type RawRow } from "./open-sheet";
import { OdsHandler, type OdsRow } from "./ods-handler";
import { partOf, type Package } from "./package";
import { sheetError } from "./refusal";
import { type SheetLimits } from "./schema";
import { localName, readXml, walkXml } from "./xml";

export async function openOds(
  parts: Package,
  source: ByteSource,
  limits: SheetLimits,
  onProgress: (bytes: number, total: number) => void,
): Promise<OpenSheet> {
  await refuseEncrypted(parts);
  const content = partOf(parts, "content.xml");
  let done = 0;
  const onBytes = (bytes: number) => {
    done += bytes;
    onProgress(Math.round(source.size * Math.min(1, done / content.packedSize)), source.size);
  };
  const rows = readRows(content.open(onBytes), limits);
  const otherSheets: string[] = [];
  for (;;) {
    const next = await rows.next();
    if (next.done) throw sheetError("empty");
    const first = next.value;
    const { table } = first;
    if (isBlankRow(first)) continue;
    if (!table.isVisible) {
      noteSheet(otherSheets, table.name);
      continue;
    }
    const { name: sheetName, hiddenColumns } = table;
    const details = { format: "ods" as const, sheetName, hiddenColumns, otherSheets };
    return { details, rows: rowsOf(first, rows, otherSheets) };
  }
}

async function refuseEncrypted(parts: Package): Promise<void> {
  // All of the file in one part since LibreOffice 24.8, part by part before.
  if (parts.has("encrypted-package")) throw sheetError("encrypted");
  const manifest = parts.get("meta-inf/manifest.xml");
  if (!manifest) return;
  await readXml(manifest.open(), {
    open: (name) => {
      if (localName(name) === "encryption-data") throw sheetError("encrypted");
    },
    close: () => undefined,
    text: () => undefined,
  });
}

/** The rows of the first row's table; of later tables only whether there is anything in them. */
async function* rowsOf(
  first: OdsRow,
  rest: AsyncGenerator<OdsRow>,
  otherSheets: string[],
): AsyncGenerator<RawRow> {
  try {
    yield first;
    for await (const row of rest) {
      if (row.table === first.table) yield row;
      else if (!isBlankRow(row)) noteSheet(otherSheets, row.table.name);
    }
  } finally {
    await rest.return(undefined);
  }
}

/** Tables come one after the other, each with all its rows. */
function noteSheet(names: string[], name: string): void {
  if (names.length < OTHERS_TOLD && names.at(-1) !== name) names.push(name);
}

async function* readRows(
  bytes: AsyncIterable<Buffer>,
  limits: SheetLimits,
): AsyncGenerator<OdsRow> {
  const handler = new OdsHandler(limits);
  for await (const rows of walkXml(bytes, handler, () => handler.takeRows())) {
    for (const { row, times } of rows)
      // Each with cells of its own: who reads a row may fill it up.
      for (let index = 0; index < times; index += 1)
        yield { ...row, number: row.number + index, cells: [...row.cells] };
  }
}
