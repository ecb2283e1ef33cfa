/**
 * Text as letters print it: composed (NFC), and without what has no shape of its own or would
 * change what is read. What word processors leave in the clipboard is among it.
 */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, "\n")
    .replace(/\t|[\u1680\u2000-\u2006\u2008\u200a\u205f\u3000]/g, " ")
    .replace(/[\u2007\u2009\u202f]/g, "\u00a0")
    .replace(SYMBOL_BULLETS, "•")
    .replace(WITHOUT_SHAPE, "")
    .normalize("NFC")
    .replace(TOO_MANY_ACCENTS, "$1");
}

/** The same as words with one space between them; a word is told by its first sign, so that nothing is tried twice. */
const PLAIN_LINE = /^[\x21-\x7e\xa1-\xac\xae-\xff]+(?: [\x21-\x7e\xa1-\xac\xae-\xff]+)*$/;

/** Latin letters and signs, in which nothing below finds anything to change: most text is that. */
const PLAIN = /^[\x20-\x7e\xa0-\xac\xae-\xff\n]*$/;

/** The same in one line, as a name or a subject is kept from the moment it is saved. */
export function printableLine(text: string): string {
  if (PLAIN_LINE.test(text)) return text;
  return printable(text).replace(/\s+/gu, " ").trim();
}

/** The same line by line; what is empty or hangs over is let go. */
export function printableLines(text: string): string[] {
  if (text === "") return [];
  return printable(text).split("\n").map(printableLine).filter(Boolean);
}

/** No writing puts more than four signs on one letter; a tower of them would cover the page. */
const TOO_MANY_ACCENTS = /(\p{M}{4})\p{M}+/gu;

/** Word's bullets stand in a private area that only its Symbol and Wingdings fonts can show. */
const SYMBOL_BULLETS = /[\uf0a7\uf0b7\uf0d8\uf06f]/g;

/** Control and format characters, lone surrogates, variation selectors; the line end stays. */
const WITHOUT_SHAPE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\ufe00-\ufe0f\u034f\u{e0100}-\u{e01ef}]/gu;
