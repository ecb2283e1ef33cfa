import fc from "fast-check";
import { expect, test } from "vitest";
import { makeOds, readTexts, readWhole } from "./fixtures";

const text = (value: string) =>
  `<table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell>`;
const row = (cells: string, attributes = "") =>
  `<table:table-row ${attributes}>${cells}</table:table-row>`;
const table = (rows: string, name = "Blad1", attributes = "") =>
  `<table:table table:name="${name}" ${attributes}>${rows}</table:table>`;
const header = row(text("naam"));

async function readCells(...cells: string[]) {
  const { rows, refusal } = await readWhole(
    makeOds(table(header + cells.map((cell) => row(cell)).join(""))),
  );
  if (refusal) throw new Error(JSON.stringify(refusal));
  return rows?.map((found) => found.cells[0]);
}

test("texts are read as they are shown, notes and drawings left out", async () => {
  const cells = [
    text("Amélie &amp; 王"),
    text("een</text:p><text:p>twee<text:line-break/>drie"),
    text('a<text:s text:c="3"/>b<text:tab/>c <text:span>d</text:span>'),
    `<table:table-cell office:value-type="string"><office:annotation><text:p>nota</text:p></office:annotation><draw:frame><text:p>beeld</text:p></draw:frame><text:p>met nota</text:p></table:table-cell>`,
    `<table:table-cell table:formula="of:=A1" office:value-type="string" office:string-value="berekend"/>`,
  ];
  expect(await readCells(...cells)).toEqual(
    ["Amélie & 王", "een\ntwee\ndrie", "a   b\tc d", "met nota", "berekend"].map((value) => ({
      text: value,
      kind: "text",
    })),
  );
});

const value = (type: string, attribute: string, shown = "") =>
  `<table:table-cell office:value-type="${type}" ${attribute}><text:p>${shown}</text:p></table:table-cell>`;

test.each([
  [value("float", 'office:value="8040901112"', "8,04E+09"), "8040901112", "number"],
  [value("float", 'office:value="8.040901112E9"', "8040901112"), "8040901112", "number"],
  [value("float", 'office:value="8040901112"', "08040901112"), "08040901112", "number"],
  [value("float", 'office:value="8040901112"', "08.04.09-011.12"), "08.04.09-011.12", "number"],
  [value("float", 'office:value="12"', "0013"), "12", "number"],
  [value("currency", 'office:value="1.5" office:currency="EUR"', "€ 1,50"), "1.5", "number"],
  [value("percentage", 'office:value="0.25"', "25%"), "0.25", "number"],
  [value("date", 'office:date-value="2026-11-23"', "23/11/26"), "2026-11-23", "date"],
  [value("date", 'office:date-value="2026-11-23T14:30:00"', "x"), "2026-11-23 14:30", "date"],
  [
    value("date", 'office:date-value="2026-11-23T14:30:05.000000000"'),
    "2026-11-23 14:30:05",
    "date",
  ],
  [value("time", 'office:time-value="PT09H05M00S"', "x"), "09:05", "date"],
  [value("time", 'office:time-value="PT09H05M07.5S"', "x"), "09:05:07", "date"],
  [value("boolean", 'office:boolean-value="true"', "WAAR"), "TRUE", "boolean"],
  [value("boolean", 'office:boolean-value="false"', "ONWAAR"), "FALSE", "boolean"],
  [value("string", 'office:string-value="" calcext:value-type="error"', "#N/B"), "#N/B", "error"],
  [value("float", 'office:value="x"', "geen getal"), "geen getal", "text"],
])("the cell %s is %s", async (cell, shown, kind) => {
  expect(await readCells(cell)).toEqual([{ text: shown, kind }]);
});

test("repeated cells and rows stand as often as they are said to", async () => {
  const empty = (times: number) => `<table:table-cell table:number-columns-repeated="${times}"/>`;
  const twice = text("x").replace(
    "<table:table-cell",
    '<table:table-cell table:number-columns-repeated="2"',
  );
  const bytes = makeOds(
    table(
      row(text("a") + text("b") + text("c") + text("d") + empty(16_380)) +
        row(empty(16_384), 'table:number-rows-repeated="3"') +
        row(text("1") + empty(1) + twice, 'table:number-rows-repeated="2"') +
        `<table:table-row-group>${row(`<table:covered-table-cell/>${text("y")}`)}</table:table-row-group>` +
        row(empty(16_384), 'table:number-rows-repeated="1048569"'),
    ),
  );
  const { rows } = await readWhole(bytes);
  expect(rows?.map(({ number, cells }) => [number, ...cells.map((cell) => cell.text)])).toEqual([
    [5, "1", "", "x", "x"],
    [6, "1", "", "x", "x"],
    [7, "", "y", "", ""],
  ]);
});

