import { calendarDateOf } from "@/lib/format";
import type { Frequency } from "@/lib/proofs/subscriptions/schema";

const DAY_MS = 24 * 3_600_000;

/** Whether a state is due to a subscriber who was sent the last one then: each calendar day, or each week. */
export function isDue(frequency: Frequency, lastAt: Date | null, now: Date): boolean {
  if (!lastAt) return true;
  return frequency === "daily"
    ? calendarDateOf(lastAt) < calendarDateOf(now)
    : weekOf(lastAt) < weekOf(now);
}

/** The Monday, in Brussels, of the week that this moment lies in. */
function weekOf(moment: Date): number {
  const midnight = Date.parse(`${calendarDateOf(moment)}T00:00:00Z`);
  return midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * DAY_MS;
}
