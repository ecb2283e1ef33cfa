import fc from "fast-check";
import { expect, test } from "vitest";
import { redactNumbers } from "@/lib/log";

test.each([
  ['{"msg":"for 01031200268"}', '{"msg":"for [number]"}'],
  ['{"msg":"for 01.03.12-002.68."}', '{"msg":"for [number]."}'],
  ['{"msg":"box of 0000000295 closed"}', '{"msg":"box of [number] closed"}'],
  ['{"msg":"BE0000.000.295"}', '{"msg":"BE[number]"}'],
  ['{"niss":10312002680,"n":1}', '{"niss":"[number]","n":1}'],
  ['{"list":[1031200268,2]}', '{"list":["[number]",2]}'],
  ['{"msg":"a,0000000295,b"}', '{"msg":"a,[number],b"}'],
  ['{"ratio":-30694.07742227465}', null],
  ['{"time":"2026-11-23T05:00:00.123Z","size":123456789}', null],
  ['{"sum":123456789012}', null],
])("a log line %s leaves as it should", (line, expected) => {
  expect(redactNumbers(line)).toBe(expected ?? line);
});

test("a redacted line stays JSON, and no text holds a number of 10 or 11 digits", () => {
  const number = fc.oneof(fc.nat(99_999_999_999), fc.integer(), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.json(), number, fc.string(), (json, value, text) => {
      const line = JSON.stringify({ value: JSON.parse(json) as unknown, number: value, text });
      const parsed: unknown = JSON.parse(redactNumbers(line));
      JSON.stringify(parsed, (_key, found: unknown) => {
        if (typeof found === "string") expect(found).not.toMatch(/(?<!\d)\d{10,11}(?!\d)/);
        return found;
      });
    }),
  );
});
