/** `npm run generate`: Prisma's client and the types of the routes, which compiler and linter look at. */
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { build, quiet } from "./build";
import { runToEnd, startChild } from "./children";
import { runMain } from "./failure";
import { dataDirectory } from "./paths";

async function main(): Promise<void> {
  const dataDir = dataDirectory();
  await mkdir(dataDir, { recursive: true });
  await build({ dataDir, withPages: false, say: () => undefined });
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const env = { ...process.env, ...quiet };
  await runToEnd(
    startChild(
      { name: "generating the types of routes", logName: "build", words: [next, "typegen"], env },
      dataDir,
    ),
  );
}

runMain(main);
