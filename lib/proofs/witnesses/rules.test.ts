import { expect, test } from "vitest";
import { isTimely, pauseAfter } from "./rules";

test("a witness that fails is left alone longer and longer, and never for more than ten minutes", () => {
  expect([1, 2, 3, 6, 7, 60].map(pauseAfter)).toEqual([
    10_000, 20_000, 40_000, 320_000, 600_000, 600_000,
  ]);
});

test.each([
  ["now", 0, true],
  ["five minutes ago", -300, true],
  ["in five minutes", 300, true],
  ["earlier", -301, false],
  ["later", 301, false],
])("a signature of %s counts or not", (_, seconds, expected) => {
  const now = new Date("2026-11-23T12:00:00Z");
  expect(isTimely(new Date(now.getTime() + seconds * 1000), now)).toBe(expected);
});
