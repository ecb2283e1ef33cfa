import fc from "fast-check";
import { expect, test } from "vitest";
import {
  formatStructuredCommunication,
  parseStructuredCommunication,
  structuredCommunicationFor,
} from "./structured-communication";

test.each([
  ["+++010/8068/17183+++", "010806817183"],
  ["+++090/9337/55493+++", "090933755493"],
  ["***123/1234/12328***", "123123412328"],
  ["+++ 000/0000/00097 +++", "000000000097"],
  ["010806817183", "010806817183"],
  [" 010 8068 17183 ", "010806817183"],
])("%s is read", (typed, digits) => {
  expect(parseStructuredCommunication(typed)).toEqual({ ok: true, value: digits });
});

test.each([
  ["", "communication_missing"],
  ["+++010/8068/1718+++", "communication_not_twelve_digits"],
  ["+++010/8068/171834+++", "communication_not_twelve_digits"],
  ["MR-2026-00042/001", "communication_not_twelve_digits"],
  ["RF18 5390 0754 7034", "communication_not_twelve_digits"],
  ["+++010/8068/17184+++", "communication_check_digit"],
  ["000000000000", "communication_check_digit"],
])("%j is refused: %s", (typed, code) => {
  expect(parseStructuredCommunication(typed)).toEqual({ ok: false, refusal: code });
});

test("a remainder of 0 is written 97", () => {
  expect(structuredCommunicationFor(97)).toBe("000000009797");
  expect(structuredCommunicationFor(0n)).toBe("000000000097");
});

test("more than ten digits, and less than nothing, are thrown back", () => {
  expect(() => structuredCommunicationFor(10_000_000_000n)).toThrow(RangeError);
  expect(() => structuredCommunicationFor(-1)).toThrow(RangeError);
});

test("what is made is read back, and printed so that it is read back", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 9_999_999_999n }), (number) => {
      const digits = structuredCommunicationFor(number);
      expect(parseStructuredCommunication(digits)).toEqual({ ok: true, value: digits });
      const printed = formatStructuredCommunication(digits);
      expect(printed).toMatch(/^\+\+\+\d{3}\/\d{4}\/\d{5}\+\+\+$/);
      expect(parseStructuredCommunication(printed)).toEqual({ ok: true, value: digits });
    }),
  );
});
