/** Starting, watching and ending processes by their own id. */
import { execFileSync, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/**
 * What tells a process from a later one that was given the same id: its start time. `null` when there
 * is no such process.
 */
export function processIdentity(pid: number): string | null {
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      // A zombie holds neither port nor file: for us it has ended.
      return fields[0] === "Z" ? null : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  try {
    const line = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return line.trim() || null;
  } catch {
    return null;
  }
}

/** The command line of a process, or the empty string when it is gone or hidden from us. */
export function processCommand(pid: number): string {
  try {
    if (process.platform === "linux")
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

/** Signals a process and everything it started, when it leads a group of its own; else it alone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // Not a group leader, or gone already.
    }
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Resolves to true when the process ends within the time, to false when it does not. */
export async function endsWithin(child: ChildProcess, milliseconds: number): Promise<boolean> {
  if (hasEnded(child)) return true;
  const controller = new AbortController();
  const ended = new Promise<boolean>((resolve) => child.once("exit", () => resolve(true)));
  const late = wait(milliseconds, false, { signal: controller.signal }).catch(() => false);
  const answer = await Promise.race([ended, late]);
  controller.abort();
  return answer;
}

/** The same for a process that is not our child, asked every 50 ms. */
export async function identityEndsWithin(
  pid: number,
  identity: string,
  milliseconds: number,
): Promise<boolean> {
  for (let waited = 0; waited <= milliseconds; waited += 50) {
    if (processIdentity(pid) !== identity) return true;
    await wait(50);
  }
  return false;
}
