import { describe, expect, it } from "vitest";
import { belgianDateTime, expiryOf } from "./dates";

describe("a time of the registry", () => {
  it.each([
    ["2026-11-23T05:08:10.999Z", "2026-11-23T06:08:10+01:00"],
    ["2026-07-01T22:30:00Z", "2026-07-02T00:30:00+02:00"],
    ["2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00"],
    ["2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00"],
  ])("%s is written %s", (instant, written) => {
    expect(belgianDateTime(instant)).toBe(written);
    expect(Math.abs(Date.parse(written) - Date.parse(instant))).toBeLessThan(1_000);
  });
});

describe("the expiry of a message", () => {
  it.each([
    ["2026-11-23", 1, "year", "2027-11-23"],
    ["2026-11-30", 3, "month", "2027-02-28"],
    ["2026-12-31", 2, "month", "2027-02-28"],
    ["2028-02-29", 1, "year", "2029-02-28"],
    ["2026-11-23", 10, "day", "2026-12-03"],
  ] as const)(
    "from %s after %i %s is %s",
    (from, validityPeriodNumber, validityPeriodUnit, until) => {
      const expiry = expiryOf(new Date(`${from}T12:00:00Z`), {
        validityPeriodNumber,
        validityPeriodUnit,
      });
      expect(expiry.toISOString()).toBe(`${until}T12:00:00.000Z`);
    },
  );
});
