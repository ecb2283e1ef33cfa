/** Times of the registry: `yyyy-MM-dd'T'HH:mm:ssXXX` in Belgian time, and when a message of a type expires. */
import type { ValidityPeriod } from "../organisations";

const belgianParts = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Brussels",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

export function belgianDateTime(value: string | Date): string {
  const instant = new Date(value);
  const part = Object.fromEntries(
    belgianParts.formatToParts(instant).map(({ type, value: text }) => [type, text]),
  );
  const local = `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
  const wholeSeconds = Math.floor(instant.getTime() / 1_000) * 1_000;
  const minutes = (Date.parse(`${local}Z`) - wholeSeconds) / 60_000;
  const pad = (number: number) => String(number).padStart(2, "0");
  return `${local}+${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** `from` plus the period by the calendar: a month from 31 January ends on the last day of February. */
export function expiryOf(
  from: Date,
  { validityPeriodNumber, validityPeriodUnit }: ValidityPeriod,
): Date {
  const result = new Date(from);
  if (validityPeriodUnit === "day") {
    result.setUTCDate(result.getUTCDate() + validityPeriodNumber);
    return result;
  }
  const months = validityPeriodUnit === "year" ? validityPeriodNumber * 12 : validityPeriodNumber;
  const day = result.getUTCDate();
  result.setUTCMonth(result.getUTCMonth() + months);
  if (result.getUTCDate() !== day) result.setUTCDate(0);
  return result;
}
