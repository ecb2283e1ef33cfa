import { execFile } from "node:child_process";
import { cp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { makeTestToken } from "@/lib/gateways/fixtures";
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
import { finishSealRotation, rotateLogKey, rotateSeal } from "./jobs";

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

type Folder = Record<string, Buffer>;

async function folderNow(): Promise<Folder> {
  const names = (await readdir(keys.directory)).filter((name) => /^(log|seal|next)\./.test(name));
  const files = names.map(
    async (name) => [name, await readFile(join(keys.directory, name))] as const,
  );
  return Object.fromEntries(await Promise.all(files));
}

/** The folder as it was before, except for these files. */
async function layFolder(before: Folder, after: Folder, done: readonly string[]): Promise<void> {
  for (const name of Object.keys(await folderNow())) await rm(join(keys.directory, name));
  for (const [name, bytes] of Object.entries(before)) {
    await writeFile(
      join(keys.directory, name),
      done.includes(name) ? (after[name] ?? bytes) : bytes,
    );
  }
  for (const name of done) await writeFile(join(keys.directory, name), after[name] ?? "");
}

/** Another key and its certificate, ready to be rotated to. */
async function layNextSeal(): Promise<void> {
  const others = await makeTestKeys();
  for (const part of ["key", "chain"]) {
    await cp(join(others.directory, `seal.${part}.pem`), join(keys.directory, `next.${part}.pem`));
  }
  await others.remove();
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

test("a rotation of the log's key that was killed anywhere is finished by the next run", async () => {
  await enterOne();
  const before = await folderNow();
  const first = await rotateLogKey(actor, await open());
  if (!first.ok) throw new Error(first.refusal);
  const after = await folderNow();
  const count = await withActor(actor, (tx) => tx.logKeyRotation.count());
  const steps = ["log.checkpoint", "log.older-vkeys", "log.vkey"];
  for (let done = 0; done <= steps.length; done += 1) {
    await layFolder(before, after, steps.slice(0, done));
    await writeFile(join(keys.directory, "log.key.next"), after["log.key"] ?? "");
    const again = await rotateLogKey(actor, await open());
    expect(again.ok && again.value.key, `after ${done} steps`).toBe(first.value.key);
    expect(await read("log.older-vkeys")).toBe(after["log.older-vkeys"]?.toString().trim());
    expect(await read("log.key")).toBe(after["log.key"]?.toString().trim());
  }
  await enterOne();
  expect(await withActor(actor, (tx) => tx.logKeyRotation.count())).toBe(count);
});

test("a rotation of the seal that was killed anywhere is finished by the next run", async () => {
  await layNextSeal();
  const before = await folderNow();
  const first = await rotateSeal(actor, await open());
  if (!first.ok) throw new Error(first.refusal);
  const after = await folderNow();
  const stated = (await listStatements()).length;
  // Stated, and no file moved yet: the next run states nothing twice.
  await layFolder(before, after, []);
  expect(await finishSealRotation(keys.directory)).toBe(false);
  expect(await rotateSeal(actor, await open())).toEqual(first);
  expect(await listStatements()).toHaveLength(stated);
  // The certificate moved, and the key did not: nothing seals until it is finished.
  await layFolder(before, after, ["seal.chain.pem"]);
  await rm(join(keys.directory, "next.chain.pem"));
  await expect(open()).rejects.toThrow("is not that of seal.key.pem");
  expect(await finishSealRotation(keys.directory)).toBe(true);
  expect((await folderNow())["seal.key.pem"]).toEqual(after["seal.key.pem"]);
  // All done: there is nothing to finish, and nothing to rotate.
  expect(await finishSealRotation(keys.directory)).toBe(false);
  expect(await rotateSeal(actor, await open())).toEqual({ ok: false, refusal: "seal_unfit" });
  await enterOne();
});

test("a worker that begins in the middle of a rotation sees one whole key, and never a half", async () => {
  await layNextSeal();
  const keeper = await open();
  const begun: ReturnType<typeof claimWorkerPresence>[] = [];
  const seal = {
    ...keeper.seal,
    sign: async (bytes: Uint8Array) => {
      const signature = await keeper.seal.sign(bytes);
      // As a supervisor that starts it in this very moment.
      if (begun.length === 0) begun.push(claimWorkerPresence(ownerUrl));
      return signature;
    },
  };
  const rotated = await rotateSeal(actor, { ...keeper, seal });
  const [presence] = await Promise.all(begun);
  // Either it was there first, and nothing changed under it, or it saw the new key alone.
  const now = (await open()).seal.keyId;
  expect(now === keeper.seal.keyId).toBe(!rotated.ok);
  await presence?.release();
  if (!rotated.ok) expect((await rotateSeal(actor, await open())).ok).toBe(true);
});

test("a new seal is stated in the log, sealed by the old one", async () => {
  await rm(join(keys.directory, "next.chain.pem"), { force: true });
  expect(await rotateSeal(actor, await open())).toEqual({ ok: false, refusal: "seal_unfit" });
  await layNextSeal();
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

test("a seal in a token is rotated by its certificate alone, and what it sealed still holds", async () => {
  const token = await makeTestToken(keys.directory);
  await token.importKey(join(keys.directory, "seal.key.pem"), "seal");
  await layNextSeal();
  await token.importKey(join(keys.directory, "next.key.pem"), "seal of next year");
  await rm(join(keys.directory, "seal.key.pem"));
  await rm(join(keys.directory, "next.key.pem"));
  const { module, token: label, pinFile } = token.settings;
  const environment = {
    ...process.env,
    SEAL_PKCS11_MODULE: module,
    SEAL_PKCS11_TOKEN: label,
    SEAL_PKCS11_PIN_FILE: pinFile,
  };
  const done = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      ["--conditions=react-server", "--import", "tsx", "scripts/log.ts", "rotate-seal"],
      { cwd: rootDirectory, env: environment },
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
  expect(done).toContain("The certificate that seals is now");
  const seal = await openSealSigner(keys.directory, "seal", token.settings);
  await withActor(actor, (tx) =>
    tx.auditRecord.createMany({ data: { act: "signed_in", subjectKind: "session" } }),
  );
  const logKey = await openLogSigner(keys.directory);
  const olderKeys = await readOlderKeys(keys.directory);
  const timestamp = openTimestampClient({ url: listening.url });
  const keeper = { seal, logKey, timestamp, keysDir: keys.directory, olderKeys };
  expect(await sequenceLog(actor, keeper)).toBeGreaterThan(0);
  seal.close?.();
});
