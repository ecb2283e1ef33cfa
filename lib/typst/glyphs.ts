import { readFileSync } from "node:fs";
import { type CharacterMap, readCharacterMap } from "@/lib/typst/character-map";
import { fontFiles } from "@/lib/typst/fonts";
import { printable } from "@/lib/printable";

/**
 * The characters that the letters' fonts cannot print, each once, in the order of the text. Asked
 * before a message is sent: nobody gets a box instead of their name, and a letter with such a
 * character would not compile. Every face must have the character, since text may be bold or slanted.
 */
export function missingGlyphs(text: string): string[] {
  const characters = new Set(printable(text).replaceAll("\n", ""));
  // A letter that the fonts lack as a whole is set from its parts, when they have all of those.
  return [...characters].filter((one) => !hasGlyphs(one) && !hasGlyphs(one.normalize("NFD")));
}

function hasGlyphs(text: string): boolean {
  return Array.from(text).every((character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    return faces().every((face) => face.has(codePoint));
  });
}

let read: CharacterMap[] | null = null;

function faces(): CharacterMap[] {
  return (read ??= fontFiles().map((path) => readCharacterMap(readFileSync(path))));
}
