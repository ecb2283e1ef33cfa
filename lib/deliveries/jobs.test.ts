import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { forgetCalls, publishDelivery, resumeDeliveries } from "@/lib/deliveries/jobs";
import { environment } from "@/lib/env";
import { log } from "@/lib/log";
import { eventOf, readEvidence } from "@/lib/proofs/evidence";
import { decryptBytes } from "@/lib/number-vault";
import { sendTestMessage, type TestLetter } from "@/scripts/test-send";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import { Client } from "pg";

const actor = systemActor("publish_delivery");
const REGISTRY = "/REST/ebox/enterprise/messageRegistry/v3";
const PUBLISHING = {
  service: "messageRegistry",
  method: "POST",
  path: `${REGISTRY}/ebox/messages`,
};

let sandbox: TestSandbox;
let actors: TestActors;
let ownerUrl: string;

beforeAll(async () => {
  ({ ownerUrl } = await testDatabase());
  process.env.MAILBOX_TIMEOUT_SECONDS = "3";
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});
const told = vi.spyOn(log, "error");
beforeEach(() => void told.mockClear());
afterEach(() => sandbox.control("DELETE", "/faults"));
afterAll(async () => {
  await closeDatabase();
  await sandbox.close();
});

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) => withActor(actor, work);
const row = (id: string) => asPortal((tx) => tx.delivery.findUniqueOrThrow({ where: { id } }));
const send = (wanted?: TestLetter) => sendTestMessage(actors.an, wanted);
const attempt = (deliveryId: string) => publishDelivery(actor, { deliveryId });

const underWay = (id: string) =>
  vi.waitFor(async () => expect((await row(id)).state).toBe("publishing"), 10_000);

type Effect = Record<string, unknown> & { kind: string };
const faults = (...effects: Effect[]) =>
  sandbox.control(
    "PUT",
    "/faults",
    effects.map((effect) => ({ match: PUBLISHING, effect, times: 1 })),
  );
/** Taken, and the caller gives up waiting. */
const LOST = { kind: "acceptThenTimeout", ms: 3_500 };
const REFUSED = {
  kind: "answer",
  status: 400,
  mediaType: "application/json",
  body: JSON.stringify({ id: "1", code: "INVALID_INPUT", message: "Not a valid company" }),
};

const REPEATED = {
  kind: "answer",
  status: 409,
  mediaType: "application/json",
  body: JSON.stringify({ id: "1", message: "Idempotency-Key already used" }),
};

async function evidences(id: string) {
  const rows = await asPortal((tx) =>
    tx.evidence.findMany({ where: { deliveryId: id }, orderBy: { createdAt: "asc" } }),
  );
  return rows.map(({ payload }) => {
    const record = readEvidence(decryptBytes(payload));
    if (!record.ok) throw new Error(record.refusal);
    return {
      event: eventOf(record.value),
      time: record.value.EventTime,
      id: record.value.EvidenceIdentifier,
      ...record.value.Extensions.Extension[0],
    };
  });
}
const consignments = async (id: string) =>
  (await evidences(id)).filter(({ event }) => event === "ContentConsignment");

/** Calls that are answered when the test says so. */
function heldCalls() {
  const real = globalThis.fetch;
  const calls: ((response: Response) => void)[] = [];
  const held = vi
    .spyOn(globalThis, "fetch")
    .mockImplementation((...given) =>
      typeof given[0] === "string" && given[0].endsWith("/ebox/messages")
        ? new Promise((resolve) => void calls.push(resolve))
        : real(...given),
    );
  const arrived = (count: number) =>
    vi.waitFor(() => expect(calls).toHaveLength(count), { timeout: 10_000 });
  return { calls, arrived, release: () => held.mockRestore() };
}

async function acts(id: string) {
  const rows = await asPortal((tx) =>
    tx.auditRecord.findMany({
      where: { subjectId: id, act: { not: "mailbox_called" } },
      orderBy: { at: "asc" },
    }),
  );
  return rows.map(({ act, detail }) => ({ act, detail }));
}

/** What the trail notes of each call to the eBox about this delivery. */
async function calls(id: string) {
  const rows = await asPortal((tx) =>
    tx.auditRecord.findMany({
      where: { subjectId: id, act: "mailbox_called" },
      orderBy: { at: "asc" },
    }),
  );
  return rows.map(({ detail }) => detail);
}

async function messagesInBox(id: string): Promise<{ messageId: string }[]> {
  const { idempotencyKey } = await row(id);
  const { items } = (await sandbox.control("GET", "/messages?pageSize=10000")) as {
    items: { messageId: string; idempotencyKey?: string }[];
  };
  return items.filter((message) => message.idempotencyKey?.includes(idempotencyKey));
}

