import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.stdout?.once("data", (chunk) => resolve(String(chunk))));
}

it("the process says when it is ready, keeps its keys to itself and ends cleanly when asked", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "sandbox-main-"));
  const data = path.join(folder, "data");
  const child = spawn(
    process.execPath,
    ["--import", "tsx", fileURLToPath(new URL("./main.ts", import.meta.url))],
    {
      env: { ...process.env, SANDBOX_PORT: "0", SANDBOX_DATA: data },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const line = await firstLine(child);
  expect(line).toMatch(/^sandbox ready http:\/\/localhost:\d+\n$/);
  const health = await fetch(`${line.trim().split(" ")[2]}/health`);
  expect(await health.json()).toEqual({ status: "UP" });

  const mode = (...parts: string[]) => statSync(path.join(data, ...parts)).mode & 0o777;
  expect(mode()).toBe(0o700);
  expect(mode("keys")).toBe(0o700);
  expect(mode("keys", "tsa.pem")).toBe(0o600);
  expect(mode("keys", "csam.json")).toBe(0o600);

  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  rmSync(folder, { recursive: true });
});
