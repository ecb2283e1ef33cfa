import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor, type Transaction } from "@/lib/db";
import { emptyDocument } from "@/lib/messages/body/rules";
import { encryptNumber, hashNumber } from "@/lib/number-vault";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

/**
 * The second lock alone: queries without any condition of ours, as each actor. Only what row-level
 * security lets through comes back.
 */
let actors: TestActors;

const OF_A_SERVICE = [
  "Message",
  "MessageRecipient",
  "Attachment",
  "Delivery",
  "DeliveryEvent",
  "MailboxAnswer",
  "Reply",
  "Evidence",
  "EvidenceSeal",
] as const;

const WRITTEN_ONCE = [
  "Evidence",
  "EvidenceSeal",
  "LogNode",
  "Checkpoint",
  "CheckpointStamp",
  "AuditRecord",
  "MailboxAnswer",
  "DeliveryEvent",
] as const;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  await withActor(systemActor("test"), (tx) => fill(tx));
});

afterAll(() => closeDatabase());

describe("what a service has is seen by those who read for it, and by nobody else", () => {
  test.each(OF_A_SERVICE)("%s", async (table) => {
    const seen = async (who: keyof TestActors) => withActor(actors[who], (tx) => count(tx, table));
    expect(await seen("an")).toBe(1);
    expect(await seen("peter")).toBe(1);
    expect(await seen("luc")).toBe(1);
    expect(await seen("karim")).toBe(0);
    expect(await seen("marie")).toBe(0);
    expect(await seen("sofie")).toBe(0);
    expect(await seen("ingrid")).toBe(0);
  });

  test("every table with rows of a service is listed here", async () => {
    const tables = await withActor(
      systemActor("test"),
      (tx) => tx.$queryRaw<{ name: string }[]>`
        SELECT table_name AS name FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name = 'serviceId'`,
    );
    const elsewhere = ["Membership", "Session", "RegisteredCapability", "AuditRecord"];
    expect(tables.map(({ name }) => name).sort()).toEqual([...OF_A_SERVICE, ...elsewhere].sort());
  });
});

