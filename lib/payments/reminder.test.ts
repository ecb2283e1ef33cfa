import { expect, test } from "vitest";
import { firstReminderAt, nextReminder, reminderProblem } from "@/lib/payments/reminder";

const sent = new Date("2026-11-23T10:00:00Z");
const payment = { dueDate: "2026-12-15", parts: null, remindDaysBefore: 7 };

test("a reminder leaves at nine in Brussels, so many days before", () => {
  expect(nextReminder(payment, sent)).toEqual({
    at: new Date("2026-12-08T08:00:00Z"),
    dueDate: "2026-12-15",
  });
  const inSummer = nextReminder({ ...payment, dueDate: "2027-07-08" }, sent);
  expect(inSummer?.at).toEqual(new Date("2027-07-01T07:00:00Z"));
});

test("nobody is reminded of a test, nor of a letter that asks for no payment", () => {
  const inEarnest = { trialOfId: null };
  expect(firstReminderAt(payment, inEarnest, sent)).toEqual(new Date("2026-12-08T08:00:00Z"));
  expect(firstReminderAt(payment, { trialOfId: "of a draft" }, sent)).toBeNull();
  expect(firstReminderAt(undefined, inEarnest, sent)).toBeNull();
});

test.each([
  ["winter time begins", "2026-11-01", "2026-10-25T08:00:00.000Z"],
  ["summer time begins", "2027-04-04", "2027-03-28T07:00:00.000Z"],
])("also on the Sunday when %s", (_what, dueDate, instant) => {
  const before = new Date("2026-10-01T10:00:00Z");
  expect(nextReminder({ ...payment, dueDate }, before)?.at.toISOString()).toBe(instant);
});

test("each part with a term has a reminder of its own, one after the other", () => {
  const parts = [
    { amountCents: 1, dueDate: "2027-01-15" },
    { amountCents: 1, dueDate: null },
    { amountCents: 1, dueDate: "2026-12-15" },
  ];
  const inParts = { ...payment, dueDate: null, parts };
  const first = nextReminder(inParts, sent);
  expect(first?.dueDate).toBe("2026-12-15");
  const second = nextReminder(inParts, first?.at ?? sent);
  expect(second?.dueDate).toBe("2027-01-15");
  expect(nextReminder(inParts, second?.at ?? sent)).toBeNull();
});

test.each([
  ["nothing, where none is asked for", { remindDaysBefore: null }, null],
  ["nothing, where it is in time", {}, null],
  ["that it would have had to leave before", { dueDate: "2026-11-28" }, "reminder_too_late"],
  ["that it has no day to go by", { dueDate: null }, "reminder_without_due_date"],
])("the sender is told %s", (_what, change, problem) => {
  expect(reminderProblem({ ...payment, ...change }, sent)).toBe(problem);
});
