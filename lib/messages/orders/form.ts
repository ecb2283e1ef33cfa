/** The check page's form as it arrives, with or without scripts. */
import { brusselsMoment, brusselsTimestamp } from "@/lib/brussels";
import { spreadPlanSchema, timeSchema, type Plan } from "@/lib/messages/orders/schema";
import { planProblem } from "@/lib/messages/orders/plan";
import { calendarDateOf, isCalendarDate, type CalendarDate } from "@/lib/format";

type Answer = (name: string) => string;

/** Null where date, time or number of days cannot be read. */
export function planOf(answer: Answer): Plan | null {
  switch (answer("when")) {
    case "at": {
      const [date, time] = [answer("atDate"), answer("atTime")];
      const isRead = isCalendarDate(date) && timeSchema.safeParse(time).success;
      return isRead ? { kind: "at", at: brusselsMoment(date, time).toISOString() } : null;
    }
    case "spread": {
      const plan = spreadPlanSchema.safeParse({
        kind: "spread",
        date: answer("spreadDate"),
        days: Number(answer("spreadDays")),
        from: answer("spreadFrom"),
        until: answer("spreadUntil"),
      });
      return plan.success ? plan.data : null;
    }
    default:
      return { kind: "now" };
  }
}

/** The same fields, as they are proposed. */
export type PlanFields = {
  kind: Plan["kind"];
  atDate: string;
  atTime: string;
  spreadDate: string;
  spreadDays: string;
  spreadFrom: string;
  spreadUntil: string;
};

/** At once, or as it was ordered before it was taken back; of days that are over, from `date` on. */
export function planFields(last: Plan | null, date: CalendarDate, now: Date): PlanFields {
  const usual: PlanFields = {
    kind: last?.kind ?? "now",
    atDate: date,
    atTime: "09:00",
    spreadDate: date,
    spreadDays: "3",
    spreadFrom: "09:00",
    spreadUntil: "16:00",
  };
  if (!last || last.kind === "now") return usual;
  const isOver = planProblem(last, now) !== null;
  if (last.kind === "spread")
    return {
      ...usual,
      spreadDate: isOver ? date : last.date,
      spreadDays: String(last.days),
      spreadFrom: last.from,
      spreadUntil: last.until,
    };
  const moment = new Date(last.at);
  return {
    ...usual,
    atDate: isOver ? date : calendarDateOf(moment),
    atTime: brusselsTimestamp(moment).slice(11, 16),
  };
}
