import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { publishDelivery } from "@/lib/deliveries/jobs";
import { environment } from "@/lib/env";
import { log } from "@/lib/log";
import { fetchReplies } from "@/lib/replies/jobs";
import { decryptBytes } from "@/lib/number-vault";
import { sendTestMessage } from "@/scripts/test-send";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";

const actor = systemActor("fetch_replies");
const REGISTRY = "/REST/ebox/enterprise/messageRegistry/v3";
const AMELIE = "06100201227";

let sandbox: TestSandbox;
let actors: TestActors;

beforeAll(async () => {
  await testDatabase();
  process.env.MAILBOX_TIMEOUT_SECONDS = "1";
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});
const told = vi.spyOn(log, "error");
beforeEach(() => void told.mockClear());
afterEach(async () => {
  await sandbox.control("DELETE", "/faults");
  // Each test has messages without an id of its own.
  await asPortal((tx) =>
    tx.delivery.updateMany({ where: { mailboxMessageId: null }, data: { state: "failed" } }),
  );
  await asPortal((tx) => tx.parkedReply.deleteMany({}));
  await asPortal((tx) => tx.mailboxCursor.deleteMany({}));
});
afterAll(async () => {
  await closeDatabase();
  await sandbox.close();
});

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) => withActor(actor, work);
const row = (id: string) => asPortal((tx) => tx.delivery.findUniqueOrThrow({ where: { id } }));
const replies = (deliveryId: string) =>
  asPortal((tx) => tx.reply.findMany({ where: { deliveryId } }));
const parked = () => asPortal((tx) => tx.parkedReply.findMany({ orderBy: { parkedAt: "asc" } }));

/** Boxes and what is parked are due at once. */
async function fetchNow(): Promise<void> {
  const past = new Date(0);
  await asPortal(async (tx) => {
    await tx.mailboxCursor.updateMany({ data: { checkedAt: past, nextTryAt: null } });
    await tx.parkedReply.updateMany({ data: { nextTryAt: past } });
  });
  await fetchReplies(actor);
}

type Sent = { id: string; messageId: string };

async function sent(who = actors.an): Promise<Sent> {
  const type = who === actors.marie ? "FINE" : "APPOINTMENT";
  const id = await sendTestMessage(who, { type });
  await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
  return { id, messageId: (await row(id)).mailboxMessageId! };
}

const attemptAgain = (deliveryId: string) =>
  publishDelivery(systemActor("publish_delivery"), { deliveryId });

/** Taken by the mailbox, its answer lost, unless another effect is wanted. */
async function sentWithoutAnswer(
  effect: object = { kind: "acceptThenTimeout", ms: 1_500 },
): Promise<string> {
  const id = await sendTestMessage(actors.an, { type: "APPOINTMENT" });
  await sandbox.control("PUT", "/faults", [
    {
      match: { service: "messageRegistry", method: "POST", path: `${REGISTRY}/ebox/messages` },
      effect,
      times: 1,
    },
  ]);
  await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
  return id;
}

async function inBox(id: string): Promise<string> {
  const { idempotencyKey } = await row(id);
  const { items } = (await sandbox.control("GET", "/messages?pageSize=10000")) as {
    items: { messageId: string; idempotencyKey?: string }[];
  };
  return items.find((message) => message.idempotencyKey?.includes(idempotencyKey))!.messageId;
}

async function reply(messageId: string, body: object = {}): Promise<string> {
  const answer = (await sandbox.control("POST", `/messages/${messageId}/reply`, {
    text: "Dank u, ik kom.",
    ...body,
  })) as { messageId: string };
  return answer.messageId;
}

const fault = (address: string, effect: object) =>
  sandbox.control("PUT", "/faults", [
    { match: { service: "messageRegistry", method: "GET", path: REGISTRY + address }, effect },
  ]);

