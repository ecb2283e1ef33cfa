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
  "DraftPresence",
  "Attachment",
  "Delivery",
  "PrintedLetter",
  "DeliveryEvent",
  "MailboxAnswer",
  "Reply",
  "Evidence",
  "EvidenceSeal",
  "ProofDocument",
  "ProofBundle",
  "ReplyRequest",
  "ReplyAnswer",
  "ReplyHandling",
  "FollowUp",
  "RecipientFault",
  "RecipientFile",
  "PersonalArchive",
  "PersonalFile",
  "Approval",
] as const;

const OF_TEMPLATES = ["Template", "TemplateVersion"] as const;

const WRITTEN_ONCE = [
  "Evidence",
  "EvidenceSeal",
  "RecordSeal",
  "LogNode",
  "Checkpoint",
  "CheckpointStamp",
  "AuditRecord",
  "MailboxAnswer",
  "DeliveryEvent",
  "PrintedLetter",
  "TemplateVersion",
  "ReplyRequest",
  "ReplyAnswer",
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
    const elsewhere = [
      "Membership",
      "Session",
      "RegisteredCapability",
      "PaymentAccount",
      "AuditRecord",
      // Of the whole organisation, and the worker's: lib/retention tells who sees what of them.
      "LegalHold",
      "ErasurePlan",
      ...OF_TEMPLATES,
    ];
    expect(tables.map(({ name }) => name).sort()).toEqual([...OF_A_SERVICE, ...elsewhere].sort());
  });
});

