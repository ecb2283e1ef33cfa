/** Text on its way into a letter: printable, and breakable where a line would otherwise run off the paper. */
import { printable } from "@/lib/printable";

const BREAK = "\u200b";

/** One line: line ends become spaces. `widest` is how many characters surely fit on a line. */
export function lineOfText(text: string, widest: number): string {
  return breakable(printable(text).replace(/\s*\n\s*/g, " "), widest);
}

/**
 * The same in a narrow column, where words of letters alone are parted by their hyphens and need no
 * break of ours; what has figures in it does.
 */
export function lineOfCell(text: string, widest: number): string {
  return printable(text)
    .replace(/\s*\n\s*/g, " ")
    .replace(/\S+/gu, (word) =>
      /^[\p{L}\p{M}\p{P}]{1,30}$/u.test(word) ? word : breakable(word, widest),
    );
}

/** Lets long addresses and numbers break after their signs, and anything longer than a line anywhere. */
export function breakable(text: string, widest: number): string {
  return text.replace(/\S+/gu, (word) => {
    if (word.length <= Math.min(widest, 30)) return word;
    return word
      .replace(/([/\\?&=_.,;:@#%+\-])(?=[^\s/\\?&=_.,;:@#%+\-])/gu, `$1${BREAK}`)
      .split(BREAK)
      .map((piece) => inPieces(piece, widest))
      .join(BREAK);
  });
}

function inPieces(word: string, widest: number): string {
  const characters = Array.from(word);
  if (characters.length <= widest) return word;
  const size = Math.max(1, Math.floor(widest / 2));
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(""),
  ).join(BREAK);
}
