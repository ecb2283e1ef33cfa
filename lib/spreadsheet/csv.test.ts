import fc from "fast-check";
import { expect, test } from "vitest";
import { readTexts, readWhole } from "./fixtures";

const latin = (text: string) => Buffer.from(text, "latin1");
const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

test.each([
  ["semicolons", "naam;nummer\nAn;1\n", ";"],
  ["commas", "naam,nummer\nAn,1\n", ","],
  ["tabs", "naam\tnummer\nAn\t1\n", "\t"],
  ["bars", "naam|nummer\nAn|1\n", "|"],
])("cells are told apart by %s", async (_, text, separator) => {
  expect(await readTexts(text)).toEqual([
    ["naam", "nummer"],
    ["An", "1"],
  ]);
  expect((await readWhole(text)).details).toMatchObject({ format: "csv", separator });
});

test.each([
  ["amounts with a decimal comma", "naam;bedrag\nAn;1,50\nJan;2,30\n", ["naam", "bedrag"]],
  ["addresses with commas", "naam;adres\nAn;Kerkstraat 1, bus 2, Gent\n", ["naam", "adres"]],
  ["separators in quotation marks", '"a;b;c","d;e"\n"1;2;3","4;5"\n', ["a;b;c", "d;e"]],
  ["a row cut too short", "a;b;c\n1;2;3\n1\n1;2;3\n", ["a", "b", "c"]],
  ["Excel's own line, which wins", "sep=|\na;b|c;d\n1;2|3;4\n", ["a;b", "c;d"]],
  ["Excel's own line after a mark", "\ufeffsep=,\r\na;b,c\r\n1;2,3\r\n", ["a;b", "c"]],
  ["one column", "naam\nAn\n", ["naam"]],
])("the separator is found despite %s", async (_, text, header) => {
  expect((await readWhole(text)).header).toEqual(header);
});

test.each([
  ["utf-8", Buffer.from("naam;stad\nAmélie;Lüttich €\n")],
  ["utf-8", Buffer.from("\ufeffnaam;stad\nAmélie;Lüttich €\n")],
  ["utf-16le", Buffer.from("\ufeffnaam;stad\nAmélie;Lüttich €\n", "utf16le")],
  ["utf-16be", utf16be("\ufeffnaam;stad\nAmélie;Lüttich €\n")],
  ["utf-16le", Buffer.from("naam;stad\nAmélie;Lüttich €\n", "utf16le")],
  ["utf-16be", utf16be("naam;stad\nAmélie;Lüttich €\n")],
  ["windows-1252", latin("naam;stad\nAm\xe9lie;L\xfcttich \x80\n")],
  ["macintosh", latin("naam;stad\nAm\x8elie;L\x9fttich \xdb\n")],
  ["ibm850", latin("naam;stad\nAm\x82lie;L\x81ttich\n")],
] as const)("text in %s is read", async (encoding, bytes) => {
  expect(await readTexts(bytes)).toEqual([
    ["naam", "stad"],
    // DOS knows no euro.
    ["Amélie", encoding === "ibm850" ? "Lüttich" : "Lüttich €"],
  ]);
  expect((await readWhole(bytes)).details).toMatchObject({ encoding });
});

test.each([
  ["d\x92Arc", "d’Arc"],
  ["\x93Het Huis\x94", "“Het Huis”"],
  ["Ren\xe9 \x96 Fran\xe7ois", "René – François"],
  ["Milo\x9a Hru\x9aka, Ren\xe9, \xc9lise", "Miloš Hruška, René, Élise"],
  ["c\x9cur, \x80 5", "cœur, € 5"],
])("the signs of Windows are told from the letters of others: %j", async (written, text) => {
  expect(await readTexts(latin(`naam\n${written}\n`))).toEqual([["naam"], [text]]);
});

test("an accent far from the start still decides the encoding", async () => {
  const plain = "naam;stad\n" + "Jan;Gent\n".repeat(20_000);
  const rows = await readTexts(latin(`${plain}Am\xe9lie;Gent\n`));
  expect(rows.at(-1)).toEqual(["Amélie", "Gent"]);
});

test("a character that falls between two chunks stays whole", async () => {
  for (let shift = 0; shift < 4; shift += 1) {
    const text = `naam\n${"x".repeat(65_530 - 5 + shift)}`;
    const bytes = Buffer.from(`${text.slice(0, 30_000)}\n${text.slice(30_000)}é王😀\n`);
    expect(
      (await readTexts(bytes, { limits: { cellCharacters: 99_999 } }))
        .at(-1)?.[0]
        ?.endsWith("xé王😀"),
    ).toBe(true);
  }
});

