/** `npm run generate`: Prisma's client from the schema, without a download and without a call home. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Failure, runMain } from "./failure";
import { rootDirectory } from "./paths";

export const quiet = {
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  NEXT_TELEMETRY_DISABLED: "1",
};

function generate(name: string, module: string, words: string[]): void {
  const made = spawnSync(
    process.execPath,
    [createRequire(import.meta.url).resolve(module), ...words],
    {
      cwd: rootDirectory,
      env: { ...process.env, ...quiet },
      encoding: "utf8",
    },
  );
  if (made.status !== 0)
    throw new Failure(`${name} could not be generated:\n${made.stdout}${made.stderr}`);
}

export function generateClient(): void {
  generate("Prisma's client", "prisma/build/index.js", ["generate", "--no-hints"]);
}

async function main(): Promise<void> {
  generateClient();
  // The types of the routes, which the compiler and the linter look at.
  generate("Next's types", "next/dist/bin/next", ["typegen"]);
  return Promise.resolve();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) runMain(main);
