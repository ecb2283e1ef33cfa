import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countCharacters,
  documentSchema,
  resolvedDocumentSchema,
  type Block,
  type Document,
} from "./schema";

const doc = (...content: unknown[]) => ({ type: "doc", content });
const paragraph = (...content: unknown[]) => ({ type: "paragraph", content });
const text = (words: string, ...marks: unknown[]) => ({ type: "text", text: words, marks });
const link = (href: string) => ({ type: "link", attrs: { href } });

function refusalOf(value: unknown): string | undefined {
  return documentSchema.safeParse(value).error?.issues[0]?.message;
}

describe("what a letter can print is taken", () => {
  test("every node and mark of the editor", () => {
    const document = doc(
      { type: "heading", attrs: { level: 2 }, content: [text("Aanslag")] },
      paragraph(
        text("Geachte "),
        { type: "placeholder", attrs: { name: "naam" }, marks: [{ type: "bold" }] },
        { type: "hardBreak" },
        text("meer", { type: "bold" }, { type: "italic" }, link("https://maanrode.example/a?b=c")),
        text("schrijf ons", link("mailto:belasting@maanrode.example")),
      ),
      { type: "paragraph" },
      { type: "bulletList", content: [{ type: "listItem", content: [paragraph(text("een"))] }] },
      {
        type: "orderedList",
        attrs: { start: 3 },
        content: [{ type: "listItem", content: [paragraph(text("drie"))] }],
      },
      { type: "blockquote", content: [paragraph(text("artikel 1"))] },
      { type: "horizontalRule" },
    );
    expect(documentSchema.parse(document)).toEqual(document);
  });

  test("attributes the letter does not know are dropped", () => {
    const pasted = doc(
      {
        type: "paragraph",
        attrs: { style: "color:red" },
        content: [
          {
            type: "text",
            text: "x",
            marks: [{ type: "link", attrs: { href: "https://a.example", target: "_blank" } }],
          },
        ],
      },
      {
        type: "orderedList",
        attrs: { start: 1, type: null },
        content: [{ type: "listItem", content: [{ type: "paragraph" }] }],
      },
    );
    expect(documentSchema.parse(pasted)).toEqual(
      doc(paragraph(text("x", link("https://a.example"))), {
        type: "orderedList",
        attrs: { start: 1 },
        content: [{ type: "listItem", content: [{ type: "paragraph" }] }],
      }),
    );
  });

  test("control characters and broken surrogates become storable", () => {
    const [block] = documentSchema.parse(doc(paragraph(text("a\u0000b\tc\ud800")))).content;
    expect(block).toEqual(paragraph(text("a b c\ufffd")));
  });
});

test.each([
  ["a script", { type: "script" }],
  ["an image", { type: "image", attrs: { src: "https://a.example" } }],
  ["a code block", { type: "codeBlock" }],
  ["a heading of level 1", { type: "heading", attrs: { level: 1 } }],
  ["a heading of level 4", { type: "heading", attrs: { level: 4 } }],
  ["an unknown mark", paragraph(text("x", { type: "underline" }))],
  ["an empty text", paragraph(text(""))],
  ["a paragraph in a list", { type: "bulletList", content: [paragraph(text("x"))] }],
])("%s is refused", (_, node) => {
  expect(refusalOf(doc(node))).toBe("node_not_allowed");
});

test.each([
  "http://a.example",
  "javascript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,x",
  "https:/a.example",
  "https://bank.example@elsewhere.example",
  "https://a b",
  "mailto:",
  "/relative",
  "",
])("a link to %j is refused", (href) => {
  expect(refusalOf(doc(paragraph(text("x", link(href)))))).toBe("link_invalid");
});

test.each(["", "  ", "a(b", "a)b", "a\nb", "x".repeat(101)])(
  "a placeholder named %j is refused",
  (name) => {
    expect(refusalOf(doc(paragraph({ type: "placeholder", attrs: { name } })))).toBe(
      "placeholder_name_invalid",
    );
  },
);

