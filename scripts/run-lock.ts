/**
 * One run for each data folder. The file names who runs and what it started, so that a run that was
 * killed outright can be cleared away by the next one, by the exact processes and no others.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Failure } from "./failure";
import { identityEndsWithin, processIdentity, signalGroup } from "./processes";

const processSchema = z.object({ name: z.string(), pid: z.number(), identity: z.string() });
const runSchema = z.object({ main: processSchema, children: z.array(processSchema) });
type Run = z.output<typeof runSchema>;
type RunningProcess = z.output<typeof processSchema>;

export type RunLock = {
  /** Remembers a process that was started, for the case that we are killed. */
  record: (name: string, pid: number | undefined) => Promise<void>;
  release: () => Promise<void>;
};

async function readRun(file: string): Promise<Run | null> {
  try {
    return runSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}

function isAlive({ pid, identity }: RunningProcess): boolean {
  return processIdentity(pid) === identity;
}

async function end({ pid, identity }: RunningProcess): Promise<void> {
  signalGroup(pid, "SIGTERM");
  if (await identityEndsWithin(pid, identity, 5_000)) return;
  signalGroup(pid, "SIGKILL");
  await identityEndsWithin(pid, identity, 5_000);
}

/** Takes the folder, or fails when somebody has it. `onLeftover` hears of each process cleared away. */
export async function takeRunLock(
  dataDir: string,
  onLeftover: (name: string) => void,
): Promise<RunLock> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, "run.json");
  const before = await readRun(file);
  if (before && before.main.pid !== process.pid && isAlive(before.main))
    throw new Failure(
      `Something runs from this data folder already (${before.main.name}, process ${before.main.pid}). Stop it with Ctrl-C first, or choose another folder with DATA_DIR and other ports with PORT and SANDBOX_PORT.`,
    );
  // Last started, first ended: the database waits for those who use it.
  for (const left of before?.children.filter(isAlive).reverse() ?? []) {
    onLeftover(left.name);
    await end(left);
  }
  const run: Run = {
    main: {
      name: process.env.npm_lifecycle_event ?? "the portal",
      pid: process.pid,
      identity: processIdentity(process.pid) ?? "",
    },
    children: [],
  };
  const write = () => writeFile(file, JSON.stringify(run, null, 2));
  await write();
  return {
    record: async (name, pid) => {
      const identity = pid === undefined ? null : processIdentity(pid);
      if (pid === undefined || identity === null) return;
      run.children.push({ name, pid, identity });
      await write();
    },
    release: () => rm(file, { force: true }),
  };
}
