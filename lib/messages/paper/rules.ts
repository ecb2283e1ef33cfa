/** So many letters in one file for the printer: more would be long in coming. */
export const LETTERS_A_RUN = 200;

/**
 * How letters that nobody printed yet make runs: under the first numbers that no run has. A number that
 * was taken out keeps its letters, also when letters come later that would stand before them.
 */
export function freshRuns(
  taken: readonly number[],
  fresh: number,
): { run: number; letters: number }[] {
  const runs: { run: number; letters: number }[] = [];
  for (let run = 1, left = fresh; left > 0; run += 1) {
    if (taken.includes(run)) continue;
    const letters = Math.min(left, LETTERS_A_RUN);
    runs.push({ run, letters });
    left -= letters;
  }
  return runs;
}

/** The letters of a run, in the order of printing: those it was taken out with, or those it would take. */
export function lettersOf<T extends { run: number | null; addressLines: readonly string[] }>(
  letters: readonly T[],
  run: number,
): T[] {
  const printed = letters.filter((letter) => letter.run === run);
  if (printed.length > 0) return printed.sort(byPostcode);
  const fresh = letters.filter((letter) => letter.run === null).sort(byPostcode);
  const taken = [...new Set(letters.flatMap((letter) => letter.run ?? []))];
  let first = 0;
  for (const next of freshRuns(taken, fresh.length)) {
    if (next.run === run) return fresh.slice(first, first + next.letters);
    first += next.letters;
  }
  return [];
}

/** Run by run, each letter with its place in its own, from 1; those not printed yet at the end. */
export function inPrintOrder<T extends { run: number | null; addressLines: readonly string[] }>(
  letters: readonly T[],
): (T & { place: number })[] {
  const last = Number.MAX_SAFE_INTEGER;
  const sorted = letters.toSorted(
    (one, other) => (one.run ?? last) - (other.run ?? last) || byPostcode(one, other),
  );
  let place = 0;
  return sorted.map((letter, index) => {
    place = sorted[index - 1]?.run === letter.run ? place + 1 : 1;
    return { ...letter, place };
  });
}

/** A Belgian postcode at the head of an address's last lines: `9999 Maanrode`, `B-9999 Maanrode`. */
export function postcodeOf(addressLines: readonly string[]): string {
  for (const line of addressLines.toReversed()) {
    const found = /^(?:B\s*-\s*)?(\d{4})\s+\S/u.exec(line)?.[1];
    if (found) return found;
  }
  return "";
}

/** As postmen sort: by postcode, those abroad or without one last, and within it by the rest of the address. */
export function byPostcode(
  one: { addressLines: readonly string[] },
  other: { addressLines: readonly string[] },
): number {
  const key = ({ addressLines }: { addressLines: readonly string[] }) =>
    `${postcodeOf(addressLines) || "99999"} ${addressLines.join(" ")}`;
  return key(one).localeCompare(key(other), "nl");
}
