import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findingFileName, isPeriod, periodOf, readOrder } from "./rules";
import type { OrderFinding } from "./schema";

const now = new Date("2026-11-23T10:00:00.000Z");
const order: OrderFinding = {
  kind: "citizen",
  number: "08.04.09-011.12",
  from: "2026-01-01",
  to: "2026-10-31",
  reason: "Rolnummer 26/1234/A",
  language: "nl",
};
const refusalOf = (change: Partial<OrderFinding>) => {
  const read = readOrder({ ...order, ...change }, now);
  return read.ok ? null : read.refusal;
};

describe("what an auditor asks for", () => {
  test("is read: the number's digits, and the instants of the days", () => {
    expect(readOrder(order, now)).toEqual({
      ok: true,
      value: {
        number: "08040901112",
        period: {
          from: new Date("2025-12-31T23:00:00.000Z"),
          before: new Date("2026-10-31T23:00:00.000Z"),
        },
      },
    });
  });

  test("is refused with everything that is wrong, at once", () => {
    expect(refusalOf({ number: "", from: "", to: "31/10", reason: "" })).toEqual({
      number: "number_missing",
      from: "first_day_missing",
      to: "last_day_missing",
      reason: "reason_missing",
    });
  });

  test.each([
    [{ to: "2025-12-31" }, { to: "period_upside_down" }],
    [{ to: "2026-11-24" }, { to: "period_in_future" }],
    [{ from: "0026-01-01" }, { from: "period_too_early" }],
    [{ from: "2026-02-30" }, { from: "first_day_missing" }],
    [{ reason: "x".repeat(201) }, { reason: "reason_too_long" }],
    [{ reason: "voor 08.04.09-011.12" }, { reason: "reason_holds_number" }],
    [{ number: "08040901113" }, { number: "number_check_digit" }],
  ] as const)("is refused: %j", (change, refusal) => {
    expect(refusalOf(change)).toEqual(refusal);
  });
});

describe("a period of days", () => {
  test("that is not over ends with the asking", () => {
    expect(periodOf("2026-11-01", "2026-11-23", now)).toEqual({
      ok: true,
      value: { from: new Date("2026-10-31T23:00:00.000Z"), before: now },
    });
  });

  test("is as many hours long as its days, of which two a year are no 24", () => {
    const hours = (day: string) => {
      const period = periodOf(day, day, now);
      if (!period.ok) throw new Error(period.refusal);
      return (period.value.before.getTime() - period.value.from.getTime()) / 3_600_000;
    };
    expect(["2026-03-28", "2026-03-29", "2026-10-25", "2026-10-26"].map(hours)).toEqual([
      24, 23, 25, 24,
    ]);
  });

  test("is recognised from its instants, whatever it is", () => {
    const days = fc.date({
      min: new Date("2000-01-02T12:00:00Z"),
      max: new Date("2026-11-22T12:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, days, (one, other) => {
        const [FromDay = "", ToDay = ""] = [one, other]
          .map((day) => day.toISOString().slice(0, 10))
          .sort();
        const period = periodOf(FromDay, ToDay, now);
        if (!period.ok) throw new Error(period.refusal);
        expect(isPeriod({ FromDay, ToDay }, period.value)).toBe(true);
        const later = { ...period.value, before: new Date(period.value.before.getTime() + 1) };
        expect(isPeriod({ FromDay, ToDay }, later)).toBe(false);
      }),
    );
  });
});

test("a certificate's file says what it is and of which days, and nothing of whom", () => {
  expect(findingFileName("nl", "2026-01-01", "2026-10-31")).toBe(
    "verklaring-logboek-2026-01-01-2026-10-31",
  );
  expect(findingFileName("de", "2026-01-01", "2026-01-01")).toBe(
    "bescheinigung-protokoll-2026-01-01",
  );
});
