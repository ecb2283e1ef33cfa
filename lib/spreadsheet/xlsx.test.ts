import fc from "fast-check";
import { expect, test } from "vitest";
import { makeZip } from "@/lib/zip/fixtures";
import { makeXlsx, readTexts, readWhole } from "./fixtures";

const header = '<row r="1"><c r="A1" t="inlineStr"><is><t>naam</t></is></c></row>';
/** A sheet whose first column is called "naam" and holds these cells, each from its type on. */
function column(...cells: string[]): string {
  return (
    header +
    cells.map((cell, at) => `<row r="${at + 2}"><c r="A${at + 2}" ${cell}</c></row>`).join("")
  );
}

async function readColumn(options: Parameters<typeof makeXlsx>[0]) {
  const { rows, refusal } = await readWhole(makeXlsx(options));
  if (refusal) throw new Error(JSON.stringify(refusal));
  return rows?.map(({ cells }) => cells[0]);
}

test("texts are read wherever they are kept", async () => {
  const rows = column(
    't="s"><v>0</v>',
    't="s"><v>1</v>',
    't="inlineStr"><is><r><t>in </t></r><r><rPr><b/></rPr><t xml:space="preserve">line </t></r></is>',
    't="str"><f>A1&amp;"x"</f><v>naamx</v>',
    't="s"><v>2</v>',
  );
  const strings = [
    "<t>Amélie &amp; 王</t>",
    '<r><t>ri</t></r><r><t>ch</t></r><rPh sb="0" eb="1"><t>フリガナ</t></rPh><phoneticPr/>',
    "<t>een_x000D_\ntwee_x0041_<![CDATA[ & drie]]></t>",
  ];
  expect(await readColumn({ sheets: [{ rows }], strings })).toEqual(
    ["Amélie & 王", "rich", "in line ", "naamx", "een\ntweeA & drie"].map((text) => ({
      text,
      kind: "text",
    })),
  );
});

test("numbers have all their digits, and the zeros their format shows", async () => {
  const rows = column(
    "><v>8040901112</v>",
    "><v>8.040901112E9</v>",
    's="1"><v>8040901112</v>',
    's="2"><v>8040901112</v>',
    "><v>1.1000000000000001</v>",
    's="1"><v>1.5</v>',
  );
  const codes = { 164: "00000000000", 165: '00"."00"."00"-"000"."00' };
  expect(await readColumn({ sheets: [{ rows }], formats: [0, 164, 165], codes })).toEqual(
    ["8040901112", "8040901112", "08040901112", "08.04.09-011.12", "1.1", "1.5"].map((text) => ({
      text,
      kind: "number",
    })),
  );
});

test("dates are dates where the format says so, in both systems", async () => {
  const rows = column('s="1"><v>46349</v>', 's="2"><v>46349.5</v>', 's="1"><v>8040901112</v>');
  const options = { sheets: [{ rows }], formats: [0, 14, 22] };
  expect(await readColumn(options)).toEqual([
    { text: "2026-11-23", kind: "date" },
    { text: "2026-11-23 12:00", kind: "date" },
    { text: "8040901112", kind: "number" },
  ]);
  expect((await readColumn({ ...options, is1904: true }))?.[0]?.text).toBe("2030-11-24");
  const iso = column('t="d"><v>2026-11-23T00:00:00.000Z</v>', 't="d"><v>2026-11-23T14:30:05</v>');
  expect((await readColumn({ sheets: [{ rows: iso }] }))?.map((cell) => cell?.text)).toEqual([
    "2026-11-23",
    "2026-11-23 14:30:05",
  ]);
});

test("booleans, errors and what formulas last gave", async () => {
  const rows = column(
    't="b"><v>1</v>',
    't="b"><v>0</v>',
    't="e"><f>1/0</f><v>#DIV/0!</v>',
    "><f>1+1</f><v>2</v>",
    "><f>A1+1</f>",
    "><v>geen getal</v>",
  );
  expect(await readColumn({ sheets: [{ rows }] })).toEqual([
    { text: "TRUE", kind: "boolean" },
    { text: "FALSE", kind: "boolean" },
    { text: "#DIV/0!", kind: "error" },
    { text: "2", kind: "number" },
    { text: "=A1+1", kind: "error" },
    { text: "geen getal", kind: "text" },
  ]);
});

