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
  if (isKnownWhole(text)) return [];
  const characters = new Set(printable(text).replaceAll("\n", ""));
  // A letter that the fonts lack as a whole is set from its parts, when they have all of those.
  return [...characters].filter((one) => !isPrinted(one));
}

/** What was found out once about a character stays so: the fonts do not change while we run. */
const found = new Map<string, boolean>();

/** The way of most text: lists have a hundred thousand names of the same letters. */
function isKnownWhole(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (found.get(text.charAt(at)) !== true) return false;
  return true;
}

function isPrinted(character: string): boolean {
  const known = found.get(character);
  if (known !== undefined) return known;
  const isThere = hasGlyphs(character) || hasGlyphs(character.normalize("NFD"));
  found.set(character, isThere);
  return isThere;
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
