import fc from "fast-check";
import { expect, test } from "vitest";
import { printable, printableLine, printableLines } from "./printable";

test.each([
  ["composes letters and their accents", "Ame\u0301lie", "Amélie"],
  ["keeps line ends, in one way", "a\r\nb\rc\u2028d", "a\nb\nc\nd"],
  ["turns tabs and typographic spaces into spaces", "a\tb\u2003c\u2002d", "a b c d"],
  ["keeps spaces that must not break", "1\u202f234\u00a0€\u2009m", "1\u00a0234\u00a0€\u00a0m"],
  ["takes out what has no shape", "a\u200bb\u00adc\ufeffd\u0000e\u0007f", "abcdef"],
  ["takes out what would turn the reading direction", "\u202egro.elpmaxe\u202c", "gro.elpmaxe"],
  ["takes out half a surrogate pair", "a\ud83db", "ab"],
  ["takes out what chooses a picture for a sign", "✓\ufe0f", "✓"],
  ["turns Word's bullets into bullets", "\uf0b7 punt", "• punt"],
  ["keeps every other sign", "“Straße” – n° 3 & 王 😀", "“Straße” – n° 3 & 王 😀"],
])("%s", (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});

test("a tower of accents is cut", () => {
  expect(printable("e" + "\u0316".repeat(20_000))).toBe("e" + "\u0316".repeat(4));
});

test("a line holds no line end, nothing invisible, and no space around it", () => {
  expect(printableLine(" \u202epay\r\n\u001b[2K now\u200b \u0000")).toBe("pay [2K now");
  expect(printableLine("\u200b\u202e\u00ad")).toBe("");
  expect(printableLines("Kerkstraat 14\r\n\u200b\n 9999 Maanrode ")).toEqual([
    "Kerkstraat 14",
    "9999 Maanrode",
  ]);
});

test("what is printable stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(printable(printable(text))).toBe(printable(text));
    }),
    { numRuns: 300 },
  );
});

test("a long line that ends in something strange takes no longer than another", () => {
  const line = "Geachte heer, wij schrijven u ".repeat(2000);
  for (const end of ["\u202e", " ", "王", "\n", "\u0000"]) {
    expect(printableLine(line + end).startsWith("Geachte heer, wij schrijven u Geachte")).toBe(
      true,
    );
    expect(printableLine("x".repeat(50_000) + end)).toMatch(/^x{50000}/);
  }
});
