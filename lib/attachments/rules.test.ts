import { describe, expect, test } from "vitest";
import {
  cleanFileName,
  fileNameFor,
  fileRefusal,
  looksLikeText,
  mediaTypeOf,
} from "@/lib/attachments/rules";

describe("a file's name", () => {
  test.each([
    ["scan.pdf", "scan.pdf"],
    ["C:\\Users\\an\\brief.pdf", "brief.pdf"],
    ["../../etc/passwd", "passwd"],
    ["O’Neill – 王.pdf", "O’Neill – 王.pdf"],
    ["a\u0000b\u202efdp.exe", "abfdp.exe"],
    ["...", null],
    ["", null],
    ["x".repeat(256), null],
  ])("%j becomes %j", (given, kept) => {
    expect(cleanFileName(given)).toBe(kept);
  });
});

describe("before the upload", () => {
  test("an empty file is refused", () => {
    expect(fileRefusal({ name: "a.pdf", size: 0 })).toBe("attachment_empty");
  });
  test("a file without a usable name is refused", () => {
    expect(fileRefusal({ name: "...", size: 1 })).toBe("attachment_name");
  });
  test("a 40 MB scan is refused", () => {
    expect(fileRefusal({ name: "scan.pdf", size: 40 * 1024 * 1024 })).toBe("attachment_too_large");
  });
  test("a file at the limit passes", () => {
    expect(fileRefusal({ name: "scan.pdf", size: 25 * 1024 * 1024 })).toBeNull();
  });
});

test.each([
  ["plan.pdf", "plan.pdf"],
  ["plan.PDF", "plan.PDF"],
  ["plan.exe", "plan.exe.pdf"],
  ["x".repeat(255), `${"x".repeat(251)}.pdf`],
])("a PDF named %s is handed on as %s", (given, kept) => {
  expect(fileNameFor(given, "application/pdf")).toBe(kept);
});

describe("the media type", () => {
  test("is what the content says, whatever the name", () => {
    expect(mediaTypeOf("letter.exe", "application/pdf", false)).toBe("application/pdf");
    expect(mediaTypeOf("letter.pdf", "application/x-msdownload", false)).toBeNull();
  });
  test("of text is told by the ending", () => {
    expect(mediaTypeOf("list.CSV", undefined, true)).toBe("text/csv");
    expect(mediaTypeOf("list.csv", undefined, looksLikeText(new Uint8Array([65, 0])))).toBeNull();
    expect(mediaTypeOf("page.html", undefined, true)).toBeNull();
  });
});
