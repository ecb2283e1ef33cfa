import { readdirSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFileSource, sourceOfBytes } from "@/lib/zip/source";
import { ZIP_REFUSALS } from "@/lib/zip/schema";
import { makeOds, makeXlsx } from "./fixtures";
import { readSheet } from "./read-sheet";
import { SHEET_REFUSALS } from "./schema";

/** Found by listing: a refusal that no test ever meets may as well not work. */
test.each([
  ...SHEET_REFUSALS.map((code) => ["lib/spreadsheet", code] as const),
  ...ZIP_REFUSALS.map((code) => ["lib/zip", code] as const),
])("in %s the refusal %s is met by a test", (folder, code) => {
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"));
  expect(texts.some((text) => text.includes(`"${code}"`))).toBe(true);
});

const cells = (count: number) =>
  Array.from(
    { length: count },
    (_, at) => `<row r="${at + 1}"><c r="A${at + 1}" t="str"><v>naam ${at}</v></c></row>`,
  ).join("");
const tableRow =
  '<table:table-row><table:table-cell office:value-type="string"><text:p>naam</text:p></table:table-cell></table:table-row>';

test.each([
  ["csv", Buffer.from("naam\nAn\n".repeat(200_000))],
  ["xlsx", makeXlsx({ sheets: [{ rows: cells(50_000) }] })],
  ["ods", makeOds(`<table:table table:name="x">${tableRow.repeat(50_000)}</table:table>`)],
])("who stops reading a long %s leaves nothing open", async (format, bytes) => {
  const path = join(tmpdir(), `sheet-${process.pid}.${format}`);
  await writeFile(path, bytes);
  const source = await openFileSource(path);
  let reads = 0;
  const counted = {
    size: source.size,
    read: (into: Uint8Array, position: number) => {
      reads += 1;
      return source.read(into, position);
    },
  };
  const sheet = await readSheet(counted);
  if (!sheet.ok) throw new Error(sheet.refusal.code);
  for await (const row of sheet.value.rows) if (row.ok && row.value.number >= 10) break;
  const readsThen = reads;
  expect((await sheet.value.rows.next()).done).toBe(true);
  await source.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(reads).toBeLessThanOrEqual(readsThen + 1);
  await rm(path);
});

test("the disk's own faults are no refusals", async () => {
  const read = () => Promise.reject(new Error("the disk is gone"));
  await expect(readSheet({ size: 10, read })).rejects.toThrow("the disk is gone");
  const bytes = sourceOfBytes(Buffer.from("naam\nAn\n".repeat(50_000)));
  let isGone = false;
  const sheet = await readSheet({
    size: bytes.size,
    read: (into, position) => (isGone ? read() : bytes.read(into, position)),
  });
  if (!sheet.ok) throw new Error(sheet.refusal.code);
  isGone = true;
  await expect(async () => {
    for await (const row of sheet.value.rows) expect(row.ok).toBe(true);
  }).rejects.toThrow("the disk is gone");
});
