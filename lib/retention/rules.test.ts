import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarDateOf } from "@/lib/format";
import { dueAt, eraseAt, isToBePlanned } from "@/lib/retention/rules";
import type { Erasable, Kept } from "@/lib/retention/schema";

const at = (text: string) => new Date(text);
const day = 86_400_000;

function thing(changes: Partial<Erasable> = {}): Erasable {
  return {
    endsAt: at("2026-11-03T09:00:00Z"),
    payBy: null,
    obstacle: null,
    isHeld: false,
    kept: { months: 12 },
    noticeDays: 14,
    plannedAt: null,
    ...changes,
  };
}

describe("the day that a policy gives", () => {
  test.each<[string, string, Kept, string]>([
    ["a year later", "2026-11-03T09:00:00Z", { months: 12 }, "2027-11-03T23:00:00.000Z"],
    ["by Belgian days", "2026-11-03T23:30:00Z", { months: 12 }, "2027-11-04T23:00:00.000Z"],
    [
      "the last day of a short month",
      "2026-01-31T12:00:00Z",
      { months: 1 },
      "2026-02-28T23:00:00.000Z",
    ],
    ["of a leap year", "2027-11-30T12:00:00Z", { months: 3 }, "2028-02-29T23:00:00.000Z"],
    ["in summer", "2026-01-15T12:00:00Z", { months: 6 }, "2026-07-15T22:00:00.000Z"],
    ["in days", "2026-02-27T12:00:00Z", { days: 30 }, "2026-03-29T22:00:00.000Z"],
  ])("%s", (_, endsAt, kept, expected) => {
    expect(dueAt(thing({ endsAt: at(endsAt), kept })).toISOString()).toBe(expected);
  });

  test("counts from the day on which a payment was due, where that comes later", () => {
    const kept = { months: 3 };
    expect(dueAt(thing({ kept, payBy: "2027-01-10" })).toISOString()).toBe(
      "2027-04-10T22:00:00.000Z",
    );
    expect(dueAt(thing({ kept, payBy: "2026-10-10" }))).toEqual(dueAt(thing({ kept })));
  });
});

const moments = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2060, 0, 1) })
  .map((time) => new Date(time));
const keeping = fc.oneof(
  fc.integer({ min: 1, max: 360 }).map((months) => ({ months })),
  fc.integer({ min: 7, max: 1825 }).map((days) => ({ days })),
);

describe("whatever the dates", () => {
  test("nothing is due before its whole time is over", () => {
    fc.assert(
      fc.property(moments, keeping, (endsAt, kept) => {
        const least = "days" in kept ? kept.days : kept.months * 28;
        expect(dueAt(thing({ endsAt, kept })).getTime() - endsAt.getTime()).toBeGreaterThan(
          least * day - 3_600_000,
        );
      }),
    );
  });

  test("it is due at the beginning of a Belgian day", () => {
    fc.assert(
      fc.property(moments, keeping, (endsAt, kept) => {
        const due = dueAt(thing({ endsAt, kept }));
        expect(calendarDateOf(new Date(due.getTime() - 1)) < calendarDateOf(due)).toBe(true);
      }),
    );
  });

  test("what ends later, or is kept longer, is never due sooner", () => {
    fc.assert(
      fc.property(
        fc.tuple(moments, moments),
        fc.tuple(fc.integer({ min: 1, max: 360 }), fc.integer({ min: 1, max: 360 })),
        (ends, months) => {
          const [early, late] = ends.sort((one, other) => one.getTime() - other.getTime());
          const [short, long] = months.sort((one, other) => one - other);
          const due = (endsAt = at(""), kept = 0) =>
            dueAt(thing({ endsAt, kept: { months: kept } })).getTime();
          expect(due(early, short)).toBeLessThanOrEqual(due(late, short));
          expect(due(early, short)).toBeLessThanOrEqual(due(early, long));
        },
      ),
    );
  });

  test("between the plan and the erasing lies the whole notice, and the policy's day", () => {
    fc.assert(
      fc.property(
        moments,
        moments,
        keeping,
        fc.integer({ min: 7, max: 90 }),
        (endsAt, plannedAt, kept, noticeDays) => {
          const planned = thing({ endsAt, kept, noticeDays, plannedAt });
          const erased = eraseAt(planned, plannedAt)?.getTime() ?? 0;
          expect(erased).toBeGreaterThanOrEqual(plannedAt.getTime() + noticeDays * day);
          expect(erased).toBeGreaterThanOrEqual(dueAt(planned).getTime());
        },
      ),
    );
  });

  test("what is planned when its time comes is erased on the very day that the policy gives", () => {
    fc.assert(
      fc.property(moments, keeping, fc.integer({ min: 7, max: 90 }), (endsAt, kept, noticeDays) => {
        const due = dueAt(thing({ endsAt, kept }));
        const now = new Date(due.getTime() - noticeDays * day);
        const coming = thing({ endsAt, kept, noticeDays });
        expect(isToBePlanned(coming, now)).toBe(true);
        expect(isToBePlanned(coming, new Date(now.getTime() - 1))).toBe(false);
        expect(eraseAt({ ...coming, plannedAt: now }, due)).toEqual(due);
      }),
    );
  });
});

describe("what stands in the way", () => {
  const later = at("2099-01-01T00:00:00Z");

  test("a hold wins, however long the time is over", () => {
    expect(isToBePlanned(thing({ isHeld: true }), later)).toBe(false);
    expect(
      eraseAt(thing({ isHeld: true, plannedAt: at("2030-01-01T00:00:00Z") }), later),
    ).toBeNull();
  });

  test.each(["under_way", "doubtful", "follow_up", "reminder", "unread"] as const)(
    "so does what is not finished: %s",
    (obstacle) => {
      expect(isToBePlanned(thing({ obstacle }), later)).toBe(false);
      expect(eraseAt(thing({ obstacle }), later)).toBeNull();
    },
  );

  test("nothing else does", () => {
    expect(isToBePlanned(thing(), later)).toBe(true);
  });
});
