import { expect, test } from "vitest";
import { Failure, sentenceOf } from "./failure";

const system = (code: string) => Object.assign(new Error(`${code}: …`), { code, path: "/data" });

test.each([
  ["ENOSPC", /^The disk is full/],
  ["EACCES", /^No permission for \/data\. /],
  ["EROFS", /^\/data is on a read-only file system/],
  ["EEXIST", /^\/data is a file; a folder is needed there\.$/],
])("%s becomes a sentence", (code, sentence) => {
  expect(sentenceOf(system(code))).toMatch(sentence);
});

test("a failure is its sentence, without a stack trace", () => {
  expect(sentenceOf(new Failure("The port is taken."))).toBe("The port is taken.");
});

test("an error that nobody foresaw keeps its stack trace", () => {
  expect(sentenceOf(new TypeError("x"))).toMatch(/TypeError: x\n\s+at /);
});
