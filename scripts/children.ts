/** The processes that a start watches over: each with a log of its own, ended in order. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Failure } from "./failure";
import { logFile } from "./log-file";
import { rootDirectory } from "./paths";
import { endsWithin, hasEnded, signalGroup } from "./processes";

export type Order = {
  /** As it stands in a sentence: "the worker". */
  name: string;
  logName: string;
  /** What Node is given: flags, a script, its arguments. */
  words: string[];
  env: NodeJS.ProcessEnv;
  /** What the process writes when it is ready; without it, it is ready when it has ended well. */
  ready?: RegExp;
};

export type Child = { order: Order; process: ChildProcess; lastLines: () => string };

const linesKept = 25;

/** Without the colours that some programs insist on, and their cursor codes. */
function plain(text: string): string {
  return stripVTControlCharacters(text).replaceAll("\r", "");
}

function lastLines(text: string): string {
  return plain(text).trim().split("\n").slice(-linesKept).join("\n");
}

export function failedChild(child: Child, what: string): Failure {
  const said = child.lastLines();
  const words = said === "" ? "It said nothing." : `It said last:\n\n${said}\n`;
  return new Failure(`${capital(child.order.name)} ${what}. ${words}`);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** In a group of its own, so that Ctrl-C reaches the start alone, which then ends all in order. */
export function startChild(order: Order, dataDir: string): Child {
  mkdirSync(join(dataDir, "log"), { recursive: true });
  const write = logFile(join(dataDir, "log", `${order.logName}.log`));
  let said = "";
  const started = spawn(process.execPath, order.words, {
    cwd: rootDirectory,
    env: order.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [started.stdout, started.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-16_000);
      write(plain(text));
    });
  started.on("error", (error) => (said += error.message));
  return { order, process: started, lastLines: () => lastLines(said) };
}

/** Resolves when the process says that it is ready; fails with its last lines when it ends before. */
export async function untilReady(child: Child, milliseconds: number): Promise<void> {
  const { ready } = child.order;
  const isReady = () => ready?.test(child.lastLines()) ?? child.process.exitCode === 0;
  const deadline = Date.now() + milliseconds;
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (isReady()) settle(resolve);
      else if (hasEnded(child.process)) settle(() => reject(failedChild(child, "did not start")));
      else if (Date.now() > deadline) settle(() => reject(failedChild(child, "takes too long")));
    };
    const timer = setInterval(look, 50);
    const settle = (answer: () => void) => {
      clearInterval(timer);
      answer();
    };
    child.process.once("error", look);
  });
}

/** Runs something that ends by itself, and fails with its last lines when it ends badly. */
export async function runToEnd(child: Child): Promise<void> {
  const code = await new Promise<number | null>((resolve) => {
    child.process.once("close", resolve);
    child.process.once("error", () => resolve(1));
  });
  if (code !== 0) throw failedChild(child, "failed");
}

/** Asks a process to end, and insists after a while. */
export async function endChild(child: Child, milliseconds = 10_000): Promise<void> {
  const { pid } = child.process;
  if (pid === undefined || hasEnded(child.process)) return;
  signalGroup(pid, "SIGTERM");
  if (await endsWithin(child.process, milliseconds)) return;
  signalGroup(pid, "SIGKILL");
  await endsWithin(child.process, 2_000);
}
