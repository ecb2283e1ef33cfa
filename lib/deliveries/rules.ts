import type { DeliveryState } from "@/lib/deliveries/schema";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * When to try again after a try that may pass later: 2 s doubling to 15 minutes, half of it left to
 * chance so that a mailbox coming back is not met by everyone at once. What the mailbox asks for
 * (Retry-After, seconds) is the least. `chance` is a number from 0 to 1.
 */
export function nextTry(now: Date, attempts: number, chance: number, retryAfter = 0): Date {
  const full = Math.min(15 * MINUTE, 2 * SECOND * 2 ** Math.max(0, attempts - 1));
  const wait = full / 2 + (full / 2) * chance;
  return new Date(now.getTime() + Math.max(wait, retryAfter * SECOND));
}

/**
 * When to ask again whether a message was opened: often while somebody may be looking, rarely
 * later. The eBox takes 250 messages a question.
 */
export function nextCheck(now: Date, publishedAt: Date): Date {
  const age = now.getTime() - publishedAt.getTime();
  const pause =
    age < 10 * MINUTE
      ? 5 * SECOND
      : age < HOUR
        ? 30 * SECOND
        : age < DAY
          ? 10 * MINUTE
          : age < 15 * DAY
            ? HOUR
            : 6 * HOUR;
  return new Date(now.getTime() + pause);
}

/** No further step will come by itself. */
export function isFinal(state: DeliveryState): boolean {
  return state === "failed" || state === "expired" || state === "cancelled" || state === "on_paper";
}

/** A page showing this delivery should look again soon. */
export function isMoving(state: DeliveryState): boolean {
  return state === "waiting" || state === "publishing";
}

/** Has not moved for longer than sending ever takes: shown as such to sender and operator. */
export function isStuck(delivery: { state: DeliveryState; movedAt: Date }, now: Date): boolean {
  return isMoving(delivery.state) && now.getTime() - delivery.movedAt.getTime() > 5 * MINUTE;
}

/** The letter's file name, as the recipient sees it: `MR-2026-00042-001.pdf`. */
export function letterName(reference: string): string {
  return `${reference.replace("/", "-")}.pdf`;
}