test.each([
  ["text that is UTF-8 but for a few bytes", latin("naam\n\xc3\xa9\xc3\xa9\xc3\xa9\xe9a\n")],
  ["a mark of UTF-8 before something else", latin("\xef\xbb\xbfnaam\nAm\xe9lie\n")],
  [
    "half a character of UTF-16",
    Buffer.concat([Buffer.from("\ufeffnaam\na", "utf16le"), latin("x")]),
  ],
  ["text in UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 97, 0, 0, 0])],
])("%s is refused", async (_, bytes) => {
  expect((await readWhole(bytes)).refusal).toEqual({ code: "unreadable_encoding" });
});

test.each([["\n"], ["\r\n"], ["\r"]])("lines may end with %j", async (end) => {
  expect(await readTexts(["a;b", "1;2", "3;4"].join(end))).toEqual([
    ["a", "b"],
    ["1", "2"],
    ["3", "4"],
  ]);
});

test("line breaks, separators and quotation marks in a cell stay in it", async () => {
  expect(await readTexts('a;b\r\n"x\r\ny;z";"zeg ""ja"""\r\n5" buis;2\r\n')).toEqual([
    ["a", "b"],
    ["x\ny;z", 'zeg "ja"'],
    ['5" buis', "2"],
  ]);
});

test("rows keep the numbers they have in the spreadsheet, empty ones are left out", async () => {
  const { header, rows } = await readWhole('\n\nnaam;stad\n\nAn;Gent\n;\n" ";\n"twee\nregels";x\n');
  expect(header).toEqual(["naam", "stad"]);
  expect(rows?.map(({ number, cells }) => [number, cells[0]?.text])).toEqual([
    [5, "An"],
    [8, "twee\nregels"],
  ]);
});

test("a row with too few cells is filled up, one with too many says so", async () => {
  const { rows } = await readWhole("a;b\n1\n1;2;;\n1;2;3\n");
  expect(rows).toMatchObject([
    {
      cells: [
        { text: "1", kind: "text" },
        { text: "", kind: "empty" },
      ],
      hasExtraCells: false,
    },
    { cells: [{ text: "1" }, { text: "2" }], hasExtraCells: false },
    { cells: [{ text: "1" }, { text: "2" }, { text: "3" }], hasExtraCells: true },
  ]);
});

test("numbers stay as they are written, also where Excel spoilt them", async () => {
  const { rows } = await readWhole("n\n9.10123E+10\n08040901112\n1,5\n");
  expect(rows?.map(({ cells }) => cells[0])).toEqual([
    { text: "9.10123E+10", kind: "text" },
    { text: "08040901112", kind: "text" },
    { text: "1,5", kind: "text" },
  ]);
});

test.each([
  ["a file without bytes", "", { code: "empty" }],
  ["a file of empty rows", ";;\n\n ; \n", { code: "empty" }],
  ["a first row of numbers", "08040901112;2026-01-02\n", { code: "no_header", row: 1 }],
  [
    "two columns of one name",
    "naam;stad; NAAM\nAn;Gent;x\n",
    { code: "duplicate_header", row: 1, columns: [1, 3], name: "NAAM" },
  ],
  ["a header that is too wide", "a;b;c;d\n", { code: "too_many_columns", row: 1, limit: 3 }],
  ["a row that is too wide", "a;b\n1;2\n1;2;3;4\n", { code: "too_many_columns", row: 3, limit: 3 }],
  ["a row too many", "a\n1\n2\n\n3\n4\n5\n", { code: "too_many_rows", row: 7, limit: 4 }],
  ["a file that is too large", `a\n${"x\n".repeat(100)}`, { code: "too_large", limit: 120 }],
  [
    "a cell that is too long",
    `a;b\n1;${"x".repeat(21)}\n`,
    { code: "cell_too_long", row: 2, columns: [2], limit: 20 },
  ],
  ["a quotation mark left open", 'a;b\n1;2\n\n3;"4\n5;6\n', { code: "unclosed_quote", row: 4 }],
  ["bytes that are no text", Buffer.from("a;b\n1\0;2\n"), { code: "unknown_format" }],
  ["control characters", "a;b\n\x01\x02;2\n", { code: "unknown_format" }],
  ["a PDF", "%PDF-1.7\n1 0 obj\n", { code: "unknown_format" }],
  ["a web page that calls itself a list", "\ufeff\n<html><table>", { code: "unknown_format" }],
  ["an XML spreadsheet of 2003", '<?xml version="1.0"?><Workbook>', { code: "unknown_format" }],
])("%s is refused", async (_, bytes, refusal) => {
  const limits = { bytes: 120, rows: 4, columns: 3, cellCharacters: 20 };
  expect((await readWhole(bytes, { limits })).refusal).toEqual(refusal);
});

test("a line that never ends is refused before it is a row", async () => {
  const text = `a;b\n${";".repeat(2_000_000)}\n`;
  expect((await readWhole(text)).refusal).toMatchObject({ code: "cell_too_long" });
});

test("millions of empty lines are counted, and more than a sheet holds are read no further", async () => {
  const { rows } = await readWhole(`a;b\n${"\n".repeat(500_000)}1;2\n`);
  expect(rows?.map(({ number }) => number)).toEqual([500_002]);
  expect((await readWhole(`a\n${"\n".repeat(1_100_000)}x\n`)).refusal).toEqual({
    code: "too_many_rows",
    row: 1_100_002,
    limit: 100_000,
  });
});

test("an open quotation mark does not take the whole file into memory", async () => {
  const text = `a;b\n1;"2\n${"3;4\n".repeat(3_000_000)}`;
  expect((await readWhole(text)).refusal).toEqual({ code: "unclosed_quote", row: 2 });
});

test("progress is told up to the last byte", async () => {
  const text = `\ufeffnaam\n${"An\n".repeat(50_000)}`;
  const told: [number, number][] = [];
  await readWhole(text, { onProgress: (bytes, total) => told.push([bytes, total]) });
  expect(told.length).toBeGreaterThan(2);
  expect(told.map(([bytes]) => bytes)).toEqual(
    told.map(([bytes]) => bytes).toSorted((a, b) => a - b),
  );
  const total = Buffer.byteLength(text);
  expect(told.at(-1)).toEqual([total, total]);
});

test("whatever bytes come, the answer is rows or a refusal", async () => {
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc
      .array(fc.constantFrom('"', ";", ",", "\n", "\r", "a", "é", "\ufeff", "sep=", " ", "1"))
      .map((parts) => Buffer.from(parts.join(""))),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 5 }), async (parts) => {
      await readWhole(Buffer.concat(parts));
    }),
    { numRuns: 500 },
  );
});
