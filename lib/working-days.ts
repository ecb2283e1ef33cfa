/** Days of the calendar, and those on which Belgian public services work. */
import type { CalendarDate } from "@/lib/format";

const DAY = 86_400_000;

/** Monday to Friday, without the ten legal holidays (law of 4 January 1974 and its decree). */
export function isWorkingDay(day: CalendarDate): boolean {
  const weekday = utc(day).getUTCDay();
  if (weekday === 0 || weekday === 6) return false;
  const fixed = ["01-01", "05-01", "07-21", "08-15", "11-01", "11-11", "12-25"];
  if (fixed.includes(day.slice(5))) return false;
  const sinceEaster = (utc(day).getTime() - easterOf(Number(day.slice(0, 4))).getTime()) / DAY;
  return ![1, 39, 50].includes(sinceEaster);
}

/** The first working day after this one. */
export function nextWorkingDay(day: CalendarDate): CalendarDate {
  const next = nextDay(day);
  return isWorkingDay(next) ? next : nextWorkingDay(next);
}

/** Easter Sunday by the anonymous Gregorian algorithm (Nature, 20 April 1876). */
function easterOf(year: number): Date {
  const golden = year % 19;
  const [century, ofCentury] = [Math.floor(year / 100), year % 100];
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday =
    (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * late + 114;
  return new Date(Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1));
}

/** By the calendar, `YYYY-MM-DD`. */
export function nextDay(day: CalendarDate): CalendarDate {
  return afterDays(day, 1);
}

/** So many calendar days later; earlier, of a negative count. */
export function afterDays(day: CalendarDate, days: number): CalendarDate {
  return new Date(utc(day).getTime() + days * DAY).toISOString().slice(0, 10);
}

function utc(day: CalendarDate): Date {
  return new Date(`${day}T00:00:00Z`);
}
