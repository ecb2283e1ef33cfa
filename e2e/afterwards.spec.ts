import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { people } from "./fixtures/people";
import { expect, test } from "./fixtures/test";

/** After all other tests: what the product wrote down about the people it worked for. */
const folder = join(process.env.E2E_DATA_DIR ?? "", "log");

/** The product's own; the sandbox's journal is the outside world, and shows numbers on purpose. */
const ours = (file: string) => file.endsWith(".log") && file !== "sandbox.log";

test("no log holds a national number or an enterprise number, in any way of writing it", async ({
  sandbox,
}) => {
  const { items } = (await sandbox("GET", "/journal?pageSize=10000")) as {
    items: { recipient?: string }[];
  };
  const recipients = items
    .map((item) => item.recipient ?? "")
    .filter((text) => /\d{10}/.test(text));
  expect(recipients.length, "messages were sent, so there was something to leak").toBeGreaterThan(
    2,
  );
  const numbers = new Set(
    [...recipients, ...Object.values(people).map((person) => person.niss)].flatMap(
      (text) => text.match(/\d{10,11}/g) ?? [],
    ),
  );

  const files = readdirSync(folder).filter(ours);
  expect(files).toEqual(expect.arrayContaining(["portal.log", "postgres.log", "worker.log"]));
  for (const file of files) {
    const told = readFileSync(join(folder, file), "utf8");
    for (const digits of numbers) {
      const written = new RegExp(digits.replaceAll(/\B/g, "[. -]?"));
      expect(written.exec(told)?.[0], `${file} tells a number`).toBeUndefined();
    }
  }
});
