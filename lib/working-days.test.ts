import { describe, expect, test } from "vitest";
import { isWorkingDay, nextDay, nextWorkingDay } from "@/lib/working-days";

describe("working days", () => {
  test.each([
    "2026-01-01",
    "2026-04-06",
    "2026-05-01",
    "2026-05-14",
    "2026-05-25",
    "2026-07-21",
    "2027-03-29",
    "2026-11-11",
    "2026-12-25",
    "2026-11-21",
    "2026-11-22",
  ])("%s is none", (day) => {
    expect(isWorkingDay(day)).toBe(false);
  });

  test.each(["2026-11-23", "2026-04-07", "2026-05-15", "2026-12-24"])("%s is one", (day) => {
    expect(isWorkingDay(day)).toBe(true);
  });
});

test("after a Friday before a holiday comes Tuesday", () => {
  expect(nextWorkingDay("2026-04-03")).toBe("2026-04-07");
});

test.each([
  ["2026-12-31", "2027-01-01"],
  ["2026-10-25", "2026-10-26"],
  ["2028-02-28", "2028-02-29"],
])("after %s comes %s", (date, next) => {
  expect(nextDay(date)).toBe(next);
});
