/** When a recipient is reminded of a due date: pure, so that the page, the order and the worker agree. */
import { brusselsMoment } from "@/lib/brussels";
import type { Payment } from "@/lib/payments/schema";
import { afterDays } from "@/lib/working-days";

/** In Brussels: when offices open. */
const TIME_OF_DAY = "09:00";

type Remindable = Pick<Payment, "dueDate" | "parts" | "remindDaysBefore">;

/**
 * The first reminder after a moment: at nine in Brussels, so many days before a due date of the payment
 * or of one of its parts. Null: none is wanted, or all would have had to leave before.
 */
export function nextReminder(
  { dueDate, parts, remindDaysBefore }: Remindable,
  after: Date,
): { at: Date; dueDate: string } | null {
  if (!remindDaysBefore) return null;
  const days = parts ? parts.map((part) => part.dueDate) : [dueDate];
  const reminders = days.flatMap((day) =>
    day ? [{ dueDate: day, at: reminderOf(day, remindDaysBefore) }] : [],
  );
  reminders.sort((one, other) => one.at.getTime() - other.at.getTime());
  return reminders.find(({ at }) => at > after) ?? null;
}

/** When whoever is sent, or gets, a letter at this moment is first reminded; nobody is of a test. */
export function firstReminderAt(
  payment: Remindable | undefined,
  { trialOfId }: { trialOfId: string | null },
  at: Date,
): Date | null {
  return payment && trialOfId === null ? (nextReminder(payment, at)?.at ?? null) : null;
}

function reminderOf(dueDate: string, daysBefore: number): Date {
  return brusselsMoment(afterDays(dueDate, -daysBefore), TIME_OF_DAY);
}

export type ReminderProblem = "reminder_too_late" | "reminder_without_due_date";

/** Why nobody could be reminded, though it is asked for; each row's own due date is the row's. */
export function reminderProblem(payment: Remindable, now: Date): ReminderProblem | null {
  if (!payment.remindDaysBefore || nextReminder(payment, now)) return null;
  const hasDueDate = payment.dueDate || payment.parts?.some(({ dueDate }) => dueDate);
  return hasDueDate ? "reminder_too_late" : "reminder_without_due_date";
}
