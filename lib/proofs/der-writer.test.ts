import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDer, readObjectIdentifier, readSmallInteger, readTime } from "./der";
import {
  derObjectIdentifier,
  derSetOf,
  derSignature,
  derSmallInteger,
  derUtcTime,
  derValue,
} from "./der-writer";

const oid = fc
  .tuple(fc.constantFrom(0, 1, 2), fc.nat(39), fc.array(fc.nat(2 ** 31), { maxLength: 6 }))
  .map(([first, second, rest]) => [first, second, ...rest].join("."));

describe("DER as it is written", () => {
  test("is read back by the strict reader, whatever its length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000, size: "max" }), (content) => {
        expect(readDer(derValue(0x04, content))?.content).toEqual(new Uint8Array(content));
      }),
      { numRuns: 20 },
    );
  });

  test("names what it was asked to name", () => {
    fc.assert(
      fc.property(oid, (dotted) => {
        const node = readDer(derObjectIdentifier(dotted));
        expect(readObjectIdentifier(node ?? undefined)).toBe(dotted);
      }),
    );
    expect(readSmallInteger(readDer(derSmallInteger(3)) ?? undefined)).toBe(3);
  });

  test("puts the members of a set in the order of their encodings", () => {
    const [one, longer, two] = [[1], [1, 0], [2]].map((bytes) => new Uint8Array(bytes));
    const set = derSetOf(0x31, [two, longer, one] as Uint8Array[]);
    expect([...set]).toEqual([0x31, 4, 1, 1, 0, 2]);
  });

  test("writes a time to the second", () => {
    const at = new Date("2026-11-23T17:30:05.000Z");
    expect(readTime(readDer(derUtcTime(at)) ?? undefined)).toEqual(at);
  });

  test("writes a signature as two integers, never negative and never longer than they must be", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (raw) => {
        const pair = readDer(derSignature(raw));
        const magnitudes = (pair?.children ?? []).map(({ content }) =>
          BigInt(`0x${Buffer.from(content).toString("hex")}`),
        );
        const halves = [raw.subarray(0, 32), raw.subarray(32)].map((half) =>
          BigInt(`0x${Buffer.from(half).toString("hex")}`),
        );
        expect(magnitudes).toEqual(halves);
        expect(pair?.children.every(({ content }) => (content[0] ?? 0x80) < 0x80)).toBe(true);
      }),
    );
  });

  test("is DER to openssl too", () => {
    const signature = derSignature(new Uint8Array(64).fill(0xff));
    const told = execFileSync("openssl", ["asn1parse", "-inform", "DER"], { input: signature });
    expect(told.toString()).toMatch(/SEQUENCE[^]*INTEGER[^]*INTEGER/);
  });
});
