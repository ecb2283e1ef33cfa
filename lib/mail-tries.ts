/** How often, and after which pauses, a mail is handed over that the mail server did not take. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
/** About a day and a half of trying. */
export const MOST_ATTEMPTS = 12;

/** How long a mail waits that was tried so often (milliseconds). */
export function retryAfter(attempts: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, attempts - 1));
}
