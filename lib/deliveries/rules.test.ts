import { describe, expect, test } from "vitest";
import {
  failureKind,
  historyAddress,
  isFinal,
  isStuck,
  nextCheck,
  nextTry,
  progressPause,
  searchedNumber,
  thingsToDo,
  timeOfDay,
  nextDoubtfulTry,
  wasLookedAtLast,
  LAST_LOOK,
  isOpeningUnknown,
} from "@/lib/deliveries/rules";

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
    expect(seconds(nextCheck(now, new Date(publishedAt), null))).toBe(pause);
  });

  test.each([
    ["just before its end", "2026-11-03T11:00:00Z", 55 * 60],
    ["just after its end", "2026-11-03T10:01:00Z", 2 * 60],
    ["after its end as ever", "2026-11-03T09:00:00Z", 21600],
  ])("it is done %s", (_when, expiresAt, pause) => {
    const old = new Date("2026-09-01T10:00:00Z");
    expect(seconds(nextCheck(now, old, new Date(expiresAt)))).toBe(pause);
  });
});

test("a delivery under way that has not moved for five minutes is stuck", () => {
  const movedAt = new Date("2026-11-03T09:54:59Z");
  const delivery = { state: "publishing", movedAt, isHeld: false } as const;
  expect(isStuck(delivery, now)).toBe(true);
  expect(isStuck({ ...delivery, state: "published" }, now)).toBe(false);
  expect(isStuck({ ...delivery, movedAt: now }, now)).toBe(false);
  expect(isStuck({ ...delivery, isHeld: true }, now)).toBe(false);
});

test("what failed or expired takes no further step by itself", () => {
  expect(isFinal("failed")).toBe(true);
  expect(isFinal("published")).toBe(false);
});

describe("what is searched", () => {
  test.each([
    ["08040901112", "08040901112"],
    ["08.04.09-011.12", "08040901112"],
    ["NISS 08 04 09 011 12", "08040901112"],
    ["Dirk Verhoeven 08040901112", "08040901112"],
    // A spreadsheet took the zero in front.
    ["8040901112", "08040901112"],
  ])("%j is a national number", (text, digits) => {
    expect(searchedNumber(text, now)).toEqual({ digits, isValid: true });
  });

  test("a national number with a wrong digit is kept out of addresses too", () => {
    expect(searchedNumber("08040901113", now)).toEqual({ digits: "08040901113", isValid: false });
  });

  test.each([
    ["Verhoeven"],
    ["MR-2026-00042/001"],
    ["mr-2026-00042"],
    ["+++010/8068/17183+++"],
    ["010806817183"],
    ["0000000295"],
    ["BE 0206.731.645"],
    ["7b0e1c2d-1234-4567-8901-234567890123"],
    ["2026/17"],
    [""],
  ])("%j is none", (text) => {
    expect(searchedNumber(text, now)).toBeNull();
  });
});

test("an address carries the filters that are on, and no others", () => {
  expect(historyAddress({})).toBe("/messages");
  expect(historyAddress({ q: "Els W.", state: "failed", n: null, from: null })).toBe(
    "/messages?q=Els+W.&state=failed",
  );
});

describe("a page that shows a delivery", () => {
  test.each([
    ["waiting", null, true, 2000],
    ["publishing", null, true, 2000],
    ["published", "2026-11-03T09:55:00Z", true, 5000],
    ["published", "2026-11-03T09:55:00Z", false, 2000],
    ["published", "2026-11-03T08:00:00Z", true, 60_000],
    ["opened", "2026-11-03T09:59:00Z", true, 5000],
    ["failed", null, false, 2000],
    ["failed", null, true, null],
    ["expired", "2026-01-01T00:00:00Z", true, null],
  ] as const)("%s since %j, sealed %j: asks again after %j", (state, since, isSealed, pause) => {
    const publishedAt = since ? new Date(since) : null;
    expect(progressPause({ state, publishedAt, isSealed }, now)).toBe(pause);
  });
});

test.each([
  ["INVALID_INPUT", "0000000493 is not a valid company", "enterprise_not_active"],
  ["INVALID_INPUT", "Attachment mime type is not valid. See spec", "files_refused"],
  ["INVALID_INPUT", "Invalid recipient ssin", "recipient_refused"],
  ["INVALID_INPUT", "Invalid Schema: subject", "content_refused"],
  ["NOT_IMPLEMENTED", "Multiple languages provided", "content_refused"],
  ["INVALID_SENDER", "Invalid message configuration", "sender_not_known"],
  ["DIGEST_DO_NOT_MATCH", "Issue with Digest", "files_refused"],
  ["HTTP_413", "", "other"],
  [null, null, "other"],
])("the mailbox's %j %j is told as %s", (code, message, kind) => {
  expect(failureKind(code, message)).toBe(kind);
});

test("what waits for somebody is counted together", () => {
  expect(thingsToDo({ failed: 1, unreadReplies: 7, stuck: 2, notOpened: 4 })).toBe(14);
});

test.each([
  ["2026-11-03T10:59:00Z", "morning"],
  ["2026-11-03T11:00:00Z", "afternoon"],
  ["2026-07-03T16:00:00Z", "evening"],
  ["2026-11-03T22:59:00Z", "evening"],
  ["2026-11-03T23:00:00Z", "morning"],
])("at %s it is %s in Brussels", (moment, part) => {
  expect(timeOfDay(new Date(moment))).toBe(part);
});

test("a refusal that proves nothing is met by fewer and fewer tries, at last one a day", () => {
  const since = new Date("2026-11-01T00:00:00Z");
  const pauseAfter = (hours: number, chance: number) => {
    const now = new Date(since.getTime() + hours * 3_600_000);
    return (nextDoubtfulTry(now, since, 40, chance).getTime() - now.getTime()) / 60_000;
  };
  expect(pauseAfter(0.5, 1)).toBe(15);
  expect(pauseAfter(2, 1)).toBe(60);
  expect(pauseAfter(2, 0)).toBe(54);
  expect(pauseAfter(100, 1)).toBe(24 * 60);
});

test("the last look is one shortly before the end", () => {
  const end = new Date("2026-11-23T12:00:00Z");
  const before = (milliseconds: number) => new Date(end.getTime() - milliseconds);
  expect(wasLookedAtLast(before(LAST_LOOK), end)).toBe(true);
  expect(wasLookedAtLast(before(LAST_LOOK + 120_000), end)).toBe(false);
  expect(wasLookedAtLast(null, end)).toBe(false);
});

test("whether it was opened is unknown where the end says so", () => {
  const expired = (detail: { expiredAt: string; isOpeningUnknown?: true }) => ({
    events: [{ kind: "expired" as const, detail }],
  });
  const expiredAt = "2026-11-23T12:00:00Z";
  expect(isOpeningUnknown(expired({ expiredAt, isOpeningUnknown: true }))).toBe(true);
  expect(isOpeningUnknown(expired({ expiredAt }))).toBe(false);
});