test("cells stand where their reference says, rows keep their numbers", async () => {
  const rows = `
    <row r="3"><c r="A3" t="str"><v>a</v></c><c r="C3" t="str"><v>c</v></c><c r="XFD3" s="1"/></row>
    <row r="5"><c r="B5"><v>2</v></c></row>
    <row r="1048576" hidden="1"><c t="str"><v>laatste</v></c><c t="str"><v>x</v></c></row>`;
  const sheet = await readWhole(makeXlsx({ sheets: [{ rows }] }));
  expect(sheet.header).toEqual(["a", "", "c"]);
  expect(sheet.rows).toMatchObject([
    { number: 5, isHidden: false, cells: [{ kind: "empty" }, { text: "2" }, { kind: "empty" }] },
    { number: 1048576, isHidden: true, cells: [{ text: "laatste" }, { text: "x" }, {}] },
  ]);
});

test("the first visible sheet with something in it is read, the others are told", async () => {
  const filled = (text: string) => `<row r="1"><c r="A1" t="str"><v>${text}</v></c></row>`;
  const bytes = makeXlsx({
    sheets: [
      { name: "Verborgen", state: "hidden", rows: filled("a") },
      { name: "Leeg", rows: '<row r="1"><c r="A1" s="1"/></row><row r="2"/>' },
      {
        name: "Burgers &amp; co",
        xml: `<x:worksheet xmlns:x="m"><x:cols><x:col min="2" max="3" hidden="true"/></x:cols><x:sheetData>${filled("b").replace(/<(\/?)/g, "<$1x:")}</x:sheetData></x:worksheet>`,
      },
      { name: "Oud", rows: filled("c") },
      { name: "Zeer", state: "veryHidden", rows: "" },
    ],
  });
  const { header, details } = await readWhole(bytes);
  expect(header).toEqual(["b"]);
  expect(details).toEqual({
    format: "xlsx",
    sheetName: "Burgers & co",
    hiddenColumns: [2, 3],
    otherSheets: ["Verborgen", "Oud"],
  });
});

test("macros are passed over", async () => {
  const more = [{ name: "xl/vbaProject.bin", content: "Sub AutoOpen()" }];
  expect(await readTexts(makeXlsx({ sheets: [{ rows: header }], more }))).toEqual([["naam"]]);
});

test("a part in UTF-16 is read", async () => {
  const xml = Buffer.from(
    `\ufeff<worksheet><sheetData>${header}</sheetData></worksheet>`,
    "utf16le",
  );
  expect(await readTexts(makeXlsx({ sheets: [{ xml }] }))).toEqual([["naam"]]);
});

test("progress is told up to the last byte", async () => {
  const rows = column(...Array.from({ length: 5000 }, (_, at) => `t="str"><v>Jan ${at}</v>`));
  const bytes = makeXlsx({ sheets: [{ rows }], strings: ["<t>x</t>"] });
  const told: number[] = [];
  await readWhole(bytes, { onProgress: (read) => told.push(read) });
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(bytes.length);
});

const wide = Array.from({ length: 5 }, () => '<c t="str"><v>x</v></c>').join("");

