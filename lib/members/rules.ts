import { brusselsMoment } from "@/lib/brussels";
import type { HeldRight, Right, RightState } from "@/lib/members/schema";
import { nextDay } from "@/lib/working-days";

/** No organisation is left to one administrator. */
export const FEWEST_ADMINISTRATORS = 2;

type Times = { startsAt: Date; endsAt: Date | null; endedAt: Date | null };

/** Whether a right counts at this moment, is yet to, or no longer does. */
export function rightState({ startsAt, endsAt, endedAt }: Times, now: Date): RightState {
  if (endedAt || (endsAt && endsAt <= now)) return "over";
  return startsAt <= now ? "counts" : "to_come";
}

/** From the first moment of the first day to the last of the last, in Brussels; from now on for today and before. */
export function periodOf(
  { from, until }: { from: string | null; until: string | null },
  now: Date,
): { startsAt: Date; endsAt: Date | null } {
  const first = from === null ? now : brusselsMoment(from, "00:00");
  return {
    startsAt: first < now ? now : first,
    endsAt: until === null ? null : brusselsMoment(nextDay(until), "00:00"),
  };
}

/** Who stays: a right for a time is none that an organisation can rely on. */
export function lastingAdministrators(
  held: readonly (Times & { role: string; personId: string })[],
  now: Date,
): Set<string> {
  const lasting = held.filter(
    (one) =>
      one.role === "administrator" && one.endsAt === null && rightState(one, now) === "counts",
  );
  return new Set(lasting.map(({ personId }) => personId));
}

/** Rights in the order in which people look for them: the whole organisation's first. */
export function inOrder(rights: readonly HeldRight[]): HeldRight[] {
  const rank = ["administrator", "auditor", "sender", "approver"];
  return [...rights].sort((a, b) => rank.indexOf(a.role) - rank.indexOf(b.role));
}

export function isSameRight(a: Right, b: Right): boolean {
  return a.role === b.role && a.serviceId === b.serviceId;
}

/** Whether two periods have a moment in common; without an end one goes on for ever. */
export function overlap(a: Omit<Times, "endedAt">, b: Omit<Times, "endedAt">): boolean {
  return (
    (b.endsAt === null || a.startsAt < b.endsAt) && (a.endsAt === null || b.startsAt < a.endsAt)
  );
}
