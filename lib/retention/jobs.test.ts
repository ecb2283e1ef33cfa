import { createHash } from "node:crypto";
import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mintRecipientActor, systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor, type Transaction } from "@/lib/db";
import { getDelivery } from "@/lib/deliveries/data";
import { drawSentLetter, openAttachment, openLetter } from "@/lib/deliveries/mutations";
import { publishDelivery } from "@/lib/deliveries/jobs";
import { environment } from "@/lib/env";
import { hasStoredFile, readStoredFile, STORAGE_FOLDERS, storeFile } from "@/lib/gateways/storage";
import { documentFromPlainText, plainText } from "@/lib/messages/body/rules";
import { documentSchema } from "@/lib/messages/body/schema";
import { downloadBundle } from "@/lib/proofs/bundles/mutations";
import { makeBundle } from "@/lib/proofs/bundles/jobs";
import type { Bytes } from "@/lib/proofs/bytes";
import { parseLogKey } from "@/lib/proofs/checkpoint";
import { getDeliveryProof, getTrust } from "@/lib/proofs/data";
import { makeProof } from "@/lib/proofs/documents/jobs";
import { inspectDatabase } from "@/lib/proofs/inspection/data";
import { verifyFiles } from "@/lib/proofs/verify";
import { sweepFiles } from "@/lib/retention/files/jobs";
import { keepPolicies } from "@/lib/retention/jobs";
import { stopTypst } from "@/lib/typst/compile";
import { encryptBytes, encryptNumber, hashNumber } from "@/lib/number-vault";
import { letterSchema } from "@/lib/letters/schema";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import { contentOf, getReplyRequest } from "@/lib/replies/requests/data";
import { giveAnswer, openOwnLetter } from "@/lib/replies/requests/mutations";
import { sendTestMessage } from "@/scripts/test-send";
import { testDatabase } from "@/scripts/test-database";
import { bytesOf, enterAll } from "@/scripts/test-log";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { exampleAsked } from "@/scripts/test-rows";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";

const actor = systemActor("keep_policies");
const DAY = 86_400_000;
let sandbox: TestSandbox;
let actors: TestActors;

beforeAll(async () => {
  await testDatabase();
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});
afterAll(async () => {
  await stopTypst();
  await closeDatabase();
  await sandbox.close();
});

const asPortal = <T>(work: (tx: Transaction) => Promise<T>) => withActor(actor, work);
const row = (id: string) => asPortal((tx) => tx.delivery.findUniqueOrThrow({ where: { id } }));
const messageOf = async (id: string) => {
  const { messageId } = await row(id);
  return asPortal((tx) => tx.message.findUniqueOrThrow({ where: { id: messageId } }));
};
const inYears = (years: number, days = 0) => new Date(Date.now() + (years * 365.25 + days) * DAY);

/** A message in the box of its recipient, in the log, with its proof and its bundle made. */
async function published(type = "FINE"): Promise<string> {
  const id = await sendTestMessage(actors.an, { type });
  await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
  await finish(id);
  return id;
}

/** What the worker does of itself as soon as the last letter has gone. */
async function finish(id: string): Promise<void> {
  const { messageId } = await row(id);
  await asPortal((tx) =>
    tx.message.updateMany({ where: { id: messageId, state: "sending" }, data: { state: "sent" } }),
  );
  await enterAll();
}

/** Told, and erased when the notice is over. */
async function erase(at: Date): Promise<void> {
  await keepPolicies(actor, at);
  await keepPolicies(actor, new Date(at.getTime() + 15 * DAY));
  await enterAll();
}

/** By an administrator, with a reason. */
async function held(deliveryId: string): Promise<string> {
  const { id } = await asPortal((tx) =>
    tx.legalHold.create({
      data: {
        organisationId: actors.sofie.actingFor.organisationId ?? "",
        ...{ kind: "delivery", deliveryId, reason: "Geschil" },
        ...{ placedAt: new Date(), placedById: actors.sofie.personId },
      },
    }),
  );
  return id;
}

const lift = (id: string) =>
  asPortal((tx) => tx.legalHold.update({ where: { id }, data: { liftedAt: new Date() } }));

async function inspect(within?: Transaction) {
  const { KEYS_DIR } = environment();
  const key = await parseLogKey((await readFile(join(KEYS_DIR, "log.vkey"), "utf8")).trim());
  const kept = new Uint8Array(await readFile(join(KEYS_DIR, "log.checkpoint")));
  if (!key) throw new Error("There is no key.");
  return inspectDatabase(actor, { keys: [key], remembered: kept, ...(within && { within }) });
}