describe("a reply", () => {
  test("is taken in once, with its text's own answer, and goes on record", async () => {
    const { id, messageId } = await sent();
    await reply(messageId);
    await fetchNow();
    await fetchNow();
    expect(await replies(id)).toMatchObject([{ text: "Dank u, ik kom." }]);
    const answers = await asPortal((tx) =>
      tx.mailboxAnswer.findMany({ where: { deliveryId: id, call: "reply" } }),
    );
    expect(answers).toHaveLength(2);
    const acts = await asPortal((tx) => tx.auditRecord.findMany({ where: { subjectId: id } }));
    expect(acts.map(({ act }) => act)).toContain("delivery_replied");
    // The message, its text, and the list of its files.
    const calls = acts.flatMap(({ act, detail }) =>
      act === "mailbox_called" && !JSON.stringify(detail).includes('"publish"') ? [detail] : [],
    );
    const taken = { call: "reply", API_CALL_REQUEST_METHOD: "GET", API_CALL_RESPONSE_CODE: "200" };
    expect(calls).toMatchObject([taken, taken, taken]);
  });

  test.each(["/body", "/attachments"])("is not taken in empty while its %s fails", async (part) => {
    const { id, messageId } = await sent();
    const replyId = await reply(messageId);
    await fault(`/ebox/messages/${replyId}${part}`, { kind: "status", status: 500 });
    await fetchNow();
    expect(await replies(id)).toEqual([]);
    expect(await parked()).toMatchObject([{ mailboxMessageId: replyId, reason: "unreadable" }]);
    await sandbox.control("DELETE", "/faults");
    await fetchNow();
    expect(await replies(id)).toMatchObject([{ text: "Dank u, ik kom." }]);
    expect(await parked()).toEqual([]);
  });

  test("of which a file is gone keeps back no other, and is tried later and later", async () => {
    const { id, messageId } = await sent();
    const older = await reply(messageId, { text: "Eerste." });
    const files = [{ fileName: "plan.pdf", mediaType: "application/pdf", content: "%PDF-1.7" }];
    const broken = await reply(messageId, { text: "Tweede.", files });
    await fault(`/ebox/messages/${broken}/attachments/`, { kind: "status", status: 404 });
    await fetchNow();
    expect((await replies(id)).map(({ mailboxMessageId }) => mailboxMessageId)).toEqual([older]);
    await fetchNow();
    const [waiting] = await parked();
    expect(waiting).toMatchObject({ mailboxMessageId: broken, attempts: 2 });
    expect(waiting!.nextTryAt.getTime()).toBeGreaterThan(Date.now() + 30_000);
    expect(JSON.stringify(told.mock.calls)).toContain(broken);
  });

  test("with characters that no row can hold is taken in without them", async () => {
    const { id, messageId } = await sent();
    await reply(messageId, {
      text: "Dank\u0000 u.\ud800",
      subject: "Re:\u0000 afspraak",
      files: [{ fileName: "\u0000", mediaType: "", content: "x" }],
    });
    await fetchNow();
    expect(await replies(id)).toMatchObject([
      {
        text: "Dank u.\ufffd",
        subject: "Re: afspraak",
        files: [{ fileName: "1", mediaType: "application/octet-stream" }],
      },
    ]);
    expect(await parked()).toEqual([]);
  });

  test("from somebody else's box is not sealed as the recipient's", async () => {
    const { id, messageId } = await sent();
    const forged = await reply(messageId, { sender: { eboxType: "citizen", ssin: AMELIE } });
    const own = await reply(messageId, { text: "Zelf." });
    await fetchNow();
    expect(await replies(id)).toMatchObject([{ mailboxMessageId: own }]);
    expect(await parked()).toMatchObject([{ mailboxMessageId: forged, reason: "sender_mismatch" }]);
    const evidences = await asPortal((tx) =>
      tx.evidence.findMany({ where: { deliveryId: id, event: "Reply" } }),
    );
    expect(evidences).toHaveLength(1);
  });
});

