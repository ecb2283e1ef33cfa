/** How often an institution's own box is read: quickly while replies may be coming, else now and then. */
export function ownBoxPause(lastSentAt: Date | null, now: Date): number {
  if (!lastSentAt) return 300_000;
  const age = now.getTime() - lastSentAt.getTime();
  return age < 3_600_000 ? 5_000 : age < 86_400_000 ? 30_000 : 300_000;
}

/**
 * Whether a reply that names no message of ours by its id may answer this one: its subject still
 * holds ours, as boxes write it ("Re: …", cut at the end where it grows too long), and it came after
 * the mailbox was first asked to take the message.
 */
export function mayAnswer(
  reply: { subject: string; receivedAt: Date },
  delivery: { subject: string; sentAt: Date },
): boolean {
  const plain = (text: string) => text.replace(/\s+/g, " ").trim().toLowerCase();
  const answered = plain(reply.subject).replace(/^[a-z]{1,4}\s?:\s*/, "");
  const subject = plain(delivery.subject);
  return (
    reply.receivedAt >= delivery.sentAt &&
    answered !== "" &&
    (answered.includes(subject) || (answered.length > 300 && subject.startsWith(answered)))
  );
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
