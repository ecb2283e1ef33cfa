import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readOptional, readOptionalText } from "@/lib/optional-file";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "optional-file-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("a file that is there is read", async () => {
  await writeFile(path.join(folder, "key"), "wéé\n");
  expect(await readOptionalText(path.join(folder, "key"))).toBe("wéé\n");
});

test("a file that is not there is null", async () => {
  expect(await readOptional(path.join(folder, "none"))).toBeNull();
  expect(await readOptionalText(path.join(folder, "none"))).toBeNull();
});

test("what is there and cannot be read is an error, not an absent file", async () => {
  await mkdir(path.join(folder, "a folder"));
  await expect(readOptional(path.join(folder, "a folder"))).rejects.toThrow("EISDIR");
});
