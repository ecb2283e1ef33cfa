/** What an .xlsx says of itself before its cells: its sheets, its texts, its formats (ECMA-376). */
import { posix } from "node:path";
import { builtInFormat, parseFormat, type NumberFormat } from "./number-format";
import { partOf, type Package } from "./package";
import { sheetError } from "./refusal";
import { StringTable } from "./string-table";
import { TextGatherer } from "./text-gatherer";
import { localName, readXml, type Attributes } from "./xml";

export type WorkbookSheet = { name: string; isVisible: boolean; part: string };

export type Workbook = {
  sheets: WorkbookSheet[];
  is1904: boolean;
  stringsPart: string | null;
  stylesPart: string | null;
};

type Relation = { type: string; target: string };

/** More of anything than any program allows; each is kept in memory. */
const LIST_LIMIT = 70_000;
const FORMAT_LENGTH = 1024;

/** @throws SheetError `damaged` */
export async function readWorkbook(parts: Package): Promise<Workbook> {
  const root = await readRelations(parts, "_rels/.rels", "");
  const main = [...root.values()].find(({ type }) => type === "officeDocument");
  const part = main?.target ?? "xl/workbook.xml";
  const folder = posix.dirname(part);
  const relations = await readRelations(
    parts,
    posix.join(folder, "_rels", `${posix.basename(part)}.rels`),
    folder,
  );
  const workbook: Workbook = {
    sheets: [],
    is1904: false,
    stringsPart: targetOf(relations, "sharedStrings"),
    stylesPart: targetOf(relations, "styles"),
  };
  await readXml(partOf(parts, part).open(), {
    open: (name, attributes) => {
      if (localName(name) === "workbookPr") workbook.is1904 = isTrue(attributes["date1904"]);
      if (localName(name) !== "sheet") return;
      const relation = relations.get(relationOf(attributes));
      // Sheets of charts and dialogs have no cells.
      if (relation?.type !== "worksheet") return;
      const { name: sheetName = "", state = "visible" } = attributes;
      const isVisible = state === "visible";
      workbook.sheets.push({ name: sheetName, isVisible, part: relation.target });
      if (workbook.sheets.length > LIST_LIMIT) throw sheetError("damaged");
    },
    close: () => undefined,
    text: () => undefined,
  });
  return workbook;
}

function targetOf(relations: Map<string, Relation>, type: string): string | null {
  return [...relations.values()].find((relation) => relation.type === type)?.target ?? null;
}

/** `r:id`, whatever its prefix; `sheetId` is something else. */
function relationOf(attributes: Attributes): string {
  const name = Object.keys(attributes).find((key) => key.endsWith(":id"));
  return (name && attributes[name]) ?? "";
}

async function readRelations(
  parts: Package,
  name: string,
  folder: string,
): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  await readXml(partOf(parts, name).open(), {
    open: (tag, { Id = "", Type = "", Target = "", TargetMode = "Internal" }) => {
      // What lies outside the file is none of our business.
      if (localName(tag) !== "Relationship" || TargetMode !== "Internal") return;
      const target = Target.startsWith("/") ? Target.slice(1) : posix.join(folder, Target);
      // The last word is the same in the strict and in the transitional form of the standard.
      relations.set(Id, { type: Type.slice(Type.lastIndexOf("/") + 1), target });
      if (relations.size > LIST_LIMIT) throw sheetError("damaged");
    },
    close: () => undefined,
    text: () => undefined,
  });
  return relations;
}

/** The texts of the cells, in order. Phonetic readings beside them (`rPh`) are left out. */
export async function readStrings(
  parts: Package,
  part: string | null,
  cellCharacters: number,
  onBytes: (bytes: number) => void,
): Promise<StringTable> {
  const strings = new StringTable();
  if (part === null) return strings;
  const text = new TextGatherer(cellCharacters);
  let isText = false;
  let isPhonetic = false;
  await readXml(partOf(parts, part).open(onBytes), {
    open: (tag) => {
      const name = localName(tag);
      if (name === "si") text.start();
      else if (name === "rPh") isPhonetic = true;
      else if (name === "t") isText = !isPhonetic;
    },
    close: (tag) => {
      const name = localName(tag);
      if (name === "si") strings.add(unescapeText(text.value));
      else if (name === "rPh") isPhonetic = false;
      else if (name === "t") isText = false;
    },
    text: (piece) => {
      if (isText) text.add(piece);
    },
  });
  return strings;
}

/** The number format of each cell style, by the style's number. */
export async function readFormats(parts: Package, part: string | null): Promise<NumberFormat[]> {
  const formats: NumberFormat[] = [];
  if (part === null) return formats;
  const own = new Map<string, NumberFormat>();
  let isCellFormats = false;
  await readXml(partOf(parts, part).open(), {
    open: (tag, { numFmtId = "0", formatCode = "" }) => {
      const name = localName(tag);
      if (name === "numFmt") own.set(numFmtId, parseFormat(formatCode.slice(0, FORMAT_LENGTH)));
      else if (name === "cellXfs") isCellFormats = true;
      else if (name === "xf" && isCellFormats)
        formats.push(own.get(numFmtId) ?? builtInFormat(Number(numFmtId)));
      if (own.size > LIST_LIMIT || formats.length > LIST_LIMIT) throw sheetError("damaged");
    },
    close: (tag) => {
      if (localName(tag) === "cellXfs") isCellFormats = false;
    },
    text: () => undefined,
  });
  return formats;
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export function unescapeText(text: string): string {
  if (!text.includes("_x")) return text;
  return text
    .replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\r\n?/g, "\n");
}

export function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true";
}
