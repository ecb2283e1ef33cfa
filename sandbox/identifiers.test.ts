import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bulkEnterpriseNumber, bulkNiss, isEnterpriseNumber, isNiss } from "./identifiers";
import { enterprises, people } from "./people";

describe("a national register number", () => {
  it.each(["94022722580", "79072300048", "85073003328", "00012556777", "53480200724"])(
    "%s is valid",
    (niss) => {
      expect(isNiss(niss)).toBe(true);
    },
  );

  it.each(["71022722580", "84022711080", "9402272258", "94132722580", "9402272258x", ""])(
    "%s is refused",
    (niss) => {
      expect(isNiss(niss)).toBe(false);
    },
  );

  it("is valid for every test person", () => {
    expect(people.filter(({ niss }) => !isNiss(niss))).toEqual([]);
  });

  it("no longer fits when one digit changes", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.nat(10),
        fc.integer({ min: 1, max: 9 }),
        (index, at, step) => {
          const niss = bulkNiss(index);
          const changed = `${niss.slice(0, at)}${(Number(niss[at]) + step) % 10}${niss.slice(at + 1)}`;
          // Read as born from 2000 the changed number may fit by chance; as a 1900s number it never does.
          const base = Number(changed.slice(0, 9));
          expect(97 - (base % 97)).not.toBe(Number(changed.slice(9)));
        },
      ),
    );
  });
});

describe("an enterprise number", () => {
  it.each(["0206731645", "0406798006", "0202239951", "0852093431", "0220916609", "0308357159"])(
    "%s is valid",
    (number) => {
      expect(isEnterpriseNumber(number)).toBe(true);
    },
  );

  it.each(["0123456789", "0852093432", "2206731645", "206731645"])("%s is refused", (number) => {
    expect(isEnterpriseNumber(number)).toBe(false);
  });

  it("is valid for every test enterprise", () => {
    expect(
      enterprises.filter(({ enterpriseNumber }) => !isEnterpriseNumber(enterpriseNumber)),
    ).toEqual([]);
  });
});

describe("recipients in bulk", () => {
  const count = 20_000;

  it("are valid, all different, born before 1910 and nobody named", () => {
    const numbers = Array.from({ length: count }, (_, index) => bulkNiss(index));
    expect(new Set([...numbers, ...people.map(({ niss }) => niss)]).size).toBe(
      count + people.length,
    );
    expect(numbers.every((niss) => isNiss(niss) && Number(niss.slice(0, 2)) < 10)).toBe(true);
  });

  it("are enterprises with valid numbers, nobody named", () => {
    const numbers = Array.from({ length: count }, (_, index) => bulkEnterpriseNumber(index));
    expect(
      new Set([...numbers, ...enterprises.map(({ enterpriseNumber }) => enterpriseNumber)]).size,
    ).toBe(count + enterprises.length);
    expect(numbers.every(isEnterpriseNumber)).toBe(true);
  });
});