describe("one organisation's box", () => {
  test("that cannot be read stops nobody else's, and is asked later and later", async () => {
    const { id, messageId } = await sent(actors.marie);
    await reply(messageId);
    await asPortal((tx) =>
      tx.organisation.updateMany({
        where: { enterpriseNumber: "0000000097" },
        data: { enterpriseNumber: "0000000999" },
      }),
    );
    await fetchNow();
    expect(await replies(id)).toHaveLength(1);
    const cursors = await asPortal((tx) => tx.mailboxCursor.findMany());
    const [away] = cursors.filter(({ failures }) => failures > 0);
    expect(away!.nextTryAt!.getTime()).toBeGreaterThan(Date.now());
    const before = (await sandbox.journal()).length;
    await fetchReplies(actor);
    await fetchReplies(actor);
    expect((await sandbox.journal()).length).toBe(before);
    await asPortal((tx) =>
      tx.organisation.updateMany({
        where: { enterpriseNumber: "0000000999" },
        data: { enterpriseNumber: "0000000097" },
      }),
    );
  });

  test("that is away is asked again with a pause, not every second", async () => {
    await fault("/ebox/messages", { kind: "down" });
    await fetchNow();
    const lines = async () =>
      (await sandbox.journal()).filter(({ path }) => path === `${REGISTRY}/ebox/messages`).length;
    const before = await lines();
    await fetchReplies(actor);
    expect(await lines()).toBe(before);
    await sandbox.control("DELETE", "/faults");
    await fetchNow();
    const cursors = await asPortal((tx) => tx.mailboxCursor.findMany());
    expect(cursors.every(({ failures, nextTryAt }) => failures === 0 && !nextTryAt)).toBe(true);
  });
});

describe("a box", () => {
  type Listed = { messageId: string; receiptDate: string; subject: object };
  const listed = (index: number, at: Date): Listed => ({
    messageId: `stranger-${index}`,
    receiptDate: at.toISOString(),
    subject: { nl: "Vraag" },
  });
  const box = (items: Listed[], totalItems: number) =>
    fault("/ebox/messages", {
      kind: "answer",
      status: 200,
      mediaType: "application/json",
      body: JSON.stringify({ items, totalItems }),
    });
  const cursor = () =>
    asPortal(async (tx) => {
      const { id } = await tx.organisation.findUniqueOrThrow({
        where: { enterpriseNumber: "0000000097" },
      });
      return tx.mailboxCursor.findUniqueOrThrow({ where: { organisationId: id } });
    });
  const asked = async () =>
    (await sandbox.journal()).filter(({ path }) => path === `${REGISTRY}/ebox/messages`).length;

  test("with a message from the future is still read on from today", async () => {
    const { messageId } = await sent();
    const future = new Date(Date.now() + 365 * 86_400_000);
    await box([listed(1, future)], 1);
    await fetchNow();
    expect((await cursor()).readUntil.getTime()).toBeLessThanOrEqual(Date.now());
    // A cursor that stands in the future is not believed.
    await asPortal((tx) => tx.mailboxCursor.updateMany({ data: { readUntil: future } }));
    await sandbox.control("DELETE", "/faults");
    const replyId = await reply(messageId);
    await fetchNow();
    const kept = await asPortal((tx) =>
      tx.reply.findMany({ where: { mailboxMessageId: replyId } }),
    );
    expect(kept).toHaveLength(1);
  });

  test("that is too big for one round is read on in the next", async () => {
    const items = Array.from({ length: 100 }, (_, index) => listed(index, new Date()));
    await box(items, 100_000);
    const before = await asked();
    await fetchNow();
    const first = await cursor();
    const inOneRound = (await asked()) - before;
    expect(first.nextPage).toBeGreaterThan(1);
    expect(inOneRound).toBeLessThanOrEqual(10);
    await fetchNow();
    const second = await cursor();
    expect(second.nextPage).toBeGreaterThan(first.nextPage);
    expect(second.readUntil).toEqual(first.readUntil);
    // Nothing more comes: the newest message of the first round is where the next begins.
    await box([], 0);
    await fetchNow();
    const last = await cursor();
    expect(last).toMatchObject({ nextPage: 1, newestSeen: null });
    expect(last.readUntil.getTime()).toBeGreaterThanOrEqual(first.newestSeen!.getTime());
  });

  test("is left where its messages were all read before", async () => {
    const longAgo = new Date(Date.now() - 90 * 86_400_000);
    await box([listed(1, longAgo)], 100_000);
    const before = await asked();
    await fetchNow();
    expect((await asked()) - before).toBeLessThanOrEqual(2);
    expect((await cursor()).nextPage).toBe(1);
  });
});

