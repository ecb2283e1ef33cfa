/** Which days a certificate of the log's contents may be about, and what the file is called. */
import { brusselsMoment } from "@/lib/brussels";
import { calendarDateOf, isCalendarDate, noonOf } from "@/lib/format";
import { LONGEST_REASON, type OrderFinding, type OrderRefusal } from "@/lib/proofs/findings/schema";
import { parseRecipientNumber } from "@/lib/recipients/rules";
import type { NumberRefusal } from "@/lib/recipients/schema";
import { ok, refuse, type Result } from "@/lib/result";
import type { Language } from "@/lib/text/languages";

/** Nothing was sent before; a year typed with two digits would ask for the Middle Ages. */
const FIRST_DAY = "2000-01-01";
const DAY_MS = 24 * 3_600_000;

type Period = { from: Date; before: Date };
type Refusals = Partial<Record<"number", NumberRefusal>> &
  Partial<Record<"from" | "to" | "reason", OrderRefusal>>;

/** What was typed, read; or what is wrong with it, field by field. */
export function readOrder(
  { kind, number, from, to, reason }: OrderFinding,
  now: Date,
): Result<{ number: string; period: Period }, Refusals> {
  const digits = parseRecipientNumber(kind, number, now);
  const period = isCalendarDate(from) && isCalendarDate(to) ? periodOf(from, to, now) : null;
  const refusals: Refusals = {
    ...(!digits.ok && { number: digits.refusal }),
    ...(!isCalendarDate(from) && { from: "first_day_missing" }),
    ...(!isCalendarDate(to) && { to: "last_day_missing" }),
    ...(period?.ok === false && {
      [period.refusal === "period_too_early" ? "from" : "to"]: period.refusal,
    }),
    ...reasonRefusal(reason, now),
  };
  return digits.ok && period?.ok && Object.keys(refusals).length === 0
    ? ok({ number: digits.value, period: period.value })
    : refuse(refusals);
}

function reasonRefusal(reason: string, now: Date): Refusals {
  if (reason === "") return { reason: "reason_missing" };
  if (reason.length > LONGEST_REASON) return { reason: "reason_too_long" };
  const runs = reason.match(/\d[\d .\-/]{9,}\d/g) ?? [];
  const holdsNumber = runs.some((run) => parseRecipientNumber("citizen", run, now).ok);
  return holdsNumber ? { reason: "reason_holds_number" } : {};
}

/** The instants of a period of Belgian days, both included: from the first one, before the second. */
export function periodOf(fromDay: string, toDay: string, now: Date): Result<Period, OrderRefusal> {
  if (fromDay < FIRST_DAY) return refuse("period_too_early");
  if (toDay < fromDay) return refuse("period_upside_down");
  if (toDay > calendarDateOf(now)) return refuse("period_in_future");
  const end = startOfNext(toDay);
  // Of a day that is not over, nobody can say what it will bring.
  return ok({ from: startOf(fromDay), before: end < now ? end : now });
}

/** Whether these instants are that period, for whoever reads a certificate. */
export function isPeriod(
  { FromDay, ToDay }: { FromDay: string; ToDay: string },
  { from, before }: Period,
): boolean {
  return (
    FromDay <= ToDay &&
    from.getTime() === startOf(FromDay).getTime() &&
    before > startOf(ToDay) &&
    before <= startOfNext(ToDay)
  );
}

function startOf(day: string): Date {
  return brusselsMoment(day, "00:00");
}

function startOfNext(day: string): Date {
  return startOf(calendarDateOf(new Date(noonOf(day).getTime() + DAY_MS)));
}

const FILE_NAMES: Record<Language, string> = {
  nl: "verklaring-logboek",
  fr: "attestation-registre",
  de: "bescheinigung-protokoll",
  en: "certificate-log",
};

/** Tells what it is and of which days; of whom, only the certificate itself says. */
export function findingFileName(language: Language, fromDay: string, toDay: string): string {
  const days = fromDay === toDay ? fromDay : `${fromDay}-${toDay}`;
  return `${FILE_NAMES[language]}-${days}`;
}
