/** The check page's form as it arrives, with or without scripts. */
import { brusselsMoment } from "@/lib/brussels";
import { spreadPlanSchema, timeSchema, type Plan } from "@/lib/messages/orders/schema";
import { isCalendarDate } from "@/lib/format";

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
