import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { expireDeliveries, followOpenings } from "@/lib/deliveries/following/jobs";
import { publishDelivery } from "@/lib/deliveries/jobs";
import { environment } from "@/lib/env";
import { readEvidence } from "@/lib/proofs/evidence";
import { decryptBytes } from "@/lib/number-vault";
import { sendTestMessage } from "@/scripts/test-send";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";

const actor = systemActor("follow_openings");
const SEARCH = "/REST/ebox/enterprise/messageRegistry/v3/searchMessageStatus";

let sandbox: TestSandbox;
let actors: TestActors;

beforeAll(async () => {
  await testDatabase();
  process.env.MAILBOX_TIMEOUT_SECONDS = "2";
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});
afterEach(async () => {
  await sandbox.control("DELETE", "/faults");
  await asPortal((tx) => tx.mailboxCursor.deleteMany({}));
  // Each test follows its own messages alone.
  await asPortal((tx) => tx.delivery.updateMany({ data: { nextCheckAt: null } }));
});
afterAll(async () => {
  await closeDatabase();
  await sandbox.close();
});

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) => withActor(actor, work);
const row = (id: string) => asPortal((tx) => tx.delivery.findUniqueOrThrow({ where: { id } }));

async function published(who = actors.an): Promise<{ id: string; messageId: string }> {
  const id = await sendTestMessage(who, who === actors.marie ? { type: "FINE" } : {});
  await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
  const { mailboxMessageId } = await row(id);
  return { id, messageId: mailboxMessageId! };
}

/** It is time to ask about it, and to its end are so many seconds. */
const due = (id: string, secondsLeft?: number) =>
  asPortal((tx) =>
    tx.delivery.update({
      where: { id },
      data: {
        nextCheckAt: new Date(Date.now() - 1000),
        ...(secondsLeft === undefined
          ? {}
          : { expiresAt: new Date(Date.now() + secondsLeft * 1000) }),
      },
    }),
  );

async function acts(id: string): Promise<string[]> {
  const rows = await asPortal((tx) =>
    tx.auditRecord.findMany({
      where: { subjectId: id, act: { not: "mailbox_called" } },
      orderBy: { at: "asc" },
    }),
  );
  return rows.map(({ act }) => act);
}

async function answersIn(id: string, event: string) {
  const { payload } = await asPortal((tx) =>
    tx.evidence.findFirstOrThrow({ where: { deliveryId: id, event } }),
  );
  const record = readEvidence(decryptBytes(payload));
  if (!record.ok) throw new Error(record.refusal);
  return (record.value.Extensions.Extension[0].MailboxAnswers ?? []).map(({ Status, Body }) => ({
    status: Status,
    body: Buffer.from(Body, "base64").toString("utf8"),
  }));
}

const search = (effect: object, times?: number) =>
  sandbox.control("PUT", "/faults", [
    {
      match: { service: "messageRegistry", method: "POST", path: SEARCH },
      effect,
      ...(times ? { times } : {}),
    },
  ]);

const told = (statuses: object[]) => ({
  kind: "answer",
  status: 201,
  mediaType: "application/json",
  body: JSON.stringify(statuses),
});

describe("one that cannot be followed", () => {
  test("holds up none of its neighbours", async () => {
    const [broken, read] = [await published(), await published()];
    await asPortal((tx) =>
      tx.delivery.update({
        where: { id: broken.id },
        data: { recipientNumberEncrypted: new Uint8Array(40) },
      }),
    );
    await sandbox.control("POST", `/messages/${read.messageId}/open`, {});
    await due(broken.id);
    await due(read.id);
    await followOpenings(actor);
    expect((await row(read.id)).state).toBe("opened");
    expect((await row(broken.id)).nextCheckAt!.getTime()).toBeGreaterThan(Date.now());
  });

  test("by a status that nobody understands, holds up none either", async () => {
    const [odd, plain] = [await published(), await published()];
    await due(odd.id);
    await due(plain.id);
    await search(
      told([
        { messageId: odd.messageId, readStatus: "perhaps" },
        { messageId: plain.messageId, readStatus: false },
      ]),
    );
    await followOpenings(actor);
    expect((await row(plain.id)).unopenedSeenAt).not.toBeNull();
    expect((await row(odd.id)).unopenedSeenAt).toBeNull();
  });

  test("because its organisation's mailbox is away, holds up no other organisation", async () => {
    const [away, read] = [await published(), await published(actors.marie)];
    await sandbox.control("POST", `/messages/${read.messageId}/open`, {});
    await due(away.id);
    await due(read.id);
    // Whoever is due first is asked for first.
    await asPortal((tx) =>
      tx.delivery.update({ where: { id: away.id }, data: { nextCheckAt: new Date(0) } }),
    );
    await search({ kind: "down" }, 1);
    await followOpenings(actor);
    await followOpenings(actor);
    expect((await row(read.id)).state).toBe("opened");
    expect((await row(away.id)).state).toBe("published");
  });
});

