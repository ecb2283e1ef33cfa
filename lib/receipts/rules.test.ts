import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarDateOf } from "@/lib/format";
import {
  columnsOfReceiptRule,
  receiptOf,
  receiptRuleOfColumns,
  receiptRuleOfOrder,
} from "@/lib/receipts/rules";
import { RECEIPT_STARTS, receiptRuleSchema, type ReceiptRule } from "@/lib/receipts/schema";

const at = (text: string) => new Date(text);
const rule = (more: Partial<ReceiptRule>): ReceiptRule => ({
  from: "available",
  afterDays: 0,
  isWorkingDays: false,
  basis: "Reglement, art. 3",
  ...more,
});
/** Late on a Thursday in Brussels, which is Wednesday nowhere. */
const availableAt = at("2026-12-24T22:30:00Z");
const moments = { availableAt, openedAt: null, isOver: false };
const later = at("2027-06-01T00:00:00Z");

describe("a registered message counts as received", () => {
  test("on the day it lies in the eBox", () => {
    expect(receiptOf(rule({}), moments, availableAt)).toEqual({
      kind: "received",
      on: "2026-12-24",
    });
  });

  test.each([
    ["three days later", { afterDays: 3 }, "2026-12-27"],
    [
      "three working days later, Christmas left out",
      { afterDays: 3, isWorkingDays: true },
      "2026-12-30",
    ],
  ])("%s", (_, more, on) => {
    expect(receiptOf(rule(more), moments, later)).toEqual({ kind: "received", on });
    expect(receiptOf(rule(more), moments, availableAt)).toEqual({ kind: "pending", on });
  });

  test("when it is opened, and never when nobody opens it in its time", () => {
    const opened = rule({ from: "opened" });
    expect(receiptOf(opened, moments, later)).toEqual({ kind: "pending", on: null });
    expect(receiptOf(opened, { ...moments, isOver: true }, later)).toEqual({
      kind: "never",
      why: "not_opened",
    });
    expect(receiptOf(opened, { ...moments, openedAt: at("2026-12-26T08:00:00Z") }, later)).toEqual({
      kind: "received",
      on: "2026-12-26",
    });
  });

  test("when it is opened, and otherwise after the days", () => {
    const either = rule({ from: "opened_or_available", afterDays: 3 });
    const opened = (day: string) => ({ ...moments, openedAt: at(`${day}T08:00:00Z`) });
    expect(receiptOf(either, opened("2026-12-25"), later)).toMatchObject({ on: "2026-12-25" });
    expect(receiptOf(either, opened("2027-01-05"), later)).toMatchObject({ on: "2026-12-27" });
    expect(receiptOf(either, moments, availableAt)).toEqual({ kind: "pending", on: "2026-12-27" });
  });

  test("never when it did not reach the eBox, and not yet while it may", () => {
    const nowhere = { availableAt: null, openedAt: null, isOver: true };
    expect(receiptOf(rule({}), nowhere, later)).toEqual({ kind: "never", why: "not_available" });
    expect(receiptOf(rule({}), { ...nowhere, isOver: false }, later)).toEqual({
      kind: "pending",
      on: null,
    });
  });
});

test("what counts as received stays so, and on the same day", () => {
  const moment = fc.date({ min: at("2026-01-01"), max: at("2027-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(
      fc.record({
        from: fc.constantFrom(...RECEIPT_STARTS),
        afterDays: fc.integer({ min: 0, max: 60 }),
        isWorkingDays: fc.boolean(),
        basis: fc.constant("art. 3"),
      }),
      moment,
      fc.option(fc.integer({ min: 0, max: 90 })),
      moment,
      fc.integer({ min: 0, max: 400 }),
      (some, available, openedAfter, now, more) => {
        const days = (count: number) => count * 86_400_000;
        const openedAt =
          openedAfter === null ? null : new Date(available.getTime() + days(openedAfter));
        const known = { availableAt: available, openedAt, isOver: false };
        const first = receiptOf(some, known, now);
        const second = receiptOf(some, known, new Date(now.getTime() + days(more)));
        if (first.kind === "received") expect(second).toEqual(first);
        if (first.kind !== "never" && first.on)
          expect(first.on >= calendarDateOf(available)).toBe(true);
      },
    ),
  );
});

describe("a rule", () => {
  test("is kept in columns and read back", () => {
    const some = rule({ from: "opened_or_available", afterDays: 3, isWorkingDays: true });
    expect(receiptRuleOfColumns(columnsOfReceiptRule(some))).toEqual(some);
    expect(receiptRuleOfColumns(columnsOfReceiptRule(null))).toBeNull();
  });

  test("is the one of the order, and orders of before have none", () => {
    const receipt = rule({});
    expect(receiptRuleOfOrder({ facts: { messageType: { receipt } } })).toEqual(receipt);
    expect(receiptRuleOfOrder({ facts: { messageType: { unopened: null } } })).toBeNull();
  });

  test.each([
    ["without a basis", { basis: "  " }, "receipt_basis_missing"],
    ["with a basis too long", { basis: "x".repeat(201) }, "receipt_basis_long"],
    ["with half a day", { afterDays: 1.5 }, "receipt_days"],
    ["with too many days", { afterDays: 61 }, "receipt_days"],
  ])("%s is refused", (_, more, code) => {
    const read = receiptRuleSchema.safeParse({ ...rule({}), ...more });
    expect(read.error?.issues[0]?.message).toBe(code);
  });
});
