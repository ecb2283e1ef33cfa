import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCharacterMap } from "./character-map";
import { fontFiles } from "./fonts";

/** A font of one table, `cmap`, with one subtable. */
function fontWith(platform: number, encoding: number, subtable: number[]): Uint8Array {
  const cmap = [0, 0, 0, 1, 0, platform, 0, encoding, 0, 0, 0, 12, ...subtable];
  const record = [...Buffer.from("cmap"), 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, cmap.length];
  return Uint8Array.from([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...record, ...cmap]);
}

const word = (number: number) => [(number >> 8) & 255, number & 255];
const long = (number: number) => [...word(number >>> 16), ...word(number)];

describe("format 4", () => {
  // One segment by delta (A, B), one by a list of glyphs (a has one, b has none), the closing one.
  const segments = [
    ...[4, 0, 0, 6, 0, 0, 0].flatMap(word),
    ...[0x42, 0x62, 0xffff].flatMap(word),
    ...word(0),
    ...[0x41, 0x61, 0xffff].flatMap(word),
    ...[0xffc0, 0, 1].flatMap(word),
    ...[0, 4, 0].flatMap(word),
    ...[7, 0].flatMap(word),
  ];
  const map = readCharacterMap(fontWith(3, 1, segments));

  test.each([
    ["A", true],
    ["B", true],
    ["C", false],
    ["a", true],
    ["b", false],
    ["\uffff", false],
  ])("%j: %j", (character, expected) => {
    expect(map.has(character.codePointAt(0) ?? 0)).toBe(expected);
  });
});

test("format 12 reaches beyond the basic plane", () => {
  const groups = [12, 0].flatMap(word).concat([40, 0, 2].flatMap(long));
  const map = readCharacterMap(
    fontWith(3, 10, [
      ...groups,
      ...[0x1f600, 0x1f601, 5].flatMap(long),
      ...[0x41, 0x42, 0].flatMap(long),
    ]),
  );
  expect([0x1f600, 0x1f601, 0x1f602, 0x41, 0x42].map((code) => map.has(code))).toEqual([
    true,
    true,
    false,
    // Glyph 0 is the box that stands for what is missing.
    false,
    true,
  ]);
});

test("a map for another character set is no answer", () => {
  expect(() => readCharacterMap(fontWith(1, 0, word(6)))).toThrow("maps no characters");
});

test.each([
  ["nothing", new Uint8Array()],
  ["no font", new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>")],
  ["a font cut short", Uint8Array.from(readFileSync(fontFiles()[0] ?? "")).subarray(0, 400)],
])("%s is thrown back", (_, bytes) => {
  expect(() => readCharacterMap(bytes)).toThrow();
});
