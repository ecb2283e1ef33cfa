import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { environment } from "@/lib/env";
import type { MailClient, MailFailure } from "@/lib/gateways/mail";
import { sequenceLog, stampCheckpoint } from "@/lib/proofs/jobs";
import { ok, refuse } from "@/lib/result";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import { getSubscription } from "./data";
import { mailCheckpoints } from "./jobs";
import { subscribe, unsubscribe } from "./mutations";

const actor = systemActor("mail_checkpoints");
let sandbox: TestSandbox;
let actors: TestActors;

beforeAll(async () => {
  await testDatabase();
  process.env.MAIL_FROM = "portal@sandbox.example";
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});
afterAll(async () => {
  await closeDatabase();
  await sandbox.close();
});
beforeEach(async () => {
  await withActor(actor, (tx) => tx.checkpointSubscription.deleteMany());
  await grow();
  return () => vi.useRealTimers();
});

async function grow(): Promise<void> {
  await withActor(actor, (tx) =>
    tx.auditRecord.createMany({ data: { act: "signed_in", subjectKind: "session" } }),
  );
  await sequenceLog(actor);
  await stampCheckpoint(actor);
}

const order = { email: "luc@maanrode.example", frequency: "daily", language: "fr" } as const;

async function lastMail() {
  return (await getSubscription(actors.luc))?.mails[0];
}

/** As the clock stands so many hours later. */
function later(hours: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hours * 3_600_000 });
}

const failing = (code: MailFailure["code"]): MailClient => ({
  send: async () => refuse({ code, detail: "the server's own words" }),
});

describe("an auditor who asked for the log's states", () => {
  test("gets the newest with its stamp, in their language, and can check both", async () => {
    const before = (await sandbox.mails()).length;
    expect(await subscribe(actors.luc, order)).toEqual(ok(null));
    expect(await mailCheckpoints(actor)).toBe(1);
    const mails = (await sandbox.mails()).slice(before);
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail?.to).toEqual([order.email]);
    expect(mail?.subject).toMatch(/l’état avec \d+ inscriptions/);
    expect(mail?.text).toContain("Conservez ce message");
    expect(mail?.text).toContain("/proofs/checkpoints");
    // Nothing about anybody.
    expect(mail?.text).not.toMatch(/Luc|Lambert|Maanrode/);
    const folder = await mkdtemp(join(tmpdir(), "mailed-"));
    for (const { name, content } of mail?.attachments ?? []) {
      await writeFile(join(folder, name), Buffer.from(content, "base64"));
    }
    const ca = join(environment().KEYS_DIR, "timestamp-ca.pem");
    const check = ["ts", "-verify", "-data", "checkpoint", "-in", "checkpoint.tsr", "-token_in"];
    await promisify(execFile)("openssl", [...check, "-CAfile", ca], { cwd: folder });
    await rm(folder, { recursive: true });
    expect(await lastMail()).toMatchObject({ state: "sent", problem: null });
  });

  test("gets one a day, whatever comes in between, and the next on the next day", async () => {
    await subscribe(actors.luc, order);
    expect(await mailCheckpoints(actor)).toBe(1);
    await grow();
    expect(await mailCheckpoints(actor)).toBe(0);
    later(25);
    expect(await mailCheckpoints(actor)).toBe(1);
    expect(await mailCheckpoints(actor)).toBe(0);
  });

  test("gets no state twice: on a day without entries there is none", async () => {
    await subscribe(actors.luc, order);
    expect(await mailCheckpoints(actor)).toBe(1);
    later(25);
    expect(await mailCheckpoints(actor)).toBe(0);
  });

  test("gets each once, though two workers send at the same time", async () => {
    await subscribe(actors.luc, order);
    const before = (await sandbox.mails()).length;
    await Promise.all([mailCheckpoints(actor), mailCheckpoints(actor)]);
    expect(await sandbox.mails()).toHaveLength(before + 1);
  });

  test("gets none any more after ending it, or after ceasing to audit", async () => {
    await subscribe(actors.luc, order);
    expect(await unsubscribe(actors.luc)).toEqual(ok(null));
    expect(await unsubscribe(actors.luc)).toEqual(refuse({ code: "not_found" }));
    expect(await mailCheckpoints(actor)).toBe(0);
    await subscribe(actors.luc, order);
    const own = { personId: actors.luc.personId, role: "auditor" };
    const end = (endedAt: Date | null) =>
      withActor(actor, (tx) => tx.membership.updateMany({ where: own, data: { endedAt } }));
    await end(new Date());
    expect(await mailCheckpoints(actor)).toBe(0);
    await end(null);
    expect(await mailCheckpoints(actor)).toBe(1);
  });

  test("is not written to twice when the worker ends while it hands a mail over", async () => {
    await subscribe(actors.luc, order);
    const dying: MailClient = { send: () => Promise.reject(new Error("the worker was killed")) };
    await expect(mailCheckpoints(actor, dying)).rejects.toThrow("killed");
    expect(await lastMail()).toMatchObject({ state: "sending" });
    expect(await mailCheckpoints(actor)).toBe(0);
    later(1);
    expect(await mailCheckpoints(actor)).toBe(0);
    expect(await lastMail()).toMatchObject({ state: "unknown" });
  });
});

describe("a mail that is not taken", () => {
  test("is tried again later, and told meanwhile", async () => {
    await subscribe(actors.luc, order);
    expect(await mailCheckpoints(actor, failing("mail_unreachable"))).toBe(0);
    expect(await lastMail()).toMatchObject({
      state: "waiting",
      problem: "the server's own words",
    });
    expect(await mailCheckpoints(actor)).toBe(0);
    later(0.05);
    expect(await mailCheckpoints(actor)).toBe(1);
    expect(await lastMail()).toMatchObject({ state: "sent", problem: null });
  });

  test.each([
    ["mail_refused", "failed"],
    ["mail_outcome_unknown", "unknown"],
  ] as const)("after %s is not tried again", async (code, state) => {
    await subscribe(actors.luc, order);
    await mailCheckpoints(actor, failing(code));
    expect(await lastMail()).toMatchObject({ state });
    later(1);
    expect(await mailCheckpoints(actor)).toBe(0);
  });

  test("is given up after twelve times", async () => {
    await subscribe(actors.luc, order);
    for (let tried = 0; tried < 12; tried += 1) {
      expect(await lastMail().then((mail) => mail?.state ?? "waiting")).toBe("waiting");
      await withActor(actor, (tx) =>
        tx.checkpointMail.updateMany({ data: { nextTryAt: new Date(0) } }),
      );
      await mailCheckpoints(actor, failing("mail_deferred"));
    }
    expect(await lastMail()).toMatchObject({ state: "failed" });
  });
});

describe("what one asked for", () => {
  test("is nobody else's to see or to end", async () => {
    await subscribe(actors.luc, order);
    expect(await getSubscription(actors.an)).toBeNull();
    expect(await unsubscribe(actors.an)).toEqual(refuse({ code: "not_found" }));
    expect(await getSubscription(actors.luc)).toMatchObject({
      email: order.email,
      frequency: "daily",
    });
  });

  test("is replaced by what one asks for next", async () => {
    await subscribe(actors.luc, order);
    await subscribe(actors.luc, { ...order, email: "audit@maanrode.example", frequency: "weekly" });
    expect(await getSubscription(actors.luc)).toMatchObject({
      email: "audit@maanrode.example",
      frequency: "weekly",
      mails: [],
    });
  });

  test("is not for who does not audit", async () => {
    await expect(subscribe(actors.an, order)).rejects.toThrow();
  });
});
