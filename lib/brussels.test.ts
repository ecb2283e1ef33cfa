import { expect, test } from "vitest";
import { brusselsMoment } from "./brussels";

test.each([
  ["2026-11-23", "09:00", "2026-11-23T08:00:00.000Z"],
  ["2026-07-20", "09:00", "2026-07-20T07:00:00.000Z"],
  ["2026-10-25", "02:30", "2026-10-25T00:30:00.000Z"],
  ["2026-10-25", "09:00", "2026-10-25T08:00:00.000Z"],
  ["2026-03-29", "02:30", "2026-03-29T01:30:00.000Z"],
  ["2026-03-29", "09:00", "2026-03-29T07:00:00.000Z"],
  ["2026-01-01", "00:00", "2025-12-31T23:00:00.000Z"],
])("Belgian clocks show %s at %s at %s", (day, time, instant) => {
  expect(brusselsMoment(day, time).toISOString()).toBe(instant);
});

test.each([
  ["2026-11-23", "2026-11-24", 24],
  ["2026-10-25", "2026-10-26", 25],
  ["2027-03-28", "2027-03-29", 23],
])("from midnight of %s to midnight of %s are %i hours", (day, next, hours) => {
  const [begins, ends] = [brusselsMoment(day, "00:00"), brusselsMoment(next, "00:00")];
  expect((ends.getTime() - begins.getTime()) / 3_600_000).toBe(hours);
});
