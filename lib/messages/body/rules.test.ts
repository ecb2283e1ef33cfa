import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countCharacters,
  countWords,
  documentFromPlainText,
  emptyDocument,
  fillDocument,
  fillText,
  isEmpty,
  placeholdersIn,
  placeholdersInText,
  plainText,
  titleOf,
} from "./rules";
import { documentSchema, type Block, type Document, type Inline, type TableCell } from "./schema";

const doc = (...content: Block[]): Document => ({ type: "doc", content });
const paragraph = (...content: Inline[]): Block => ({ type: "paragraph", content });
const text = (words: string): Inline => ({ type: "text", text: words });
const placeholder = (name: string): Inline => ({ type: "placeholder", attrs: { name } });

const letter = doc(
  { type: "heading", attrs: { level: 2 }, content: [text("Aanslag")] },
  paragraph(text("Geachte "), placeholder("Naam"), { type: "hardBreak" }, text("U betaalt:")),
  {
    type: "bulletList",
    content: [
      { type: "listItem", content: [paragraph(placeholder("bedrag")), paragraph(text("nu"))] },
      { type: "listItem", content: [paragraph(text("voor ((vervaldatum))"))] },
    ],
  },
  { type: "horizontalRule" },
  {
    type: "orderedList",
    attrs: { start: 4 },
    content: [{ type: "listItem", content: [paragraph(text("NAAM: "), placeholder("NAAM"))] }],
  },
  { type: "blockquote", content: [paragraph(text("artikel 3"))] },
);

const cell = (...content: Inline[]): TableCell => ({
  type: "tableCell",
  content: [{ type: "paragraph", content }],
});
const table: Block = {
  type: "table",
  content: [
    { type: "tableRow", content: [cell(text("2025")), cell(text("84,00 €"))] },
    { type: "tableRow", content: [cell(placeholder("jaar")), cell(text("((bedrag)) €"))] },
  ],
};

test("the cells of a table stay apart, and their placeholders are found and filled", () => {
  expect(plainText(doc(table))).toBe("2025 | 84,00 €\n((jaar)) | ((bedrag)) €");
  expect(placeholdersIn(doc(table))).toEqual(["jaar", "bedrag"]);
  const { document, missing } = fillDocument(doc(table), { jaar: "2026", amount: "86,00" });
  expect(missing).toEqual([]);
  expect(plainText(document)).toBe("2025 | 84,00 €\n2026 | 86,00 €");
  expect(countWords(document)).toBe(4);
  expect(countCharacters(document)).toBe(22);
});

test("plain text keeps the words, the lists and the placeholders", () => {
  expect(plainText(letter)).toBe(
    "Aanslag\n\nGeachte ((Naam))\nU betaalt:\n\n- ((bedrag))\n  nu\n- voor ((vervaldatum))\n\n" +
      "4. NAAM: ((NAAM))\n\nartikel 3",
  );
});

test("placeholders are found in nodes and in text, once, as first written", () => {
  expect(placeholdersIn(letter)).toEqual(["Naam", "bedrag", "vervaldatum"]);
});

test.each([
  ["Aanslag ((jaar)) voor (( naam kind ))", ["jaar", "naam kind"]],
  ["((a)) ((A)) ((á))", ["a"]],
  ["(((naam)))", ["naam"]],
  ["((naam) ) (naam) (( )) (()) ((a\nb))", []],
  [`((${"x".repeat(101)}))`, []],
  ["", []],
])("the placeholders of %j are %j", (words, names) => {
  expect(placeholdersInText(words)).toEqual(names);
});

