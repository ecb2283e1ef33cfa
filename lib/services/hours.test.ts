import { expect, test } from "vitest";
import { openingLines } from "./hours";
import { openingHoursSchema, type OpeningHours } from "./schema";

const mornings = [{ from: "09:00", until: "12:00" }];
const whole = [...mornings, { from: "13:30", until: "16:30" }];
const none = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const note = { nl: "Na afspraak", fr: "Sur rendez-vous", de: "" };
const hours: OpeningHours = {
  days: {
    ...none,
    mon: whole,
    tue: whole,
    wed: mornings,
    thu: whole,
    sat: mornings,
    sun: mornings,
  },
  note,
};

test("days that are alike stand together, those on which it is closed are left out", () => {
  expect(openingLines(hours, "nl")).toEqual([
    "Maandag en dinsdag: 9.00 tot 12.00 uur en 13.30 tot 16.30 uur",
    "Woensdag: 9.00 tot 12.00 uur",
    "Donderdag: 9.00 tot 12.00 uur en 13.30 tot 16.30 uur",
    "Zaterdag en zondag: 9.00 tot 12.00 uur",
    "Na afspraak",
  ]);
});

test("a week is told from its first day to its last, in each language", () => {
  const week = {
    days: { ...none, mon: whole, tue: whole, wed: whole, thu: whole, fri: whole },
    note,
  };
  expect(openingLines(week, "nl")[0]).toBe(
    "Maandag tot vrijdag: 9.00 tot 12.00 uur en 13.30 tot 16.30 uur",
  );
  expect(openingLines(week, "fr")).toEqual([
    "Lundi à vendredi\u00a0: de 9 h à 12 h et de 13 h 30 à 16 h 30",
    "Sur rendez-vous",
  ]);
  expect(openingLines(week, "de")).toEqual([
    "Montag bis Freitag: 9.00 bis 12.00 Uhr und 13.30 bis 16.30 Uhr",
  ]);
});

test("nothing said is nothing told", () => {
  expect(openingLines({ days: none, note: { nl: "", fr: "", de: "" } }, "de")).toEqual([]);
});

test.each([
  ["ends before it begins", [{ from: "12:00", until: "09:00" }]],
  ["ends when it begins", [{ from: "09:00", until: "09:00" }]],
  ["is not ended", [{ from: "09:00", until: "" }]],
  [
    "runs into the second",
    [
      { from: "09:00", until: "14:00" },
      { from: "13:00", until: "15:00" },
    ],
  ],
  ["knows no such hour", [{ from: "09:00", until: "24:30" }]],
])("a span that %s is refused", (_why, mon) => {
  const parsed = openingHoursSchema.safeParse({ days: { ...none, mon }, note });
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual(
    parsed.error?.issues.map(() => "hours_invalid"),
  );
  expect(parsed.success).toBe(false);
});