describe("publishing", () => {
  test("a message for somebody's attention arrives", async () => {
    const id = await send({ attention: "Mevrouw Wouters, eerste verdieping" });
    await attempt(id);
    expect(await row(id)).toMatchObject({ state: "published", failureCode: null });
    const letter = (await row(id)).letter as { recipient: { attention?: string } };
    expect(letter.recipient.attention).toBe("Mevrouw Wouters, eerste verdieping");
  });

  test("puts the message's number and its parts on record, and the mailbox's time in evidence", async () => {
    const id = await send();
    const sentAt = new Date(Date.now() - 10_000);
    await asPortal((tx) => tx.delivery.update({ where: { id }, data: { sentAt } }));
    await attempt(id);
    const { mailboxMessageId, letterSha256, letterSize } = await row(id);
    const { idempotencyKey } = await row(id);
    const [called] = await calls(id);
    expect(called).toEqual({
      call: "publish",
      answerId: expect.any(String) as string,
      TIMESTAMP: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/) as string,
      SUBJECT_TOKEN_HASHED: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      CLIENT_ID: "portal-0000000097",
      API_CALL_REQUEST_METHOD: "POST",
      API_CALL_REQUEST_URL: expect.stringMatching(/\/ebox\/messages$/) as string,
      API_CALL_RESPONSE_CODE: "201",
      API_CALL_DETAILS: {
        originalMessageId: null,
        idempotencyKey,
        messageId: mailboxMessageId,
        attachments: [
          {
            size: letterSize,
            digest: {
              digestMethod: "sha_256",
              digestValue: Buffer.from(letterSha256!).toString("base64url"),
            },
          },
        ],
      },
    });
    expect(await acts(id)).toEqual([
      {
        act: "delivery_published",
        detail: {
          status: 201,
          attempts: 1,
          messageId: mailboxMessageId,
        },
      },
    ]);
    const [consignment] = await consignments(id);
    const answer = await asPortal((tx) =>
      tx.mailboxAnswer.findFirstOrThrow({ where: { deliveryId: id } }),
    );
    expect(consignment).toMatchObject({
      TimeBasis: "mailbox",
      time: answer.mailboxTime?.toISOString(),
      MailboxTime: answer.mailboxTime?.toISOString(),
      IsOutcomeLearnedLater: false,
    });
  });

  test.each([
    ["behind", -3_600_000],
    ["ahead", 3_600_000],
  ])("a mailbox whose clock is %s gives nothing its time", async (_where, difference) => {
    const id = await send();
    const sentAt = new Date(Date.now() - 7_200_000);
    await asPortal((tx) => tx.delivery.update({ where: { id }, data: { sentAt } }));
    const real = globalThis.fetch;
    const date = new Date(Date.now() + difference).toUTCString();
    const wrong = vi.spyOn(globalThis, "fetch").mockImplementation(async (...given) => {
      const response = await real(...given);
      const headers = new Headers(response.headers);
      headers.set("date", date);
      return new Response(response.body, { status: response.status, headers });
    });
    await attempt(id).finally(() => wrong.mockRestore());
    const [consignment] = await consignments(id);
    const { publishedAt } = await row(id);
    expect(consignment).toMatchObject({ TimeBasis: "portal", time: publishedAt?.toISOString() });
    expect(consignment?.MailboxTime).toBeUndefined();
    const answers = await asPortal((tx) =>
      tx.mailboxAnswer.findMany({ where: { deliveryId: id } }),
    );
    expect(answers[0]?.mailboxTime?.toUTCString()).toBe(date);
  });

  test("a maintenance page fails nothing, and the same key is used again", async () => {
    const id = await send();
    await faults({ kind: "answer", status: 200, body: "<h1>Back soon</h1>" });
    await attempt(id);
    expect(await row(id)).toMatchObject({ state: "publishing", failedAt: null });
    await attempt(id);
    expect(await row(id)).toMatchObject({ state: "published", attempts: 2 });
    expect(await messagesInBox(id)).toHaveLength(1);
  });

  test("closed for a while is not an outcome learned later", async () => {
    const id = await send();
    await faults({ kind: "status", status: 503 });
    await attempt(id);
    expect((await row(id)).outcomeUnknownSince).toBeNull();
    await attempt(id);
    const [consignment] = await consignments(id);
    expect(consignment?.IsOutcomeLearnedLater).toBe(false);
  });

  test("an unknown outcome that was none after all is not learned later either", async () => {
    const id = await send();
    await faults({ kind: "dropBefore" });
    await attempt(id);
    expect((await row(id)).outcomeUnknownSince).not.toBeNull();
    await attempt(id);
    const [consignment] = await consignments(id);
    expect(consignment?.IsOutcomeLearnedLater).toBe(false);
    expect((await acts(id)).map(({ act }) => act)).toEqual([
      "delivery_outcome_unknown",
      "delivery_published",
    ]);
  });
});

