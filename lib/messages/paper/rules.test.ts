import { describe, expect, it } from "vitest";
import { byPostcode, freshRuns, inPrintOrder, lettersOf, LETTERS_A_RUN, postcodeOf } from "./rules";

describe("the postcode of an address", () => {
  it.each([
    [["Kerkstraat 14", "9999 Maanrode"], "9999"],
    [["Kerkstraat 14", "B-1000 Bruxelles"], "1000"],
    [["Kerkstraat 14", "1000 Brussel", "België"], "1000"],
    [["12 rue de la Paix", "75002 Paris", "France"], ""],
    [["Markt 1234"], ""],
    [[], ""],
  ])("%j", (lines, postcode) => {
    expect(postcodeOf(lines)).toBe(postcode);
  });

  it("is what letters are sorted by, those without one last", () => {
    const at = (...addressLines: string[]) => ({ addressLines });
    const sorted = [
      at("Paris"),
      at("B", "9000 Gent"),
      at("A", "1000 Brussel"),
      at("A", "9000 Gent"),
    ]
      .sort(byPostcode)
      .map(({ addressLines }) => addressLines.join(" "));
    expect(sorted).toEqual(["A 1000 Brussel", "A 9000 Gent", "B 9000 Gent", "Paris"]);
  });
});

describe("runs for the printer", () => {
  const letter = (name: string, postcode: number, run: number | null) => ({
    name,
    run,
    addressLines: [`${postcode} Maanrode`],
  });
  const many = (count: number, run: number | null) =>
    Array.from({ length: count }, (_, index) => letter(`${run}/${index}`, 1000 + index, run));

  it.each([
    [[], 0, []],
    [[], 1, [[1, 1]]],
    [[], LETTERS_A_RUN, [[1, LETTERS_A_RUN]]],
    [[1], 3, [[2, 3]]],
    [
      [2],
      LETTERS_A_RUN + 1,
      [
        [1, LETTERS_A_RUN],
        [3, 1],
      ],
    ],
  ])("after runs %j, %i new letters make %j", (taken, fresh, runs) => {
    expect(freshRuns(taken, fresh).map(({ run, letters }) => [run, letters])).toEqual(runs);
  });

  it("keep their letters when a letter comes later whose postcode stands before theirs", () => {
    const letters = [
      letter("Gent", 9000, 1),
      letter("Brussel", 1000, 1),
      letter("Later", 1001, null),
    ];
    const names = (run: number) => lettersOf(letters, run).map(({ name }) => name);
    expect(names(1)).toEqual(["Brussel", "Gent"]);
    expect(names(2)).toEqual(["Later"]);
    expect(names(3)).toEqual([]);
  });

  it("have each letter once, in whichever order they are taken out", () => {
    let letters = many(LETTERS_A_RUN + 50, null);
    for (const run of [2, 1]) {
      const out = new Set(lettersOf(letters, run));
      letters = letters.map((one) => (out.has(one) ? { ...one, run } : one));
    }
    expect(lettersOf(letters, 1)).toHaveLength(LETTERS_A_RUN);
    expect(lettersOf(letters, 2)).toHaveLength(50);
    expect(letters.every(({ run }) => run !== null)).toBe(true);
  });

  it("are listed one after the other, with places of their own, and what is new at the end", () => {
    const letters = [
      letter("New", 1000, null),
      letter("Second", 2000, 2),
      letter("First, Gent", 9000, 1),
      letter("First, Brussel", 1000, 1),
    ];
    expect(inPrintOrder(letters).map(({ name, place }) => `${place} ${name}`)).toEqual([
      "1 First, Brussel",
      "2 First, Gent",
      "1 Second",
      "1 New",
    ]);
  });
});
