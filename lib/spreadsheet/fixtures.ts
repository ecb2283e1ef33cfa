import { makeZip, type ZipFixture } from "@/lib/zip/fixtures";
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

export type SheetFixture = { name?: string; state?: string; rows?: string; xml?: string | Buffer };

/** An .xlsx around the XML of its cells. */
export function makeXlsx({
  sheets = [{}],
  strings,
  formats = [],
  codes = {},
  is1904 = false,
  more = [],
}: {
  sheets?: SheetFixture[];
  /** Each the inside of an `<si>`. */
  strings?: string[];
  /** `numFmtId` of each cell style. */
  formats?: number[];
  /** Formats of one's own, by their number. */
  codes?: Record<number, string>;
  is1904?: boolean;
  more?: ZipFixture[];
}): Buffer {
  const types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${types}/${type}" Target="${target}"/>`;
  const relations = (inside: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inside}</Relationships>`;
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const list = sheets.map(
    ({ name, state }, at) =>
      `<sheet name="${name ?? `Blad${at + 1}`}" sheetId="${at + 1}"${state ? ` state="${state}"` : ""} r:id="rId${at + 1}"/>`,
  );
  return makeZip([
    { name: "[Content_Types].xml", content: "<Types/>" },
    { name: "_rels/.rels", content: relations(relation("a", "officeDocument", "xl/workbook.xml")) },
    {
      name: "xl/workbook.xml",
      content: `<workbook xmlns="${main}" xmlns:r="${types}"><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets>${list.join("")}</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: relations(
        [
          ...sheets.map((_, at) =>
            relation(`rId${at + 1}`, "worksheet", `worksheets/sheet${at + 1}.xml`),
          ),
          relation("s", "styles", "/xl/styles.xml"),
          ...(strings ? [relation("t", "sharedStrings", "sharedStrings.xml")] : []),
        ].join(""),
      ),
    },
    {
      name: "xl/styles.xml",
      content: `<styleSheet><numFmts>${Object.entries(codes)
        .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${escapeXml(code)}"/>`)
        .join("")}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats
        .map((id) => `<xf numFmtId="${id}"/>`)
        .join("")}</cellXfs></styleSheet>`,
    },
    ...(strings
      ? [
          {
            name: "xl/sharedStrings.xml",
            content: `<sst>${strings.map((text) => `<si>${text}</si>`).join("")}</sst>`,
          },
        ]
      : []),
    ...sheets.map(({ rows = "", xml }, at) => ({
      name: `xl/worksheets/sheet${at + 1}.xml`,
      content: xml ?? `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
    })),
    ...more,
  ]);
}

const ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet";

/** An .ods around the XML of its tables. */
export function makeOds(
  tables: string,
  { styles = "", mimetype = ODS_TYPE, start = "", more = [] as ZipFixture[] } = {},
): Buffer {
  const spaces = ["office", "table", "text", "style", "draw", "calcext"]
    .map((name) => `xmlns:${name}="urn:x:${name}"`)
    .join(" ");
  return makeZip([
    { name: "mimetype", content: mimetype, method: 0 },
    {
      name: "content.xml",
      content: `${start}<office:document-content ${spaces}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
    },
    ...more,
  ]);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
