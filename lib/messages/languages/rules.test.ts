import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LETTER_LANGUAGES } from "@/lib/letters/schema";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import type { Written } from "@/lib/messages/languages/schema";
import {
  inLanguage,
  isInSeveral,
  languageAfter,
  languageFor,
  languagesWritten,
  lettersByLanguage,
  textFor,
  textsOf,
  withMain,
  withoutLanguage,
  withText,
} from "./rules";

const text = (words: string) => ({ subject: words, body: documentFromPlainText(words) });
const alone: Written = { language: "nl", ...text("Belasting"), otherTexts: {} };
const both: Written = { ...alone, otherTexts: { fr: text("Taxe") } };

describe("a message in several languages", () => {
  it("is written in its main language first, and in none as long as that is not chosen", () => {
    expect(languagesWritten(both)).toEqual(["nl", "fr"]);
    expect(languagesWritten({ ...both, language: "de" })).toEqual(["de", "fr"]);
    expect(languagesWritten({ language: null, otherTexts: {} })).toEqual([]);
    expect([alone, both].map(isInSeveral)).toEqual([false, true]);
  });

  it("says in each what was written in it, and in the main one where nothing was", () => {
    expect(textFor(both, "fr")).toEqual(text("Taxe"));
    expect(textFor(both, "de")).toEqual(text("Belasting"));
    expect(textsOf(both).map(({ language, subject }) => [language, subject])).toEqual([
      ["nl", "Belasting"],
      ["fr", "Taxe"],
    ]);
    expect(textsOf({ ...alone, language: null })).toEqual([
      { language: null, ...text("Belasting") },
    ]);
  });

  it("goes to each recipient in theirs, and in the main one to who is not known to have another", () => {
    expect(languageFor(both, { language: "fr" })).toBe("fr");
    expect(languageFor(both, { language: null })).toBe("nl");
    expect(languageFor(both, { language: "de" })).toBe("nl");
    expect(languageFor(both, null)).toBe("nl");
  });

  it("is one in a single language for whoever gets it in that", () => {
    expect(inLanguage(both, "fr")).toEqual({ language: "fr", ...text("Taxe"), otherTexts: {} });
  });

  it("takes a text for a language it is written in, and for no other", () => {
    expect(withText(both, "fr", text("Impôt"))?.otherTexts).toEqual({ fr: text("Impôt") });
    expect(withText(both, "nl", text("Heffing"))).toEqual({
      ...text("Heffing"),
      otherTexts: both.otherTexts,
    });
    expect(withText(both, null, text("Heffing"))?.subject).toBe("Heffing");
    expect(withText(both, "de", text("Steuer"))).toBeNull();
  });

  it("keeps both texts when the other becomes the main one", () => {
    expect(withMain(both, "fr")).toEqual({
      language: "fr",
      ...text("Taxe"),
      otherTexts: { nl: text("Belasting") },
    });
    expect(withMain(alone, "de")).toEqual({ ...alone, language: "de" });
    expect(withMain({ ...alone, language: null }, "fr")).toEqual({ ...alone, language: "fr" });
  });

  it("loses a text that is taken out, the main one too, but never the last", () => {
    expect(withoutLanguage(both, "fr")).toEqual(alone);
    expect(withoutLanguage(both, "nl")).toEqual({
      language: "fr",
      ...text("Taxe"),
      otherTexts: {},
    });
    expect(withoutLanguage(alone, "nl")).toEqual(alone);
  });

  it("keeps its main language out of the others, whatever is done to it", () => {
    const language = fc.constantFrom(...LETTER_LANGUAGES);
    const steps = fc.array(fc.tuple(fc.constantFrom("add", "main", "out"), language));
    fc.assert(
      fc.property(steps, (taken) => {
        let message = alone;
        for (const [step, one] of taken) {
          if (step === "main") message = withMain(message, one);
          else if (step === "out") message = withoutLanguage(message, one);
          else if (!languagesWritten(message).includes(one))
            message = { ...message, otherTexts: { ...message.otherTexts, [one]: text(one) } };
          expect(Object.keys(message.otherTexts)).not.toContain(message.language);
          expect(languagesWritten(message)).toHaveLength(textsOf(message).length);
        }
      }),
    );
  });

  it("is written one text after the other", () => {
    expect(languageAfter(both, "nl")).toBe("fr");
    expect(languageAfter(both, null)).toBe("fr");
    expect(languageAfter(both, "fr")).toBeNull();
    expect(languageAfter(alone, null)).toBeNull();
    expect(languageAfter({ language: null, otherTexts: {} }, null)).toBeNull();
  });

  it("counts its letters by language, with the first of each", () => {
    const groups = [
      { language: null, count: 3, first: 4 },
      { language: "nl" as const, count: 2, first: 1 },
      { language: "fr" as const, count: 5, first: 2 },
    ];
    const three = { ...both, otherTexts: { ...both.otherTexts, de: text("Steuer") } };
    expect(lettersByLanguage(three, groups)).toEqual([
      { language: "nl", count: 5, first: 1 },
      { language: "fr", count: 5, first: 2 },
      { language: "de", count: 0, first: null },
    ]);
  });
});
