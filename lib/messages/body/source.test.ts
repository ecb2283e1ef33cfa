import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inlinesOf } from "./rules";
import { documentFromSource, sourceOf } from "./source";
import { documentSchema, type Block, type Document, type Inline, type Mark } from "./schema";

const doc = (...content: Block[]): Document => ({ type: "doc", content });
const paragraph = (...content: Inline[]): Block =>
  content.length > 0 ? { type: "paragraph", content } : { type: "paragraph" };
const text = (words: string, ...marks: Mark[]): Inline => ({
  type: "text",
  text: words,
  ...(marks.length > 0 ? { marks } : {}),
});
const bold: Mark = { type: "bold" };
const italic: Mark = { type: "italic" };
const link: Mark = { type: "link", attrs: { href: "https://maanrode.example/a_(b)?c=1|2" } };

const letter = doc(
  { type: "heading", attrs: { level: 2 }, content: [text("Aanslag 2026")] },
  paragraph(
    text("Geachte "),
    { type: "placeholder", attrs: { name: "naam" } },
    text(","),
    { type: "hardBreak" },
    text("u betaalt "),
    text("vóór", bold),
    text(" "),
    text("2 december", bold, italic),
    text(": "),
    text("zie hier", link),
    text("."),
  ),
  paragraph({ type: "conditional", attrs: { name: "jonger dan 18", text: "Vraag uw ouders." } }),
  { type: "heading", attrs: { level: 3 }, content: [text("Mee te brengen")] },
  {
    type: "bulletList",
    content: [
      {
        type: "listItem",
        content: [
          paragraph(text("kaart")),
          {
            type: "orderedList",
            attrs: { start: 3 },
            content: [{ type: "listItem", content: [paragraph(text("of rijbewijs"))] }],
          },
        ],
      },
      { type: "listItem", content: [paragraph(text("geld")), paragraph(text("in munten"))] },
    ],
  },
  { type: "blockquote", content: [paragraph(text("artikel 3"))] },
  { type: "horizontalRule" },
  {
    type: "table",
    content: [
      {
        type: "tableRow",
        content: ["Jaar", "Bedrag"].map((words) => ({
          type: "tableHeader",
          content: [{ type: "paragraph", content: [text(words)] }],
        })),
      },
      {
        type: "tableRow",
        content: [
          { type: "tableCell", content: [{ type: "paragraph", content: [text("2026")] }] },
          { type: "tableCell", content: [{ type: "paragraph" }] },
        ],
      },
    ],
  },
);

const source = `# Aanslag 2026

Geachte ((naam)),
u betaalt **vóór** ***2 december***: [zie hier](https://maanrode.example/a_\\(b\\)?c=1\\|2).

((jonger dan 18??Vraag uw ouders.))

## Mee te brengen

- kaart

  3. of rijbewijs
- geld

  in munten

> artikel 3

---

| Jaar | Bedrag |
|---|---|
| 2026 | |`;

test("a letter is written as one would type it, and read again", () => {
  expect(sourceOf(letter)).toBe(source);
  expect(documentFromSource(source)).toEqual(letter);
});

describe("what people type is understood", () => {
  test.each([
    [
      "a heading above text",
      "# Kop\ntekst",
      doc(
        { type: "heading", attrs: { level: 2 }, content: [text("Kop")] },
        paragraph(text("tekst")),
      ),
    ],
    [
      "a list under its sentence",
      "Breng mee:\n* a\n* b",
      doc(paragraph(text("Breng mee:")), {
        type: "bulletList",
        content: ["a", "b"].map((word) => ({ type: "listItem", content: [paragraph(text(word))] })),
      }),
    ],
    ["stars that are none", "5 * 3 = 15, 2*2", doc(paragraph(text("5 * 3 = 15, 2*2")))],
    ["a placeholder that is none", "((  ))a", doc(paragraph(text("((  ))a")))],
    ["brackets that are none", "zie [1] (bijlage)", doc(paragraph(text("zie [1] (bijlage)")))],
    ["a link that is none", "[x](http://a.example)", doc(paragraph(text("[x](http://a.example)")))],
    [
      "rows of different length",
      "|a|b|\n|c|",
      doc({
        type: "table",
        content: [
          ["a", "b"],
          ["c", ""],
        ].map((cells) => ({
          type: "tableRow",
          content: cells.map((cell) => ({
            type: "tableCell",
            content: [cell ? { type: "paragraph", content: [text(cell)] } : { type: "paragraph" }],
          })),
        })),
      }),
    ],
    ["nothing", " \n\n", doc(paragraph())],
  ])("%s", (_, typed, document) => {
    expect(documentFromSource(typed)).toEqual(document);
  });
});

