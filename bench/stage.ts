/** What the benchmarks of dispatch share: a house of their own, a worker, and figures. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { migrateDatabase } from "@/scripts/migrate";
import { openScratchDatabase } from "@/scripts/scratch-database";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";

export type Stage = { sandbox: TestSandbox; close: () => Promise<void> };

/** PostgreSQL, sandbox and a worker on this machine, on free ports, in a folder that is removed. */
export async function openStage(): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), "portal-bench-"));
  const secret = () => randomBytes(32).toString("base64");
  Object.assign(process.env, {
    PORTAL_ENVIRONMENT: "test",
    PORTAL_URL: "http://localhost:3000",
    DATA_DIR: dataDir,
    KEYS_DIR: join(dataDir, "keys"),
    STORAGE_DIR: join(dataDir, "files"),
    LOG_LEVEL: "warn",
    NEXTAUTH_SECRET: secret(),
    NUMBER_ENCRYPTION_KEY: secret(),
    NUMBER_SEARCH_KEY: secret(),
  });
  const { database, close } = await openScratchDatabase();
  process.env.DATABASE_URL = database.ownerUrl;
  process.env.DATABASE_APP_URL = database.appUrl;
  await migrateDatabase(database);
  const sandbox = await startTestSandbox(dataDir);
  return {
    sandbox,
    close: async () => {
      await sandbox.close();
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function startWorker(): Promise<{ stop: () => Promise<void> }> {
  const worker: ChildProcess = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "worker/main.ts"],
    { stdio: ["ignore", "pipe", "inherit"], env: process.env },
  );
  await new Promise<void>((resolve, reject) => {
    worker.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
    worker.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("worker ready")) resolve();
    });
  });
  return {
    stop: async () => {
      const ended = new Promise((resolve) => worker.once("exit", resolve));
      worker.kill("SIGTERM");
      await ended;
    },
  };
}

/** The value below which the given part of the values lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