describe("an opening", () => {
  test("may lie between the question and the answer that still calls it unopened", async () => {
    const { id, messageId } = await published();
    await due(id);
    await search({ kind: "delay", ms: 500 }, 1);
    const before = Date.now();
    await followOpenings(actor);
    const { unopenedSeenAt, nextCheckAt } = await row(id);
    expect(unopenedSeenAt!.getTime()).toBeGreaterThanOrEqual(before);
    expect(nextCheckAt!.getTime() - unopenedSeenAt!.getTime()).toBeGreaterThan(5_400);
    await sandbox.control("POST", `/messages/${messageId}/open`, {});
    await due(id);
    await followOpenings(actor);
    const [event] = await asPortal((tx) =>
      tx.deliveryEvent.findMany({ where: { deliveryId: id, kind: "opened" } }),
    );
    // No digest of an answer that names the recipient.
    expect(event?.detail).toEqual({ notBefore: unopenedSeenAt!.toISOString() });
  });

  test("is kept with an answer about this message alone, and goes on record", async () => {
    const [one, other] = [await published(), await published()];
    await sandbox.control("POST", `/messages/${one.messageId}/open`, {});
    await due(one.id);
    await due(other.id);
    await followOpenings(actor);
    expect((await row(one.id)).state).toBe("opened");
    expect((await row(other.id)).state).toBe("published");
    const [answer] = await answersIn(one.id, "ContentAccessTracking");
    expect(answer?.body).toContain(one.messageId);
    expect(answer?.body).not.toContain(other.messageId);
    expect(await acts(one.id)).toContain("delivery_opened");
  });

  test("that a second answer does not confirm, about this very message, is asked for later", async () => {
    const { id, messageId } = await published();
    await due(id);
    const told = (messageId: string) => JSON.stringify([{ messageId, readStatus: true }]);
    const json = { kind: "answer", status: 201, mediaType: "application/json" };
    await sandbox.control("PUT", "/faults", [
      {
        match: { service: "messageRegistry", path: SEARCH },
        effect: { ...json, body: told(messageId) },
        times: 1,
      },
      {
        match: { service: "messageRegistry", path: SEARCH },
        effect: { ...json, body: told("another") },
        times: 1,
      },
    ]);
    await followOpenings(actor);
    expect((await row(id)).state).toBe("published");
    expect((await row(id)).nextCheckAt!.getTime()).toBeGreaterThan(Date.now());
  });

  test("is still found out when the mailbox no longer has another message", async () => {
    const [gone, read] = [await published(), await published()];
    await sandbox.control("POST", `/messages/${gone.messageId}/remove`, {});
    await due(gone.id);
    expect(await followOpenings(actor)).toBe(200);
    await sandbox.control("POST", `/messages/${read.messageId}/open`, {});
    await due(gone.id);
    await due(read.id);
    await followOpenings(actor);
    expect((await row(read.id)).state).toBe("opened");
    expect((await row(gone.id)).state).toBe("published");
  });
});

