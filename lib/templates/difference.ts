/** What changed between two texts, by words. */
export type Piece = { kind: "same" | "added" | "removed"; text: string };

/**
 * Read without what was removed it is the new text, without what was added the old one. Lines are
 * compared first and words only within what changed, so that long texts stay quick.
 */
export function differenceOf(before: string, after: string): Piece[] {
  const pieces = compare(linesOf(before), linesOf(after)).flatMap((run) =>
    run.kind === "same"
      ? [{ kind: run.kind, text: run.parts.join("") }]
      : compare(wordsOf(run.removed.join("")), wordsOf(run.added.join(""))).flatMap(piecesOf),
  );
  return joined(pieces.filter(({ text }) => text !== ""));
}

/** The new text again, from the pieces. */
export function textAfter(pieces: readonly Piece[]): string {
  return pieces.map(({ kind, text }) => (kind === "removed" ? "" : text)).join("");
}

export function textBefore(pieces: readonly Piece[]): string {
  return pieces.map(({ kind, text }) => (kind === "added" ? "" : text)).join("");
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/gu) ?? [];
}

/** A word with the blanks behind it, a placeholder whole, and line ends by themselves. */
function wordsOf(text: string): string[] {
  return text.match(/(?:\(\([^()\n]+\)\)|[^\s])+[^\S\n]*|\n|[^\S\n]+/gu) ?? [];
}

type Run =
  { kind: "same"; parts: string[] } | { kind: "changed"; removed: string[]; added: string[] };

function piecesOf(run: Run): Piece[] {
  if (run.kind === "same") return [{ kind: "same", text: run.parts.join("") }];
  return [
    { kind: "removed", text: run.removed.join("") },
    { kind: "added", text: run.added.join("") },
  ];
}

/** Beyond this many pairs a change is told as a whole: the table would not fit in a page's memory. */
const MOST_PAIRS = 4_000_000;

/** The longest common subsequence, as runs of the same and of what changed. */
function compare(before: readonly string[], after: readonly string[]): Run[] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start])
    start += 1;
  let end = 0;
  while (
    end < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1;
  const middle = compareMiddle(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  return [
    { kind: "same", parts: before.slice(0, start) },
    ...middle,
    { kind: "same", parts: before.slice(before.length - end) },
  ];
}

function compareMiddle(before: readonly string[], after: readonly string[]): Run[] {
  if (before.length === 0 && after.length === 0) return [];
  if (before.length * after.length > MOST_PAIRS)
    return [{ kind: "changed", removed: [...before], added: [...after] }];
  const width = after.length + 1;
  // How much of the rest is common, from each pair of places on.
  const common = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const runs: Run[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    const last = runs.at(-1);
    if (old !== undefined && old === fresh) {
      if (last?.kind === "same") last.parts.push(old);
      else runs.push({ kind: "same", parts: [old] });
      i += 1;
      j += 1;
      continue;
    }
    const changed =
      last?.kind === "changed" ? last : { kind: "changed" as const, removed: [], added: [] };
    if (changed !== last) runs.push(changed);
    if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      changed.removed.push(old);
      i += 1;
    } else if (fresh !== undefined) {
      changed.added.push(fresh);
      j += 1;
    }
  }
  return runs;
}

function joined(pieces: readonly Piece[]): Piece[] {
  return pieces.reduce<Piece[]>((all, piece) => {
    const last = all.at(-1);
    if (last?.kind === piece.kind) last.text += piece.text;
    else all.push({ ...piece });
    return all;
  }, []);
}
