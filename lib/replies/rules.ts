/** How often an institution's own box is read: quickly while replies may be coming, else now and then. */
export function ownBoxPause(lastSentAt: Date | null, now: Date): number {
  if (!lastSentAt) return 300_000;
  const age = now.getTime() - lastSentAt.getTime();
  return age < 3_600_000 ? 5_000 : age < 86_400_000 ? 30_000 : 300_000;
}
