import { spawn, type ChildProcess } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { environment } from "@/lib/env";
import { decryptBytes } from "@/lib/number-vault";
import { LETTERS, RECIPIENTS } from "@/prisma/seed/letters";
import { listTypes, writeMessage } from "@/prisma/seed/write";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type JournalEntry, type TestSandbox } from "@/scripts/test-sandbox";
import { Client } from "pg";

const PUBLISHING = {
  service: "messageRegistry",
  method: "POST",
  path: "/REST/ebox/enterprise/messageRegistry/v3/ebox/messages",
};

let sandbox: TestSandbox;
let actors: TestActors;
let ownerUrl: string;
let workers: ChildProcess[] = [];

beforeAll(async () => {
  ({ ownerUrl } = await testDatabase());
  process.env.MAILBOX_TIMEOUT_SECONDS = "3";
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => kill(worker, "SIGTERM")));
  workers = [];
  await sandbox.control("DELETE", "/faults");
});

afterAll(async () => {
  await closeDatabase();
  await sandbox.close();
});

describe("a worker killed in the middle loses nothing and doubles nothing", () => {
  test("killed before the call", async () => {
    const id = await send();
    await sandbox.control("PUT", "/faults", [
      { match: { service: "oauth" }, effect: { kind: "delay", ms: 60_000 } },
    ]);
    const worker = await startWorker();
    await until(async () => (await delivery(id)).state === "publishing");
    await kill(worker, "SIGKILL");
    expect(await publications(id)).toEqual([]);
    await sandbox.control("DELETE", "/faults");

    await startWorker();
    await until(async () => (await delivery(id)).state === "published");
    expect((await publications(id)).map((entry) => entry.status)).toEqual([201]);
    await expectOneOfEach(id);
  });

  test("killed after the call, before its answer", async () => {
    await sandbox.control("PUT", "/faults", [
      {
        match: PUBLISHING,
        effect: { kind: "acceptThenTimeout", ms: 60_000 },
        times: 1,
      },
    ]);
    const id = await send();
    const worker = await startWorker();
    await until(async () => (await messagesInBox(id)) === 1);
    await kill(worker, "SIGKILL");

    await startWorker();
    await until(async () => (await delivery(id)).state === "published");
    expect(await messagesInBox(id)).toBe(1);
    const row = await delivery(id);
    expect(row.mailboxMessageId).toBeNull();
    expect(row.attempts).toBe(2);
    await expectOneOfEach(id);
  });

  test("killed after the answer, before it was written down", async () => {
    const id = await send();
    const blocker = new Client({ connectionString: ownerUrl });
    await blocker.connect();
    await sandbox.control("PUT", "/faults", [
      {
        match: PUBLISHING,
        effect: { kind: "delay", ms: 1_500 },
        times: 1,
      },
    ]);
    const worker = await startWorker();
    await until(async () => (await delivery(id)).state === "publishing");
    // The answer will come, and cannot be kept while this lock is held.
    await blocker.query("BEGIN");
    await blocker.query('SELECT 1 FROM "Delivery" WHERE id = $1 FOR UPDATE', [id]);
    await until(async () => (await publications(id)).some((entry) => entry.status === 201));
    await kill(worker, "SIGKILL");
    await blocker.query("ROLLBACK");
    await blocker.end();
    expect((await delivery(id)).state).toBe("publishing");

    await startWorker();
    await until(async () => (await delivery(id)).state === "published");
    expect((await publications(id)).map((entry) => entry.status)).toEqual([201, 409]);
    expect(await messagesInBox(id)).toBe(1);
    await expectOneOfEach(id);
  });
});

test("a mailbox that accepts and then times out is asked again under the same key", async () => {
  await sandbox.control("PUT", "/faults", [
    {
      match: PUBLISHING,
      effect: { kind: "acceptThenTimeout", ms: 10_000 },
      times: 1,
    },
  ]);
  const id = await send();
  await startWorker();
  await until(async () => (await delivery(id)).outcomeUnknownSince !== null);
  expect((await delivery(id)).state).toBe("publishing");
  await until(async () => (await delivery(id)).state === "published");
  // The broken line is entered in the journal when it breaks, which is after the second call.
  await until(async () => (await publications(id)).length === 2);
  const calls = await publications(id);
  expect(calls.map((entry) => entry.status).sort()).toEqual([409, undefined]);
  expect(await messagesInBox(id)).toBe(1);
  expect(new Set(calls.map((entry) => entry.idempotencyKey)).size).toBe(1);
  const [evidence] = await evidences(id, "ContentConsignment");
  expect(evidence).toContain('"IsOutcomeLearnedLater":true');
  expect(evidence).not.toContain("MailboxMessageIdentifier");
});

