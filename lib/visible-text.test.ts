import { describe, expect, test } from "vitest";
import { visibleName, visibleText } from "./visible-text";

describe("what a stranger's file tells of itself", () => {
  test("is shown as it is when every character has a shape", () => {
    expect(visibleText("Brief van Siobhán 王 (2).pdf")).toBe("Brief van Siobhán 王 (2).pdf");
  });

  test.each([
    ["turns the writing direction", "letter\u202efdp.exe"],
    ["moves the cursor", "letter\u001b[2J.exe"],
    ["breaks the line", "letter\n.exe"],
    ["is invisible", "letter\u200b.exe"],
    ["is half a character", "letter\ud800.exe"],
  ])("shows a sign where something %s", (_, name) => {
    expect(visibleText(name)).toMatch(/^letter\u{fffd}/u);
    expect(visibleText(name)).toMatch(/exe$/);
  });

  test("keeps its beginning and its ending when its name is long", () => {
    const shown = visibleName(`letter.pdf${" ".repeat(5000)}.exe`);
    expect(shown.length).toBeLessThan(130);
    expect(shown).toMatch(/^letter\.pdf.*\.exe$/);
  });
});
