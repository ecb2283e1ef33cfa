import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { exampleLetter } from "@/lib/letters/example";
import { renderLetter } from "@/lib/letters/letter";
import { missingGlyphs } from "./glyphs";
import { stopTypst, TypstError } from "./compile";

afterAll(stopTypst);

test.each([
  ["Dutch, French and German", "Eén coëfficiënt, œuvre, Çà et là, Straße, ẞ, ij Ĳ"],
  ["the languages of the European Union", "Łódź Šiauliai Čeština Ő ű ģ ķ ș ț Ħ ħ Ġ Ελλάδα София"],
  ["Turkish, Vietnamese, Icelandic", "İstanbul ığdır Nguyễn Đặng Þór ð"],
  ["Cyrillic", "Україна Ђорђевић Щербакова"],
  ["signs of letters", "€ £ § ° ½ ² ™ … – — ‑ “ ” „ ‘ ’ « » ‹ › • → ✓ + % ‰ @ #"],
  ["spaces, line ends and what has no shape", "a\nb\tc\u00a0d\u202fe\u200bf\u00ad"],
  ["an accent that was typed apart", "Amélie".normalize("NFD")],
])("the fonts have %s", (_, text) => {
  expect(missingGlyphs(text)).toEqual([]);
});

test("what they lack is named once each, in order", () => {
  expect(missingGlyphs("王 Siobhán 小 王 א")).toEqual(["王", "小", "א"]);
  expect(missingGlyphs("feest 🎉")).toEqual(["🎉"]);
});

const compiles = async (subject: string) => {
  try {
    await renderLetter({ ...exampleLetter, payment: undefined, subject }, new Date(0));
    return true;
  } catch (error) {
    if (error instanceof TypstError && error.code === "refused") return false;
    throw error;
  }
};

test("the compiler takes every text that lacks nothing", async () => {
  const upTo = (last: number) =>
    fc.integer({ min: 0x20, max: last }).map((code) => String.fromCodePoint(code));
  const text = fc.oneof(
    fc.string({ unit: upTo(0x24f), maxLength: 40 }),
    fc.string({ unit: upTo(0x2fff), maxLength: 2 }),
  );
  await fc.assert(
    fc.asyncProperty(text, async (subject) => {
      fc.pre(missingGlyphs(subject).length === 0);
      expect(await compiles(`x${subject}`)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test.each(["王", "א", "ا", "🎉", "\ue000", "\u0378"])(
  "and refuses %j, as we do",
  async (character) => {
    expect(missingGlyphs(character)).toEqual([character]);
    expect(await compiles(character)).toBe(false);
  },
);
