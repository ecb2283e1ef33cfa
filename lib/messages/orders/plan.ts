/**
 * When the letters of a message go: at once, at a moment, or spread over working days so that those who
 * answer the telephone afterwards can keep up. Times are Belgian; moments are instants.
 */
import { brusselsMoment } from "@/lib/brussels";
import { calendarDateOf } from "@/lib/format";
import type { Plan, SpreadPlan } from "@/lib/messages/orders/schema";
import { isWorkingDay, nextDay } from "@/lib/working-days";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Nothing is planned further ahead, in days: texts, laws and addresses do not keep. */
export const FARTHEST_DAYS = 180;

export type PlanProblem = "plan_unreadable" | "moment_past" | "moment_far" | "hours_reversed";

/** What is wrong with a plan at this moment; null when it can be kept. */
export function planProblem(plan: Plan, now: Date): PlanProblem | null {
  if (plan.kind === "now") return null;
  if (plan.kind === "spread" && plan.until <= plan.from) return "hours_reversed";
  // Before any day is counted from it: a year of four nines would be counted for long.
  const farthest = new Date(now.getTime() + FARTHEST_DAYS * DAY);
  if (plan.kind === "spread") {
    if (plan.date < calendarDateOf(now)) return "moment_past";
    return plan.date > calendarDateOf(farthest) ? "moment_far" : null;
  }
  const moment = new Date(plan.at);
  if (moment <= now) return "moment_past";
  return moment > farthest ? "moment_far" : null;
}

/** When the first letter goes and when the last one, of an order that may begin from this moment on. */
export function momentsOf(plan: Plan, from: Date): { first: Date; last: Date } {
  if (plan.kind === "spread") {
    const windows = windowsOf(plan, from);
    return { first: windows[0]?.start ?? from, last: windows.at(-1)?.end ?? from };
  }
  const moment = plan.kind === "at" ? new Date(plan.at) : from;
  return { first: moment, last: moment };
}

type Window = { start: Date; end: Date };

/** The hours of each day on which letters go; nothing before `from`. */
export function windowsOf(plan: SpreadPlan, from: Date): Window[] {
  const today = calendarDateOf(from);
  const windows: Window[] = [];
  for (let day = plan.date > today ? plan.date : today; windows.length < plan.days;) {
    const [start, end] = [brusselsMoment(day, plan.from), brusselsMoment(day, plan.until)];
    if (isWorkingDay(day) && end > from) windows.push({ start: start > from ? start : from, end });
    day = nextDay(day);
  }
  return windows;
}

/**
 * How many of the letters of an order that began at `begun` should have gone by now. Outside the hours
 * nothing more goes, also nothing that is late, until the last of them are over. Of a sending that was
 * resumed, `begun` is that moment and the letters are those that were left.
 */
export function dueBy(plan: Plan | null, begun: Date, total: number, now: Date): number {
  if (plan?.kind !== "spread") return total;
  const windows = windowsOf(plan, begun);
  if (windows.every(({ end }) => now >= end)) return total;
  if (!windows.some(({ start, end }) => now >= start && now < end)) return 0;
  return Math.min(total, Math.floor(shareOf(windows, now) * total) + 1);
}

/** When the next letter goes after so many, later than `now`. */
export function nextMoment(
  plan: SpreadPlan,
  begun: Date,
  { gone, total }: { gone: number; total: number },
  now: Date,
): Date {
  const windows = windowsOf(plan, begun);
  const due = momentAt(windows, gone / total);
  const soonest = new Date(Math.max(due.getTime(), now.getTime() + MINUTE));
  const open = windows.find(({ end }) => soonest < end);
  if (!open) return soonest;
  return soonest > open.start ? soonest : open.start;
}

/** How much of all the hours lies behind, from 0 to 1. */
function shareOf(windows: readonly Window[], now: Date): number {
  const passed = windows.reduce((sum, { start, end }) => {
    const until = Math.min(now.getTime(), end.getTime());
    return sum + Math.max(0, until - start.getTime());
  }, 0);
  return passed / lengthOf(windows);
}

function momentAt(windows: readonly Window[], share: number): Date {
  let left = share * lengthOf(windows);
  for (const { start, end } of windows) {
    const length = end.getTime() - start.getTime();
    if (left < length) return new Date(start.getTime() + left);
    left -= length;
  }
  return windows.at(-1)?.end ?? new Date(0);
}

function lengthOf(windows: readonly Window[]): number {
  return windows.reduce((sum, { start, end }) => sum + end.getTime() - start.getTime(), 0);
}
