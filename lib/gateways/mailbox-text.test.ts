import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanLine, cleanText, wireFileName } from "./mailbox-text";

describe("words of others", () => {
  test("keep their lines and lose what no row and no seal can hold", () => {
    expect(cleanText("a\u0000b\r\nc\td\u0007\ud800e")).toBe("ab\nc\td\ufffde");
  });

  test("in a name stand on one line, and end before half a character", () => {
    expect(cleanLine(" brief\n1\u0000.pdf ", 255)).toBe("brief 1.pdf");
    expect(cleanLine("a😀", 2)).toBe("a");
  });

  test("whatever they are, can be kept", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const clean = cleanText(text);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toContain("\u0000");
      }),
    );
  });
});

describe("a file name on the wire", () => {
  test.each([
    ["brief.pdf", "brief.pdf"],
    ["één brief.pdf", "%C3%A9%C3%A9n brief.pdf"],
    ["50%25.pdf", "50%2525.pdf"],
    ["王.pdf", "%E7%8E%8B.pdf"],
  ])("%s is %s", (name, wire) => expect(wireFileName(name)).toBe(wire));

  test("is ASCII, and read back the very name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        const wire = wireFileName(name);
        expect(wire).toMatch(/^[\x20-\x7e]*$/);
        expect(decodeURIComponent(wire)).toBe(name.toWellFormed());
      }),
    );
  });
});
