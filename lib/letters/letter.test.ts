import { PDF } from "@libpdf/core";
import { afterAll, describe, expect, test } from "vitest";
import { stopTypst } from "@/lib/typst/compile";
import { exampleLetter } from "./example";
import { drawLetter, renderLetter, setLetter } from "./letter";
import { LETTER_LANGUAGES, type LetterInput, type Logo } from "./schema";

afterAll(stopTypst);

const at = new Date("2026-11-02T10:00:00Z");
const sourceOf = (pdf: Uint8Array) => Buffer.from(pdf).toString("latin1");

async function pagesOf(letter: LetterInput): Promise<string[]> {
  const pdf = await PDF.load(await renderLetter(letter, at));
  return pdf.extractText().map(({ text }) => text);
}

test("the same letter at the same time is the same file", async () => {
  const [one, two] = [await renderLetter(exampleLetter, at), await renderLetter(exampleLetter, at)];
  expect(Buffer.compare(one, two)).toBe(0);
});

test.each(LETTER_LANGUAGES)(
  "the file is PDF/A-2a: tagged, with language and title (%s)",
  async (language) => {
    const source = sourceOf(await renderLetter({ ...exampleLetter, language }, at));
    expect(source).toContain(
      "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
    );
    expect(source).toContain(`/Lang (${language}-BE)`);
    expect(source).toContain("/StructTreeRoot");
    expect(source).toMatch(/\/MarkInfo <<\s+\/Marked true/);
    expect(source).toContain("Afvalbelasting 2026, tweede aanslag</rdf:li>");
  },
);

test("everything stands on the first page when it is short", async () => {
  const pages = await pagesOf(exampleLetter);
  expect(pages).toHaveLength(1);
  for (const part of [
    "Stad Maanrode",
    "Dirk Verhoeven",
    "MR-2026-01187/041",
    "Aangetekend met",
    "Geachte heer Verhoeven",
    "+++010/8068/17183+++",
    "Antwoorden",
    "financien@maanrode.example",
    "Pagina 1 van 1",
  ])
    expect(pages[0]).toContain(part);
});

const paragraph = (text: string) => ({
  type: "paragraph" as const,
  content: [{ type: "text" as const, text }],
});

test("a long letter counts its pages and names itself on each", async () => {
  const content = Array.from({ length: 30 }, (_, index) =>
    paragraph(`Alinea ${index} `.repeat(40)),
  );
  const pages = await pagesOf({ ...exampleLetter, body: { type: "doc", content } });
  expect(pages.length).toBeGreaterThan(2);
  pages.forEach((page, index) => {
    expect(page).toContain(`Pagina ${index + 1} van ${pages.length}`);
    expect(page).toContain("Stad Maanrode · MR-2026-01187/041");
  });
});

test("a table is one for a screen reader, its cells stay apart, its header stands on each page", async () => {
  const row = (type: "tableCell" | "tableHeader", ...texts: string[]) => ({
    type: "tableRow" as const,
    content: texts.map((text) => ({
      type,
      content: [{ type: "paragraph" as const, content: [{ type: "text" as const, text }] }],
    })),
  });
  const rows = Array.from({ length: 60 }, (_, index) =>
    row("tableCell", String(1960 + index), `${index},00 €`),
  );
  const content = [row("tableHeader", "Aanslagjaar", "Bedrag"), ...rows];
  const letter = {
    ...exampleLetter,
    body: { type: "doc" as const, content: [{ type: "table" as const, content }] },
  };
  const source = sourceOf(await renderLetter(letter, at));
  for (const part of ["/S /Table", "/S /TR", "/S /TH", "/S /TD"]) expect(source).toContain(part);
  expect(source).toContain("<pdfaid:conformance>A</pdfaid:conformance>");
  const pages = await pagesOf(letter);
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages.slice(0, 2)) expect(page).toMatch(/Aanslagjaar\s+Bedrag/);
  expect(pages.join("\n")).toMatch(/2019\s+59,00 €/);
});

test("a test letter says TEST on its page", async () => {
  const [page] = await pagesOf({ ...exampleLetter, environment: "test" });
  expect(page?.match(/TEST/g)).toHaveLength(2);
  expect(page).toContain("Dit is een testbericht.");
});

