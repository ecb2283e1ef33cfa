import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  creditorReferenceFor,
  formatCreditorReference,
  parseCreditorReference,
} from "./creditor-reference";

const body = fc.stringMatching(/^[0-9A-Z]{1,21}$/);

test("the standard's own example", () => {
  expect(creditorReferenceFor("539007547034")).toBe("RF18539007547034");
  expect(parseCreditorReference("rf18 5390 0754 7034")).toEqual({
    ok: true,
    value: "RF18539007547034",
  });
  expect(formatCreditorReference("RF18539007547034")).toBe("RF18 5390 0754 7034");
});

describe("every reference", () => {
  it("that is made is read again, however it is written", () => {
    fc.assert(
      fc.property(body, (text) => {
        const made = creditorReferenceFor(text);
        const written = formatCreditorReference(made).toLowerCase();
        expect(parseCreditorReference(written)).toEqual({ ok: true, value: made });
      }),
    );
  });

  it("with one sign mistyped is refused", () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.stringMatching(/^[0-9A-Z]$/), (text, at, sign) => {
        const made = creditorReferenceFor(text);
        const place = 2 + (at % (made.length - 2));
        const wrong = made.slice(0, place) + sign + made.slice(place + 1);
        // A letter for a digit moves all before it: one in 97 of those is not found out.
        const isSameKind = /\d/.test(sign) === /\d/.test(made[place] ?? "");
        fc.pre(wrong !== made && isSameKind);
        expect(parseCreditorReference(wrong)).toMatchObject({ ok: false });
      }),
    );
  });

  it("of digits with two neighbours exchanged is refused", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{2,21}$/), fc.nat(), (text, at) => {
        const made = creditorReferenceFor(text);
        const place = 4 + (at % Math.max(1, made.length - 5));
        const [one = "", other = ""] = [made[place], made[place + 1]];
        fc.pre(one !== other && other !== "");
        const wrong = made.slice(0, place) + other + one + made.slice(place + 2);
        expect(parseCreditorReference(wrong)).toMatchObject({ ok: false });
      }),
    );
  });
});

test.each([
  ["", "reference_missing"],
  ["RF18", "reference_format"],
  ["RF1853900754703é", "reference_format"],
  ["RFAB539007547034", "reference_format"],
  [`RF18${"1".repeat(22)}`, "reference_format"],
  ["RF19539007547034", "reference_check_digits"],
])("%j is refused: %s", (text, refusal) => {
  expect(parseCreditorReference(text)).toEqual({ ok: false, refusal });
});

test("what no reference can hold is not made into one", () => {
  expect(() => creditorReferenceFor("A-1")).toThrow(RangeError);
  expect(() => creditorReferenceFor("")).toThrow(RangeError);
});
