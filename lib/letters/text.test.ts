import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breakable, lineOfText } from "./text";

const shown = (text: string) => text.replaceAll("\u200b", "|");

test.each([
  [
    "words of a usual length",
    "Aanslagbiljet onroerende voorheffing",
    "Aanslagbiljet onroerende voorheffing",
  ],
  ["a reference", "MR-2026-01187/041", "MR-2026-01187/041"],
  ["an account", "BE72 0000 0000 1616", "BE72 0000 0000 1616"],
])("%s are left as they are", (_, text, expected) => {
  expect(breakable(text, 40)).toBe(expected);
});

describe("what is longer than a line", () => {
  test("breaks after its signs", () => {
    expect(shown(breakable("https://maanrode.example/belastingen/2026?jaar=1", 40))).toBe(
      "https://|maanrode.|example/|belastingen/|2026?|jaar=|1",
    );
  });

  test("breaks anywhere when it has none", () => {
    expect(shown(breakable("x".repeat(45), 20))).toMatch(/^(x{10}\|){4}x{5}$/);
  });

  test("is never longer than a line between two breaks", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        for (const piece of breakable(text, 20).split(/[\s\u200b]/u))
          expect(Array.from(piece).length).toBeLessThanOrEqual(20);
      }),
    );
  });

  test("reads the same without its breaks", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(breakable(text, 20).replaceAll("\u200b", "")).toBe(text);
      }),
    );
  });
});

test("a line has no line ends and no sign that cannot be printed", () => {
  expect(lineOfText("Stad\r\n  Maan\u200brode\u0007", 40)).toBe("Stad Maanrode");
});
