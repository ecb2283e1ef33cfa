import { buffer } from "node:stream/consumers";
import { strFromU8, unzipSync } from "fflate";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readTexts, readWhole } from "./fixtures";
import { writeXlsx, type WrittenCell } from "./xlsx-writer";

const columns = [{ name: "rijksregisternummer", width: 13 }, { name: "naam" }];

async function write(rows: WrittenCell[][], name = "Burgers"): Promise<Buffer> {
  return buffer(writeXlsx({ name, columns, rows }));
}

async function sheetOf(bytes: Buffer): Promise<string> {
  return strFromU8(unzipSync(bytes)["xl/worksheets/sheet1.xml"]!);
}

test("an example file keeps zeros in front, its header in sight and its columns text", async () => {
  const bytes = await write([["08040901112", "Amélie & <王>"]]);
  expect((await readWhole(bytes)).rows?.[0]?.cells).toEqual([
    { text: "08040901112", kind: "text" },
    { text: "Amélie & <王>", kind: "text" },
  ]);
  const sheet = await sheetOf(bytes);
  expect(sheet).toContain(
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
  );
  expect(sheet).toContain('<col min="1" max="1" width="15" style="1" customWidth="1"/>');
  expect(sheet).toContain('<c r="A1" s="2" t="inlineStr">');
  expect(sheet).toContain('<c r="A2" s="1" t="inlineStr">');
});

test("wrong cells are marked, empty ones too", async () => {
  const sheet = await sheetOf(
    await write([[{ text: "123", isWrong: true }, { text: "", isWrong: true }, "fout nummer"]]),
  );
  expect(sheet).toContain('<c r="A2" s="3" t="inlineStr">');
  expect(sheet).toContain('<c r="B2" s="3"/>');
  expect(sheet).toContain('<c r="C2" s="1" t="inlineStr">');
});

test("what looks like a formula is a text", async () => {
  const bytes = await write([["=1+1", "@sum"]]);
  expect(await sheetOf(bytes)).not.toContain("<f>");
  expect((await readTexts(bytes))[1]).toEqual(["=1+1", "@sum"]);
});

test("the name of the sheet is one that Excel allows", async () => {
  const details = async (name: string) => (await readWhole(await write([], name))).details;
  expect(await details("Belasting: 2026/2027 [nieuw] voor iedereen")).toMatchObject({
    sheetName: "Belasting  2026 2027  nieuw  vo",
  });
  expect(await details("''")).toMatchObject({ sheetName: "1" });
});

test("the same rows make the same bytes", async () => {
  expect(await write([["1", "An"]])).toEqual(await write([["1", "An"]]));
});

test("a text longer than a cell holds is not cut in silence", async () => {
  await expect(write([["x".repeat(32_768)]])).rejects.toThrow(RangeError);
});

test("what is written is what is read", async () => {
  const text = fc
    .oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom("_x000D_", "_x0041_", "a\nb", "\t", "\u0001", "]]>", "&amp;", "\ufffe"),
    )
    .filter((value) => !value.includes("\r"));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text), { maxLength: 8 }), async (rows) => {
      const filled = rows.filter((cells) => cells.some((cell) => cell.trim() !== ""));
      const read = (await readTexts(await write(rows))).slice(1);
      // At the right end, a text of spaces is nothing.
      const trimmed = (cells: string[][]) =>
        cells.map(([first = "", last = ""]) => [first, last.trim() === "" ? "" : last]);
      expect(trimmed(read)).toEqual(trimmed(filled));
    }),
    { numRuns: 300 },
  );
});

test("rows are asked for as the file is read", async () => {
  let asked = 0;
  async function* rows() {
    for (; asked < 100_000; asked += 1) yield [String(asked), "Jan Peeters"];
  }
  const bytes = writeXlsx({ name: "Veel", columns, rows: rows() });
  for (let at = 0; at < 30; at += 1) await bytes.next();
  await bytes.return(undefined);
  expect(asked).toBeLessThan(50_000);
});
