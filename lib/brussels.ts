/** Belgian clocks, whatever clock the machine has: the one way from a day and a time to an instant. */
import { calendarDateOf, type CalendarDate } from "@/lib/format";
import { timeZone } from "@/lib/text/languages";

const HOUR = 3_600_000;

const brusselsClock = new Intl.DateTimeFormat("en-CA", {
  timeZone,
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** `09:05` of a moment, in Brussels. */
function timeOf(moment: Date): string {
  return brusselsClock.format(moment);
}

/**
 * The instant at which Belgian clocks show this day and time (`HH:MM`). Of an hour that comes twice in
 * October the first is meant; a time that March leaves out means the same number of minutes later.
 */
export function brusselsMoment(day: CalendarDate, time: string): Date {
  const shown = Date.parse(`${day}T${time}:00Z`);
  // Belgium is one hour ahead of UTC, or two.
  const summer = new Date(shown - 2 * HOUR);
  return `${calendarDateOf(summer)} ${timeOf(summer)}` === `${day} ${time}`
    ? summer
    : new Date(shown - HOUR);
}

const brusselsSecond = new Intl.DateTimeFormat("en-CA", {
  timeZone,
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** `2026-11-03T14:03:07.250000`: what Belgian clocks show, as the audit trail of BOSA wants it. */
export function brusselsTimestamp(moment: Date): string {
  const fraction = String(moment.getUTCMilliseconds()).padStart(3, "0");
  return `${calendarDateOf(moment)}T${brusselsSecond.format(moment)}.${fraction}000`;
}
