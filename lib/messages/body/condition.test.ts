import { describe, expect, test } from "vitest";
import { answerOf, conditionIn } from "./condition";
import {
  conditionsIn,
  documentFromPlainText,
  fillDocument,
  fillText,
  openQuestionsInText,
  openQuestionsShown,
  placeholdersIn,
  plainText,
} from "./rules";
import { documentSchema, type Document } from "./schema";

test.each(["ja", "JA", " Oui ", "yes", "True", "waar", "vrai", "wahr", "1"])(
  "%j shows the text",
  (value) => {
    expect(answerOf({ "Jonger dan 18": value }, "jonger dan 18")).toBe("yes");
  },
);

test.each(["nee", "Neen", "NON", "nein", "no", "false", "onwaar", "faux", "falsch", "0", "", "  "])(
  "%j hides the text",
  (value) => {
    expect(answerOf({ kind: value }, "Kind")).toBe("no");
  },
);

test.each([[{}], [{ kind: "misschien" }], [{ kind: "2" }], [{ ander: "ja" }]])(
  "with %j nobody guesses",
  (values) => {
    expect(answerOf(values, "kind")).toBe("unanswered");
  },
);

test.each([
  ["jonger dan 18??Vraag uw ouders", { name: "jonger dan 18", text: "Vraag uw ouders" }],
  [" a ?? b?? c ", { name: "a", text: "b?? c" }],
  ["naam", null],
  ["naam??", null],
  ["??tekst", null],
  ["bedrag??Betaal nu", null],
])("between brackets, %j asks %j", (between, condition) => {
  expect(conditionIn(between)).toEqual(condition);
});

describe("filling", () => {
  const line = "Hallo ((kind??Vraag uw ouders.)) Tot dan";

  test("shows the text to those who answer yes, and leaves no second space to the others", () => {
    expect(fillText(line, { kind: "oui" }).text).toBe("Hallo Vraag uw ouders. Tot dan");
    expect(fillText(line, { kind: "non" })).toEqual({ text: "Hallo Tot dan", missing: [] });
  });

  test("without an answer names the question and guesses nothing", () => {
    expect(fillText(line, { kind: "?" })).toEqual({ text: line, missing: ["kind"] });
    expect(fillDocument(documentFromPlainText(line), {}).missing).toEqual(["kind"]);
  });

  test("takes a paragraph that held nothing else with it, but never the whole letter", () => {
    const letter = documentFromPlainText("Geachte\n\n((kind??Vraag uw ouders.))\n\nGroeten");
    expect(fillDocument(letter, { kind: "nee" }).document.content).toHaveLength(2);
    const alone = fillDocument(documentFromPlainText("((kind??Vraag.))"), { kind: "nee" }).document;
    expect(documentSchema.safeParse(alone).success).toBe(true);
  });

  test("takes an item and its list with it", () => {
    const item = {
      type: "listItem" as const,
      content: documentFromPlainText("((kind??x))").content,
    };
    const list: Document = { type: "doc", content: [{ type: "bulletList", content: [item] }] };
    expect(plainText(fillDocument(list, { kind: "nee" }).document)).toBe("");
    expect(plainText(fillDocument(list, { kind: "ja" }).document)).toBe("- x");
  });
});

test("questions are asked once, with all the texts that depend on them", () => {
  const body = documentFromPlainText("((kind??een)) ((Kind??twee)) ((naam))");
  expect(conditionsIn("((KIND??drie))", body)).toEqual([
    { name: "KIND", texts: ["drie", "een", "twee"] },
  ]);
  expect(placeholdersIn(body)).toEqual(["kind", "naam"]);
  expect(plainText(body)).toBe("((kind??een)) ((Kind??twee)) ((naam))");
});

test("the preview marks what nobody answered, and nothing else", () => {
  const text = "((kind??een)) ((oud??twee))";
  expect(openQuestionsInText(text, { oud: "ja" })).toBe("«kind? een» ((oud??twee))");
  const shown = openQuestionsShown(documentFromPlainText(text), { oud: "ja" });
  expect(plainText(fillDocument(shown, { oud: "ja" }).document)).toBe("«kind? een» twee");
});

test.each([
  ["a placeholder that reads like a question", { type: "placeholder", attrs: { name: "a??b" } }],
  [
    "a question that the portal answers",
    { type: "conditional", attrs: { name: "naam", text: "x" } },
  ],
  ["a question without text", { type: "conditional", attrs: { name: "kind", text: " " } }],
  ["a text with brackets", { type: "conditional", attrs: { name: "kind", text: "x (y)" } }],
])("%s is not kept", (_, inline) => {
  const document = { type: "doc", content: [{ type: "paragraph", content: [inline] }] };
  expect(documentSchema.safeParse(document).error?.issues[0]?.message).toBe(
    "placeholder_name_invalid",
  );
});