describe("what a service has is written by its own people alone", () => {
  test("another service changes and removes nothing", async () => {
    const changed = await withActor(actors.karim, (tx) =>
      tx.message.updateMany({ data: { subject: "taken over" } }),
    );
    const removed = await withActor(actors.marie, (tx) => tx.message.deleteMany({}));
    expect([changed.count, removed.count]).toEqual([0, 0]);
  });

  test("an auditor changes nothing of what they read", async () => {
    const changed = await withActor(actors.luc, (tx) =>
      tx.message.updateMany({ data: { subject: "corrected" } }),
    );
    expect(changed.count).toBe(0);
  });

  test("nobody writes into another service", async () => {
    const { organisationId, serviceId } = actors.an.actingFor;
    const type = await withActor(actors.an, (tx) => tx.messageType.findFirstOrThrow());
    await expect(
      withActor(actors.karim, (tx) =>
        tx.message.createMany({
          data: {
            reference: "MR-2026-00009",
            organisationId: organisationId ?? "",
            serviceId: serviceId ?? "",
            messageTypeId: type.id,
            authorId: actors.karim.personId,
            body: emptyDocument(),
          },
        }),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  test("the portal's own role neither settles deliveries nor writes seals", async () => {
    const settle = withActor(actors.an, (tx) =>
      tx.delivery.updateMany({ data: { state: "opened" } }),
    );
    await expect(settle).rejects.toThrow(/permission denied/);
    const answer = withActor(actors.an, (tx) =>
      tx.logNode.createMany({ data: { level: 9, index: 1n, hash: bytes(1) } }),
    );
    await expect(answer).rejects.toThrow(/permission denied/);
  });

  test("an audit record in somebody else's name is refused", async () => {
    const forged = withActor(actors.an, (tx) =>
      tx.auditRecord.createMany({
        data: { personId: actors.luc.personId, act: "message_sent", subjectKind: "message" },
      }),
    );
    await expect(forged).rejects.toThrow(/row-level security/);
  });
});

describe("what is written once stays, even for the owner", () => {
  test.each(WRITTEN_ONCE)("%s", async (table) => {
    const owner = systemActor("test");
    for (const statement of [`DELETE FROM "${table}"`, `TRUNCATE "${table}" CASCADE`]) {
      await expect(withActor(owner, (tx) => tx.$executeRawUnsafe(statement))).rejects.toThrow(
        /is written once/,
      );
    }
  });
});

async function count(tx: Transaction, table: string): Promise<number> {
  const [row] = await tx.$queryRawUnsafe<{ n: bigint }[]>(`SELECT count(*) AS n FROM "${table}"`);
  return Number(row?.n);
}

function bytes(value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(32).fill(value);
}

/** One row of everything, for An's service. */
async function fill(tx: Transaction): Promise<void> {
  const own = {
    organisationId: actors.an.actingFor.organisationId ?? "",
    serviceId: actors.an.actingFor.serviceId ?? "",
  };
  const type = await tx.messageType.findFirstOrThrow({
    where: { organisationId: own.organisationId },
  });
  const number = { encrypted: encryptNumber("08040901112"), hash: hashNumber("08040901112") };
  const message = await tx.message.create({
    data: {
      ...own,
      reference: "MR-2026-00001",
      messageTypeId: type.id,
      authorId: actors.an.personId,
      body: emptyDocument(),
    },
  });
  await tx.messageRecipient.create({
    data: {
      ...own,
      messageId: message.id,
      position: 1,
      kind: "citizen",
      numberEncrypted: number.encrypted,
      numberHash: number.hash,
      name: "Dirk Verhoeven",
    },
  });
  await tx.attachment.create({
    data: {
      ...own,
      id: crypto.randomUUID(),
      messageId: message.id,
      fileName: "plan.pdf",
      mediaType: "application/pdf",
      size: 10,
      sha256: bytes(1),
      position: 1,
      scanState: "not_scanned",
    },
  });
  const at = new Date();
  const delivery = await tx.delivery.create({
    data: {
      ...own,
      messageId: message.id,
      position: 1,
      reference: "MR-2026-00001/001",
      recipientKind: "citizen",
      recipientNumberEncrypted: number.encrypted,
      recipientNumberHash: number.hash,
      recipientName: "Dirk Verhoeven",
      recipientSearch: "dirk verhoeven",
      language: "nl",
      subject: "Proef",
      deliveryChoice: "normal",
      letter: {},
      sentAt: at,
    },
  });
  const ofDelivery = { ...own, deliveryId: delivery.id };
  await tx.deliveryEvent.create({ data: { ...ofDelivery, kind: "sent", observedAt: at } });
  await tx.mailboxAnswer.create({
    data: {
      ...ofDelivery,
      call: "publish",
      status: 201,
      body: bytes(2),
      sha256: bytes(3),
      requestedAt: at,
      answeredAt: at,
    },
  });
  await tx.reply.create({
    data: {
      ...ofDelivery,
      mailboxMessageId: "reply-1",
      receivedAt: at,
      observedAt: at,
      subject: "Re: Proef",
      text: "Dank u",
    },
  });
  const evidence = await tx.evidence.create({
    data: { ...ofDelivery, event: "SubmissionAcceptance", eventTime: at, payload: bytes(4) },
  });
  await tx.evidenceSeal.create({
    data: {
      ...own,
      evidenceId: evidence.id,
      jws: bytes(5),
      salt: bytes(6),
      leafIndex: 0n,
      sealedAt: at,
    },
  });
  await tx.logNode.create({ data: { level: 0, index: 0n, hash: bytes(7) } });
  const checkpoint = await tx.checkpoint.create({
    data: { size: 1n, rootHash: bytes(7), note: bytes(8), createdAt: at },
  });
  await tx.checkpointStamp.create({
    data: { checkpointId: checkpoint.id, token: bytes(9), stampedAt: at },
  });
  await tx.auditRecord.create({ data: { ...own, act: "message_sent", subjectKind: "message" } });
}
