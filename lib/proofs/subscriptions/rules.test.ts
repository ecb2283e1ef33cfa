import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retryAfter } from "@/lib/mail-tries";
import { isDue } from "./rules";

const at = (text: string) => new Date(text);

describe("a state of the log is due", () => {
  test("at once to whoever never had one", () => {
    expect(isDue("weekly", null, at("2026-11-23T12:00:00Z"))).toBe(true);
  });

  test.each([
    ["daily", "2026-11-23T22:59:59Z", "2026-11-23T23:00:00Z", true],
    ["daily", "2026-11-23T23:00:00Z", "2026-11-24T22:59:59Z", false],
    ["weekly", "2026-11-22T22:59:59Z", "2026-11-22T23:00:00Z", true],
    ["weekly", "2026-11-22T23:00:00Z", "2026-11-29T22:59:59Z", false],
    ["weekly", "2026-10-24T12:00:00Z", "2026-10-25T23:00:00Z", true],
  ] as const)("%s, had %s, at %s: %s", (frequency, last, now, expected) => {
    expect(isDue(frequency, at(last), at(now))).toBe(expected);
  });

  test("once a day or week, whenever one looks", () => {
    const moments = fc.date({ min: at("2026-01-01"), max: at("2030-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom("daily", "weekly"), moments, (frequency, moment) => {
        expect(isDue(frequency, moment, moment)).toBe(false);
        const days = frequency === "daily" ? 1 : 7;
        // An hour more than the longest day or week there is.
        const later = new Date(moment.getTime() + (days * 24 + 2) * 3_600_000);
        expect(isDue(frequency, moment, later)).toBe(true);
      }),
    );
  });
});

test("what was not taken is tried again after a minute, then two, and at most every six hours", () => {
  expect([1, 2, 3, 12].map(retryAfter)).toEqual([60_000, 120_000, 240_000, 21_600_000]);
});
