import { brusselsMoment } from "@/lib/brussels";
import { calendarDateOf, type CalendarDate } from "@/lib/format";
import type { Erasable, Kept } from "@/lib/retention/schema";
import { afterDays, nextDay } from "@/lib/working-days";

const DAY = 86_400_000;

/**
 * The first moment of the day on which the policy lets something go: that number of months or days after
 * the day on which it was over, and never before the day after a payment was due. Days are Belgian; the
 * 31st of a month that has no 31st is its last day.
 */
export function dueAt({ endsAt, payBy, kept }: Pick<Erasable, "endsAt" | "payBy" | "kept">): Date {
  const ended = calendarDateOf(endsAt);
  return brusselsMoment(nextDay(afterKept(payBy && payBy > ended ? payBy : ended, kept)), "00:00");
}

function afterKept(day: CalendarDate, kept: Kept): CalendarDate {
  return "months" in kept ? afterMonths(day, kept.months) : afterDays(day, kept.days);
}

function afterMonths(day: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, days));
  return first.toISOString().slice(0, 10);
}

/**
 * When it is erased: as the policy says, and never sooner than the notice after it was planned, so that a
 * policy shortened by mistake can be put right. Null while something stands in the way.
 */
export function eraseAt(thing: Erasable, now: Date): Date | null {
  if (thing.isHeld || thing.obstacle !== null) return null;
  const noticed = new Date((thing.plannedAt ?? now).getTime() + thing.noticeDays * DAY);
  const due = dueAt(thing);
  return due > noticed ? due : noticed;
}

/** Whether it is time to say that it will be erased: the notice runs before the policy's day, not after it. */
export function isToBePlanned(thing: Erasable, now: Date): boolean {
  if (thing.isHeld || thing.obstacle !== null) return false;
  return dueAt(thing).getTime() - thing.noticeDays * DAY <= now.getTime();
}

/** Without a day that was asked for, the list goes until what is planned today has had its notice. */
export function listedUntil(now: Date, noticeDays: number): CalendarDate {
  return afterDays(calendarDateOf(now), noticeDays);
}
