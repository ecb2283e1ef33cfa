/** How often an institution's own box is read: quickly while replies may be coming, else now and then. */
export function ownBoxPause(lastSentAt: Date | null, now: Date): number {
  if (!lastSentAt) return 300_000;
  const age = now.getTime() - lastSentAt.getTime();
  return age < 3_600_000 ? 5_000 : age < 86_400_000 ? 30_000 : 300_000;
}

/** What boxes put before the subject of what is answered, in the languages of the eBox. */
const REPLY_PREFIX = /^(?:(?:re|aw|antw\.?|rép\.?)\s?:\s*)+/;

/**
 * Whether a reply that names no message of ours by its id may answer this one: but for "Re:" its
 * subject is ours, and it came after the message was ordered. A subject that merely holds ours is
 * that of another letter.
 */
export function mayAnswer(
  reply: { subject: string; receivedAt: Date },
  delivery: { subject: string; sentAt: Date },
): boolean {
  const plain = (text: string) =>
    text.replace(/\s+/g, " ").trim().toLowerCase().replace(REPLY_PREFIX, "");
  return reply.receivedAt >= delivery.sentAt && plain(reply.subject) === plain(delivery.subject);
}

/**
 * When a reply came in, as the mailbox tells it: not before what it answers lay in the box, not after
 * we read it, by clocks that may be a second apart. Null: that clock is wrong.
 */
export function credibleReceipt(told: Date, lyingSince: Date, readAt: Date): Date | null {
  if (told.getTime() < lyingSince.getTime() - 1000 || told.getTime() > readAt.getTime() + 1000) {
    return null;
  }
  return told > readAt ? readAt : told;
}

const MINUTE = 60_000;

/** When a reply that could not be taken in is tried again: a minute, doubling to six hours. */
export function nextParkedTry(now: Date, attempts: number, chance: number): Date {
  const full = Math.min(360 * MINUTE, MINUTE * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  return new Date(now.getTime() + full / 2 + (full / 2) * chance);
}

/** What a database tells of a row it refused may hold that row: the first line alone, cut short. */
export function firstLineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "unknown";
  return (message.trim().split("\n")[0] ?? "").slice(0, 200);
}