test("the first visible table with something in it is read, the others are told", async () => {
  const styles =
    '<style:style style:name="ta1"><style:table-properties table:display="true"/></style:style>' +
    '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>';
  const columns =
    '<table:table-column/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>';
  const bytes = makeOds(
    table(header, "Verborgen", 'table:style-name="ta2"') +
      table(row("<table:table-cell/>"), "Leeg") +
      table(
        columns + header + row(text("An"), 'table:visibility="filter"'),
        "Burgers",
        'table:style-name="ta1"',
      ) +
      table(header + header, "Oud") +
      table("", "Zonder iets"),
    { styles },
  );
  const { header: names, rows, details } = await readWhole(bytes);
  expect(names).toEqual(["naam"]);
  expect(rows).toMatchObject([{ number: 2, isHidden: true, cells: [{ text: "An" }] }]);
  expect(details).toEqual({
    format: "ods",
    sheetName: "Burgers",
    hiddenColumns: [2, 3],
    otherSheets: ["Verborgen", "Oud"],
  });
});

test("old versions of a cell are not read", async () => {
  const tracked = `<table:tracked-changes><table:cell-content-change>${text("oud")}</table:cell-content-change></table:tracked-changes>`;
  expect(await readTexts(makeOds(tracked + table(header + row(text("An")))))).toEqual([
    ["naam"],
    ["An"],
  ]);
});

test("progress is told up to the last byte", async () => {
  const bytes = makeOds(table(header + row(text("An")).repeat(5000)));
  const told: number[] = [];
  await readWhole(bytes, { onProgress: (read) => told.push(read) });
  expect(told.at(-1)).toBe(bytes.length);
});

const encrypted = {
  name: "META-INF/manifest.xml",
  content: "<m:manifest xmlns:m='x'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>",
};

test.each([
  ["nothing in any table", makeOds(table("")), { code: "empty" }],
  ["a first row of numbers", makeOds(table(row(text("12")))), { code: "no_header", row: 1 }],
  [
    "a row repeated too often",
    makeOds(table(header + row(text("An"), 'table:number-rows-repeated="1048575"'))),
    { code: "too_many_rows", row: 5, limit: 3 },
  ],
  [
    "a cell repeated too often",
    makeOds(
      table(
        header + row(text("x").replace("-cell ", '-cell table:number-columns-repeated="16384" ')),
      ),
    ),
    { code: "too_many_columns", row: 2, limit: 4 },
  ],
  [
    "a cell far to the right",
    makeOds(
      table(header + row(`<table:table-cell table:number-columns-repeated="9000"/>${text("x")}`)),
    ),
    { code: "too_many_columns", row: 2, limit: 4 },
  ],
  [
    "a number of times that is none",
    makeOds(table(header + row(text("x"), 'table:number-rows-repeated="-1"'))),
    { code: "damaged" },
  ],
  ["a table in a table", makeOds(table(header + table(header))), { code: "damaged" }],
  ["XML that ends halfway", makeOds("<table:table>"), { code: "damaged" }],
  [
    "a document type",
    makeOds(table(header), { start: '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">' }),
    { code: "unsafe_xml" },
  ],
  ["parts behind a password", makeOds(table(header), { more: [encrypted] }), { code: "encrypted" }],
  [
    "a whole behind a password",
    makeOds("", { more: [{ name: "encrypted-package", content: "x" }] }),
    { code: "encrypted" },
  ],
  [
    "a text document",
    makeOds("", { mimetype: "application/vnd.oasis.opendocument.text" }),
    { code: "unknown_format" },
  ],
])("%s is refused", async (_, bytes, refusal) => {
  const limits = { rows: 3, columns: 4 };
  expect((await readWhole(bytes, { limits })).refusal).toEqual(refusal);
});

test("whatever is changed in an .ods, the answer is rows or a refusal", async () => {
  const bytes = makeOds(table(header + row(text("An"), 'table:number-rows-repeated="9"')));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
      async (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, byte] of changes) changed[at] = byte;
        await readWhole(changed, { limits: { rows: 1000 } });
      },
    ),
    { numRuns: 1000 },
  );
});