describe("templates are read where one writes or approves, and changed by whose they are", () => {
  const publishedAt = new Date();
  const content = { texts: {}, samples: {} };
  const place = (who: keyof TestActors, serviceId: string | null) => ({
    organisationId: actors[who].actingFor.organisationId ?? "",
    serviceId,
  });
  const serviceOf = (who: keyof TestActors) => actors[who].actingFor.serviceId;

  test.each(OF_TEMPLATES)("%s: a service's own", async (table) => {
    const seen = (who: keyof TestActors) =>
      withActor(actors[who], (tx) => count(tx, table, '"serviceId" IS NOT NULL'));
    expect(await seen("an")).toBe(1);
    expect(await seen("peter")).toBe(1);
    for (const who of ["luc", "karim", "marie", "sofie", "ingrid"] as const)
      expect(await seen(who), who).toBe(0);
  });

  test.each(OF_TEMPLATES)("%s: the whole organisation's", async (table) => {
    const seen = (who: keyof TestActors) =>
      withActor(actors[who], (tx) => count(tx, table, '"serviceId" IS NULL'));
    const all = await seen("sofie");
    expect(all).toBeGreaterThan(0);
    for (const who of ["an", "peter", "karim"] as const) expect(await seen(who), who).toBe(all);
    for (const who of ["luc", "ingrid"] as const) expect(await seen(who), who).toBe(0);
    const foreign = await withActor(actors.marie, (tx) =>
      tx.template.count({ where: { organisationId: place("an", null).organisationId } }),
    );
    expect(foreign).toBe(0);
  });

  test.each([
    ["an", "an", true],
    ["peter", "an", false],
    ["karim", "an", false],
    ["luc", "an", false],
    ["sofie", "an", false],
    ["an", null, false],
    ["peter", null, false],
    ["sofie", null, true],
  ] as const)("%s into those of %s: %s", async (who, whose, mayAdd) => {
    const data = { ...place("an", whose && serviceOf(whose)), name: "Nieuw", content };
    const added = withActor(actors[who], (tx) => tx.template.createMany({ data }));
    if (mayAdd) await added;
    else await expect(added).rejects.toThrow(/row-level security/);
  });

  test("nobody changes another's, and nobody makes one another's", async () => {
    const change = (who: keyof TestActors) =>
      withActor(actors[who], (tx) => tx.template.updateMany({ data: { name: "taken over" } }));
    for (const who of ["peter", "karim", "luc"] as const) expect((await change(who)).count).toBe(0);
    const given = withActor(actors.an, (tx) =>
      tx.template.updateMany({ data: { serviceId: serviceOf("karim") } }),
    );
    await expect(given).rejects.toThrow(/permission denied/);
    const removed = withActor(actors.an, (tx) => tx.template.deleteMany({}));
    await expect(removed).rejects.toThrow(/permission denied/);
  });

  test("a version belongs to a template of the same owner and tells who published it", async () => {
    const template = await withActor(actors.an, (tx) =>
      tx.template.findFirstOrThrow({ where: { serviceId: serviceOf("an"), version: 1 } }),
    );
    const publish = (who: keyof TestActors, whose: string | null, by: keyof TestActors) =>
      withActor(actors[who], (tx) =>
        tx.templateVersion.createMany({
          data: {
            ...place("an", whose),
            templateId: template.id,
            number: 9,
            content,
            publishedAt,
            publishedById: actors[by].personId,
          },
        }),
      );
    await expect(publish("karim", serviceOf("karim"), "karim")).rejects.toThrow(/row-level/);
    await expect(publish("sofie", null, "sofie")).rejects.toThrow(/row-level security/);
    await expect(publish("an", serviceOf("an"), "karim")).rejects.toThrow(/row-level security/);
    await publish("an", serviceOf("an"), "an");
  });

  test("how often one was used is told to nobody who cannot read it", async () => {
    const { id } = await withActor(actors.an, (tx) =>
      tx.template.findFirstOrThrow({ where: { serviceId: serviceOf("an"), version: 1 } }),
    );
    const uses = (who: keyof TestActors) =>
      withActor(
        actors[who],
        (tx) => tx.$queryRaw<object[]>`SELECT * FROM portal.template_use(${id}::uuid)`,
      );
    expect(await uses("an")).toHaveLength(1);
    for (const who of ["karim", "marie", "sofie", "luc", "ingrid"] as const)
      expect(await uses(who), who).toEqual([]);
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

  test("an audit record is dated by the database, whatever the portal says", async () => {
    const id = crypto.randomUUID();
    await withActor(actors.an, (tx) =>
      tx.auditRecord.createMany({
        data: { id, at: new Date("2026-01-01"), act: "message_sent", subjectKind: "message" },
      }),
    );
    const { at } = await withActor(systemActor("test"), (tx) =>
      tx.auditRecord.findUniqueOrThrow({ where: { id } }),
    );
    expect(Date.now() - at.getTime()).toBeLessThan(60_000);
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
    await withActor(systemActor("test"), async (tx) => {
      const { state } = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
      const deliveryChoice = "registered";
      if (state === "draft") {
        await tx.message.update({ where: { id: messageId }, data: { deliveryChoice } });
        await tx.message.update({ where: { id: messageId }, data: { state: "sending" } });
      }
      await tx.messageRecipient.createMany({
        data: {
          ...own(),
          messageId,
          position,
          kind: "citizen",
          numberEncrypted: recipientNumberEncrypted,
          numberHash: recipientNumberHash,
          name: "Dirk Verhoeven",
        },
        skipDuplicates: true,
      });
    });
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
    { callingSince: at },
    { outcomeUnknownSince: at },
    { hasDigitalUser: true },
    { unopenedSeenAt: at },
    { nextCheckAt: at },
    { sentAt: new Date("2026-01-01T00:00:00Z") },
    { doubtfulSince: at },
    { takenAfter: at },
    { deliveryChoice: "normal" },
    { position: 77 },
    { recipientNumberHash: bytes(7) },
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
    "RecordSeal",
    "LogQueue",
    "LogNode",
    "Checkpoint",
    "CheckpointStamp",
    "MailboxAnswer",
    "Reply",
    "ProofDocument",
    "ProofBundle",
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
      (tx) => tx.$queryRaw`SELECT portal.add_job('sequence_log', '{}'::json)::text`,
    );
    await expect(asked).rejects.toThrow(/unknown task/);
  });

  test("no job for a delivery that is another's, or that does not wait", async () => {
    const { id } = await withActor(actors.an, (tx) => tx.delivery.findFirstOrThrow());
    const ask = (who: keyof TestActors, task: string) =>
      withActor(
        actors[who],
        (tx) =>
          tx.$queryRaw`SELECT portal.add_job(${task}, ${JSON.stringify({ deliveryId: id })}::json)::text`,
      );
    await expect(ask("karim", "make_proof")).rejects.toThrow(/no delivery/);
    await expect(ask("karim", "publish_delivery")).rejects.toThrow(/no delivery/);
    await withActor(systemActor("test"), (tx) =>
      tx.delivery.update({ where: { id }, data: { state: "published" } }),
    );
    await expect(ask("an", "publish_delivery")).rejects.toThrow(/no delivery/);
  });

  test("nothing of what a message was sent with", async () => {
    const { id } = await withActor(actors.an, (tx) => tx.message.findFirstOrThrow());
    await withActor(systemActor("test"), (tx) =>
      tx.message.update({ where: { id }, data: { state: "sending" } }),
    );
    const changes = await withActor(actors.an, async (tx) => [
      await tx.attachment.deleteMany({ where: { messageId: id } }),
      await tx.attachment.updateMany({ where: { messageId: id }, data: { fileName: "x.pdf" } }),
      await tx.messageRecipient.updateMany({ where: { messageId: id }, data: { name: "X" } }),
      await tx.messageRecipient.deleteMany({ where: { messageId: id } }),
    ]);
    expect(changes.map(({ count }) => count)).toEqual([0, 0, 0, 0]);
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

async function count(tx: Transaction, table: string, where = "true"): Promise<number> {
  const [row] = await tx.$queryRawUnsafe<{ n: bigint }[]>(
    `SELECT count(*) AS n FROM "${table}" WHERE ${where}`,
  );
  return Number(row?.n);
}