test("every part takes its longest text", async () => {
  const long = (length: number) => "Wĳ".repeat(length / 2);
  const pages = await pagesOf({
    ...exampleLetter,
    environment: "test",
    sender: {
      organisationName: long(200),
      serviceName: long(200),
      addressLines: Array.from({ length: 6 }, () => long(120)),
      contact: {
        email: `${"e".repeat(64)}@${"maanrode.".repeat(20)}example`,
        phone: "9".repeat(40),
      },
    },
    recipient: {
      name: long(200),
      attention: long(100),
      addressLines: Array.from({ length: 6 }, () => long(120)),
    },
    reference: long(80),
    ownReference: long(60),
    subject: long(400),
  });
  expect(pages.join("").match(/Wĳ/g)?.length).toBeGreaterThan(900);
});

test("the preview is a picture of the same pages, with nothing in it that runs", async () => {
  const picture = Buffer.from(await drawLetter(exampleLetter, at)).toString();
  expect(picture).toMatch(/^<svg [^>]*viewBox="0 0 595\.\d+ 841\.\d+"/);
  expect(picture).not.toMatch(/<script|<foreignObject|javascript:/i);
});

test("the picture of two pages paints the ground of neither over the other", async () => {
  const content = Array.from({ length: 30 }, (_, index) =>
    paragraph(`Alinea ${index} `.repeat(20)),
  );
  const letter = { ...exampleLetter, body: { type: "doc" as const, content } };
  const picture = Buffer.from(await drawLetter(letter, at)).toString();
  expect(picture).toMatch(/^<svg [^>]*viewBox="0 0 595\.\d+ (?!841)\d{4}\.\d+"/);
  expect(picture).not.toMatch(/d="M 0 0v 841/);
});

describe("the sender's logo", () => {
  const svg = (colour: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30" fill="${colour}"/></svg>`;
  const withLogo = (logo: Logo): LetterInput => ({
    ...exampleLetter,
    sender: { ...exampleLetter.sender, logo },
  });
  const drawn = (colour: string) =>
    renderLetter(
      withLogo({ bytes: new TextEncoder().encode(svg(colour)), mediaType: "image/svg+xml" }),
      at,
    );

  test("is the one of this letter, not of the letter before", async () => {
    const [red, blue, again] = [await drawn("#f00"), await drawn("#00f"), await drawn("#f00")];
    expect(Buffer.compare(red, blue)).not.toBe(0);
    expect(Buffer.compare(red, again)).toBe(0);
  });

  test("that is no image is refused", async () => {
    const bytes = new TextEncoder().encode("no image");
    await expect(
      renderLetter(withLogo({ bytes, mediaType: "image/png" }), at),
    ).rejects.toMatchObject({
      code: "refused",
    });
  });
});

const startOf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 5)).toString("latin1");

test.each([
  ["PDF", renderLetter, "%PDF-"],
  ["picture", drawLetter, "<svg "],
] as const)("a letter is set as a %s", async (_form, make, start) => {
  const made = await setLetter(exampleLetter, (letter) => make(letter, at));
  expect(made.ok && startOf(made.value)).toBe(start);
});

test("what cannot be printed is named before anything is set", async () => {
  const letter = { ...exampleLetter, subject: "Voor 王 en 李" };
  expect(await setLetter(letter, () => Promise.reject(new Error("was set")))).toEqual({
    ok: false,
    refusal: { code: "letter_missing_glyphs", fields: { text: "王 李" } },
  });
});

test("a letter that cannot be set for another reason is not blamed on its characters", async () => {
  const sender = {
    ...exampleLetter.sender,
    logo: { bytes: new Uint8Array([1, 2, 3]), mediaType: "image/png" as const },
  };
  const made = await setLetter({ ...exampleLetter, sender }, (letter) => renderLetter(letter, at));
  expect(made).toEqual({ ok: false, refusal: { code: "letter_failed" } });
});

test("what is no fault of the letter's setting is thrown on", async () => {
  const broken = setLetter(exampleLetter, () => Promise.reject(new Error("out of memory")));
  await expect(broken).rejects.toThrow("out of memory");
});
