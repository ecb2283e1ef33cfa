import { describe, expect, it } from "vitest";
import type { PersonalRefusal, ShelfFile } from "@/lib/attachments/personal/schema";
import { FileShelf } from "@/lib/attachments/personal/shelf";
import { filesOfRow, type FilesAtHand } from "./row-files";

const MEGABYTE = 1024 * 1024;
const file = (path: string, change: Partial<ShelfFile> = {}): ShelfFile => ({
  id: path,
  path,
  mediaType: "application/pdf",
  size: 1000,
  refusal: null,
  ...change,
});
const limits = {
  citizen: { files: 2, megabytes: 1, totalMegabytes: 2 },
  enterprise: { files: 5, megabytes: 5, totalMegabytes: 9 },
};
const given = (files: ShelfFile[], shared: { size: number; isMainContent: boolean }[] = []) =>
  ({ kind: "given", shelf: new FileShelf(files), shared, limits }) satisfies FilesAtHand;
const codes = (text: string, atHand: FilesAtHand, kind: "citizen" | "enterprise" = "citizen") =>
  filesOfRow(text, kind, atHand).problems.map(({ code, detail }) =>
    detail ? [code, detail] : code,
  );

describe("the files of a row", () => {
  it("are those it names, in its order, each once", () => {
    const atHand = given([file("a.pdf"), file("map/b.pdf")]);
    const { files, problems } = filesOfRow("b.pdf; A.pdf; map/b.pdf", "citizen", atHand);
    expect(files.map(({ path }) => path)).toEqual(["map/b.pdf", "a.pdf"]);
    expect(problems).toEqual([]);
  });

  it("are none where the cell is empty", () => {
    expect(filesOfRow("", "citizen", { kind: "none" })).toEqual({ files: [], problems: [] });
  });

  it("are all told of at once", () => {
    const atHand = given([
      file("x/a.pdf"),
      file("y/a.pdf"),
      file("b.txt", { mediaType: "text/plain" }),
    ]);
    expect(codes("weg.pdf;a.pdf;b.txt", atHand)).toEqual([
      ["file_missing", "weg.pdf"],
      ["file_ambiguous", "a.pdf"],
      ["file_not_pdf", "b.txt"],
    ]);
    expect(codes("b.txt", atHand, "enterprise")).toEqual([]);
  });

  it.each<[PersonalRefusal, string]>([
    ["attachment_type", "file_type"],
    ["attachment_encrypted", "file_encrypted"],
    ["attachment_damaged", "file_damaged"],
    ["attachment_active", "file_active"],
    ["attachment_infected", "file_infected"],
    ["attachment_empty", "file_empty"],
    ["attachment_too_large", "file_too_large"],
    ["attachment_name", "file_name"],
  ])("refused for %s are told of as %s", (refusal, code) => {
    expect(codes("a.pdf", given([file("a.pdf", { refusal })]))).toEqual([[code, "a.pdf"]]);
  });

  it("fit the box of their recipient together with what all get", () => {
    const two = [file("a.pdf"), file("b.pdf")];
    expect(codes("a.pdf;b.pdf", given(two))).toEqual([]);
    const shared = [{ size: 1000, isMainContent: false }];
    expect(codes("a.pdf;b.pdf", given(two, shared))).toEqual(["files_over_limit"]);
    expect(codes("a.pdf;b.pdf", given(two, shared), "enterprise")).toEqual([]);
    // The letter itself is no attachment, and has a weight.
    const letter = [{ size: MEGABYTE, isMainContent: true }];
    expect(codes("a.pdf;b.pdf", given(two, letter))).toEqual([]);
    const heavy = [file("a.pdf", { size: MEGABYTE }), file("b.pdf", { size: 1 })];
    expect(codes("a.pdf;b.pdf", given(heavy, letter))).toEqual(["files_over_limit"]);
    expect(codes("a.pdf", given([file("a.pdf", { size: MEGABYTE + 1 })]))).toEqual([
      ["file_too_large", "a.pdf"],
    ]);
  });

  it("want a ZIP to be in, and are not told of one by one where it could not be used", () => {
    expect(codes("a.pdf", { kind: "none" })).toEqual(["file_without_archive"]);
    expect(codes("a.pdf", { kind: "refused" })).toEqual([]);
  });
});
