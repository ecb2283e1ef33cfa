import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSameName } from "./invitations/rules";
import { lastingAdministrators, overlap, periodOf, rightState } from "./rules";

const at = (text: string) => new Date(text);
const now = at("2026-11-24T10:00:00Z");

describe("a right", () => {
  test.each([
    ["2026-11-24T10:00:00Z", null, null, "counts"],
    ["2026-11-24T10:00:01Z", null, null, "to_come"],
    ["2026-11-01T00:00:00Z", "2026-11-24T10:00:00Z", null, "over"],
    ["2026-11-01T00:00:00Z", "2026-11-24T10:00:01Z", null, "counts"],
    ["2026-11-01T00:00:00Z", null, "2026-11-02T00:00:00Z", "over"],
  ] as const)("from %s to %s, taken away %s: %s", (starts, ends, ended, expected) => {
    const times = {
      startsAt: at(starts),
      endsAt: ends && at(ends),
      endedAt: ended && at(ended),
    };
    expect(rightState(times, now)).toBe(expected);
  });

  test("given for a day counts for the whole of it on Belgian clocks, summer or winter", () => {
    expect(periodOf({ from: "2027-03-28", until: "2027-03-28" }, now)).toEqual({
      startsAt: at("2027-03-27T23:00:00Z"),
      endsAt: at("2027-03-28T22:00:00Z"),
    });
  });

  test("given from today or before counts from now on", () => {
    expect(periodOf({ from: "2026-11-24", until: null }, now)).toEqual({
      startsAt: now,
      endsAt: null,
    });
  });

  test("overlaps another whenever a moment lies in both, whichever is named first", () => {
    const period = fc.tuple(fc.nat(100), fc.option(fc.nat(100))).map(([start, length]) => ({
      startsAt: new Date(start),
      endsAt: length === null ? null : new Date(start + length + 1),
    }));
    const holds = (p: { startsAt: Date; endsAt: Date | null }, moment: number) =>
      p.startsAt.getTime() <= moment && (p.endsAt === null || moment < p.endsAt.getTime());
    fc.assert(
      fc.property(period, period, (a, b) => {
        const both = Array.from(
          { length: 300 },
          (_, moment) => holds(a, moment) && holds(b, moment),
        );
        expect(overlap(a, b)).toBe(both.includes(true));
        expect(overlap(b, a)).toBe(overlap(a, b));
      }),
    );
  });
});

test("who administers for a time is not counted on, and nobody twice", () => {
  const right = { role: "administrator", startsAt: at("2026-01-01"), endsAt: null, endedAt: null };
  const held = [
    { ...right, personId: "sofie" },
    { ...right, personId: "sofie" },
    { ...right, personId: "deputy", endsAt: at("2027-01-01") },
    { ...right, personId: "auditor", role: "auditor" },
    { ...right, personId: "former", endedAt: at("2026-02-01") },
    { ...right, personId: "next", startsAt: at("2027-01-01") },
  ];
  expect([...lastingAdministrators(held, now)]).toEqual(["sofie"]);
});

describe("the invited and who signed in are the same by name", () => {
  const name = (givenName: string, surname: string) => ({ givenName, surname });
  test.each([
    [name("Siobhan", "o'neill van den bossche"), name("Siobhán", "O'Neill-Van den Bossche")],
    [name("Marie", "DUPONT"), name("Marie Louise", "Dupont")],
    [name("Jean Pierre", "Martin"), name("Jean", "Martin")],
    [name("王", "小明"), name("王", "小明")],
    [name("", "Sukarno"), name("", "Sukarno")],
  ])("%o and %o", (invited, signedIn) => expect(isSameName(invited, signedIn)).toBe(true));

  test.each([
    [name("Jan", "Peeters"), name("Jan", "Pieters")],
    [name("Jan", "Peeters"), name("Johan", "Peeters")],
    [name("Jan", "Peeters"), name("Peeters", "Jan")],
    [name("An", "Willems"), name("", "Willems")],
  ])("%o and %o are not", (invited, signedIn) => expect(isSameName(invited, signedIn)).toBe(false));
});
