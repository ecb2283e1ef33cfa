import { describe, expect, it } from "vitest";
import { chooseLanguage, languageAccepted, languageOf } from "./languages";

describe("the language of the interface", () => {
  it.each([
    [null, "nl"],
    ["", "nl"],
    ["*", "nl"],
    ["es-ES,es;q=0.9", "nl"],
    ["fr-BE,fr;q=0.9,en;q=0.8", "fr"],
    ["en;q=0.5,de;q=0.8", "de"],
    ["fr;q=0,en", "en"],
    ["DE-be", "de"],
  ])("for Accept-Language %j is %s", (header, language) => {
    expect(languageAccepted(header)).toBe(language);
  });

  it("is the one a person chose, whatever the browser asks for", () => {
    expect(chooseLanguage("de", "fr")).toBe("de");
  });

  it("ignores a cookie that names no language of ours", () => {
    expect(chooseLanguage("<script>", "fr")).toBe("fr");
  });

  it("is found back from a locale", () => {
    expect(languageOf("fr-BE")).toBe("fr");
    expect(languageOf("xx")).toBe("nl");
  });
});
