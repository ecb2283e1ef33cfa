import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cleanFileName,
  fileNameFor,
  fileRefusal,
  freeName,
  limitsOfKinds,
  looksLikeText,
  mediaTypeOf,
  renamed,
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
    expect(fileRefusal({ name: "a.pdf", size: 0 }, 25)).toBe("attachment_empty");
  });
  test("a file without a usable name is refused", () => {
    expect(fileRefusal({ name: "...", size: 1 }, 25)).toBe("attachment_name");
  });
  test("a 40 MB scan is refused", () => {
    const scan = { name: "scan.pdf", size: 40 * 1024 * 1024 };
    expect(fileRefusal(scan, 25)).toBe("attachment_too_large");
    expect(fileRefusal(scan, 40)).toBeNull();
  });
  test("a file at the limit passes", () => {
    expect(fileRefusal({ name: "scan.pdf", size: 25 * 1024 * 1024 }, 25)).toBeNull();
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

describe("a new name", () => {
  test.each([
    ["plan.pdf", "Plan Kerkstraat 14", "Plan Kerkstraat 14.pdf"],
    ["plan.pdf", "Plan.PDF", "Plan.PDF"],
    ["plan.pdf", "plan.exe", "plan.exe.pdf"],
    ["plan.pdf", "../../geheim", "geheim.pdf"],
    ["plan.pdf", "a\u202efdp\u0000", "afdp.pdf"],
    ["plan.pdf", "   ", null],
    ["plan.pdf", ".pdf", "pdf.pdf"],
    ["plan.pdf", "x".repeat(255), `${"x".repeat(251)}.pdf`],
  ])("%s, called %j, is %j", (current, typed, name) => {
    expect(renamed(current, typed)).toBe(name);
  });

  test("of a second file with the same one is told apart", () => {
    expect(freeName("plan.pdf", [])).toBe("plan.pdf");
    expect(freeName("plan.pdf", ["Plan.pdf"])).toBe("plan (2).pdf");
    expect(freeName("plan.pdf", ["plan.pdf", "plan (2).pdf"])).toBe("plan (3).pdf");
    expect(freeName("plan", ["plan"])).toBe("plan (2)");
  });

  test("always ends as before, is as short as may be, and taking it again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: "grapheme" }), (typed) => {
        const name = renamed("plan.pdf", typed);
        if (name === null) return;
        expect(name.toLowerCase().endsWith(".pdf")).toBe(true);
        expect(name.length).toBeLessThanOrEqual(255);
        expect(renamed(name, name)).toBe(name);
        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});

test("what all boxes of a message take is what the strictest takes; of either while nobody is named", () => {
  const limits = {
    citizen: { files: 5, megabytes: 25, totalMegabytes: 60 },
    enterprise: { files: 9, megabytes: 10, totalMegabytes: 90 },
  };
  expect(limitsOfKinds(["enterprise"], limits)).toEqual(limits.enterprise);
  expect(limitsOfKinds(["citizen", "enterprise"], limits)).toEqual({
    files: 5,
    megabytes: 10,
    totalMegabytes: 60,
  });
  expect(limitsOfKinds([], limits)).toEqual({ files: 9, megabytes: 25, totalMegabytes: 90 });
});
