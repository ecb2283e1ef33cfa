import { describe, expect, test } from "vitest";
import {
  calendarDateOf,
  capitalised,
  formatDate,
  formatEuro,
  formatExactMoment,
  formatMoment,
  formatNumber,
  isCalendarDate,
} from "./format";

const moment = new Date("2026-11-03T09:12:07Z");

test.each([
  ["nl", "3 november 2026, 10:12", "3 november 2026, 10:12:07"],
  ["fr", "3 novembre 2026, 10:12", "3 novembre 2026, 10:12:07"],
  ["de", "3. November 2026, 10:12", "3. November 2026, 10:12:07"],
  ["en", "3 November 2026, 10:12", "3 November 2026, 10:12:07"],
] as const)("a moment in %s, as Brussels has it", (language, written, exact) => {
  expect(formatMoment(moment, language)).toBe(written);
  expect(formatExactMoment(moment, language)).toBe(exact);
});

test("French says 1er, and only of the first day", () => {
  expect(formatDate("2026-12-01", "fr")).toBe("1er décembre 2026");
  expect(formatDate("2026-12-11", "fr")).toBe("11 décembre 2026");
});

test("midnight is the next day in Brussels before it is in Greenwich", () => {
  const late = new Date("2026-12-31T23:30:00Z");
  expect(formatMoment(late, "nl")).toBe("1 januari 2027, 00:30");
  expect(calendarDateOf(late)).toBe("2027-01-01");
  expect(calendarDateOf(new Date("2026-06-30T21:59:59Z"))).toBe("2026-06-30");
});

describe("amounts and numbers", () => {
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

  test.each([
    ["nl", "€ 1.234.567,89", "184.201"],
    ["fr", "1 234 567,89 €", "184 201"],
    ["de", "1.234.567,89 €", "184.201"],
    ["en", "€1,234,567.89", "184,201"],
  ] as const)("in %s", (language, amount, number) => {
    expect(plain(formatEuro(123_456_789, language))).toBe(amount);
    expect(plain(formatNumber(184_201, language))).toBe(number);
  });

  test("the largest amount keeps its cents", () => {
    expect(plain(formatEuro(99_999_999_999, "nl"))).toBe("€ 999.999.999,99");
  });
});

test.each([
  ["2026-02-28", true],
  ["2028-02-29", true],
  ["2026-02-29", false],
  ["2026-13-01", false],
  ["2026-2-1", false],
  ["02/11/2026", false],
  ["", false],
])("%j is a calendar date: %j", (text, expected) => {
  expect(isCalendarDate(text)).toBe(expected);
});

test.each([
  ["néerlandais", "Néerlandais"],
  ["écrit", "Écrit"],
  ["", ""],
])("%j standing alone is written %j", (text, expected) => {
  expect(capitalised(text)).toBe(expected);
});
