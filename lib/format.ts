/**
 * Dates, amounts and numbers in words of one language, as Belgium writes them, for text that stands
 * outside the interface: letters, proofs, e-mails. The interface asks next-intl for the same formats.
 */
import { formats } from "@/lib/text/formats";
import { locales, timeZone, type Language } from "@/lib/text/languages";

/** A calendar date as `YYYY-MM-DD`, without a time or a zone. */
export type CalendarDate = string;

/** Whether this is a day that exists, written as `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Made once: making one costs more than using it a hundred times. */
const brusselsDay = new Intl.DateTimeFormat("en-CA", {
  timeZone,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** The moment asked for last, and its day: whoever reads a long list asks for the same one each time. */
let last = { moment: Number.NaN, day: "" };

/** The day in Brussels at this moment. */
export function calendarDateOf(moment: Date): CalendarDate {
  if (last.moment === moment.getTime()) return last.day;
  last = { moment: moment.getTime(), day: dayOf(moment) };
  return last.day;
}

function dayOf(moment: Date): CalendarDate {
  const parts = brusselsDay.formatToParts(moment);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** A moment that is on this day wherever in Belgium the clock stands: for formatters that want a moment. */
export function noonOf(date: CalendarDate): Date {
  return new Date(`${date}T12:00:00Z`);
}

/** "3 november 2026", of a calendar date or of a moment as Brussels has it. */
export function formatDate(date: CalendarDate | Date, language: Language): string {
  const isDay = typeof date === "string";
  const text = new Intl.DateTimeFormat(locales[language], {
    ...formats.dateTime.date,
    timeZone: isDay ? "UTC" : timeZone,
  }).format(isDay ? new Date(`${date}T00:00:00Z`) : date);
  // French says "1er" and ICU does not.
  return language === "fr" ? text.replace(/^1 /, "1er ") : text;
}

/** "3 november 2026, 10:12", in Brussels. */
export function formatMoment(moment: Date, language: Language): string {
  return `${formatDate(moment, language)}, ${formatTime(moment, language)}`;
}

/** "3 november 2026, 10:12:07", for evidence. */
export function formatExactMoment(moment: Date, language: Language): string {
  const time = new Intl.DateTimeFormat(locales[language], {
    ...formats.dateTime.time,
    second: "2-digit",
    timeZone,
  }).format(moment);
  return `${formatDate(moment, language)}, ${time}`;
}

/** "10:12", in Brussels. */
function formatTime(moment: Date, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], {
    ...formats.dateTime.time,
    timeZone,
  }).format(moment);
}

/** "€ 1.234,56" in Dutch; sign, order and grouping are the language's own. */
export function formatEuro(cents: number, language: Language): string {
  return new Intl.NumberFormat(locales[language], formats.number.euro).format(cents / 100);
}

/** "184.201" in Dutch. */
export function formatNumber(number: number, language: Language): string {
  return new Intl.NumberFormat(locales[language], formats.number.integer).format(number);
}

/** With a capital, as what stands alone is written; French names of languages have none of their own. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
