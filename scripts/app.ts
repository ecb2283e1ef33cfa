/** `npm start`: the portal alone, for production. Everything it needs comes from the environment. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { requireEnvironment } from "../lib/env";
import { Failure, runMain } from "./failure";
import { rootDirectory } from "./paths";

function readPort(): number {
  try {
    return requireEnvironment("app").PORT;
  } catch (error) {
    throw new Failure((error as Error).message);
  }
}

async function main(): Promise<void> {
  const port = readPort();
  if (!existsSync(join(rootDirectory, ".next", "BUILD_ID")))
    throw new Failure("The portal is not built yet: run npm run build first.");
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const words = [
    next,
    "start",
    "--port",
    String(port),
    "--hostname",
    process.env.HOST ?? "0.0.0.0",
  ];
  const child = spawn(process.execPath, words, {
    cwd: rootDirectory,
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 0));
  });
}

runMain(main);