describe("a table", () => {
  const cell = (type: string, ...content: unknown[]) => ({ type, content });
  const row = (...content: unknown[]) => ({ type: "tableRow", content });
  const table = (...content: unknown[]) => ({ type: "table", content });
  const plain = cell("tableCell", { type: "paragraph" });
  const header = cell("tableHeader", paragraph(text("Jaar")));
  const times = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value);

  test("is taken with and without a header, and stays what it is", () => {
    const document = doc(table(row(header, header), row(plain, plain)), table(row(plain)));
    expect(documentSchema.parse(document)).toEqual(document);
  });

  test("loses the attributes by which cells are merged", () => {
    const attrs = { colspan: 1, rowspan: 1, colwidth: null };
    const given = doc(table(row({ ...plain, attrs })));
    expect(documentSchema.parse(given)).toEqual(doc(table(row(plain))));
  });

  test("of 100 rows and 8 columns is taken, one more of either is refused", () => {
    const rows = (count: number) => doc(table(...times(count, row(plain))));
    const columns = (count: number) => doc(table(row(...times(count, plain))));
    expect(documentSchema.safeParse(rows(100)).success).toBe(true);
    expect(documentSchema.safeParse(columns(8)).success).toBe(true);
    expect(refusalOf(rows(101))).toBe("table_too_large");
    expect(refusalOf(columns(9))).toBe("table_too_large");
  });

  test.each([
    ["rows of different length", table(row(plain, plain), row(plain))],
    ["a header below", table(row(plain), row(header))],
    ["half a header", table(row(header, plain))],
    ["a list in a cell", table(row(cell("tableCell", { type: "bulletList", content: [] })))],
    ["a table in a cell", table(row(cell("tableCell", table(row(plain)))))],
    ["no rows", table()],
    ["no cells", table(row())],
    ["a table in a quotation", { type: "blockquote", content: [table(row(plain))] }],
    [
      "a table in a list",
      { type: "bulletList", content: [{ type: "listItem", content: [table(row(plain))] }] },
    ],
  ])("with %s is refused", (_, node) => {
    expect(refusalOf(doc(node))).toBe("node_not_allowed");
  });
});

function nested(depth: number): unknown {
  let block: unknown = { type: "paragraph" };
  for (let level = 0; level < depth; level += 1) block = { type: "blockquote", content: [block] };
  return doc(block);
}

test("twenty levels are taken, more are refused, and a hostile depth does no harm", () => {
  expect(documentSchema.safeParse(nested(18)).success).toBe(true);
  expect(refusalOf(nested(19))).toBe("document_too_deep");
  expect(refusalOf(nested(100_000))).toBe("document_too_deep");
});

test("a text of 20,000 characters is taken, one more is refused", () => {
  expect(documentSchema.safeParse(doc(paragraph(text("é".repeat(20_000))))).success).toBe(true);
  expect(refusalOf(doc(paragraph(text("é".repeat(20_001)))))).toBe("text_too_long");
});

test("a document of more than 200 kB is refused", () => {
  const blocks = Array.from({ length: 10_000 }, () => ({ type: "paragraph" }));
  expect(refusalOf(doc(...blocks))).toBe("document_too_large");
});

test.each([null, undefined, "text", 1, [], {}, { type: "doc" }, { type: "doc", content: [] }])(
  "%j is no document",
  (value) => {
    expect(documentSchema.safeParse(value).success).toBe(false);
  },
);

test("anything at all is parsed or refused, never thrown at", () => {
  fc.assert(
    fc.property(fc.anything({ maxDepth: 6 }), (value) => {
      documentSchema.safeParse(value);
      documentSchema.safeParse(doc(value));
    }),
  );
});

test("characters are counted as people count them", () => {
  const content = paragraph(text("é王😀"), { type: "placeholder", attrs: { name: "naam" } });
  expect(countCharacters({ type: "doc", content: [content as Block] } satisfies Document)).toBe(7);
});

test("a document with a placeholder left in it makes no letter", () => {
  const item = {
    type: "listItem",
    content: [paragraph({ type: "placeholder", attrs: { name: "a" } })],
  };
  const refused = resolvedDocumentSchema.safeParse(doc({ type: "bulletList", content: [item] }));
  expect(refused.error?.issues[0]?.message).toBe("placeholder_without_value");
  expect(resolvedDocumentSchema.safeParse(doc(paragraph(text("An")))).success).toBe(true);
});
