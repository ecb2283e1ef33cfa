import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import refusals from "@/lib/text/catalogue/nl/refusals.json";

/** Found by listing: a refusal that no test ever meets may as well not work. */
test.each(Object.keys(refusals))("the refusal %s is met by a test", (code) => {
  const met = testFiles().filter((text) => text.includes(`"${code}"`));
  expect(met).not.toEqual([]);
});

function testFiles(): string[] {
  return ["app", "components", "e2e", "lib", "worker"]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => /\.(test|spec)\.ts$/.test(file) && file !== "lib/errors.test.ts")
    .map((file) => readFileSync(file, "utf8"));
}