describe("a message whose id we never learned", () => {
  test("is found by its reply, confirmed by the mailbox, and followed from then on", async () => {
    const id = await sentWithoutAnswer();
    await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
    expect(await row(id)).toMatchObject({ state: "published", mailboxMessageId: null });
    const messageId = await inBox(id);
    await reply(messageId, { text: "Tot dan." });
    await fetchNow();
    const delivery = await row(id);
    expect(delivery).toMatchObject({ mailboxMessageId: messageId });
    expect(delivery.nextCheckAt).not.toBeNull();
    expect(delivery.expiresAt).not.toBeNull();
    expect(await replies(id)).toMatchObject([{ text: "Tot dan." }]);
    const found = await asPortal((tx) =>
      tx.evidence.findMany({
        where: { deliveryId: id, event: "ContentConsignment" },
        orderBy: { createdAt: "asc" },
      }),
    );
    expect(found).toHaveLength(2);
    expect(Buffer.from(decryptBytes(found[1]!.payload)).toString()).toContain(
      `urn:uuid:${found[0]!.id}`,
    );
  });

  test("has its reply wait until the mailbox itself tells that it took it", async () => {
    const id = await sentWithoutAnswer();
    const replyId = await reply(await inBox(id));
    await fetchNow();
    expect(await row(id)).toMatchObject({ state: "publishing", mailboxMessageId: null });
    const waiting = (await parked()).find(({ mailboxMessageId }) => mailboxMessageId === replyId);
    expect(waiting?.reason).toBe("delivery_unknown");
    await attemptAgain(id);
    expect((await row(id)).state).toBe("published");
    await fetchNow();
    expect(await replies(id)).toHaveLength(1);
  });

  test("is not taken for another whose subject holds its own", async () => {
    const other = await sent();
    const id = await sentWithoutAnswer();
    await attemptAgain(id);
    const { subject } = await row(id);
    // The other letter was sent in another way: no delivery of ours carries its id.
    await asPortal((tx) =>
      tx.delivery.update({
        where: { id: other.id },
        data: { mailboxMessageId: null, state: "failed" },
      }),
    );
    await reply(other.messageId, { subject: `Re: ${subject} van vorig jaar` });
    await fetchNow();
    expect(await row(id)).toMatchObject({ mailboxMessageId: null });
    expect(await replies(id)).toEqual([]);
  });

  test("and that was surely never taken is taken for nobody's original", async () => {
    const other = await sent();
    await asPortal((tx) =>
      tx.delivery.update({
        where: { id: other.id },
        data: { mailboxMessageId: null, state: "failed" },
      }),
    );
    const id = await sentWithoutAnswer({ kind: "status", status: 503 });
    expect(await row(id)).toMatchObject({ state: "publishing", attempts: 1 });
    await reply(other.messageId);
    await fetchNow();
    expect(await row(id)).toMatchObject({ state: "publishing", mailboxMessageId: null });
    expect(await replies(id)).toEqual([]);
  });

  test("waits for its reply when two may be meant, and loses nothing", async () => {
    const [one, other] = [await sentWithoutAnswer(), await sentWithoutAnswer()];
    await attemptAgain(one);
    await attemptAgain(other);
    const replyId = await reply(await inBox(one));
    await fetchNow();
    const waiting = (await parked()).find(({ mailboxMessageId }) => mailboxMessageId === replyId);
    expect(waiting?.reason).toBe("delivery_unknown");
    await reply(await inBox(other), { subject: "zonder verwijzing" });
    // The other one turns out to have an id: only one is left that the reply can mean.
    await asPortal((tx) =>
      tx.delivery.update({ where: { id: other }, data: { mailboxMessageId: `known-${other}` } }),
    );
    await fetchNow();
    expect(await replies(one)).toHaveLength(1);
  });

  test("is not taken for the one that a stranger's message answers", async () => {
    const id = await sentWithoutAnswer();
    await attemptAgain(id);
    await reply(await inBox(id), { sender: { eboxType: "citizen", ssin: AMELIE } });
    await fetchNow();
    expect(await row(id)).toMatchObject({ mailboxMessageId: null });
    expect(await replies(id)).toEqual([]);
  });
});