test("an opening and a reply in the box arrive by themselves, sealed and in the log", async () => {
  const id = await send("APPOINTMENT");
  await startWorker();
  await until(async () => (await delivery(id)).state === "published");
  const { mailboxMessageId } = await delivery(id);
  await sandbox.control("POST", `/messages/${mailboxMessageId}/open`, {});
  await sandbox.control("POST", `/messages/${mailboxMessageId}/reply`, { text: "Dank u, ik kom." });
  await until(async () => (await delivery(id)).state === "replied");
  const reply = await asPortal((tx) => tx.reply.findFirstOrThrow({ where: { deliveryId: id } }));
  expect(reply.text).toBe("Dank u, ik kom.");
  const events = ["SubmissionAcceptance", "ContentConsignment", "ContentAccessTracking", "Reply"];
  await until(async () => (await sealed(id)).length === events.length);
  expect((await sealed(id)).sort()).toEqual(events.sort());
});

test("an enterprise that is no longer active is a final failure with its evidence", async () => {
  const id = await send("INVOICE", "0000000493");
  await startWorker();
  await until(async () => (await delivery(id)).state === "failed");
  const row = await delivery(id);
  expect(row.failureCode).toBe("INVALID_INPUT");
  expect(await publications(id)).toHaveLength(1);
  expect(await evidences(id, "ContentConsignmentFailure")).toHaveLength(1);
});

async function send(type = "INVOICE", number = "08040901112"): Promise<string> {
  const letter = LETTERS.find(
    (candidate) => candidate.type === type && candidate.language !== "fr",
  );
  const recipient = RECIPIENTS.find((candidate) => candidate.number === number);
  if (!letter || !recipient) throw new Error("no such letter or recipient");
  const actor = letter.type === "PROCEDURE_INFORMATION" ? actors.karim : actors.an;
  const messageId = await writeMessage(
    actor,
    await listTypes(),
    letter,
    { ...recipient, language: letter.language },
    1,
  );
  const row = await asPortal((tx) => tx.delivery.findFirstOrThrow({ where: { messageId } }));
  return row.id;
}

function asPortal<T>(work: Parameters<typeof withActor<T>>[1]): Promise<T> {
  return withActor(systemActor("test"), work);
}

function delivery(id: string) {
  return asPortal((tx) => tx.delivery.findUniqueOrThrow({ where: { id } }));
}

/** What the mailbox's journal says of this delivery's key. */
async function publications(id: string): Promise<JournalEntry[]> {
  const { idempotencyKey } = await delivery(id);
  return (await sandbox.journal()).filter((entry) =>
    entry.idempotencyKey?.includes(idempotencyKey),
  );
}

/** How many messages the mailbox holds for this delivery, told to us or not. */
async function messagesInBox(id: string): Promise<number> {
  const { idempotencyKey } = await delivery(id);
  const { items } = (await sandbox.control("GET", "/messages?pageSize=10000")) as {
    items: { idempotencyKey?: string }[];
  };
  return items.filter((message) => message.idempotencyKey?.includes(idempotencyKey)).length;
}

async function evidences(id: string, event: string): Promise<string[]> {
  const rows = await asPortal((tx) => tx.evidence.findMany({ where: { deliveryId: id, event } }));
  return rows.map((row) => Buffer.from(decryptBytes(row.payload)).toString("utf8"));
}

async function sealed(id: string): Promise<string[]> {
  const rows = await asPortal((tx) =>
    tx.evidence.findMany({
      where: { deliveryId: id, seal: { isNot: null } },
      select: { event: true },
    }),
  );
  return rows.map((row) => row.event);
}

async function expectOneOfEach(id: string): Promise<void> {
  expect(await evidences(id, "SubmissionAcceptance")).toHaveLength(1);
  expect(await evidences(id, "ContentConsignment")).toHaveLength(1);
}

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "worker/main.ts"],
    { stdio: ["ignore", "pipe", "inherit"], env: process.env },
  );
  workers.push(worker);
  await new Promise<void>((resolve, reject) => {
    worker.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
    worker.stdout.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("worker ready")) resolve();
    });
  });
  return worker;
}

async function kill(worker: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  worker.kill(signal);
  await ended;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 200; waited += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("waited 40 seconds in vain");
}