describe("a refusal after an unknown outcome", () => {
  test("proves nothing: the outcome stays unknown, and somebody is told", async () => {
    const id = await send();
    await faults(LOST, REFUSED);
    await attempt(id);
    await attempt(id);
    expect(await row(id)).toMatchObject({
      state: "publishing",
      failureCode: "INVALID_INPUT",
      failedAt: null,
      callingSince: null,
    });
    expect((await row(id)).doubtfulSince).not.toBeNull();
    expect((await row(id)).outcomeUnknownSince).not.toBeNull();
    expect((await evidences(id)).map(({ event }) => event)).toEqual(["SubmissionAcceptance"]);
    expect(told.mock.calls).toHaveLength(1);
    expect((await alarms()).doubtfulDeliveries).toBe(1);

    // Asked again, a mailbox that looks at the key tells that it took it.
    await attempt(id);
    expect(await row(id)).toMatchObject({
      state: "published",
      doubtfulSince: null,
      failureCode: null,
    });
    expect((await alarms()).doubtfulDeliveries).toBe(0);
  });

  test("nor does one after a caller who died in the middle", async () => {
    const id = await send();
    await faults({ kind: "dropBefore" });
    await attempt(id);
    await asPortal((tx) =>
      tx.delivery.update({
        where: { id },
        data: { callingSince: new Date(), outcomeUnknownSince: null },
      }),
    );
    await forgetCalls(actor);
    await faults(REFUSED);
    await attempt(id);
    expect((await row(id)).state).toBe("publishing");
  });
});

describe("a repeated key", () => {
  test("that nobody can have used before proves nothing, however often it is told", async () => {
    const id = await send();
    await faults(REPEATED, REPEATED);
    await attempt(id);
    await attempt(id);
    expect(await row(id)).toMatchObject({
      state: "publishing",
      failureCode: "UNEXPLAINED_REPEAT",
    });
    expect((await row(id)).doubtfulSince).not.toBeNull();
    expect(told.mock.calls).toHaveLength(1);
    expect(await consignments(id)).toEqual([]);
    await attempt(id);
    expect((await row(id)).state).toBe("published");
    expect(await messagesInBox(id)).toHaveLength(1);
  });

  test("in no words of the registry proves nothing, and somebody is told", async () => {
    const id = await send();
    await faults(LOST, { kind: "answer", status: 409, body: "<h1>Conflict</h1>" });
    await attempt(id);
    await attempt(id);
    expect((await row(id)).state).toBe("publishing");
    expect(told.mock.calls).toHaveLength(1);
    await attempt(id);
    expect((await row(id)).state).toBe("published");
  });
});

test("a second id for one message is an alarm, and changes nothing that is known", async () => {
  const id = await send();
  await faults({ kind: "delay", ms: 500 });
  const late = attempt(id);
  await underWay(id);
  const foreign = `foreign-${id}`;
  await asPortal((tx) =>
    tx.delivery.update({ where: { id }, data: { state: "published", mailboxMessageId: foreign } }),
  );
  await late;
  expect(await row(id)).toMatchObject({ state: "published", mailboxMessageId: foreign });
  expect((await row(id)).doubtfulSince).not.toBeNull();
  expect((await acts(id)).map(({ act }) => act)).toContain("delivery_outcome_unknown");
  expect(told.mock.calls).toHaveLength(1);
});

describe("an answer that was lost", () => {
  test("leaves a time between the first attempt and the answer that told", async () => {
    const id = await send();
    await faults(LOST);
    await attempt(id);
    const { outcomeUnknownSince } = await row(id);
    await attempt(id);
    const delivery = await row(id);
    expect(delivery).toMatchObject({ state: "published", takenAfter: outcomeUnknownSince });
    const [consignment] = await consignments(id);
    expect(consignment?.IsOutcomeLearnedLater).toBe(true);
    expect(consignment?.MailboxAnswers?.map(({ Status }) => Status)).toEqual([0, 409]);
    expect(consignment?.MailboxTime).toBeUndefined();
    expect(consignment?.ObservedBetween).toEqual({
      From: outcomeUnknownSince?.toISOString(),
      To: delivery.publishedAt?.toISOString(),
    });
  });

  test("and comes in after all gives the message its number, in a better evidence", async () => {
    const id = await send();
    await faults({ kind: "delay", ms: 1_500 });
    const late = attempt(id);
    await underWay(id);
    await forgetCalls(actor);
    // Another attempt is told of the repeated key first.
    await sandbox.control("PUT", "/faults", [{ match: PUBLISHING, times: 1, effect: REPEATED }]);
    await attempt(id);
    expect(await row(id)).toMatchObject({ state: "published", mailboxMessageId: null });
    await late;
    const delivery = await row(id);
    expect(delivery.mailboxMessageId).not.toBeNull();
    expect(delivery.nextCheckAt).not.toBeNull();
    const [first, second] = await consignments(id);
    expect(second?.Supersedes).toBe(first?.id);
    expect(second?.MailboxMessageIdentifier).toBe(delivery.mailboxMessageId);
  });

  test("and says that it was surely not taken leaves nothing unknown", async () => {
    const id = await send();
    const { calls, arrived, release } = heldCalls();
    const closed = () =>
      Response.json({ id: "1", code: "CLOSED", message: "Later." }, { status: 503 });
    const late = attempt(id);
    await arrived(1);
    await forgetCalls(actor);
    const next = attempt(id);
    await arrived(2);
    release();
    expect((await row(id)).outcomeUnknownSince).not.toBeNull();
    calls[0]?.(closed());
    await late;
    expect((await row(id)).outcomeUnknownSince).toBeNull();
    calls[1]?.(closed());
    await next;
    expect((await row(id)).outcomeUnknownSince).toBeNull();
  });

  test("and tells nothing changes nothing for an attempt that came after it", async () => {
    const id = await send();
    await faults(LOST);
    const late = attempt(id);
    await underWay(id);
    await forgetCalls(actor);
    await attempt(id);
    await late;
    expect((await row(id)).state).toBe("published");
    const kinds = await asPortal((tx) =>
      tx.deliveryEvent.findMany({ where: { deliveryId: id, kind: "delayed" } }),
    );
    expect(kinds).toEqual([]);
  });
});

