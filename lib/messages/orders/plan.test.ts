import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dueBy, momentsOf, nextMoment, planProblem, windowsOf } from "@/lib/messages/orders/plan";
import type { SpreadPlan } from "@/lib/messages/orders/schema";

const spread: SpreadPlan = {
  kind: "spread",
  date: "2026-11-23",
  days: 2,
  from: "09:00",
  until: "17:00",
};
const at = (text: string) => new Date(text);
/** Before the first hour. */
const begun = at("2026-11-22T12:00:00Z");

describe("letters spread over days", () => {
  test("go on working days alone, in their hours", () => {
    expect(windowsOf({ ...spread, date: "2026-12-24" }, begun)).toEqual([
      { start: at("2026-12-24T08:00:00Z"), end: at("2026-12-24T16:00:00Z") },
      { start: at("2026-12-28T08:00:00Z"), end: at("2026-12-28T16:00:00Z") },
    ]);
  });

  test.each([
    ["before the first hour", "2026-11-23T07:59:59Z", 0],
    ["at the first moment", "2026-11-23T08:00:00Z", 1],
    ["at half of the first day", "2026-11-23T12:00:00Z", 26],
    ["in the night between, also what is late", "2026-11-23T20:00:00Z", 0],
    ["at half of the second day", "2026-11-24T12:00:00Z", 76],
    ["when all hours are over", "2026-11-24T16:00:00Z", 100],
  ])("%s", (_, moment, due) => {
    expect(dueBy(spread, begun, 100, at(moment))).toBe(due);
  });

  test("begun in the middle of a day, nothing is late yet", () => {
    const from = at("2026-11-23T15:00:00Z");
    expect(windowsOf(spread, from)[0]).toEqual({ start: from, end: at("2026-11-23T16:00:00Z") });
    expect(dueBy(spread, from, 90, from)).toBe(1);
    expect(dueBy(spread, from, 90, at("2026-11-23T15:30:00Z"))).toBe(6);
  });

  test("begun after the hours of the day, they wait for the next", () => {
    expect(momentsOf(spread, at("2026-11-23T16:30:00Z"))).toEqual({
      first: at("2026-11-24T08:00:00Z"),
      last: at("2026-11-25T16:00:00Z"),
    });
  });

  test("each has a moment of its own, within the hours, and all have gone at the end", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 3 * 86_400 }),
        (total, days, begunLate) => {
          const plan = { ...spread, days };
          const windows = windowsOf(plan, begun);
          let now = new Date(momentsOf(plan, begun).first.getTime() + begunLate * 1000);
          let gone = 0;
          for (let steps = 0; gone < total; steps += 1) {
            expect(steps).toBeLessThan(6 * 8 * 60 + 10);
            const due = dueBy(plan, begun, total, now);
            const isOver = windows.every(({ end }) => now >= end);
            if (due > gone && !isOver)
              expect(windows.some(({ start, end }) => now >= start && now < end)).toBe(true);
            gone = Math.max(gone, due);
            const next = nextMoment(plan, begun, { gone, total }, now);
            expect(next.getTime()).toBeGreaterThan(now.getTime());
            now = next;
          }
          expect(gone).toBe(total);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a plan that cannot be kept", () => {
  const now = at("2026-11-23T14:00:00Z");
  test.each([
    [{ kind: "at", at: "2026-11-23T13:59:00.000Z" }, "moment_past"],
    [{ kind: "at", at: "2026-11-23T14:01:00.000Z" }, null],
    [{ kind: "at", at: "2027-06-23T14:01:00.000Z" }, "moment_far"],
    [{ ...spread, from: "17:00", until: "09:00" }, "hours_reversed"],
    [{ ...spread, date: "2026-11-20" }, "moment_past"],
    [{ ...spread, days: 1, until: "14:30" }, null],
    [spread, null],
    [{ ...spread, date: "9999-12-31", days: 20 }, "moment_far"],
    [{ ...spread, date: "2027-06-23" }, "moment_far"],
    [{ kind: "now" }, null],
  ] as const)("%j: %s", (plan, problem) => {
    expect(planProblem(plan, now)).toBe(problem);
  });
});
