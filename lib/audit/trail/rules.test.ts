import { describe, expect, test } from "vitest";
import { LOOKS, MAILBOX_ACTS } from "@/lib/audit/schema";
import { actsOf, auditAddress, keptUntil } from "@/lib/audit/trail/rules";
import { auditFilterSchema } from "@/lib/audit/trail/schema";

describe("a record is kept ten years, counted from the first 1 January after the act", () => {
  test.each([
    ["2026-11-23T10:00:00Z", "2036-12-31T23:00:00.000Z"],
    ["2026-01-01T00:00:00Z", "2036-12-31T23:00:00.000Z"],
    // Belgian clocks: still 2026 there, and already 2027.
    ["2026-12-31T22:59:59Z", "2036-12-31T23:00:00.000Z"],
    ["2026-12-31T23:00:00Z", "2037-12-31T23:00:00.000Z"],
  ])("%s is kept until %s", (at, until) => {
    expect(keptUntil(new Date(at)).toISOString()).toBe(until);
  });
});

test("each tab has its acts", () => {
  expect(actsOf("looks")).toEqual(LOOKS);
  expect(actsOf("mailbox")).toEqual(MAILBOX_ACTS);
});

test("what nobody can filter by filters nothing", () => {
  const filter = auditFilterSchema.parse({
    act: "walked",
    person: "me",
    from: "yesterday",
    n: "1",
  });
  expect(auditAddress(filter)).toBe("/audit");
});
