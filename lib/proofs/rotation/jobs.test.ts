import { execFile } from "node:child_process";
import { cp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { openLogSigner, openSealSigner } from "@/lib/gateways/signer";
import { firstToStamp, openTimestampClient } from "@/lib/gateways/timestamp";
import { concatBytes, decodeBase64Url, utf8 } from "@/lib/proofs/bytes";
import { parseLogKey, verifyCheckpoint } from "@/lib/proofs/checkpoint";
import {
  getCheckpoint,
  getStampedCheckpoint,
  getTrust,
  readOlderKeys,
  readSubtrees,
} from "@/lib/proofs/data";
import {
  makeTestAuthority,
  makeTestKeys,
  type TestAuthority,
  type TestKeys,
} from "@/lib/proofs/fixtures";
import { sequenceLog, stampAgain, stampCheckpoint, type LogKeeper } from "@/lib/proofs/jobs";
import { inspectDatabase } from "@/lib/proofs/inspection/data";
import { compactOf } from "@/lib/proofs/jws";
import { watchLog, type WatchState } from "@/lib/proofs/log-watch";
import { listLogKeyRotations, listStatements } from "@/lib/proofs/log/data";
import { keyRotationSchema } from "@/lib/proofs/rotation/schema";
import { parseTilePath, tileSubtrees } from "@/lib/proofs/tile";
import { parseTlogProof, rootOfProof } from "@/lib/proofs/tlog-proof";
import { rootDirectory } from "@/scripts/paths";
import { testDatabase } from "@/scripts/test-database";
import { claimWorkerPresence } from "@/worker/presence";
import { rotateLogKey, rotateSeal } from "./jobs";

const actor = systemActor("test");
let keys: TestKeys;
let authority: TestAuthority;
let listening: Awaited<ReturnType<TestAuthority["listen"]>>;
let ownerUrl: string;

beforeAll(async () => {
  ({ ownerUrl } = await testDatabase());
  keys = await makeTestKeys();
  process.env.KEYS_DIR = keys.directory;
  authority = await makeTestAuthority();
  listening = await authority.listen();
  process.env.TIMESTAMP_URL = listening.url;
  await writeFile(join(keys.directory, "timestamp-ca.pem"), authority.caPem);
});
afterAll(async () => {
  await closeDatabase();
  await listening.close();
  await authority.remove();
  await keys.remove();
});

/** As a process that starts now finds the folder. */
async function open(): Promise<LogKeeper> {
  return {
    seal: await openSealSigner(keys.directory),
    logKey: await openLogSigner(keys.directory),
    timestamp: openTimestampClient({ url: listening.url }),
    keysDir: keys.directory,
    olderKeys: await readOlderKeys(keys.directory),
  };
}

async function enterOne(): Promise<void> {
  await withActor(actor, (tx) =>
    tx.auditRecord.createMany({ data: { act: "signed_in", subjectKind: "session" } }),
  );
  expect(await sequenceLog(actor, await open())).toBeGreaterThan(0);
}

async function read(name: string): Promise<string> {
  return (await readFile(join(keys.directory, name), "utf8")).trim();
}

function watch(state: WatchState | null) {
  return watchLog({
    state,
    now: new Date(),
    read: async (path) => {
      const tile = parseTilePath(path);
      if (tile) {
        return withActor(actor, async (tx) =>
          concatBytes(...(await readSubtrees(tx, tileSubtrees(tile)))),
        );
      }
      if (path === "key") return utf8(await read("log.vkey"));
      if (path === "rotations") return listLogKeyRotations();
      return path === "checkpoint" ? getCheckpoint() : null;
    },
  });
}

test("a log that signed nothing needs no rotation", async () => {
  expect(await rotateLogKey(actor, await open())).toEqual({ ok: false, refusal: "nothing_signed" });
});

test("no key is changed under a worker that holds the old one", async () => {
  await enterOne();
  const presence = await claimWorkerPresence(ownerUrl);
  const before = await read("log.key");
  expect(await rotateLogKey(actor, await open())).toEqual({ ok: false, refusal: "worker_running" });
  await cp(join(keys.directory, "seal.key.pem"), join(keys.directory, "next.key.pem"));
  await cp(join(keys.directory, "seal.chain.pem"), join(keys.directory, "next.chain.pem"));
  expect(await rotateSeal(actor, await open())).toEqual({ ok: false, refusal: "worker_running" });
  await presence.release();
  expect(await read("log.key")).toBe(before);
  await rm(join(keys.directory, "next.key.pem"));
});

test("the log's new key is introduced by the old one, and whoever watches follows", async () => {
  const { state } = await watch(null);
  const before = await read("log.vkey");
  const privateBefore = await read("log.key");
  const rotated = await rotateLogKey(actor, await open());
  if (!rotated.ok) throw new Error(rotated.refusal);
  expect(rotated.value.older).toBe(before);
  expect(await read("log.vkey")).toBe(rotated.value.key);
  expect(await read("log.older-vkeys")).toBe(before);
  expect(await read("log.key")).not.toBe(privateBefore);
  expect((await stat(join(keys.directory, "log.key"))).mode & 0o777).toBe(0o600);
  expect((await readdir(keys.directory)).filter((name) => /next|\.new$/.test(name))).toEqual([
    "next.chain.pem",
  ]);

  const [older, newer] = [await parseLogKey(before), await parseLogKey(rotated.value.key)];
  if (!older || !newer) throw new Error("A key is none.");
  const kept = new Uint8Array(await readFile(join(keys.directory, "log.checkpoint")));
  for (const key of [older, newer]) expect((await verifyCheckpoint(kept, [key])).ok).toBe(true);

  await enterOne();
  const note = (await getCheckpoint()) ?? new Uint8Array();
  expect((await verifyCheckpoint(note, [newer])).ok).toBe(true);
  expect((await verifyCheckpoint(note, [older])).ok).toBe(false);
  const after = await watch(state);
  expect(after.findings).toEqual([]);
  expect(after.seen?.newKeys).toEqual([rotated.value.key]);
  const inspected = await inspectDatabase(actor, { keys: [newer, older], remembered: kept });
  expect(inspected.findings).toEqual([]);
  expect(await getTrust()).toMatchObject({ logKey: rotated.value.key, olderLogKeys: [before] });
});

test("a rotation that was interrupted is finished by the next run", async () => {
  const first = await rotateLogKey(actor, await open());
  if (!first.ok) throw new Error(first.refusal);
  // As if it had ended before the files were changed: the new key lies beside, the log knows it.
  const next = await read("log.key");
  await rm(join(keys.directory, "log.key"));
  await writeFile(join(keys.directory, "log.key.next"), `${next}\n`, { mode: 0o600 });
  await writeFile(join(keys.directory, "log.key"), `${next}\n`, { mode: 0o600 });
  const again = await rotateLogKey(actor, await open());
  expect(again.ok && again.value.key).toBe(first.value.key);
  await enterOne();
  expect(await withActor(actor, (tx) => tx.logKeyRotation.count())).toBe(2);
});

test("a new seal is stated in the log, sealed by the old one", async () => {
  await rm(join(keys.directory, "next.chain.pem"), { force: true });
  expect(await rotateSeal(actor, await open())).toEqual({ ok: false, refusal: "seal_unfit" });
  const others = await makeTestKeys();
  for (const part of ["key", "chain"]) {
    await cp(join(others.directory, `seal.${part}.pem`), join(keys.directory, `next.${part}.pem`));
  }
  await others.remove();
  const before = await open();
  const rotated = await rotateSeal(actor, before);
  if (!rotated.ok) throw new Error(rotated.refusal);
  expect((await open()).seal.keyId).not.toBe(before.seal.keyId);
  await sequenceLog(actor, await open());
  const [statement] = await listStatements();
  const compact = compactOf(utf8(statement?.file ?? ""));
  const proof = parseTlogProof(utf8(statement?.logProof ?? ""));
  if (!proof.ok) throw new Error(proof.refusal);
  expect(await rootOfProof(proof.value, compact)).toEqual(proof.value.signed.checkpoint.root);
  const payload = decodeBase64Url(compact.split(".")[1] ?? "") ?? new Uint8Array();
  const record = keyRotationSchema.parse(JSON.parse(new TextDecoder().decode(payload)));
  expect(record.Extensions.Extension[0]).toMatchObject({
    OlderCertificate: rotated.value.older,
    NewerCertificate: rotated.value.newer,
  });
  const header = JSON.parse(Buffer.from(compact.split(".")[0] ?? "", "base64url").toString()) as {
    x5c: string[];
  };
  expect(header.x5c[0]).toBe(Buffer.from(before.seal.certificateChain[0] ?? []).toString("base64"));
});

test("the newest state is stamped again, and its newest stamp is the one handed out", async () => {
  const keeper = await open();
  expect(await stampCheckpoint(actor, keeper)).toBe("stamped");
  const first = await getStampedCheckpoint();
  expect(await stampAgain(actor, keeper)).toBe("stamped");
  const second = await getStampedCheckpoint();
  expect(second?.note).toEqual(first?.note);
  expect(second?.token).not.toEqual(first?.token);
  expect(await stampCheckpoint(actor, keeper)).toBe("nothing_to_stamp");
});

test("a second authority stamps when the first does not answer", async () => {
  await enterOne();
  const away = openTimestampClient({ url: "http://127.0.0.1:9/tsa" });
  const here = openTimestampClient({ url: listening.url });
  const keeper = await open();
  const both = { ...keeper, timestamp: firstToStamp([away, here]) };
  expect(await stampCheckpoint(actor, { ...keeper, timestamp: firstToStamp([away]) })).toBe(
    "failed",
  );
  expect(await stampCheckpoint(actor, both)).toBe("stamped");
});

test("npm run log does these, and says what it did or why not", async () => {
  const log = (...words: string[]) =>
    new Promise<{ code: number; out: string }>((resolve) => {
      execFile(
        process.execPath,
        ["--conditions=react-server", "--import", "tsx", "scripts/log.ts", ...words],
        { cwd: rootDirectory, env: process.env },
        (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === "number" ? error.code : 0, out: stdout + stderr }),
      );
    });
  expect(await log("stamp-again")).toMatchObject({
    code: 0,
    out: expect.stringContaining("one more time stamp") as string,
  });
  expect(await log("rotate-seal")).toMatchObject({
    code: 1,
    out: expect.stringContaining("Lay next.key.pem") as string,
  });
  expect((await log("rotate-key")).out).toContain(`The log's key is now ${await read("log.vkey")}`);
  expect((await log("anything")).out).toContain("Use: npm run log --");
});
