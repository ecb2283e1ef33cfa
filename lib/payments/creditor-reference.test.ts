import fc from "fast-check";
import { expect, test } from "vitest";
import {
  creditorReferenceFor,
  formatCreditorReference,
  isCreditorReference,
  parseCreditorReference,
} from "./creditor-reference";

test.each([
  ["RF18 5390 0754 7034", true, { ok: true, value: "RF18539007547034" }],
  ["rf18539007547034", true, { ok: true, value: "RF18539007547034" }],
  ["RF19 5390 0754 7034", false, { ok: false, refusal: "reference_check_digits" }],
  ["+++010/8068/17183+++", false, { ok: false, refusal: "reference_not_rf" }],
  ["", false, { ok: false, refusal: "reference_not_rf" }],
])("%j is a creditor reference: %s", (typed, isValid, parsed) => {
  expect(parseCreditorReference(typed)).toEqual(parsed);
  expect(isCreditorReference(typed.replace(/\s/g, "").toUpperCase())).toBe(isValid);
});

test("what is made is read back, and printed so that it is read back", () => {
  const bodies = fc.stringMatching(/^[A-Z0-9]{1,21}$/);
  fc.assert(
    fc.property(bodies, (body) => {
      const reference = creditorReferenceFor(body);
      const printed = formatCreditorReference(reference);
      expect(parseCreditorReference(printed)).toEqual({ ok: true, value: reference });
    }),
  );
});

test("what does not fit is thrown back", () => {
  expect(() => creditorReferenceFor("")).toThrow(RangeError);
  expect(() => creditorReferenceFor("x".repeat(22))).toThrow(RangeError);
});