async function reportOn(name: string, bytes: Bytes) {
  return verifyFiles([{ name, bytes }], { trust: await getTrust(), now: new Date() });
}

const reasons = (report: Awaited<ReturnType<typeof reportOn>>) =>
  report.checks.flatMap(({ code, reason }) => (code === "document" && reason ? [reason] : []));

describe("a registered delivery whose time is over", () => {
  let id: string;
  let before: { letter: Uint8Array; proof: Uint8Array; bundle: Bytes };

  beforeAll(async () => {
    id = await published();
    const ref = { deliveryId: id, language: "nl" as const };
    await makeBundle(systemActor("make_bundle"), ref);
    const download = await downloadBundle(actors.an, ref);
    if (!download.ok) throw new Error(download.refusal.code);
    const proof = await asPortal((tx) => tx.proofDocument.findFirstOrThrow());
    before = {
      letter: (await row(id)).letterSha256 ?? new Uint8Array(),
      proof: proof.sha256,
      bundle: await bytesOf(download.value.pieces),
    };
  });

  test("is not even planned while it may still be opened, nor while it is kept", async () => {
    await keepPolicies(actor, inYears(0, 200));
    await keepPolicies(actor, inYears(5, 300));
    expect(await asPortal((tx) => tx.erasurePlan.count())).toBe(0);
  });

  test("is told first, and erased when the notice is over and not before", async () => {
    const told = inYears(7);
    await keepPolicies(actor, told);
    const [plan] = await asPortal((tx) => tx.erasurePlan.findMany({ where: { kind: "delivery" } }));
    expect(plan?.subjectId).toBe(id);
    expect(plan?.eraseAt).toEqual(new Date(told.getTime() + 14 * DAY));
    await keepPolicies(actor, new Date(told.getTime() + 13 * DAY));
    expect((await row(id)).contentErasedAt).toBeNull();
    expect(await hasStoredFile(before.letter)).toBe(true);
    await keepPolicies(actor, new Date(told.getTime() + 15 * DAY));
    await enterAll();
    expect((await row(id)).contentErasedAt).not.toBeNull();
    expect(await asPortal((tx) => tx.erasurePlan.count())).toBe(0);
  });

  test("has no contents any more, in no table and in no file", async () => {
    const { letter, recipientName, subject } = await row(id);
    expect(JSON.stringify(letter)).not.toContain("overtreding");
    const message = await messageOf(id);
    expect(plainText(documentSchema.parse(message.body)).trim()).toBe("");
    expect(JSON.stringify(message.order)).not.toContain("IBAN");
    expect([recipientName, subject]).not.toContain("");
    for (const sha256 of [before.letter, before.proof]) {
      expect(await hasStoredFile(sha256)).toBe(false);
    }
    expect(await asPortal((tx) => tx.fileRemoval.count())).toBe(0);
    const [recipient] = await asPortal((tx) =>
      tx.messageRecipient.findMany({ where: { messageId: message.id } }),
    );
    expect(recipient).toMatchObject({ addressLines: [], values: {}, attention: null });
  });

  test("is shown without its letter, and whoever asks for that is told since when it is gone", async () => {
    const gone = { ok: false, refusal: { code: "content_erased" } };
    const ref = { deliveryId: id };
    expect(await openLetter(actors.an, ref)).toEqual(gone);
    expect(await drawSentLetter(actors.luc, ref)).toEqual(gone);
    expect(await openAttachment(actors.an, { ...ref, attachmentId: id })).toEqual(gone);
    expect(await openLetter(actors.karim, ref)).toEqual({
      ok: false,
      refusal: { code: "not_found" },
    });
    const shown = await getDelivery(actors.an, id);
    expect(shown?.contentErasedAt).not.toBeNull();
    expect(shown).toMatchObject({ payment: null, recipientAddress: [] });
    expect(shown?.events.at(-1)).toMatchObject({
      kind: "contents_erased",
      detail: { keptMonths: 60 },
    });
  });

  test("is on record, with the policy that let it go", async () => {
    const records = await asPortal((tx) =>
      tx.auditRecord.findMany({ where: { act: "contents_erased" }, orderBy: { id: "asc" } }),
    );
    expect(records.map(({ subjectKind }) => subjectKind)).toEqual(["delivery", "message"]);
    const { recipientNumberHash } = await row(id);
    expect(records[0]).toMatchObject({ subjectId: id, detail: { months: 60 } });
    expect(records[0]?.numberHash).toEqual(recipientNumberHash);
  });

  test("still has every proof it had, and one more that says that its contents are gone", async () => {
    const proof = await getDeliveryProof(actors.an, id);
    if (!proof.ok) throw new Error(proof.refusal);
    const events = proof.value.files.map(({ event }) => event);
    expect(events).toEqual(["SubmissionAcceptance", "ContentConsignment", "ContentErasure"]);
    const given = proof.value.files.flatMap(({ evidence, logProof }) => [evidence, logProof]);
    const report = await verifyFiles(given, { trust: await getTrust(), now: new Date() });
    expect(report.checks.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(report.deliveries[0]?.others.map(({ event }) => event)).toEqual(["ContentErasure"]);
    expect(reasons(report)).toContain("document_erased");
    expect(reasons(report)).not.toContain("document_not_given");
  });

  test("gets a new PDF proof and a new bundle, without what is gone, and both are whole", async () => {
    const ref = { deliveryId: id, language: "fr" as const };
    await makeProof(systemActor("make_proof"), ref);
    const { sha256 } = await asPortal((tx) =>
      tx.proofDocument.findFirstOrThrow({ where: { deliveryId: id, language: "fr" } }),
    );
    const pdf = await reportOn("proof.pdf", await readStoredFile(sha256));
    expect(pdf.verdict).toBe("whole");
    expect(reasons(pdf)).toContain("document_erased");
    await makeBundle(systemActor("make_bundle"), ref);
    const download = await downloadBundle(actors.an, ref);
    if (!download.ok) throw new Error(download.refusal.code);
    const bundle = await reportOn("new.asice", await bytesOf(download.value.pieces));
    expect(bundle.verdict).toBe("whole");
    expect(reasons(bundle)).toContain("document_erased");
  });

  test("leaves the bundle that somebody took out before as good as it was", async () => {
    const report = await reportOn("old.asice", before.bundle);
    expect(report.verdict).toBe("whole");
    expect(report.checks.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  });

  test("lets the database be checked against its log, which says what was erased", async () => {
    const { findings, erased, erasedCount } = await inspect();
    expect(findings).toEqual([]);
    expect(erasedCount).toBe(1);
    const message = await messageOf(id);
    expect(erased).toMatchObject([{ id: message.id, months: 60 }]);
  });
});

describe("what its owner does to the database in the guise of an erasure", () => {
  let messageId: string;
  let untouched: string;
  let untouchedDelivery: string;

  beforeAll(async () => {
    const [first] = await asPortal((tx) =>
      tx.message.findMany({ where: { contentErasedAt: { not: null } } }),
    );
    messageId = first?.id ?? "";
    untouchedDelivery = await published("INVOICE");
    untouched = (await messageOf(untouchedDelivery)).id;
  });

  class Undone extends Error {}

  /** With the triggers off: what is found; then everything is put back. */
  async function found(...statements: string[]): Promise<string[]> {
    let codes: string[] = [];
    const doing = asPortal(async (tx) => {
      for (const table of ["Message", "Delivery", "AuditRecord"]) {
        await tx.$executeRawUnsafe(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
      }
      for (const one of statements) {
        expect(await tx.$executeRawUnsafe(one), one).toBeGreaterThan(0);
      }
      const { findings } = await inspect(tx);
      codes = [...new Set(findings.map(({ code }) => code))].sort();
      throw new Undone();
    });
    await expect(doing).rejects.toThrow(Undone);
    return codes;
  }

  const emptied = (id: string) =>
    `UPDATE "Message" SET body = '{"type":"doc"}', "contentErasedAt" = now() WHERE id = '${id}'`;
  const copied = (id: string, changes = "") => `
    INSERT INTO "AuditRecord" SELECT (json_populate_record(a, json_build_object(
      'id', gen_random_uuid(), 'subjectId', '${id}'${changes}))).*
    FROM "AuditRecord" a WHERE act = 'contents_erased' AND "subjectKind" = 'message'`;

  test("emptied, and said to be erased", async () => {
    expect(await found(emptied(untouched))).toEqual(["erasure_not_on_record"]);
  });

  test("emptied, with another erasure's record beside it", async () => {
    expect(await found(emptied(untouched), copied(untouched))).toEqual([
      "erasure_differs",
      "row_without_leaf",
    ]);
  });

  test("changed after it was erased", async () => {
    const statement = `UPDATE "Message" SET subject = 'Anders' WHERE id = '${messageId}'`;
    expect(await found(statement)).toEqual(["erasure_differs"]);
  });

  test("its erasure taken back", async () => {
    const statement = `UPDATE "Message" SET "contentErasedAt" = NULL WHERE id = '${messageId}'`;
    expect(await found(statement)).toEqual(["record_changed"]);
  });

  test("the record of its erasure changed, or taken away", async () => {
    const where = `WHERE act = 'contents_erased' AND "subjectId" = '${messageId}'`;
    const changed = `UPDATE "AuditRecord" SET detail = detail || '{"months": 3}' ${where}`;
    expect(await found(changed)).toEqual(["record_changed"]);
    expect(await found(`DELETE FROM "AuditRecord" ${where}`)).toEqual([
      "erasure_not_on_record",
      "record_missing",
    ]);
  });

  test("a letter said to be erased without evidence of it", async () => {
    const statement = `UPDATE "Delivery" SET letter = '{}', "contentErasedAt" = now()
      WHERE "messageId" = '${untouched}'`;
    expect(await found(statement)).toEqual(["delivery_without_evidence"]);
  });

  test("is refused by the database while its triggers are on", async () => {
    const direct = [
      () => asPortal((tx) => tx.$executeRawUnsafe(emptied(untouched))),
      () =>
        asPortal((tx) =>
          tx.delivery.updateMany({ where: { messageId: untouched }, data: { letter: {} } }),
        ),
      () =>
        asPortal((tx) =>
          tx.delivery.updateMany({
            where: { messageId: untouched },
            data: { contentErasedAt: new Date() },
          }),
        ),
    ];
    for (const doing of direct) await expect(doing()).rejects.toThrow();
    expect((await messageOf(untouchedDelivery)).contentErasedAt).toBeNull();
    const said = { act: "contents_erased", subjectKind: "message", subjectId: untouched };
    const { organisationId } = actors.an.actingFor;
    await expect(
      withActor(actors.an, (tx) =>
        tx.auditRecord.createMany({
          data: { ...said, organisationId, personId: actors.an.personId },
        }),
      ),
    ).rejects.toThrow(/the portal erases nothing/);
  });

  test("an order that is not the one in the log any more is not erased: it can be looked at", async () => {
    const id = await published("INVOICE");
    const { id: changed } = await messageOf(id);
    await asPortal(async (tx) => {
      await tx.$executeRawUnsafe(`ALTER TABLE "Message" DISABLE TRIGGER USER`);
      await tx.message.update({ where: { id: changed }, data: { subject: "Anders" } });
      await tx.$executeRawUnsafe(`ALTER TABLE "Message" ENABLE TRIGGER USER`);
    });
    await erase(inYears(7));
    expect((await row(id)).contentErasedAt).toBeNull();
    expect((await messageOf(id)).contentErasedAt).toBeNull();
    await asPortal(async (tx) => {
      await tx.$executeRawUnsafe(`ALTER TABLE "Message" DISABLE TRIGGER USER`);
      await tx.$executeRaw`UPDATE "Message" SET subject = "order" #>> '{facts,subject}'
        WHERE id = ${changed}::uuid`;
      await tx.$executeRawUnsafe(`ALTER TABLE "Message" ENABLE TRIGGER USER`);
    });
  });
});

describe("what keeps contents from being erased", () => {
  const hold = (data: object) =>
    asPortal((tx) =>
      tx.legalHold.create({
        data: {
          organisationId: actors.sofie.actingFor.organisationId ?? "",
          kind: "delivery",
          reason: "Beroep bij de Raad van State",
          placedAt: new Date(),
          placedById: actors.sofie.personId,
          ...data,
        },
      }),
    );
  const lift = (id: string) =>
    asPortal((tx) => tx.legalHold.update({ where: { id }, data: { liftedAt: new Date() } }));

  test.each(["delivery", "recipient", "period"] as const)(
    "a hold on a %s, until it is lifted; then it is told anew",
    async (kind) => {
      const id = await published("INVOICE");
      const { recipientNumberHash, recipientNumberEncrypted, sentAt } = await row(id);
      const of = {
        delivery: { deliveryId: id },
        recipient: { numberHash: recipientNumberHash, numberEncrypted: recipientNumberEncrypted },
        period: {
          fromAt: new Date(sentAt.getTime() - DAY),
          untilAt: new Date(sentAt.getTime() + DAY),
          serviceId: actors.an.actingFor.serviceId,
        },
      };
      const told = inYears(7);
      await keepPolicies(actor, told);
      const placed = await hold({ kind, ...of[kind] });
      await erase(told);
      expect((await row(id)).contentErasedAt).toBeNull();
      expect(await asPortal((tx) => tx.erasurePlan.count({ where: { subjectId: id } }))).toBe(0);
      await lift(placed.id);
      const later = inYears(7, 30);
      await keepPolicies(actor, later);
      expect((await row(id)).contentErasedAt).toBeNull();
      await keepPolicies(actor, new Date(later.getTime() + 15 * DAY));
      expect((await row(id)).contentErasedAt).not.toBeNull();
    },
  );

  test("a hold of another service, or of another time, keeps nothing", async () => {
    const id = await published("INVOICE");
    const { sentAt } = await row(id);
    const period = { fromAt: new Date(sentAt.getTime() - DAY), untilAt: inYears(1) };
    const other = await hold({
      ...{ kind: "period", serviceId: actors.karim.actingFor.serviceId, ...period },
    });
    const before = await hold({
      ...{ kind: "period", fromAt: new Date(0), untilAt: new Date(sentAt.getTime() - 1) },
    });
    await erase(inYears(7));
    expect((await row(id)).contentErasedAt).not.toBeNull();
    for (const { id: held } of [other, before]) await lift(held);
  });

  test("a hold is lifted once, is changed by nobody, and stays on record", async () => {
    const placed = await hold({ kind: "period", fromAt: new Date(0), untilAt: new Date(1) });
    const change = (data: object) =>
      asPortal((tx) => tx.legalHold.update({ where: { id: placed.id }, data }));
    await expect(change({ untilAt: new Date() })).rejects.toThrow();
    await lift(placed.id);
    await expect(lift(placed.id)).rejects.toThrow();
    await expect(
      asPortal((tx) => tx.legalHold.delete({ where: { id: placed.id } })),
    ).rejects.toThrow();
  });

  test("a reply that nobody has read", async () => {
    const id = await published("INVOICE");
    const { organisationId, serviceId } = await row(id);
    const reply = await asPortal((tx) =>
      tx.reply.create({
        data: {
          ...{ deliveryId: id, organisationId, serviceId, mailboxMessageId: `reply-${id}` },
          ...{ receivedAt: new Date(), observedAt: new Date(), subject: "Re", text: "Dank u" },
        },
      }),
    );
    await erase(inYears(7));
    expect((await row(id)).contentErasedAt).toBeNull();
    await asPortal((tx) =>
      tx.reply.update({ where: { id: reply.id }, data: { readAt: new Date() } }),
    );
    await erase(inYears(7, 40));
    expect((await row(id)).contentErasedAt).not.toBeNull();
    const left = await asPortal((tx) => tx.reply.findUniqueOrThrow({ where: { id: reply.id } }));
    expect(left).toMatchObject({ subject: "", text: "", files: [] });
    expect(left.contentErasedAt).not.toBeNull();
  });

  test("a policy that was made longer before the notice was over", async () => {
    const id = await published("INVOICE");
    const told = inYears(7);
    await keepPolicies(actor, told);
    const keep = (contentsKeptMonths: number) =>
      asPortal((tx) =>
        tx.messageType.updateMany({ where: { code: "INVOICE" }, data: { contentsKeptMonths } }),
      );
    await keep(120);
    await keepPolicies(actor, new Date(told.getTime() + 15 * DAY));
    expect((await row(id)).contentErasedAt).toBeNull();
    expect(await asPortal((tx) => tx.erasurePlan.count({ where: { subjectId: id } }))).toBe(0);
    await keep(60);
  });
});

describe("files", () => {
  const queue = (sha256: Uint8Array<ArrayBuffer>) =>
    asPortal((tx) => tx.fileRemoval.create({ data: { sha256, queuedAt: new Date() } }));

  test("that a crash left behind are removed in the next round", async () => {
    const { sha256 } = await storeFile(Buffer.from("left behind"));
    await queue(sha256);
    await keepPolicies(actor, inYears(0, 1));
    expect(await hasStoredFile(sha256)).toBe(false);
    expect(await asPortal((tx) => tx.fileRemoval.count())).toBe(0);
    await queue(sha256);
    await keepPolicies(actor, inYears(0, 1));
    expect(await asPortal((tx) => tx.fileRemoval.count())).toBe(0);
  });

  test("that somebody has just stored again stay", async () => {
    const { sha256 } = await storeFile(Buffer.from("stored again"));
    await queue(sha256);
    await keepPolicies(actor, new Date());
    expect(await hasStoredFile(sha256)).toBe(true);
    expect(await asPortal((tx) => tx.fileRemoval.count())).toBe(1);
    await keepPolicies(actor, inYears(0, 1));
    expect(await hasStoredFile(sha256)).toBe(false);
  });

  test("that no row tells of are found folder by folder, a week after they were stored", async () => {
    const stray = await storeFile(Buffer.from("an attachment that was taken out of a draft"));
    const id = await published("INVOICE");
    const { letterSha256 } = await row(id);
    const { order } = await messageOf(id);
    const logo = await storeFile(Buffer.from("the logo of those days"));
    const logoSha256 = Buffer.from(logo.sha256).toString("hex");
    const { messageId } = await row(id);
    await asPortal(async (tx) => {
      await tx.$executeRaw`ALTER TABLE "Message" DISABLE TRIGGER USER`;
      const changed = { ...(order as object), logoSha256 };
      await tx.message.update({ where: { id: messageId }, data: { order: changed } });
    });
    const folders = Array.from({ length: STORAGE_FOLDERS }, (_, folder) => folder);
    await sweepFiles(actor, inYears(0, 6), folders);
    await keepPolicies(actor, inYears(0, 6));
    expect(await hasStoredFile(stray.sha256)).toBe(true);
    // Beside a database that may be an older one, nothing is a stray.
    const kept = join(environment().KEYS_DIR, "log.checkpoint");
    await rename(kept, `${kept}.away`);
    await sweepFiles(actor, inYears(0, 8), folders);
    expect(await asPortal((tx) => tx.fileRemoval.count())).toBe(0);
    await rename(`${kept}.away`, kept);
    await sweepFiles(actor, inYears(0, 8), folders);
    await keepPolicies(actor, inYears(0, 8));
    expect(await hasStoredFile(stray.sha256)).toBe(false);
    expect(await hasStoredFile(letterSha256 ?? new Uint8Array())).toBe(true);
    expect(await hasStoredFile(logo.sha256)).toBe(true);
    await asPortal(async (tx) => {
      await tx.message.update({ where: { id: messageId }, data: { order: order ?? {} } });
      await tx.$executeRaw`ALTER TABLE "Message" ENABLE TRIGGER USER`;
    });
  });

  test("that are the logo of a service stay for its letters", async () => {
    const logo = Buffer.from("a picture that a recipient sent back");
    const { sha256 } = await storeFile(logo);
    const where = { id: actors.an.actingFor.serviceId ?? "" };
    const { logo: before } = await asPortal((tx) => tx.service.findUniqueOrThrow({ where }));
    await asPortal((tx) => tx.service.update({ where, data: { logo } }));
    await queue(sha256);
    await keepPolicies(actor, inYears(0, 1));
    expect(await hasStoredFile(sha256)).toBe(true);
    await asPortal((tx) => tx.service.update({ where, data: { logo: before } }));
    await queue(sha256);
    await keepPolicies(actor, inYears(0, 1));
    expect(await hasStoredFile(sha256)).toBe(false);
  });

  test("that belong to somebody else too stay for them", async () => {
    const [one, other] = [await published("INVOICE"), await published("INVOICE")];
    const shared = await storeFile(Buffer.from("%PDF-1.4 the same attachment"));
    for (const id of [one, other]) {
      const { messageId, organisationId, serviceId } = await row(id);
      await asPortal((tx) =>
        tx.attachment.create({
          data: {
            ...{ id: crypto.randomUUID(), messageId, organisationId, serviceId, position: 7 },
            ...{ fileName: "plan.pdf", mediaType: "application/pdf", scanState: "clean" },
            ...shared,
          },
        }),
      );
    }
    const holdId = await held(other);
    await erase(inYears(7));
    expect((await row(one)).contentErasedAt).not.toBeNull();
    expect(await hasStoredFile(shared.sha256)).toBe(true);
    await lift(holdId);
    await erase(inYears(8));
    expect((await row(other)).contentErasedAt).not.toBeNull();
    expect(await hasStoredFile(shared.sha256)).toBe(false);
  });
});

describe("what was never sent, and what it was sent from", () => {
  test("a draft that nobody touched for a year is emptied, and is no draft any more", async () => {
    const { organisationId, serviceId } = actors.karim.actingFor;
    const own = { organisationId: organisationId ?? "", serviceId: serviceId ?? "" };
    const attached = await storeFile(Buffer.from("%PDF-1.4 a draft's plan"));
    const sheet = await storeFile(Buffer.from("INSZ;naam\n06100201227;Amélie\n"));
    const number = hashNumber("06100201227");
    const { id: messageId } = await asPortal(async (tx) => {
      const type = await tx.messageType.findFirstOrThrow({
        where: { organisationId: own.organisationId },
      });
      const message = await tx.message.create({
        data: {
          ...{ ...own, reference: "MR-2026-777777", messageTypeId: type.id },
          ...{ authorId: actors.karim.personId, language: "nl", subject: "Over Amélie" },
          body: documentFromPlainText("Geachte mevrouw Lefèbvre"),
        },
      });
      const ofMessage = { ...own, messageId: message.id };
      await tx.messageRecipient.create({
        data: {
          ...{ ...ofMessage, position: 1, kind: "citizen", name: "Amélie Lefèbvre" },
          ...{ numberEncrypted: encryptNumber("06100201227"), numberHash: number },
        },
      });
      await tx.approval.create({
        data: {
          ...{
            ...ofMessage,
            round: 1,
            state: "sent_back",
            asked: exampleAsked(),
            note: "Dringend",
          },
          ...{ askedAt: new Date(), askedById: actors.karim.personId },
        },
      });
      await tx.attachment.create({
        data: {
          ...ofMessage,
          ...attached,
          id: crypto.randomUUID(),
          fileName: "plan.pdf",
          position: 1,
          scanState: "clean",
        },
      });
      const { id: fileId } = await tx.recipientFile.create({
        data: {
          ...{ ...ofMessage, ...sheet, id: crypto.randomUUID(), fileName: "lijst.csv" },
          ...{ uploadedById: actors.karim.personId, uploadedAt: new Date(), header: ["INSZ"] },
        },
      });
      const cells = encryptNumber("06100201228");
      await tx.recipientFault.create({
        data: { ...own, fileId, row: 2, cellsEncrypted: cells, problems: [] },
      });
      return message;
    });
    await keepPolicies(actor, inYears(0, 340));
    await erase(inYears(1, 10));
    const message = await asPortal((tx) =>
      tx.message.findUniqueOrThrow({
        where: { id: messageId },
        include: {
          recipients: true,
          approvals: true,
          recipientFile: { include: { faults: true } },
        },
      }),
    );
    expect(message).toMatchObject({ state: "cancelled", subject: "", recipients: [], order: null });
    expect(plainText(documentSchema.parse(message.body)).trim()).toBe("");
    expect(message.recipientFile).toMatchObject({ header: [], findings: null, faults: [] });
    expect(JSON.stringify(message.approvals)).not.toMatch(/Dirk Verhoeven|Dringend/);
    for (const { sha256 } of [attached, sheet]) expect(await hasStoredFile(sha256)).toBe(false);
  });

  test("a spreadsheet goes a month after it was sent from, and its message stays", async () => {
    const id = await published("INVOICE");
    const { messageId, organisationId, serviceId } = await row(id);
    const stored = await storeFile(Buffer.from("INSZ;naam\n08040901112;Dirk Verhoeven\n"));
    await asPortal((tx) =>
      tx.recipientFile.create({
        data: {
          ...{ id: crypto.randomUUID(), messageId, organisationId, serviceId, ...stored },
          ...{ fileName: "lijst.csv", uploadedById: actors.an.personId, uploadedAt: new Date() },
          ...{ state: "read", header: ["INSZ", "naam"] },
        },
      }),
    );
    const empty = (act: string) =>
      asPortal(async (tx) => {
        const said = { act, subjectKind: "message", subjectId: messageId };
        await tx.auditRecord.createMany({ data: said });
        const data = { header: [], contentErasedAt: new Date() };
        await tx.recipientFile.updateMany({ where: { messageId }, data });
      });
    await expect(empty("message_sent")).rejects.toThrow("constraint violated");
    const holdId = await held(id);
    await erase(inYears(0, 40));
    expect(await hasStoredFile(stored.sha256)).toBe(true);
    await expect(empty("recipient_file_erased")).rejects.toThrow("constraint violated");
    await lift(holdId);
    await erase(inYears(0, 40));
    expect(await hasStoredFile(stored.sha256)).toBe(false);
    const sheet = await asPortal((tx) =>
      tx.recipientFile.findFirstOrThrow({ where: { messageId } }),
    );
    expect(sheet.header).toEqual([]);
    expect((await messageOf(id)).contentErasedAt).toBeNull();
    const { findings } = await inspect();
    expect(findings).toEqual([]);
  });
});

describe("what a recipient answered on the reply page", () => {
  test("goes sooner than the letter where the policy says so, with its files, and on record", async () => {
    const id = await published("INVOICE");
    const { organisationId, serviceId, reference } = await row(id);
    const stored = await storeFile(Buffer.from("%PDF-1.4 an answer"));
    const file = {
      ...{ fileName: "bewijs.pdf", mediaType: "application/pdf" as const, size: stored.size },
      sha256: Buffer.from(stored.sha256).toString("hex"),
    };
    const content = {
      ...{ version: 1, reference, question: "Komt u?", number: 1, salt: "AAAA" },
      answeredAt: new Date().toISOString(),
      entries: [{ id: "f1", kind: "file", label: "Bewijs", value: "bewijs.pdf", file }],
    };
    const sealed = (value: object) => encryptBytes(Buffer.from(JSON.stringify(value), "utf8"));
    const answer = await asPortal((tx) =>
      tx.replyAnswer.create({
        data: {
          ...{ deliveryId: id, organisationId, serviceId, number: 1 },
          ...{ attemptId: crypto.randomUUID(), answeredAt: new Date() },
          ...{ content: sealed(content), answeredBy: sealed({ name: "Dirk" }) },
        },
      }),
    );
    const keep = (repliesKeptMonths: number) =>
      asPortal((tx) =>
        tx.messageType.updateMany({ where: { code: "INVOICE" }, data: { repliesKeptMonths } }),
      );
    await keep(2);
    const holdId = await held(id);
    await erase(inYears(0, 100));
    expect(await hasStoredFile(stored.sha256)).toBe(true);
    // Nor does the database let it go, whoever says that it was put on record.
    const past = asPortal(async (tx) => {
      const said = { act: "replies_erased", subjectKind: "delivery", subjectId: id };
      await tx.auditRecord.createMany({ data: said });
      await tx.replyAnswer.updateMany({ where: { id: answer.id }, data: { content: sealed({}) } });
    });
    await expect(past).rejects.toThrow("constraint violated");
    await lift(holdId);
    await erase(inYears(0, 100));
    const left = await asPortal((tx) =>
      tx.replyAnswer.findUniqueOrThrow({ where: { id: answer.id } }),
    );
    expect(contentOf(left.content)).toMatchObject({ question: "", entries: [] });
    expect(await hasStoredFile(stored.sha256)).toBe(false);
    expect((await row(id)).contentErasedAt).toBeNull();
    const events = await asPortal((tx) =>
      tx.deliveryEvent.findMany({ where: { deliveryId: id, kind: "replies_erased" } }),
    );
    expect(events).toHaveLength(1);
    await keep(60);
  });
});

describe("what the recipient finds at the link of a letter that was erased", () => {
  test("tells since when it is gone, takes no answer and hands out no letter", async () => {
    const option = emptyReplyOption("choice");
    const id = await sendTestMessage(actors.an, {
      ...{ type: "INVOICE", number: "08040901112" },
      replyOption: { ...option, question: "Komt u?", labels: ["Ja", "Nee"], isChangeable: true },
    });
    await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
    await finish(id);
    const letter = letterSchema.parse((await row(id)).letter);
    const token = letter.reply?.kind === "page" ? (letter.reply.url.split("/").at(-1) ?? "") : "";
    const dirk = mintRecipientActor({
      ...{ sessionId: crypto.randomUUID(), givenName: "Dirk", surname: "Verhoeven" },
      signIn: { method: "bmid", fasLevel: 450, level: "substantial", at: new Date() },
      numberHashes: [Buffer.from(hashNumber("08040901112")).toString("hex")],
      tokenHash: createHash("sha256").update(token).digest("hex"),
    });
    expect((await getReplyRequest(dirk))?.asked.question).toBe("Komt u?");
    await erase(inYears(9));
    const gone = { ok: false, refusal: { code: "content_erased" } };
    const shown = await getReplyRequest(dirk);
    expect(shown).toMatchObject({ hasLetter: false, asked: { question: "" } });
    expect(shown?.contentErasedAt).not.toBeNull();
    expect(await openOwnLetter(dirk, "pdf")).toEqual(gone);
    expect(
      await giveAnswer(dirk, {
        ...{ attemptId: crypto.randomUUID(), seen: 0, files: {} },
        typed: { choice: shown?.asked.kind === "choice" ? (shown.asked.labels[0] ?? "") : "" },
      }),
    ).toEqual(gone);
  });
});