test.each<[string, Buffer, object]>([
  ["no sheet with anything in it", makeXlsx({ sheets: [{ rows: "" }] }), { code: "empty" }],
  [
    "only hidden sheets",
    makeXlsx({ sheets: [{ rows: header, state: "hidden" }] }),
    { code: "empty" },
  ],
  [
    "a first row of numbers",
    makeXlsx({ sheets: [{ rows: '<row r="2"><c r="A2"><v>1</v></c></row>' }] }),
    { code: "no_header", row: 2 },
  ],
  [
    "a row that is too wide",
    makeXlsx({ sheets: [{ rows: `${header}<row r="2">${wide}</row>` }] }),
    { code: "too_many_columns", row: 2, limit: 4 },
  ],
  [
    "a row too many",
    makeXlsx({ sheets: [{ rows: column(..."abcd".split("").map((x) => `t="str"><v>${x}</v>`)) }] }),
    { code: "too_many_rows", row: 5, limit: 3 },
  ],
  [
    "a cell that is too long",
    makeXlsx({ sheets: [{ rows: column(`t="str"><v>${"x".repeat(100_000)}</v>`) }] }),
    { code: "cell_too_long", row: 2, columns: [1], limit: 50 },
  ],
  [
    "a text that does not exist",
    makeXlsx({ sheets: [{ rows: column('t="s"><v>7</v>') }] }),
    { code: "damaged", row: 2 },
  ],
  [
    "rows that go back",
    makeXlsx({ sheets: [{ rows: `${header}${header}` }] }),
    { code: "damaged" },
  ],
  [
    "a column that cannot be",
    makeXlsx({ sheets: [{ rows: '<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>' }] }),
    { code: "damaged" },
  ],
  [
    "a sheet that ends halfway",
    makeXlsx({ sheets: [{ xml: "<worksheet><sheetData>" }] }),
    { code: "damaged" },
  ],
  [
    "an entity nobody declared",
    makeXlsx({ sheets: [{ rows: "<row>&a;</row>" }] }),
    { code: "damaged" },
  ],
  [
    "a document type",
    makeXlsx({
      sheets: [
        { xml: '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>' },
      ],
    }),
    { code: "unsafe_xml" },
  ],
  [
    "entities that grow",
    makeXlsx({
      sheets: [{ xml: '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><worksheet/>' }],
    }),
    { code: "unsafe_xml" },
  ],
  [
    "XML that nests without end",
    makeXlsx({ sheets: [{ xml: "<worksheet>" + "<a>".repeat(100_000) }] }),
    { code: "damaged" },
  ],
  [
    "an element with thousands of attributes",
    makeXlsx({
      sheets: [
        { xml: `<worksheet ${Array.from({ length: 5000 }, (_, at) => `a${at}=""`).join(" ")}/>` },
      ],
    }),
    { code: "damaged" },
  ],
  [
    "a part that is missing",
    makeZip([
      { name: "[Content_Types].xml", content: "<Types/>" },
      { name: "xl/workbook.xml", content: "<workbook/>" },
    ]),
    { code: "damaged" },
  ],
  [
    "a sheet that unpacks to more than is allowed",
    makeXlsx({ sheets: [{ rows: " ".repeat(3_000_001) }] }),
    { code: "unpacks_too_large", limit: 3_000_000 },
  ],
  [
    "a sheet that packs too well to be true",
    makeXlsx({ sheets: [{ rows: " ".repeat(2_000_000) }] }),
    { code: "unpacks_too_large", limit: 3_000_000 },
  ],
  [
    "a part that says it is larger than is allowed",
    makeXlsx({
      sheets: [{ rows: header }],
      more: [
        {
          name: "xl/worksheets/sheet9.xml",
          content: "x",
          central: { size: 3_000_001 },
          local: { size: 3_000_001 },
        },
      ],
    }),
    { code: "unpacks_too_large", limit: 3_000_000 },
  ],
  [
    "an entry behind a password",
    makeZip([{ name: "xl/workbook.xml", content: "x", flags: 1 }]),
    { code: "encrypted" },
  ],
  [
    "a Word document",
    makeZip([{ name: "[Content_Types].xml" }, { name: "word/document.xml" }]),
    { code: "unknown_format" },
  ],
  ["a Numbers document", makeZip([{ name: "Index/Document.iwa" }]), { code: "unknown_format" }],
  [
    "a binary workbook",
    makeZip([{ name: "[Content_Types].xml" }, { name: "xl/workbook.bin" }]),
    { code: "unknown_format" },
  ],
  ["half a file", makeXlsx({ sheets: [{ rows: header }] }).subarray(0, 900), { code: "damaged" }],
])("%s is refused", async (_, bytes, refusal) => {
  const limits = { rows: 3, columns: 4, cellCharacters: 50, unpackedBytes: 3_000_000 };
  expect((await readWhole(bytes, { limits })).refusal).toEqual(refusal);
});

const compound = (name: string) =>
  Buffer.concat([
    Buffer.from("d0cf11e0a1b11ae1", "hex"),
    Buffer.alloc(65_536 - 20),
    Buffer.from(`${name}\0`, "utf16le"),
    Buffer.alloc(1000),
  ]);

test.each([
  ["a workbook of before 2007", compound("Workbook"), "old_excel"],
  ["a workbook of before 1997", compound("Book"), "old_excel"],
  ["a workbook behind a password", compound("EncryptedPackage"), "encrypted"],
  ["an old Word document", compound("WordDocument"), "unknown_format"],
])("%s is refused by its name", async (_, bytes, code) => {
  expect((await readWhole(bytes)).refusal).toEqual({ code });
});

test("whatever is changed in a workbook, the answer is rows or a refusal", async () => {
  const rows = column('t="s"><v>0</v>', 's="1"><v>46349</v>', 't="inlineStr"><is><t>x</t></is>');
  const bytes = makeXlsx({ sheets: [{ rows }], strings: ["<t>a</t>"], formats: [0, 14] });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
      async (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[at] = value;
        await readWhole(changed);
      },
    ),
    { numRuns: 1000 },
  );
});

test("whatever XML comes, the answer is rows or a refusal", async () => {
  const piece = fc.constantFrom(
    ...'<row|</row>|<row r="|9|1|-1|">|<c r="A|<c t="s">|</c>|<v>|</v>|<is>|</is>|<t>|</t>|<f>|</f>|text|&amp;|&#0;|]]>|<![CDATA[|<!--|-->|<?x?>|\u0000|\ufffe'.split(
      "|",
    ),
    header,
    "<row><c><v>1</v></c></row>",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
      await readWhole(makeXlsx({ sheets: [{ rows: pieces.join("") }], strings: ["<t>a</t>"] }));
    }),
    { numRuns: 1000 },
  );
});
