import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PDF, PdfDict, PdfName, PdfString } from "@libpdf/core";
import sharp from "sharp";
import { exampleLetter } from "@/lib/letters/example";
import { renderLetter } from "@/lib/letters/letter";
import { stopTypst } from "@/lib/typst/compile";
import { smallPdf } from "@/e2e/fixtures/pdf";
import { drawOwnPdf, drawPdf, inspectPdf } from "./pdf-inspector";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pdf-"));
});
afterAll(async () => {
  await stopTypst();
  await rm(folder, { recursive: true });
});

async function inspect(bytes: Uint8Array, limits?: Parameters<typeof inspectPdf>[1]) {
  const file = join(folder, "file.pdf");
  await writeFile(file, bytes);
  return (await inspectPdf(file, limits)).report;
}

test("a plain PDF is read", async () => {
  expect(await inspect(smallPdf())).toEqual({
    kind: "read",
    pageCount: 1,
    isTagged: false,
    isPdfA: false,
    isActive: false,
  });
});

test("our own letter is tagged, to be kept, and does nothing", async () => {
  const letter = await renderLetter(exampleLetter, new Date("2026-11-02T10:00:00Z"));
  expect(await inspect(letter)).toMatchObject({
    kind: "read",
    isTagged: true,
    isPdfA: true,
    isActive: false,
  });
});

test("the first page is drawn small, the pages large", async () => {
  const letter = await renderLetter(exampleLetter, new Date("2026-11-02T10:00:00Z"));
  const file = join(folder, "letter.pdf");
  await writeFile(file, letter);
  const { thumbnail } = await inspectPdf(file);
  const small = await sharp(thumbnail ?? Buffer.alloc(0)).metadata();
  expect(small).toMatchObject({ format: "png", width: 160 });
  const { dominant } = await sharp(thumbnail ?? Buffer.alloc(0)).stats();
  expect(dominant.r, "paper").toBeGreaterThan(220);
  const strip = await sharp((await drawPdf(letter, 8)) ?? Buffer.alloc(0)).metadata();
  expect(strip).toMatchObject({ format: "webp", width: 900 });
  expect(strip.height).toBeGreaterThan(1200);
});

test("what is no PDF has no picture", async () => {
  expect(await drawPdf(Buffer.from("%PDF-1.7 and nothing"), 8)).toBeNull();
});

test("a page of any size is drawn within bounds", async () => {
  const banner = Buffer.from(smallPdf().toString("latin1").replace("595 842", "9 9999"), "latin1");
  const strip = await sharp((await drawPdf(banner, 8)) ?? Buffer.alloc(0)).metadata();
  expect(strip).toMatchObject({ width: 900, height: 2400 });
});

test("a protected one is told from a damaged one", async () => {
  const pdf = await PDF.load(smallPdf());
  pdf.setProtection({ userPassword: "geheim", ownerPassword: "geheimer" });
  expect(await inspect(await pdf.save())).toEqual({ kind: "encrypted" });
  expect(await inspect(Buffer.from("%PDF-1.7 and nothing"))).toEqual({ kind: "damaged" });
});

test.each(["JavaScript", "Launch", "SubmitForm"])("an action %s is found", async (action) => {
  const pdf = await PDF.load(smallPdf());
  const run = PdfDict.of({ S: PdfName.of(action), JS: PdfString.fromString("app.alert(1)") });
  pdf.getCatalog().set("OpenAction", pdf.context.register(run));
  expect(await inspect(await pdf.save())).toMatchObject({ kind: "read", isActive: true });
});

test.each(["XFA", "JavaScript"])("what carries %s is found", async (name) => {
  const pdf = await PDF.load(smallPdf());
  const holder = PdfDict.of({ [name]: PdfDict.of({}) });
  pdf.getCatalog().set("AcroForm", pdf.context.register(holder));
  expect(await inspect(await pdf.save())).toMatchObject({ kind: "read", isActive: true });
});

test("what unfolds beyond every measure is given up, and the next file is read", async () => {
  const zeros = deflateSync(deflateSync(Buffer.alloc(300 * 1024 * 1024)));
  const head = `%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 3/W[1 4 2]/Root 2 0 R/Filter[/FlateDecode/FlateDecode]/Length ${zeros.length}>>\nstream\n`;
  const bomb = Buffer.concat([
    Buffer.from(head),
    zeros,
    Buffer.from("\nendstream\nendobj\nstartxref\n9\n%%EOF\n"),
  ]);
  const limits = { patience: 20_000, memory: 250 * 1024 * 1024 };
  expect(await inspect(bomb, limits)).toEqual({ kind: "damaged" });
  expect(await inspect(smallPdf())).toMatchObject({ kind: "read" });
});

test("what takes too long is given up", async () => {
  expect(await inspect(smallPdf(), { patience: 1, memory: 1e9 })).toEqual({ kind: "damaged" });
});

test("our own letters are drawn as strangers' are, one after the other by one process", async () => {
  const letter = await renderLetter(exampleLetter, new Date("2026-11-02T10:00:00Z"));
  const alone = await drawPdf(letter, 1);
  expect(alone).not.toBeNull();
  const drawn = await Promise.all(
    [letter, smallPdf(), letter].map((bytes) => drawOwnPdf(bytes, 1)),
  );
  expect(drawn[0]).toEqual(alone);
  expect(drawn[2]).toEqual(alone);
  expect(drawn[1]).not.toEqual(alone);
});

test("one that cannot be drawn is told so, and the next is drawn all the same", async () => {
  expect(await drawOwnPdf(new TextEncoder().encode("%PDF-1.7 nothing"), 1)).toBeNull();
  expect(await drawOwnPdf(smallPdf(), 1)).not.toBeNull();
});
