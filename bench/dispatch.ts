/**
 * `npm run bench:dispatch`: how long one message takes from the sender's click into the box, and how
 * many deliveries a second the worker publishes, beside each of its stages alone in the same run.
 */
import { randomUUID } from "node:crypto";
import { systemActor } from "@/lib/auth/actor";
import { decryptBytes, encryptNumber, hashNumber } from "@/lib/number-vault";
import { addJobAt, closeDatabase, withActor } from "@/lib/db";
import { publish } from "@/lib/gateways/mailbox";
import { openSealSigner } from "@/lib/gateways/signer";
import { environment } from "@/lib/env";
import { renderLetter } from "@/lib/letters/letter";
import { letterSchema } from "@/lib/letters/schema";
import { deliveryReference } from "@/lib/messages/rules";
import { sealEvidence } from "@/lib/proofs/jws";
import { stopTypst } from "@/lib/typst/compile";
import { LETTERS, RECIPIENTS } from "@/prisma/seed/letters";
import { listTypes, writeMessage } from "@/prisma/seed/write";
import { layTestHouse } from "@/scripts/test-house";
import { machine } from "./machine";
import { openStage, quantile, startWorker } from "./stage";

const SINGLES = 200;
const RECIPIENTS_OF_ONE = 2_000;
const ALONE = 300;
const LIMIT_MS = 1_000;

const portal = systemActor("bench");
const { sandbox, close } = await openStage();
const actors = await layTestHouse();
const types = await listTypes();
const letter = LETTERS.find((candidate) => candidate.type === "INVOICE");
const recipient = RECIPIENTS[0];
if (!letter || !recipient) throw new Error("the demonstration has no letters");

console.log(`Machine: ${machine()}`);
console.log(`Click to box: ${SINGLES} single messages, one after the other`);
const worker = await startWorker();
const waits: number[] = [];
let firstId = "";
for (let number = 1; number <= SINGLES; number += 1) {
  const messageId = await writeMessage(actors.an, types, letter, recipient, number);
  const committedAt = Date.now();
  for (;;) {
    const row = await withActor(portal, (tx) =>
      tx.delivery.findFirstOrThrow({
        where: { messageId },
        select: { id: true, publishedAt: true },
      }),
    );
    if (row.publishedAt) {
      firstId ||= row.id;
      waits.push(Math.max(0, row.publishedAt.getTime() - committedAt));
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

console.log(`Stages alone: ${ALONE} times each`);
const model = await withActor(portal, (tx) =>
  tx.delivery.findUniqueOrThrow({ where: { id: firstId } }),
);
const input = letterSchema.parse(model.letter);
const bytes = await renderLetter(input, model.sentAt);
const letters = await rateAlone(
  (index) => renderLetter({ ...input, reference: `B/${index}` }, model.sentAt),
  4,
);
const publishing = await rateAlone(
  () =>
    publish(
      {
        enterpriseNumber: "0000000097",
        partition: "FINANCE",
        senderApplicationId: "maanrode:portal:sender",
        messageTypeId: "INVOICE",
        recipient: { kind: "citizen", niss: recipient.number },
        language: "nl",
        subject: letter.subject,
        isRegisteredMail: false,
        isReplyAuthorized: false,
        files: [{ fileName: "letter.pdf", mediaType: "application/pdf", bytes }],
      },
      randomUUID(),
    ),
  8,
);
const evidence = await withActor(portal, (tx) =>
  tx.evidence.findFirstOrThrow({ where: { deliveryId: firstId } }),
);
const signer = await openSealSigner(environment().KEYS_DIR);
const payload = decryptBytes(evidence.payload);
const sealing = await rateAlone(() => sealEvidence(payload, signer, new Date()), 4);

console.log(`Dispatch: one message to ${RECIPIENTS_OF_ONE} recipients`);
const { numbers } = (await sandbox.control("POST", "/recipients", {
  count: RECIPIENTS_OF_ONE,
  kind: "citizen",
})) as { numbers: string[] };
const messageId = await insertMessage(numbers);
const startedAt = Date.now();
await untilNone({ state: { in: ["waiting", "publishing"] } });
const publishedIn = (Date.now() - startedAt) / 1000;
await untilUnsealedGone();
const sealedIn = (Date.now() - startedAt) / 1000;
await worker.stop();

const dispatch = RECIPIENTS_OF_ONE / publishedIn;
const slowest = Math.min(letters, publishing, sealing);
const [p50, p95] = [quantile(waits, 0.5), quantile(waits, 0.95)];
console.log(`
Click to box    p50 ${p50} ms   p95 ${p95} ms   p95 / limit of ${LIMIT_MS} ms = ${(p95 / LIMIT_MS).toFixed(2)}
Letters alone      ${letters.toFixed(0)} /s
Publishing alone   ${publishing.toFixed(0)} /s
Sealing alone      ${sealing.toFixed(0)} /s
Dispatch           ${dispatch.toFixed(1)} /s published with letter and evidence   ÷ slowest stage alone = ${(dispatch / slowest).toFixed(2)}
In the log         all ${RECIPIENTS_OF_ONE * 2} evidences ${(sealedIn - publishedIn).toFixed(1)} s after the last was published`);

await stopTypst();
await closeDatabase();
await close();
process.exit(0);

async function rateAlone(
  work: (index: number) => Promise<unknown>,
  atOnce: number,
): Promise<number> {
  const from = Date.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < ALONE) await work(next++);
    }),
  );
  return ALONE / ((Date.now() - from) / 1000);
}

