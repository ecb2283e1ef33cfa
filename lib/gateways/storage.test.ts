import { randomUUID } from "node:crypto";
import {
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environment } from "@/lib/env";
import {
  hasStoredFile,
  readStoredFile,
  removeStoredFile,
  settleFolder,
  storeFile,
  storeFileFrom,
} from "./storage";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "storage-"));
});
afterAll(() => rm(folder, { recursive: true }));

const secret = Buffer.from("Aan Dirk Verhoeven: ".repeat(10_000));

async function onDisk(): Promise<string[]> {
  const names = await readdir(environment().STORAGE_DIR, { recursive: true });
  return names.filter((name) => path.basename(name).length >= 64);
}

test("a file comes back as it was, however it came in, and lies there once", async () => {
  const source = path.join(folder, "letter.pdf");
  await writeFile(source, secret);
  const [one, two] = [await storeFile(secret), await storeFileFrom(source)];
  expect(two).toEqual(one);
  expect(one.size).toBe(secret.length);
  expect(Buffer.compare(await readStoredFile(one.sha256), secret)).toBe(0);
  expect(await onDisk()).toHaveLength(1);
});

test("an empty file is a file", async () => {
  const { sha256, size } = await storeFile(new Uint8Array());
  expect(size).toBe(0);
  expect(await readStoredFile(sha256)).toHaveLength(0);
});

test("a file that breaks off on its way in leaves nothing behind", async () => {
  const before = await readdir(environment().STORAGE_DIR, { recursive: true });
  await expect(storeFileFrom(path.join(folder, "no such file"))).rejects.toThrow("ENOENT");
  expect(await readdir(environment().STORAGE_DIR, { recursive: true })).toEqual(before);
});

test("nobody reads on the disk what was written, and a changed file is found out", async () => {
  const { sha256 } = await storeFile(secret);
  const name = Buffer.from(sha256).toString("hex");
  const file = path.join(environment().STORAGE_DIR, name.slice(0, 2), name);
  const kept = await readFile(file);
  expect(kept.includes("Verhoeven")).toBe(false);
  for (const place of [0, 20, kept.length - 1]) {
    const changed = Buffer.from(kept);
    changed.writeUInt8(changed.readUInt8(place) ^ 1, place);
    await writeFile(file, changed);
    await expect(readStoredFile(sha256)).rejects.toThrow("was changed");
  }
});

test("a file that is removed is gone, and one that was stored again since stays", async () => {
  const { sha256 } = await storeFile(Buffer.from("to be removed"));
  const soon = new Date(Date.now() + 60_000);
  expect(await removeStoredFile(sha256, new Date(Date.now() - 60_000))).toBe(false);
  expect(await hasStoredFile(sha256)).toBe(true);
  expect(await removeStoredFile(sha256, soon)).toBe(true);
  expect(await hasStoredFile(sha256)).toBe(false);
  expect(await removeStoredFile(sha256, soon)).toBe(true);
});

test("what is stored again while it is being removed is there afterwards", async () => {
  const bytes = Buffer.from("stored and removed at once");
  for (let round = 0; round < 20; round += 1) {
    const { sha256 } = await storeFile(bytes);
    const before = new Date(Date.now() - 60_000);
    await Promise.all([removeStoredFile(sha256, before), storeFile(bytes)]);
    expect(Buffer.compare(await readStoredFile(sha256), bytes)).toBe(0);
  }
});

describe("what a crash left between two steps", () => {
  const folderOf = (sha256: Uint8Array) => sha256[0] ?? 0;
  const placeOf = (sha256: Uint8Array) => {
    const name = Buffer.from(sha256).toString("hex");
    return path.join(environment().STORAGE_DIR, name.slice(0, 2), name);
  };
  const later = () => new Date(Date.now() + 60_000);

  test("of a removal is put back when it is whole and nobody stored it since", async () => {
    const bytes = Buffer.from("taken aside");
    const { sha256 } = await storeFile(bytes);
    const aside = `${placeOf(sha256)}.${randomUUID()}`;
    await rename(placeOf(sha256), aside);
    await settleFolder(folderOf(sha256), new Date(Date.now() - 60_000));
    expect(await hasStoredFile(sha256)).toBe(false);
    await settleFolder(folderOf(sha256), later());
    expect(Buffer.compare(await readStoredFile(sha256), bytes)).toBe(0);
    await copyFile(placeOf(sha256), aside);
    await settleFolder(folderOf(sha256), later());
    await expect(stat(aside)).rejects.toThrow("ENOENT");
    expect(await hasStoredFile(sha256)).toBe(true);
  });

  test("of a file that was not written to its end goes", async () => {
    const { sha256 } = await storeFile(Buffer.from("written to its end"));
    const half = `${placeOf(sha256)}.${randomUUID()}`;
    await rename(placeOf(sha256), half);
    await truncate(half, 20);
    await settleFolder(folderOf(sha256), later());
    expect(await hasStoredFile(sha256)).toBe(false);
    await expect(stat(half)).rejects.toThrow("ENOENT");
  });
});