test("the last two deliveries of a message that end at once settle it", async () => {
  const id = await send();
  const { messageId } = await row(id);
  const other = await asPortal(async (tx) => {
    const { letter, ...like } = await tx.delivery.findUniqueOrThrow({ where: { id } });
    const more = await tx.delivery.create({
      data: {
        ...like,
        letter: letter ?? {},
        id: crypto.randomUUID(),
        position: 2,
        reference: `${like.reference}-2`,
        idempotencyKey: crypto.randomUUID(),
      },
    });
    const event = await tx.deliveryEvent.findFirstOrThrow({ where: { deliveryId: id } });
    await tx.deliveryEvent.create({
      data: { ...event, id: crypto.randomUUID(), deliveryId: more.id, detail: event.detail ?? {} },
    });
    return more.id;
  });
  await Promise.all([attempt(id), attempt(other)]);
  const message = await asPortal((tx) =>
    tx.message.findUniqueOrThrow({ where: { id: messageId } }),
  );
  expect(message.state).toBe("sent");
});

describe("a delivery that was left alone", () => {
  test("is resumed when its job was given up, and the operator is told", async () => {
    const id = await send();
    const owner = new Client({ connectionString: ownerUrl });
    await owner.connect();
    const jobs = (sql: string) => owner.query<{ attempts: number }>(sql, [`publish:${id}`]);
    await jobs(
      "UPDATE graphile_worker._private_jobs SET attempts = max_attempts, run_at = now() WHERE key = $1",
    );
    await asPortal((tx) =>
      tx.delivery.update({ where: { id }, data: { movedAt: new Date(Date.now() - 3_600_000) } }),
    );
    await resumeDeliveries(actor);
    const { rows } = await jobs("SELECT attempts FROM graphile_worker.jobs WHERE key = $1");
    await owner.end();
    expect(rows).toEqual([{ attempts: 0 }]);
    expect(told.mock.calls).toHaveLength(1);
  });

  test("is not taken over while a call may still be under way", async () => {
    const id = await send();
    await faults({ kind: "dropBefore" });
    await attempt(id);
    // Twice a token and an answer, as the transport allows.
    const callingSince = new Date(Date.now() - 2 * (15 + 3) * 1000);
    await asPortal((tx) => tx.delivery.update({ where: { id }, data: { callingSince } }));
    await attempt(id);
    expect((await row(id)).attempts).toBe(1);
  });
});

test("the letter is made with the logo that it was checked with", async () => {
  const id = await send();
  const frozen = (await row(id)).letter as object;
  await asPortal(async (tx) => {
    // Nobody changes it in earnest.
    await tx.$executeRaw`ALTER TABLE "Delivery" DISABLE TRIGGER erasure_kept`;
    await tx.delivery.update({ where: { id }, data: { letter: { ...frozen, logoSha256: null } } });
    await tx.$executeRaw`ALTER TABLE "Delivery" ENABLE TRIGGER erasure_kept`;
  });
  await attempt(id);
  const other = await send();
  await attempt(other);
  const [without, withLogo] = [await row(id), await row(other)];
  expect(withLogo.letterSize).toBeGreaterThan((without.letterSize ?? 0) + 500);
});

async function alarms() {
  const [found] = await asPortal(
    (tx) => tx.$queryRaw<{ alarms: Record<string, number> }[]>`
      SELECT portal.mailbox_alarms() AS alarms`,
  );
  return found?.alarms ?? {};
}
