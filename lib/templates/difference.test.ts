import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differenceOf, textAfter, textBefore } from "@/lib/templates/difference";

const shown = (before: string, after: string) =>
  differenceOf(before, after)
    .map(({ kind, text }) => ({ same: text, added: `{+${text}+}`, removed: `[-${text}-]` })[kind])
    .join("");

describe("a difference by words", () => {
  test.each([
    ["nothing", "Geachte heer", "Geachte heer", "Geachte heer"],
    [
      "a word replaced",
      "Betaal vóór maandag.",
      "Betaal vóór dinsdag.",
      "Betaal vóór [-maandag.-]{+dinsdag.+}",
    ],
    ["a word added", "U komt.", "U komt morgen.", "U [-komt.-]{+komt morgen.+}"],
    [
      "a placeholder whole",
      "Dag ((eerste naam))",
      "Dag ((tweede naam))",
      "Dag [-((eerste naam))-]{+((tweede naam))+}",
    ],
    ["a paragraph added", "Een.\n\nDrie.", "Een.\n\nTwee.\n\nDrie.", "Een.\n\n{+Twee.\n\n+}Drie."],
    ["everything from nothing", "", "Nieuw.", "{+Nieuw.+}"],
    ["everything gone", "Oud.", "", "[-Oud.-]"],
  ])("%s", (_name, before, after, told) => {
    expect(shown(before, after)).toBe(told);
  });

  const text = fc
    .array(
      fc.constantFrom("de", "brief", " ", "  ", "\n", "((naam))", "((een naam))", "é", "🙂", ","),
    )
    .map((parts) => parts.join(""));

  test("read without what was removed is the new text, without what was added the old", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), fc.oneof(text, fc.string()), (before, after) => {
        const pieces = differenceOf(before, after);
        expect(textAfter(pieces)).toBe(after);
        expect(textBefore(pieces)).toBe(before);
      }),
      { numRuns: 500 },
    );
  });

  test("is empty of changes exactly where nothing changed", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const isSame = differenceOf(before, after).every(({ kind }) => kind === "same");
        expect(isSame).toBe(before === after);
      }),
    );
  });

  test("of two long texts without a word in common comes at once", () => {
    const words = (letter: string) => Array.from({ length: 9000 }, (_, i) => `${letter}${i}`);
    const started = performance.now();
    const pieces = differenceOf(words("a").join(" "), words("b").join(" "));
    expect(textAfter(pieces)).toBe(words("b").join(" "));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