/** Copies the model delivery to every recipient, straight into the database, with its job. */
async function insertMessage(all: string[]): Promise<string> {
  const message = await withActor(portal, (tx) =>
    tx.message.findUniqueOrThrow({ where: { id: model.messageId } }),
  );
  const sent = await withActor(portal, (tx) =>
    tx.deliveryEvent.findFirstOrThrow({ where: { deliveryId: model.id, kind: "sent" } }),
  );
  const id = randomUUID();
  const reference = "MR-2026-99999";
  const at = new Date();
  await withActor(portal, (tx) =>
    tx.message.create({
      data: {
        ...message,
        replyOption: message.replyOption ?? undefined,
        haltedBy: message.haltedBy ?? undefined,
        id,
        reference,
        state: "sending",
        sentAt: at,
        body: message.body ?? {},
        otherTexts: message.otherTexts ?? {},
        payment: message.payment ?? undefined,
        order: message.order ?? undefined,
        plan: message.plan ?? undefined,
        recipientCount: null,
      },
    }),
  );
  const rows = all.map((number, index) => ({
    id: randomUUID(),
    messageId: id,
    organisationId: model.organisationId,
    serviceId: model.serviceId,
    position: index + 1,
    reference: deliveryReference(reference, index + 1),
    recipientKind: "citizen",
    recipientNumberEncrypted: encryptNumber(number),
    recipientNumberHash: hashNumber(number),
    recipientName: `Proefburger ${index + 1}`,
    recipientSearch: `proefburger ${index + 1}`,
    language: "nl",
    subject: model.subject,
    deliveryChoice: model.deliveryChoice,
    letter: { ...input, reference: deliveryReference(reference, index + 1) },
    sentAt: at,
    movedAt: at,
  }));
  await withActor(portal, async (tx) => {
    await tx.delivery.createMany({ data: rows });
    await tx.deliveryEvent.createMany({
      data: rows.map((row) => ({
        deliveryId: row.id,
        organisationId: row.organisationId,
        serviceId: row.serviceId,
        kind: "sent",
        occurredAt: at,
        observedAt: at,
        detail: sent.detail ?? {},
      })),
    });
    for (const row of rows)
      await addJobAt(tx, "publish_delivery", { deliveryId: row.id }, `publish:${row.id}`, at);
  });
  return id;
}

async function untilNone(where: { state: { in: string[] } }): Promise<void> {
  for (;;) {
    const left = await withActor(portal, (tx) =>
      tx.delivery.count({ where: { messageId, ...where } }),
    );
    if (left === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function untilUnsealedGone(): Promise<void> {
  for (;;) {
    const left = await withActor(portal, (tx) =>
      tx.evidence.count({ where: { delivery: { messageId }, seal: null } }),
    );
    if (left === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
