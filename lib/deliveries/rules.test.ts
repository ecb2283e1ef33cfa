import { describe, expect, test } from "vitest";
import { isFinal, isStuck, nextCheck, nextTry } from "@/lib/deliveries/rules";

const now = new Date("2026-11-03T10:00:00Z");
const seconds = (date: Date) => (date.getTime() - now.getTime()) / 1000;

describe("the next try", () => {
  test.each([
    [1, 0, 1],
    [1, 1, 2],
    [2, 1, 4],
    [5, 0, 16],
    [5, 1, 32],
    [30, 1, 900],
    [30, 0, 450],
  ])("after try %i with chance %f comes in %f seconds", (attempts, chance, wait) => {
    expect(seconds(nextTry(now, attempts, chance))).toBe(wait);
  });

  test("waits at least as long as the mailbox asks", () => {
    expect(seconds(nextTry(now, 1, 0, 120))).toBe(120);
    expect(seconds(nextTry(now, 30, 1, 120))).toBe(900);
  });
});

describe("asking whether a message was opened", () => {
  test.each([
    ["2026-11-03T09:59:00Z", 5],
    ["2026-11-03T09:30:00Z", 30],
    ["2026-11-03T01:00:00Z", 600],
    ["2026-10-25T10:00:00Z", 3600],
    ["2026-09-01T10:00:00Z", 21600],
  ])("published at %s, is done again in %i seconds", (publishedAt, pause) => {
    expect(seconds(nextCheck(now, new Date(publishedAt)))).toBe(pause);
  });
});

test("a delivery under way that has not moved for five minutes is stuck", () => {
  const movedAt = new Date("2026-11-03T09:54:59Z");
  expect(isStuck({ state: "publishing", movedAt }, now)).toBe(true);
  expect(isStuck({ state: "published", movedAt }, now)).toBe(false);
  expect(isStuck({ state: "waiting", movedAt: now }, now)).toBe(false);
});

test("what failed or expired takes no further step by itself", () => {
  expect(isFinal("failed")).toBe(true);
  expect(isFinal("published")).toBe(false);
});
