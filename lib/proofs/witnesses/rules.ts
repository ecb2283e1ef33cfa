const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
const CLOCKS_APART_MS = 5 * 60_000;

/** How long a witness is left alone that failed so often in a row (milliseconds). */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1));
}

/** Whether a witness signed just now: an older signature was kept and played back, or its clock is wrong. */
export function isTimely(signedAt: Date, receivedAt: Date): boolean {
  return Math.abs(receivedAt.getTime() - signedAt.getTime()) <= CLOCKS_APART_MS;
}
