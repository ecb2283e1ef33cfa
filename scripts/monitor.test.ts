import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { assembleNote, formatCheckpoint, formatLogKey, logKeyId } from "@/lib/proofs/checkpoint";
import { addCosignatures } from "@/lib/proofs/cosignature";
import { makeTestKeys, makeTestWitness, type TestKeys } from "@/lib/proofs/fixtures";
import { EMPTY_FRONTIER, appendLeaves, foldSubtrees } from "@/lib/proofs/merkle";
import { rootDirectory } from "./paths";
import { testDatabase } from "./test-database";

let keys: TestKeys;
let folder: string;
let server: Server;
let address: string;
let files: Map<string, Uint8Array | string>;

beforeAll(async () => {
  keys = await makeTestKeys();
  server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    response.writeHead(file === undefined ? 404 : 200);
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`;
});
afterAll(async () => {
  server.close();
  await keys.remove();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "monitor-"));
  return () => rm(folder, { recursive: true });
});

/** A log whose leaves are these numbers, in one tile. */
async function publish(...values: number[]): Promise<void> {
  const leaves = values.map((value) => new Uint8Array(32).fill(value));
  const { frontier } = await appendLeaves(EMPTY_FRONTIER, leaves);
  const root = await foldSubtrees(frontier.hashes);
  const { logSigner } = keys;
  const text = formatCheckpoint({ origin: logSigner.name, size: leaves.length, root });
  const signature = await logSigner.sign(text);
  const line = { name: logSigner.name, keyId: await logKeyId(logSigner), signature };
  files = new Map<string, Uint8Array | string>([
    ["/log/key", `${await formatLogKey(logSigner)}\n`],
    ["/log/checkpoint", assembleNote(text, [line])],
    [`/log/tile/0/000.p/${leaves.length}`, Buffer.concat(leaves)],
  ]);
}

function monitor(...words: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--conditions=react-server", "--import", "tsx", "scripts/monitor.ts", ...words],
      { cwd: rootDirectory, env: process.env },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, out: stdout + stderr }),
    );
  });
}

describe("npm run monitor", () => {
  test("follows a log that grows, and tells when it does not", async () => {
    const state = join(folder, "state.json");
    const look = () => monitor(address, "--state", state);
    await publish(1, 2, 3);
    const first = await look();
    expect(first.out).toContain("well: 3 entries, seen for the first time, not time-stamped yet");
    expect(first.out).toContain(`believed from now on: ${await formatLogKey(keys.logSigner)}`);
    expect(first.code).toBe(0);
    await publish(1, 2, 3, 4);
    expect(await look()).toMatchObject({
      code: 0,
      out: expect.stringContaining("well: 4 entries, 1 more than last time") as string,
    });
    const known = await readFile(state, "utf8");
    await publish(1, 9, 3, 4, 5);
    const wrong = await look();
    expect(wrong.out).toMatch(/WRONG \[log_forked\] the log with 5 entries did not grow from/);
    expect(wrong.code).toBe(1);
    expect(await readFile(state, "utf8")).toBe(known);
  });

  test("says that it could not look, and forgets nothing", async () => {
    const state = join(folder, "state.json");
    const away = await monitor("http://127.0.0.1:9/log", "--state", state);
    expect(away).toMatchObject({
      code: 2,
      out: expect.stringContaining("COULD NOT LOOK") as string,
    });
    await writeFile(state, "{}");
    await publish(1);
    const damaged = await monitor(address, "--state", state);
    expect(damaged.out).toContain("is not what this command wrote");
    expect(damaged.code).toBe(2);
    expect((await monitor()).out).toContain("Use: npm run monitor");
  });

  test("asks for witnesses when one wants them, and names those who saw it", async () => {
    const witness = await makeTestWitness("one.example");
    const keysFile = join(folder, "witnesses.txt");
    await writeFile(keysFile, `${witness.line}\n`);
    const look = () =>
      monitor(
        ...[address, "--state", join(folder, "witnessed.json"), "--witness-keys", keysFile],
        ...["--witnesses", "1"],
      );
    await publish(1, 2, 3);
    const without = await look();
    expect(without.out).toMatch(/WRONG \[witnesses_missing\] 0 of the witnesses/);
    expect(without.code).toBe(1);
    const note = new Uint8Array(Buffer.from(files.get("/log/checkpoint") ?? ""));
    const seen = addCosignatures(note, [await witness.cosign(note, new Date())]);
    files.set("/log/witnesses", `${witness.line}\n${Buffer.from(seen).toString("utf8")}`);
    const seeing = await look();
    expect(seeing.out).toContain("the witness one.example saw 3 entries at ");
    expect(seeing.code).toBe(0);
    expect((await monitor(address, "--witnesses", "many")).out).toContain("Use: npm run monitor");
  });

  test("checks the database of an installation against its own log", async () => {
    await testDatabase();
    process.env.KEYS_DIR = keys.directory;
    const inside = await monitor("--database");
    expect(inside.out).toContain("well: 0 entries (none), 0 signed states");
    expect(inside.out).toContain("NOTE there is no");
    expect(inside.code).toBe(0);
  });
});