describe("any document", () => {
  const word = fc.constantFrom(
    ..."a|é|*|**|_|\\|\\n|[|](https://a.example)|](|((|))|(|#|# |- |1. |2) |> |---| |  |x|0|😀|!".split(
      "|",
    ),
    "|",
    "| ",
  );
  const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  const marks = fc.constantFrom<Mark[]>(
    [],
    [bold],
    [italic],
    [bold, italic],
    [link],
    [bold, link],
    [italic, link],
  );
  const chip = fc.constantFrom<Inline>(
    { type: "placeholder", attrs: { name: "naam" } },
    { type: "placeholder", attrs: { name: "a|b*c\\]" } },
    { type: "conditional", attrs: { name: "jong", text: "vraag * | uw [ouders]" } },
  );
  const inline = fc.oneof(
    fc.tuple(words, marks).map(([given, look]) => text(given, ...look)),
    fc
      .tuple(chip, marks)
      .map(([given, look]) =>
        look.length > 0 && given.type !== "hardBreak" ? { ...given, marks: look } : given,
      ),
    fc.constant<Inline>({ type: "hardBreak" }),
  );
  /** As the editor keeps a line: neighbours of one look joined, chips for what reads like one. */
  const asKept = (given: Inline[]): Inline[] => {
    const joined: Inline[] = [];
    for (const each of given) {
      const last = joined.at(-1);
      if (
        each.type === "text" &&
        last?.type === "text" &&
        JSON.stringify(each.marks) === JSON.stringify(last.marks)
      )
        joined[joined.length - 1] = { ...last, text: last.text + each.text };
      else joined.push(each);
    }
    return joined.flatMap((each) =>
      each.type === "text" ? inlinesOf(each.text, each.marks) : [each],
    );
  };
  const line = fc.array(inline, { maxLength: 5 }).map(asKept);
  const textBlock = line.map((content) => paragraph(...content));
  const headingBlock = fc
    .tuple(line, fc.constantFrom<2 | 3>(2, 3))
    .map(([content, level]): Block => ({
      type: "heading",
      attrs: { level },
      ...(content.length > 0 ? { content } : {}),
    }));
  const { block } = fc.letrec<{ block: Block; item: { type: "listItem"; content: Block[] } }>(
    (tie) => ({
      item: fc
        .array(tie("block"), { minLength: 1, maxLength: 3 })
        .map((content) => ({ type: "listItem", content })),
      block: fc.oneof(
        { maxDepth: 3 },
        textBlock,
        headingBlock,
        fc.constant<Block>({ type: "horizontalRule" }),
        fc
          .array(tie("item"), { minLength: 1, maxLength: 3 })
          .map((content): Block => ({ type: "bulletList", content })),
        fc
          .tuple(
            fc.array(tie("item"), { minLength: 1, maxLength: 3 }),
            fc.integer({ min: 0, max: 9999 }),
          )
          .map(([content, start]): Block => ({ type: "orderedList", attrs: { start }, content })),
        fc
          .array(tie("block"), { minLength: 1, maxLength: 3 })
          .map((content): Block => ({ type: "blockquote", content })),
      ),
    }),
  );
  const table = fc
    .tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      fc.array(fc.array(textBlock, { minLength: 1, maxLength: 2 }), { minLength: 9, maxLength: 9 }),
    )
    .map(([rows, columns, isHeader, cells]): Block => ({
      type: "table",
      content: Array.from({ length: rows }, (_, row) => ({
        type: "tableRow",
        content: Array.from({ length: columns }, (__, column) => ({
          type: isHeader && row === 0 ? "tableHeader" : "tableCell",
          content: (cells[row * 3 + column] ?? []).flatMap((each) =>
            each.type === "paragraph" ? [each] : [],
          ),
        })),
      })),
    }));
  const any = fc
    .array(fc.oneof(block, table), { minLength: 1, maxLength: 4 })
    .map((content) => doc(...content));

  test("is the same after it was written and read", () => {
    fc.assert(
      fc.property(any, (document) => {
        expect(documentFromSource(sourceOf(document))).toEqual(document);
      }),
      { numRuns: 2000 },
    );
  });

  test("made of any text may be stored, and is written the same again", () => {
    const typed = fc.oneof(
      fc
        .array(fc.oneof(word, fc.constantFrom("\n", "\n\n", "  ", "|", "((a??b))")), {
          maxLength: 20,
        })
        .map((parts) => parts.join("")),
      fc.string({ unit: "grapheme", maxLength: 60 }),
    );
    fc.assert(
      fc.property(typed, (given) => {
        const document = documentFromSource(given);
        expect(documentSchema.safeParse(document).error?.issues).toBeUndefined();
        expect(documentFromSource(sourceOf(document))).toEqual(document);
      }),
      { numRuns: 2000 },
    );
  });

  test("of hostile depth does no harm", () => {
    for (const sign of ["> ", "- ", "1. "])
      expect(documentSchema.safeParse(documentFromSource(`${sign.repeat(3000)}diep`)).success).toBe(
        true,
      );
  });
});
