import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layOutContainer } from "./container";
import { countThatFits, isWaitedFor } from "./rules";
import { LARGEST_FILE_BYTES, MOST_DELIVERIES } from "./schema";

test("a delivery is waited for ten minutes", () => {
  const begun = new Date("2026-11-23T10:00:00Z");
  const after = (minutes: number) => new Date(begun.getTime() + minutes * 60_000);
  expect([0, 9, 10, 600].map((minutes) => isWaitedFor(begun, after(minutes)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

describe("one file", () => {
  test("takes what fits, in order, and nothing behind what does not", () => {
    const large = 900_000_000;
    expect(countThatFits([large, large, large, 1])).toBe(2);
    expect(countThatFits([LARGEST_FILE_BYTES, 1])).toBe(0);
    expect(countThatFits([])).toBe(0);
  });

  test("stays readable by everybody: below 2 GiB and without ZIP64, whatever is put into it", () => {
    const sizes = fc.array(fc.integer({ min: 20_000, max: 1_900_000_000 }), { maxLength: 50 });
    fc.assert(
      fc.property(sizes, (wanted) => {
        const taken = wanted.slice(0, countThatFits(wanted));
        const entries = taken.map((size, index) => ({
          name: `deliveries/MR-2026-01187-${String(index).padStart(5, "0")}.asice`,
          size,
          crc32: 0,
        }));
        // Laid out from sizes alone: no byte of it is needed to know how long it will be.
        const { size } = layOutContainer(entries);
        expect(size).toBeLessThanOrEqual(LARGEST_FILE_BYTES);
        expect(size).toBeLessThan(2 ** 31);
      }),
    );
  });

  test("takes ten thousand ordinary bundles", () => {
    const ordinary = Array.from({ length: MOST_DELIVERIES }, () => 180_000);
    expect(countThatFits(ordinary)).toBe(MOST_DELIVERIES);
  });
});
