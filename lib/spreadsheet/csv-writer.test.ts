import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openFileSource } from "@/lib/zip/source";
import { writeCsv } from "./csv-writer";
import { readTexts } from "./fixtures";
import { readSheet } from "./read-sheet";

test("a file opens in Belgian Excel: mark, semicolons, Windows lines", async () => {
  const bytes = await buffer(
    writeCsv([
      ["naam", "bedrag"],
      ["Amélie; 王", '1,50 "euro"'],
    ]),
  );
  expect(bytes.toString("utf8")).toBe('\ufeffnaam;bedrag\r\n"Amélie; 王";"1,50 ""euro"""\r\n');
});

test.each(["=1+1", "+32 2 123", "-5", "@sum", "\t=1", "＝1", "'=1", "''-"])(
  "%j is no formula in the file, and itself again when read",
  async (text) => {
    const bytes = await buffer(writeCsv([["naam"], [text]]));
    expect(bytes.toString("utf8")).toContain(`'${text}`);
    expect(await readTexts(bytes)).toEqual([["naam"], [text]]);
  },
);

test("what is written is what is read", async () => {
  const text = fc
    .string({ unit: "grapheme", maxLength: 12 })
    .filter((value) => !/[\r\0]/.test(value) && value.trim() === value);
  const printable = fc.oneof(text, fc.constantFrom("a;b", 'a"b', '"', "a\nb", "é€王", "a,b|c"));
  const row = fc.tuple(printable, printable, printable);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
      const written = [["eerste", "tweede", "derde"], ...rows];
      const filled = written.filter((cells) => cells.some((cell) => cell.trim() !== ""));
      expect(await readTexts(await buffer(writeCsv(written)))).toEqual(filled);
    }),
    { numRuns: 300 },
  );
});

test("a file on disk is read from where it lies", async () => {
  const path = join(tmpdir(), `sheet-${process.pid}.csv`);
  await writeFile(path, "naam\n" + "An\n".repeat(100_000));
  const source = await openFileSource(path);
  const sheet = await readSheet(source);
  let count = 0;
  if (sheet.ok) for await (const row of sheet.value.rows) count += row.ok ? 1 : 0;
  await source.close();
  await rm(path);
  expect(count).toBe(100_000);
});
