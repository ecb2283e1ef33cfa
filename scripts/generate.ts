/** `npm run generate`: Prisma's client from the schema, without a download and without a call home. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { Failure, runMain } from "./failure";
import { rootDirectory } from "./paths";

export const quiet = {
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  NEXT_TELEMETRY_DISABLED: "1",
};

async function main(): Promise<void> {
  const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const made = spawnSync(process.execPath, [prisma, "generate", "--no-hints"], {
    cwd: rootDirectory,
    env: { ...process.env, ...quiet },
    encoding: "utf8",
  });
  if (made.status !== 0)
    throw new Failure(`Prisma's client could not be generated:\n${made.stdout}${made.stderr}`);
}

runMain(main);
