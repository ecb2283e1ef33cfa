/** `npm run build`: the generated code and the portal's pages, made again only when a source changed. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runToEnd, startChild, type Child, type Order } from "./children";
import { runMain } from "./failure";
import { dataDirectory, rootDirectory, schemaDirectory } from "./paths";
import { sourceHash } from "./source-hash";
import { layVerifiers } from "./verify-build";

/** No child calls home. */
export const quiet = {
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NO_COLOR: "1",
};

type Step = { name: string; stamp: string; hash: () => Promise<string>; order: Order };

function steps(dataDir: string): { client: Step; pages: Step } {
  const require = createRequire(import.meta.url);
  const env = { ...process.env, ...quiet };
  const { version: prismaVersion } = require("prisma/package.json") as { version: string };
  return {
    client: {
      name: "Generating the database client",
      stamp: join(rootDirectory, "prisma", "generated", ".made-from"),
      hash: async () => `${await sourceHash(schemaDirectory, dataDir)} ${prismaVersion}`,
      order: {
        name: "generating the database client",
        logName: "build",
        words: [require.resolve("prisma/build/index.js"), "generate", "--no-hints"],
        env,
      },
    },
    pages: {
      name: "Building the portal",
      stamp: join(rootDirectory, ".next", "made-from"),
      hash: () => sourceHash(rootDirectory, dataDir),
      order: {
        name: "building the portal",
        logName: "build",
        words: [require.resolve("next/dist/bin/next"), "build"],
        env: { ...env, NODE_ENV: "production" },
      },
    },
  };
}

export type BuildOptions = {
  dataDir: string;
  withPages: boolean;
  say: (text: string) => void;
  /** Hears of each process, so that it can be ended with the rest. */
  onChild?: (child: Child) => void;
};

async function take(step: Step, { dataDir, say, onChild }: BuildOptions): Promise<void> {
  const hash = await step.hash();
  if ((await readFile(step.stamp, "utf8").catch(() => "")) === hash) return;
  say(step.name);
  // Gone while we work: what an interrupted build left must not pass for a whole one.
  await rm(step.stamp, { force: true });
  const child = startChild(step.order, dataDir);
  onChild?.(child);
  await runToEnd(child);
  await writeFile(step.stamp, hash);
}

export async function build(options: BuildOptions): Promise<void> {
  const { client, pages } = steps(options.dataDir);
  await take(client, options);
  await layVerifiers();
  if (options.withPages) await take(pages, options);
}

async function main(): Promise<void> {
  const dataDir = dataDirectory();
  await mkdir(dataDir, { recursive: true });
  const children: Child[] = [];
  const end = () => {
    for (const child of children) child.process.kill("SIGTERM");
    process.exit(130);
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  await build({
    dataDir,
    withPages: true,
    say: (text) => console.log(`${text} …`),
    onChild: (child) => children.push(child),
  });
  console.log("The portal is built.");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) runMain(main);
