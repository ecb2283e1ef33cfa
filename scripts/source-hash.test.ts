import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sourceHash } from "./source-hash";

let root = "";
const write = (path: string, content: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};
const hash = () => sourceHash(root, join(root, "data"));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "portal-hash-"));
  write("app/page.tsx", "one");
  write("package-lock.json", "{}");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("nothing changed: nothing is built again", async () => {
  expect(await hash()).toBe(await hash());
});

test.each(["app/page.tsx", "package-lock.json", "a-new-folder/x.css", ".env", "next.config.js"])(
  "a change of %s asks for a build",
  async (path) => {
    const before = await hash();
    write(path, "two");
    expect(await hash()).not.toBe(before);
  },
);

test.each([
  "lib/rules.test.ts",
  "docs/operations.md",
  "README.md",
  "scripts/start.ts",
  "worker/main.ts",
  "data/files/letter.pdf",
  "node_modules/x/index.js",
  ".next/BUILD_ID",
  "prisma/generated/client.ts",
  "lib/text/catalogue/en/home.d.json.ts",
])("a change of %s asks for none", async (path) => {
  const before = await hash();
  write(path, "two");
  expect(await hash()).toBe(before);
});

test("a file that moved counts as a change", async () => {
  const before = await hash();
  rmSync(join(root, "app/page.tsx"));
  write("app/other.tsx", "one");
  expect(await hash()).not.toBe(before);
});
