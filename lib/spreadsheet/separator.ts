/** What stands between the cells of a CSV file: Belgian Excel writes `;`, others `,`, tab or `|`. */
import { SEPARATORS, type Separator } from "./schema";

/** Excel's own first line, which says it outright and is no row. */
const TOLD = /^"?sep=([;,\t|])"?(?:\r\n|\r|\n|$)/i;

const ROWS_LOOKED_AT = 50;

export type SeparatorFound = { separator: Separator; lineLength: number };

/**
 * Takes the separator that cuts the first rows into the most even columns, cells in quotation marks
 * respected. Where none cuts anything it is `;`: what looks like a comma there belongs to the text.
 * @param head the first rows, whole or cut anywhere
 * @returns and how many bytes Excel's own line takes, 0 without one
 */
export function findSeparator(head: string): SeparatorFound {
  const told = TOLD.exec(head);
  if (told)
    return { separator: told[1] as Separator, lineLength: Buffer.byteLength(told[0], "utf8") };
  let best: SeparatorFound = { separator: ";", lineLength: 0 };
  let bestScore = 0;
  for (const separator of SEPARATORS) {
    const score = evenness(countCells(head, separator));
    if (score > bestScore) {
      best = { separator, lineLength: 0 };
      bestScore = score;
    }
  }
  return best;
}

/** How many rows have as many cells as the first, and among equals how many cells those are. */
function evenness(counts: readonly number[]): number {
  const [first = 0] = counts;
  if (first < 2) return 0;
  const even = counts.filter((count) => count === first).length / counts.length;
  return even + Math.min(first, 1000) / 1_000_000;
}

/** Cells of each row; 0 where a quoted cell goes on after its closing mark, as under a wrong separator. */
function countCells(head: string, separator: Separator): number[] {
  const counts: number[] = [];
  let cells = 1;
  let isQuoted = false;
  let isStart = true;
  let hasText = false;
  let isTorn = false;
  for (let at = 0; at < head.length && counts.length < ROWS_LOOKED_AT; at += 1) {
    const character = head[at] ?? "";
    if (isQuoted) {
      if (character !== '"') continue;
      // A doubled mark stands for itself.
      if (head[at + 1] === '"') at += 1;
      else {
        isQuoted = false;
        isTorn ||= !endsCell(head[at + 1], separator);
      }
    } else if (character === '"' && isStart) {
      isQuoted = hasText = true;
      isStart = false;
    } else if (character === separator) {
      cells += 1;
      isStart = hasText = true;
    } else if (character === "\n" || character === "\r") {
      if (hasText) counts.push(isTorn ? 0 : cells);
      isTorn = false;
      cells = 1;
      hasText = false;
      isStart = true;
    } else {
      isStart = false;
      hasText = true;
    }
  }
  // The last row may be cut; alone it is all there is.
  if (hasText && counts.length === 0) counts.push(cells);
  return counts;
}

function endsCell(next: string | undefined, separator: Separator): boolean {
  return next === undefined || next === separator || next === "\n" || next === "\r";
}
