import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountApart } from "./amounts-apart";

const listed = (...cents: number[]) =>
  cents.map((each, index) => ({ cents: each, count: 1, position: index + 1 }));

describe("an amount far from the others", () => {
  it("is found where a decimal sign was lost", () => {
    expect(amountApart(listed(8600, 8100, 9050, 860_000, 7900, 8800))).toEqual({
      cents: 860_000,
      position: 4,
      typical: 8600,
      others: 0,
    });
  });

  it("is found below the others too, and among equals", () => {
    expect(
      amountApart([
        { cents: 8600, count: 40_000, position: 1 },
        { cents: 86, count: 2, position: 17 },
      ]),
    ).toMatchObject({ cents: 86, position: 17, others: 1 });
  });

  it("is not looked for among few, nor in a list that is wide by itself", () => {
    expect(amountApart(listed(100, 100, 100, 1_000_000))).toBeNull();
    expect(amountApart(listed(1000, 3000, 9000, 27_000, 81_000, 243_000))).toBeNull();
    expect(amountApart([])).toBeNull();
  });

  it("is none where all lie within a factor of five of the middle", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1000, max: 4900 }), { maxLength: 40 }), (cents) => {
        expect(amountApart(listed(...cents))).toBeNull();
      }),
    );
  });

  it("is found wherever it stands among ordinary ones", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 8000, max: 9000 }), { minLength: 6, maxLength: 40 }),
        fc.nat({ max: 6 }),
        (cents, place) => {
          const all = listed(...cents.toSpliced(place, 0, 850_000));
          expect(amountApart(all)).toMatchObject({ cents: 850_000, position: place + 1 });
        },
      ),
    );
  });
});
