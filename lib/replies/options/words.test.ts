import { describe, expect, test } from "vitest";
import { askedOf, emptyReplyOption } from "@/lib/replies/options/rules";
import type { ReplyField, ReplyOption } from "@/lib/replies/options/schema";
import {
  mainWords,
  optionIn,
  withLanguages,
  withMainWords,
  withoutMain,
  withProposedMain,
  wordProblems,
  wordsShown,
} from "@/lib/replies/options/words";

const choice: ReplyOption = {
  ...emptyReplyOption("choice"),
  question: "Komt u?",
  labels: ["Ja", "Nee"],
  otherWords: { fr: { question: "Venez-vous ?", labels: ["Oui", "Non"], fields: [], url: "" } },
};
const field: ReplyField = {
  id: "f1",
  kind: "choice",
  label: "Dag",
  isRequired: true,
  options: ["maandag", "dinsdag"],
};
const form: ReplyOption = {
  ...emptyReplyOption("form"),
  fields: [field],
  otherWords: {
    fr: {
      question: "",
      labels: [],
      fields: [{ id: "f1", label: "Jour", options: ["lundi", "mardi"] }],
      url: "",
    },
  },
};

describe("a reply option in several languages", () => {
  test("asks each in the words of their language, in the same places", () => {
    expect(askedOf(optionIn(choice, "fr"))).toEqual({
      kind: "choice",
      question: "Venez-vous ?",
      labels: ["Oui", "Non"],
    });
    expect(askedOf(optionIn(choice, null))).toMatchObject({ labels: ["Ja", "Nee"] });
    expect(askedOf(optionIn(form, "fr"))).toMatchObject({
      fields: [{ id: "f1", kind: "choice", label: "Jour", options: ["lundi", "mardi"] }],
    });
  });

  test("asks nothing in a language without words, unless it was ordered when all had the same", () => {
    expect(askedOf(optionIn(choice, "de"))).toBeNull();
    const before = { ...choice, otherWords: undefined };
    expect(askedOf(optionIn(before, "de"))).toMatchObject({ labels: ["Ja", "Nee"] });
  });

  test("leads to the main address where a language has none of its own", () => {
    const url = "https://maanrode.example/nl";
    const link = { ...emptyReplyOption("link"), url, otherWords: {} };
    expect(optionIn(link, "fr").url).toBe(url);
    const fr = { ...mainWords(emptyReplyOption("link")), url: "https://maanrode.example/fr" };
    expect(optionIn({ ...link, otherWords: { fr } }, "fr").url).toBe(fr.url);
  });

  test("is without problems where every language has every word", () => {
    expect(wordProblems(choice, ["nl", "fr"])).toEqual([]);
    expect(wordProblems(form, ["nl", "fr"])).toEqual([]);
    // Words that nobody gets are not asked for.
    expect(wordProblems(choice, ["nl"])).toEqual([]);
    expect(wordProblems({ ...choice, kind: "ebox" }, ["nl", "de"])).toEqual([]);
  });

  test("tells which words lack in which language, the main one too", () => {
    expect(wordProblems(choice, ["nl", "fr", "de"])).toEqual([
      { code: "reply_words_missing", part: "question", language: "de", missing: ["Komt u?"] },
      { code: "reply_words_missing", part: "labels", language: "de", missing: ["Ja", "Nee"] },
    ]);
    expect(wordProblems({ ...choice, labels: ["Ja", ""] }, ["nl", "fr"])).toEqual([
      { code: "reply_words_missing", part: "labels", language: "nl", missing: ["Non"] },
    ]);
    const short = { ...form, otherWords: { fr: { ...mainWords(form), fields: [] } } };
    expect(wordProblems(short, ["nl", "fr"])).toEqual([
      {
        ...{ code: "reply_words_missing", part: "fields", language: "fr" },
        missing: ["Dag", "maandag", "dinsdag"],
      },
    ]);
  });

  test.each<[string, ReplyOption, string]>([
    [
      "the same answer twice",
      { ...choice, otherWords: { fr: { ...mainWords(choice), labels: ["Oui", "oui"] } } },
      "reply_label_repeated",
    ],
    [
      "the same answer twice in a field",
      {
        ...form,
        otherWords: {
          fr: { ...mainWords(form), fields: [{ ...field, options: ["lundi", "lundi"] }] },
        },
      },
      "reply_field_options",
    ],
    [
      "an address that is none",
      {
        ...emptyReplyOption("link"),
        url: "https://maanrode.example",
        otherWords: { fr: { ...mainWords(emptyReplyOption("link")), url: "maanrode" } },
      },
      "reply_link_invalid",
    ],
  ])("is not sent with %s in a further language", (_what, option, code) => {
    expect(wordProblems(option, ["nl", "fr"])).toMatchObject([{ code, language: "fr" }]);
  });
});

describe("words proposed before a message has a language", () => {
  const proposed = withoutMain(choice, "nl");

  test("stand in the languages they were proposed in, and are kept as they were", () => {
    const shown = withProposedMain(proposed, []);
    expect(shown).toMatchObject({ languages: ["nl", "fr"], isProposed: true });
    expect(wordsShown(shown.option)).toEqual(["Komt u?", "Ja", "Nee"]);
    expect(withoutMain(shown.option, "nl")).toEqual(proposed);
  });

  test("leave what is written already, and a message that has its language, as they are", () => {
    expect(withProposedMain(choice, [])).toEqual({
      ...{ option: choice, languages: [], isProposed: false },
    });
    expect(withProposedMain(proposed, ["fr"])).toEqual({
      ...{ option: proposed, languages: ["fr"], isProposed: false },
    });
  });
});

describe("another main language", () => {
  test("changes places with it, so that no words are lost", () => {
    const french = withMainWords(choice, "nl", "fr", true);
    expect(french).toMatchObject({ question: "Venez-vous ?", labels: ["Oui", "Non"] });
    expect(french.otherWords?.nl).toEqual(mainWords(choice));
    expect(withMainWords(french, "fr", "nl", true)).toEqual(choice);
  });

  test("leaves its place empty where the texts change places and it has no words", () => {
    const german = withMainWords(choice, "nl", "de", true);
    expect(german.labels).toEqual(["", ""]);
    expect(german.otherWords?.nl).toEqual(mainWords(choice));
  });

  test("is what the words are called now, where a message has one text", () => {
    const alone = { ...choice, otherWords: undefined };
    expect(withMainWords(alone, "nl", "de", false)).toEqual(alone);
  });

  test("fills a place that is empty before a language is chosen, and no other", () => {
    const proposed: ReplyOption = { ...choice, question: "", labels: [] };
    expect(withMainWords(proposed, null, "fr", false).labels).toEqual(["Oui", "Non"]);
    expect(withMainWords(choice, null, "fr", false).labels).toEqual(["Ja", "Nee"]);
  });
});

test("what is sent has the words of its languages alone", () => {
  expect(withLanguages(choice, ["nl", "de"]).otherWords).toEqual({});
  expect(withLanguages(choice, ["nl", "fr"])).toEqual(choice);
});

test("what is shown is what its kind asks", () => {
  expect(wordsShown(choice)).toEqual(["Komt u?", "Ja", "Nee"]);
  expect(wordsShown({ ...choice, kind: "ebox" })).toEqual([]);
  expect(wordsShown({ ...choice, kind: "link", url: "https://maanrode.example" })).toEqual([
    "https://maanrode.example",
  ]);
});
