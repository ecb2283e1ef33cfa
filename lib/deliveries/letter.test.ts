import { expect, test, vi } from "vitest";
import { exampleLetter } from "@/lib/letters/example";
import { frozenLogo, letterInputOf } from "./letter";

const letter = exampleLetter;
const current = new Uint8Array([1]);
const checked = new Uint8Array([2]);
const read = () => Promise.resolve(checked);

test("the logo is the one the letter was checked with, not the one of today", async () => {
  const asked = vi.fn(read);
  const sha256 = "ab".repeat(32);
  expect(await frozenLogo({ ...letter, logoSha256: sha256 }, current, asked)).toBe(checked);
  expect(asked).toHaveBeenCalledExactlyOnceWith(Buffer.from(sha256, "hex"));
});

test("a letter checked without a logo has none, whatever the service took since", async () => {
  expect(await frozenLogo({ ...letter, logoSha256: null }, current, read)).toBeNull();
});

test("one frozen before digests were kept has the service's own", async () => {
  expect(await frozenLogo(letter, current, read)).toBe(current);
  expect(await frozenLogo(letter, null, read)).toBeNull();
});

test("what is no digest is refused", async () => {
  await expect(frozenLogo({ logoSha256: "../secret" }, current, read)).rejects.toThrow();
});

test("what is no letter is refused", () => {
  expect(() => letterInputOf({ language: "nl" }, null)).toThrow();
});
