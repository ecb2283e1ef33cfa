import { describe, expect, it } from "vitest";
import { byPostcode, postcodeOf } from "./rules";

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
