import { expect, it } from "vitest";
import { parseIdempotencyKey } from "./idempotency-key";

it.each([
  ['"8e03978e-40d5-43e8-bc93-6894a57f9324"', "8e03978e-40d5-43e8-bc93-6894a57f9324"],
  ['"a \\"quoted\\" \\\\ key"', 'a "quoted" \\ key'],
])("%s is a key", (header, key) => {
  expect(parseIdempotencyKey(header)).toBe(key);
});

it.each(["8e03978e-40d5-43e8-bc93-6894a57f9324", '""', '"a" b', "'a'", '"a', '"\\x"', '"é"', ""])(
  "%s is no key",
  (header) => {
    expect(parseIdempotencyKey(header)).toBeUndefined();
  },
);
