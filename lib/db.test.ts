import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor, type Transaction } from "@/lib/db";
import { emptyDocument } from "@/lib/messages/body/rules";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { bytes, enterOneOfEach } from "@/scripts/test-rows";

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
  "ProofDocument",
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
  await withActor(systemActor("test"), (tx) => enterOneOfEach(tx, actors.an));
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

describe("the portal's own role orders letters, and forges nothing of what becomes of them", () => {
  const own = () => ({
    organisationId: actors.an.actingFor.organisationId ?? "",
    serviceId: actors.an.actingFor.serviceId ?? "",
  });

  /** The delivery that there is, as the portal would write one of its own. */
  async function ordered(position: number) {
    const [found] = await withActor(actors.an, (tx) =>
      tx.delivery.findMany({ where: { position: 1 }, take: 1 }),
    );
    if (!found) throw new Error("There is no delivery.");
    const { messageId, recipientNumberEncrypted, recipientNumberHash, sentAt } = found;
    return {
      ...own(),
      messageId,
      position,
      reference: `MR-2026-00001/00${position}`,
      recipientKind: "citizen",
      recipientNumberEncrypted,
      recipientNumberHash,
      recipientName: "Dirk Verhoeven",
      recipientSearch: "dirk verhoeven",
      language: "nl",
      subject: "Proef",
      deliveryChoice: "registered",
      letter: {},
      sentAt,
    };
  }

  const at = new Date();

  test("a delivery that waits, and that it was sent", async () => {
    const data = await ordered(2);
    await withActor(actors.an, async (tx) => {
      const { id } = await tx.delivery.create({ data, select: { id: true } });
      await tx.deliveryEvent.create({
        data: { ...own(), deliveryId: id, kind: "sent", observedAt: at },
      });
    });
  });

  test.each([
    { state: "published" },
    { state: "opened", openedAt: at },
    { mailboxMessageId: "made-up" },
    { publishedAt: at },
    { openedAt: at },
    { failedAt: at, failureCode: "refused" },
    { repliedAt: at },
    { expiresAt: at },
    { attempts: 3 },
    { doubtfulSince: at },
    { takenAfter: at },
    { letterSha256: bytes(1), letterSize: 10 },
  ])("no delivery with %j", async (more) => {
    const data = { ...(await ordered(3)), ...more };
    const forged = withActor(actors.an, (tx) => tx.delivery.createMany({ data }));
    await expect(forged).rejects.toThrow(/row-level security/);
  });

  test("no event but the sending, and of no delivery that is under way", async () => {
    const add = (kind: string, position: number) =>
      withActor(actors.an, async (tx) => {
        const { id } = await tx.delivery.findFirstOrThrow({ where: { position } });
        await tx.deliveryEvent.createMany({
          data: { ...own(), deliveryId: id, kind, observedAt: at },
        });
      });
    await expect(add("opened", 1)).rejects.toThrow(/row-level security/);
    await withActor(systemActor("test"), (tx) =>
      tx.delivery.updateMany({ where: { position: 2 }, data: { state: "published" } }),
    );
    await expect(add("sent", 2)).rejects.toThrow(/row-level security/);
  });

  test.each([
    "Evidence",
    "EvidenceSeal",
    "LogNode",
    "Checkpoint",
    "CheckpointStamp",
    "MailboxAnswer",
    "Reply",
    "ProofDocument",
  ])("nothing at all into %s", async (table) => {
    const [held] = await withActor(
      actors.an,
      (tx) => tx.$queryRaw<{ may: boolean }[]>`
        SELECT has_table_privilege(${`"${table}"`}, 'INSERT')
          OR has_any_column_privilege(${`"${table}"`}, 'INSERT') AS may`,
    );
    expect(held).toEqual({ may: false });
    const forged = withActor(actors.an, (tx) =>
      tx.$executeRawUnsafe(`INSERT INTO "${table}" SELECT * FROM "${table}"`),
    );
    await expect(forged).rejects.toThrow(/permission denied/);
  });

  test("no job but those that it asks for", async () => {
    const asked = withActor(
      actors.an,
      (tx) => tx.$queryRaw`SELECT portal.add_job('sequence_log', '{}'::json, 'key')::text`,
    );
    await expect(asked).rejects.toThrow(/unknown task/);
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