describe("filling", () => {
  test("a subject takes its values and tells what is missing", () => {
    expect(fillText("Aanslag ((Jaar)) ((naam)) ((wijk))", { jaar: "2026", name: "An" })).toEqual({
      text: "Aanslag 2026 An ((wijk))",
      missing: ["wijk"],
    });
  });

  test("a value that looks like a placeholder stays a value", () => {
    const values = { a: "((b))", b: "never" };
    expect(fillText("((a))", values).text).toBe("((b))");
    expect(fillDocument(doc(paragraph(placeholder("a"))), values).document).toEqual(
      doc(paragraph(text("((b))"))),
    );
  });

  test("placeholders become text, with their marks and the lines of their value", () => {
    const bold: Inline = {
      type: "placeholder",
      attrs: { name: "adres" },
      marks: [{ type: "bold" }],
    };
    const { document, missing } = fillDocument(doc(paragraph(text("Naar: "), bold)), {
      Adres: "Kerkstraat 1\r\n9000 Gent",
    });
    expect(missing).toEqual([]);
    expect(document).toEqual(
      doc(
        paragraph(
          text("Naar: "),
          { type: "text", text: "Kerkstraat 1", marks: [{ type: "bold" }] },
          { type: "hardBreak" },
          { type: "text", text: "9000 Gent", marks: [{ type: "bold" }] },
        ),
      ),
    );
  });

  test("lists, quotes and typed placeholders are filled too; the document given stays as it is", () => {
    const before = structuredClone(letter);
    const { document, missing } = fillDocument(letter, {
      name: "An",
      amount: "86",
      due_date: "nu",
    });
    expect(missing).toEqual([]);
    expect(placeholdersIn(document)).toEqual([]);
    expect(plainText(document)).toContain("Geachte An");
    expect(plainText(document)).toContain("voor nu");
    expect(letter).toEqual(before);
  });

  test("what has no value stays visible and is named", () => {
    const { document, missing } = fillDocument(letter, { naam: "An", bedrag: " " });
    expect(missing).toEqual(["bedrag", "vervaldatum"]);
    expect(plainText(document)).toContain("((bedrag))");
  });
});

test.each([
  ["the document of a new draft", emptyDocument()],
  ["spaces and breaks", doc(paragraph(text("  "), { type: "hardBreak" }))],
  [
    "a table without words",
    doc({ type: "table", content: [{ type: "tableRow", content: [cell()] }] }),
  ],
  ["a rule", doc({ type: "horizontalRule" })],
  [
    "an empty list",
    doc({ type: "bulletList", content: [{ type: "listItem", content: [{ type: "paragraph" }] }] }),
  ],
])("%s is empty", (_, document) => {
  expect(isEmpty(document)).toBe(true);
});

test("a lone placeholder is a text", () => {
  expect(isEmpty(doc(paragraph(placeholder("naam"))))).toBe(false);
});

test("words and characters are counted", () => {
  const document = doc(paragraph(text("L’école, — n° 3 van "), placeholder("naam kind")));
  expect(countWords(document)).toBe(5);
  expect(countCharacters(document)).toBe(29);
  expect(countWords(emptyDocument())).toBe(0);
});

describe("plain text into a document", () => {
  test("empty lines part paragraphs, line ends are kept, placeholders are made", () => {
    expect(documentFromPlainText("Geachte ((naam)),\r\nhallo\r\n \r\n\r\nGroeten\n")).toEqual(
      doc(
        paragraph(
          text("Geachte "),
          placeholder("naam"),
          text(","),
          { type: "hardBreak" },
          text("hallo"),
        ),
        paragraph(text("Groeten")),
      ),
    );
  });

  test("nothing makes the empty document", () => {
    expect(documentFromPlainText(" \n\n ")).toEqual(emptyDocument());
  });

  const words = fc
    .array(fc.constantFrom("a", " ", "\n", "\n\n", "((b))", "((", "))", "é", "- ", "\t", "😀"))
    .map((parts) => parts.join(""));

  test("any text makes a document that may be stored, and its plain text makes the same again", () => {
    fc.assert(
      fc.property(fc.oneof(words, fc.string({ unit: "grapheme" })), (typed) => {
        const document = documentFromPlainText(typed);
        const again = documentFromPlainText(plainText(document));
        expect(documentSchema.safeParse(document).success).toBe(true);
        expect(again).toEqual(documentFromPlainText(plainText(again)));
        expect(placeholdersIn(document)).toEqual(placeholdersInText(plainText(document)));
      }),
    );
  });
});

test("after filling with every value nothing is missing", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("x", "((a))", "(( b ))", "((é))", "\n")), (parts) => {
      const document = documentFromPlainText(parts.join(""));
      const values = Object.fromEntries(placeholdersIn(document).map((name) => [name, "v"]));
      const filled = fillDocument(document, values);
      expect(filled.missing).toEqual([]);
      expect(placeholdersIn(filled.document)).toEqual([]);
    }),
  );
});

test.each([
  ["Boete: ((inbreuk))", "Boete: [inbreuk]"],
  ["((first name)), uw afspraak ((laat??is laat))", "[first name], uw afspraak [is laat]"],
  ["Aanslag 2026 (rest)", "Aanslag 2026 (rest)"],
  ["", ""],
])("a message with the subject %s is known in lists as %s", (subject, title) => {
  expect(titleOf(subject)).toBe(title);
});
