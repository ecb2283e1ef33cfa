import { brusselsMoment } from "@/lib/brussels";
import { calendarDateOf } from "@/lib/format";

const MONTHS = 6;

/** Half a year after the last review, or after the organisation began: the same day, or the month's last. */
export function reviewDueAt(since: Date): Date {
  const [year = 0, month = 0, day = 0] = calendarDateOf(since).split("-").map(Number);
  const months = month - 1 + MONTHS;
  const target = { year: year + Math.floor(months / 12), month: (months % 12) + 1 };
  const last = new Date(Date.UTC(target.year, target.month, 0)).getUTCDate();
  const two = (value: number) => String(value).padStart(2, "0");
  return brusselsMoment(`${target.year}-${two(target.month)}-${two(Math.min(day, last))}`, "00:00");
}
