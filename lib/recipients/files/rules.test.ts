import { describe, expect, it } from "vitest";
import { columnPlaces, detailOf, recipientFileRefusal, valueKey } from "./rules";

describe("a spreadsheet before it travels", () => {
  it("is refused when it is larger than what is read", () => {
    expect(recipientFileRefusal(50 * 1024 * 1024)).toBeNull();
    expect(recipientFileRefusal(50 * 1024 * 1024 + 1)).toBe("recipients_too_large");
  });
});

describe("what a row's problem is said of", () => {
  const nameOf = (language: string) => `name of ${language}`;

  it("is the language by its name, and all else as it stands", () => {
    expect(detailOf({ code: "language_other", detail: "de" }, nameOf)).toBe("name of de");
    expect(detailOf({ code: "language_other" }, nameOf)).toBe("none");
    expect(detailOf({ code: "file_missing", detail: "de" }, nameOf)).toBe("de");
  });
});

describe("what a column can be chosen for", () => {
  it("is every target and every placeholder, with the column that gives it now", () => {
    const needs = {
      placeholders: [{ name: "Naam kind", isQuestion: false }],
      language: null,
      subject: "",
      payment: null,
      archive: null,
    };
    const match = { targets: { number: 1 }, values: { "Naam kind": 0 }, ignored: [], missing: [] };
    const places = columnPlaces(needs, match);
    expect(places[0]).toEqual({ place: "number", label: "number", column: 1 });
    expect(places[1]).toEqual({ place: "name", label: "name", column: null });
    expect(places.at(-1)).toEqual({
      place: valueKey("naam_kind"),
      label: "Naam kind",
      column: 0,
    });
  });
});