describe("the end of validity", () => {
  test("is told by what the mailbox said last before it, and first after it", async () => {
    const { id, messageId } = await published();
    await due(id, 60);
    // The mailbox's own word on the end counts; here it agrees with the row.
    const body = JSON.stringify([{ messageId, readStatus: false }]);
    await search({ kind: "answer", status: 201, mediaType: "application/json", body }, 1);
    await expireDeliveries(actor);
    expect((await row(id)).state).toBe("published");
    expect((await row(id)).unopenedSeenAt).not.toBeNull();

    await sandbox.control("POST", `/messages/${messageId}/expire`, {});
    await due(id, -1);
    await expireDeliveries(actor);
    expect((await row(id)).state).toBe("expired");
    const answers = await answersIn(id, "ContentHandoverFailure");
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[0]?.body).toContain('"readStatus":false');
    expect(await acts(id)).toContain("delivery_expired");
  });

  test("comes too when the mailbox drops what it called unopened just before", async () => {
    const { id, messageId } = await published();
    await due(id, 60);
    await search(told([{ messageId, readStatus: false }]));
    await expireDeliveries(actor);
    await sandbox.control("DELETE", "/faults");
    await sandbox.control("POST", `/messages/${messageId}/remove`, {});
    await due(id, -1);
    await expireDeliveries(actor);
    expect((await row(id)).state).toBe("expired");
    const answers = await answersIn(id, "ContentHandoverFailure");
    expect(answers.map(({ status }) => status)).toEqual([201, 404]);
  });

  test("is no proof of anything where nobody looked just before it", async () => {
    const { id, messageId } = await published();
    const longAgo = new Date(Date.now() - 3_600_000);
    await asPortal((tx) =>
      tx.delivery.update({ where: { id }, data: { unopenedSeenAt: longAgo } }),
    );
    await sandbox.control("POST", `/messages/${messageId}/remove`, {});
    await due(id, -60);
    await expireDeliveries(actor);
    expect((await row(id)).state).toBe("expired");
    const facts = await asPortal(async (tx) => ({
      proved: await tx.evidence.count({
        where: { deliveryId: id, event: "ContentHandoverFailure" },
      }),
      event: await tx.deliveryEvent.findFirst({ where: { deliveryId: id, kind: "expired" } }),
    }));
    expect(facts.proved).toBe(0);
    expect(facts.event?.detail).toMatchObject({ isOpeningUnknown: true });
  });

  test("does not come before the mailbox answers, nor while its answer is not understood", async () => {
    const { id, messageId } = await published();
    await due(id, -60);
    await search({ kind: "answer", status: 404, body: "<h1>Gone</h1>" });
    await expireDeliveries(actor);
    expect((await row(id)).state).toBe("published");
    await asPortal((tx) => tx.mailboxCursor.deleteMany({}));
    await search(told([{ messageId, readStatus: "perhaps" }]));
    await expireDeliveries(actor);
    expect((await row(id)).state).toBe("published");
    expect((await row(id)).nextCheckAt!.getTime()).toBeGreaterThan(Date.now());
  });

  test("moves when the mailbox says so, and an opening on the last day counts", async () => {
    const { id, messageId } = await published();
    await due(id, -60);
    await expireDeliveries(actor);
    // The sandbox still keeps it for a year.
    expect((await row(id)).state).toBe("published");
    expect((await row(id)).expiresAt!.getTime()).toBeGreaterThan(Date.now());
    await sandbox.control("POST", `/messages/${messageId}/open`, {});
    await due(id, -60);
    await expireDeliveries(actor);
    expect((await row(id)).state).toBe("opened");
  });

  test("is not kept waiting by many messages that are not over", async () => {
    const { id, messageId } = await published();
    await sandbox.control("POST", `/messages/${messageId}/expire`, {});
    await due(id, -60);
    const { id: other } = await published();
    await asPortal(async (tx) => {
      const { messageId: sameMessage, ...like } = await tx.delivery.findUniqueOrThrow({
        where: { id: other },
      });
      await tx.delivery.createMany({
        data: Array.from({ length: 300 }, (_, index) => ({
          ...like,
          letter: like.letter ?? {},
          id: crypto.randomUUID(),
          messageId: sameMessage,
          position: index + 2,
          reference: `${like.reference}-${index}`,
          idempotencyKey: crypto.randomUUID(),
          mailboxMessageId: `unknown-${index}`,
          nextCheckAt: new Date(Date.now() - 100_000),
        })),
      });
    });
    await expireDeliveries(actor);
    expect((await row(id)).state).toBe("expired");
  });
});
