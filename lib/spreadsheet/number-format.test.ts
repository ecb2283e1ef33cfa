import fc from "fast-check";
import { expect, test } from "vitest";
import { builtInFormat, parseFormat, plainDecimal, showDate, showZeros } from "./number-format";

test.each([
  ["8040901112", "8040901112"],
  ["8.040901112E9", "8040901112"],
  ["8.04E+9", "8040000000"],
  ["1.1000000000000001", "1.1"],
  ["0.1", "0.1"],
  ["1E-7", "0.0000001"],
  ["-1.5E-10", "-0.00000000015"],
  ["1.25E25", "12500000000000000000000000"],
  ["12345678901234567890", "12345678901234567890"],
  ["-5", "-5"],
  ["007", "007"],
  ["1e400", null],
  ["1,5", null],
  ["", null],
  ["0x10", null],
  ["NaN", null],
])("the number %j has the digits %j", (stored, digits) => {
  expect(plainDecimal(stored)).toBe(digits);
});

test("a number's digits are that very number", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const digits = plainDecimal(String(value));
      expect(digits).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(digits)).toBe(value === 0 ? 0 : value);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ["00000000000", "8040901112", "08040901112"],
  ['00"."00"."00"-"000"."00', "8040901112", "08.04.09-011.12"],
  ["00\\.00\\.00\\-000\\.00;@", "8040901112", "08.04.09-011.12"],
  ['"BE" 0000\\.000\\.000', "97", "BE 0000.000.097"],
  ["#0000", "12", "0012"],
  ["#0000", "123456", "123456"],
  ["0000", "123456", "123456"],
  ["0000", "0", "0000"],
  ["0000", "-5", null],
  ["0000", "1.5", null],
])("the format %j shows %s as %s", (code, number, shown) => {
  const format = parseFormat(code);
  expect(format.kind === "zeros" ? showZeros(number, format.pattern) : format).toBe(shown);
});

test.each([
  "General",
  "0",
  "0.00",
  "#,##0",
  "0%",
  "0.00E+00",
  "@",
  "# ?/?",
  '"dag" 0',
  "[Red]0.00",
  "€ 0",
])("the format %j leaves a number as it is", (code) => {
  expect(parseFormat(code)).toEqual({ kind: "plain" });
});

test.each([
  ["dd/mm/yyyy", "2026-11-23"],
  ["[$-813]dddd d mmmm yyyy", "2026-11-23"],
  ["mmm\\-yy", "2026-11-23"],
  ["d/mm/yyyy\\ h:mm;@", "2026-11-23 14:30"],
  ["yyyy\\-mm\\-dd\\Thh:mm:ss", "2026-11-23 14:30:15"],
  ["h:mm AM/PM", "14:30"],
  ["[h]:mm:ss", "14:30:15"],
])("the format %j shows a date as %s", (code, shown) => {
  const format = parseFormat(code);
  expect(format.kind === "date" && showDate("46349.604340277779", format, false)).toBe(shown);
});

test.each([
  ["0", "1899-12-31"],
  ["1", "1900-01-01"],
  ["59", "1900-02-28"],
  ["60", "1900-02-29"],
  ["61", "1900-03-01"],
  ["46349", "2026-11-23"],
  ["46348.9999999", "2026-11-23"],
  ["2958465", "9999-12-31"],
  ["2958466", null],
  ["8040901112", null],
  ["-1", null],
])("day %s is %s", (number, day) => {
  const format = builtInFormat(14);
  expect(format.kind === "date" && showDate(number, format, false)).toBe(day);
});

test("the old Macintosh counts from 1904", () => {
  const format = builtInFormat(14);
  expect(format.kind === "date" && showDate("44887", format, true)).toBe("2026-11-23");
  expect(format.kind === "date" && showDate("0", format, true)).toBe("1904-01-01");
});

test("formats known by number are dates, times, or nothing", () => {
  expect([14, 22, 20, 21, 30, 45].map((id) => builtInFormat(id).kind)).toEqual(
    Array(6).fill("date"),
  );
  expect([0, 1, 2, 9, 37, 44, 49, 163].map((id) => builtInFormat(id).kind)).toEqual(
    Array(8).fill("plain"),
  );
});
