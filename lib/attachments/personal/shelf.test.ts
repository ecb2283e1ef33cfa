import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ShelfFile } from "./schema";
import { FileShelf, namesInCell } from "./shelf";

const file = (path: string): ShelfFile => ({
  id: path,
  path,
  mediaType: "application/pdf",
  size: 1,
  refusal: null,
});
const shelf = (...paths: string[]) => new FileShelf(paths.map(file));
const found = (paths: string[], name: string) => {
  const answer = shelf(...paths).find(name);
  return typeof answer === "string" ? answer : answer.path;
};

describe("a file of the ZIP is found by its name", () => {
  it.each([
    ["whatever its capitals", "Dossier-1.PDF", "dossier-1.pdf"],
    ["however its accents are written", "re\u0301sume\u0301.pdf", "r\u00e9sum\u00e9.pdf"],
    ["with spaces too many", "brief  van jan.pdf", " brief van  jan.pdf "],
    ["with a space that does not break", "brief\u00a0jan.pdf", "brief jan.pdf"],
    ["with something invisible in it", "brief.pdf", "brief\u200b.pdf"],
    ["without its folder", "map/onder/brief.pdf", "brief.pdf"],
    ["with a part of its folders", "map/onder/brief.pdf", "onder/brief.pdf"],
    ["with the folders of Windows", "map/onder/brief.pdf", ".\\map\\onder\\brief.pdf"],
  ])("%s", (_what, path, name) => {
    expect(found([path, "iets anders.pdf"], name)).toBe(path);
  });

  it("not when it is another, and not when only a part of a name agrees", () => {
    expect(found(["brief.pdf"], "brieven.pdf")).toBe("missing");
    expect(found(["dossierbrief.pdf"], "brief.pdf")).toBe("missing");
    expect(found(["map/brief.pdf"], "andere/brief.pdf")).toBe("missing");
  });

  it("with its folder where two files are called so", () => {
    const paths = ["jan/brief.pdf", "els/brief.pdf"];
    expect(found(paths, "brief.pdf")).toBe("ambiguous");
    expect(found(paths, "Jan/Brief.pdf")).toBe("jan/brief.pdf");
  });

  it("as the one whose whole path it is, before those that only end so", () => {
    expect(found(["brief.pdf", "els/brief.pdf"], "brief.pdf")).toBe("brief.pdf");
  });

  it("always by its whole path, and never throws, whatever is asked", () => {
    const part = fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), fc.string(), (parts, asked) => {
        const path = parts.join("/");
        const answer = shelf(path).find(path);
        if (namesInCell(path).length === 1) expect(answer).toMatchObject({ path });
        shelf(path).find(asked);
      }),
    );
  });
});

describe("a cell names files", () => {
  it.each([
    ["", []],
    [" ; ;", []],
    ["a.pdf", ["a.pdf"]],
    ["a.pdf; b.pdf ;c.pdf", ["a.pdf", "b.pdf", "c.pdf"]],
    ["a.pdf\nb.pdf", ["a.pdf", "b.pdf"]],
  ])("%j", (text, names) => {
    expect(namesInCell(text)).toEqual(names);
  });

  it("each once, however it is written", () => {
    expect(namesInCell("a.pdf;A.PDF")).toHaveLength(1);
  });
});
