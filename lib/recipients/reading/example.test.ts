import { describe, expect, it } from "vitest";
import { exampleRows } from "./example";

const needs = {
  placeholders: [{ name: "dag", isQuestion: false }],
  language: "fr" as const,
  subject: "",
  payment: null,
  archive: null,
};

describe("the spreadsheet to fill in", () => {
  it("asks each row's language of a message in several, and of no other", () => {
    const texts = { fr: { subject: "", names: ["dag"] }, nl: { subject: "", names: [] } };
    const [header, row] = exampleRows({ ...needs, texts });
    expect(header).toContain("langue");
    expect(row?.[header?.indexOf("langue") ?? -1]).toBe("fr");
    expect(exampleRows(needs)[0]).not.toContain("langue");
  });
});
