import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { askedSchema } from "@/lib/approvals/schema";
import { record } from "@/lib/audit/mutations";
import type { AuditEntry, Noted } from "@/lib/audit/schema";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import type { Transaction } from "@/lib/db";
import { addEvent } from "@/lib/deliveries/facts/jobs";
import { letterSchema } from "@/lib/letters/schema";
import { emptyDocument } from "@/lib/messages/body/rules";
import { orderSchema } from "@/lib/messages/orders/schema";
import { encryptBytes } from "@/lib/number-vault";
import { equalBytes } from "@/lib/proofs/bytes";
import type { ErasedPart } from "@/lib/proofs/schema";
import { recordText } from "@/lib/proofs/log-record";
import { addEvidence } from "@/lib/proofs/mutations";
import { evidenceLeafHash } from "@/lib/proofs/tlog-proof";
import { digestsIn } from "@/lib/replies/answers/rules";
import { askedReplySchema, replyOptionSchema } from "@/lib/replies/options/schema";
import { contentOf } from "@/lib/replies/requests/data";
import { replyFilesSchema } from "@/lib/replies/schema";
import {
  erasedAnswer,
  erasedAsked,
  erasedLetter,
  erasedOrder,
  erasedQuestion,
  erasedReplyOption,
} from "@/lib/retention/contents";
import type { PlannedThing } from "@/lib/retention/data";
import { queueRemoval } from "@/lib/retention/files/jobs";
import { Prisma } from "@/prisma/generated/client";

/**
 * Erasing itself, one thing in one transaction: the record of it first (the database lets nothing go that
 * was not put on record in the same transaction), then the contents; the files wait for the commit.
 */
type Due = PlannedThing & { dueAt: Date };
type Erasure = { due: Due; at: Date };

export async function eraseNow(
  tx: Transaction,
  actor: SystemActor,
  due: Due,
  at: Date,
): Promise<void> {
  const erasure = { due, at };
  switch (due.kind) {
    case "delivery":
      return eraseDelivery(tx, actor, erasure);
    case "replies":
      return eraseRepliesAlone(tx, actor, erasure);
    case "draft":
      return eraseDraft(tx, actor, erasure);
    case "recipient_file":
      return eraseRecipientFile(tx, actor, erasure);
  }
}

/** What every record of an erasure says: under which policy, since when it was over, and when it was due. */
function toldOf({ due: { thing, dueAt } }: Erasure) {
  const { kept, endsAt, plannedAt } = thing;
  return {
    ...kept,
    endedAt: endsAt.toISOString(),
    dueAt: dueAt.toISOString(),
    plannedAt: plannedAt?.toISOString() ?? null,
  };
}

function entryOf({ due }: Erasure, act: AuditEntry["act"], detail: AuditEntry["detail"] = {}) {
  const { organisationId, serviceId, subjectId } = due;
  return { act, organisationId, serviceId, subjectId, detail };
}

async function eraseDelivery(tx: Transaction, actor: SystemActor, erasure: Erasure): Promise<void> {
  const { due, at } = erasure;
  const id = due.subjectId;
  const delivery = await tell(tx, actor, erasure, "contents");
  const { messageId, position, letterSha256 } = delivery;
  const recipient = await tx.messageRecipient.findUnique({
    where: { messageId_position: { messageId, position } },
  });
  const personal = await tx.personalFile.findMany({
    where: { id: { in: recipient?.personalFileIds ?? [] } },
    select: { sha256: true },
  });
  await tx.delivery.update({
    where: { id },
    data: { letter: erasedLetter(letterSchema.parse(delivery.letter)), contentErasedAt: at },
  });
  await tx.messageRecipient.updateMany({ where: { messageId, position }, data: NOTHING_OF_THEM });
  const gone = personal.flatMap(({ sha256 }) => (sha256 ? [sha256] : []));
  await queueRemoval(tx, [...(letterSha256 ? [letterSha256] : []), ...gone], at);
  await eraseReplies(tx, erasure);
  await eraseQuestion(tx, id);
  await dropProofs(tx, id, at);
  await eraseMessageIfLast(tx, actor, erasure, messageId);
}

const NOTHING_OF_THEM = { values: {}, addressLines: [], attention: null, personalFileIds: [] };

/** The audit record, the event and the evidence that part of a delivery is gone. */
async function tell(tx: Transaction, actor: SystemActor, erasure: Erasure, what: ErasedPart) {
  const { due, at } = erasure;
  const { endsAt, kept } = due.thing;
  const delivery = await tx.delivery.findUniqueOrThrow({
    where: { id: due.subjectId },
    include: { organisation: true, service: true },
  });
  const keptMonths = "months" in kept ? kept.months : 0;
  const kind = what === "contents" ? "contents_erased" : "replies_erased";
  await record(tx, actor, {
    ...entryOf(erasure, kind, toldOf(erasure)),
    subjectKind: "delivery",
    numberHash: new Uint8Array(delivery.recipientNumberHash),
  });
  await addEvent(tx, delivery, kind, at, at, { keptMonths, endedAt: endsAt.toISOString() });
  // When it was done, by the clock; whatever moment the policies were asked about.
  await addEvidence(tx, delivery, {
    ...{ event: "ContentErasure", at: now(), what, keptMonths, endedAt: endsAt },
  });
  return delivery;
}

async function eraseRepliesAlone(
  tx: Transaction,
  actor: SystemActor,
  erasure: Erasure,
): Promise<void> {
  await tell(tx, actor, erasure, "replies");
  await eraseReplies(tx, erasure);
}

/** Replies through the eBox and answers on the reply page, with their files. */
async function eraseReplies(tx: Transaction, { due, at }: Erasure): Promise<void> {
  const where = { deliveryId: due.subjectId, contentErasedAt: null };
  const gone: string[] = [];
  for (const { id, files } of await tx.reply.findMany({ where })) {
    gone.push(...replyFilesSchema.parse(files).map(({ sha256 }) => sha256));
    const data = { subject: "", text: "", files: [], contentErasedAt: at };
    await tx.reply.update({ where: { id }, data });
  }
  for (const { id, content: kept } of await tx.replyAnswer.findMany({ where })) {
    const content = contentOf(kept);
    gone.push(...digestsIn(content));
    const left = encryptBytes(Buffer.from(canonicalize(erasedAnswer(content)) ?? "", "utf8"));
    const data = { content: left, fileDigests: [], contentErasedAt: at };
    await tx.replyAnswer.update({ where: { id }, data });
  }
  const digests = gone.map((hex) => Buffer.from(hex, "hex"));
  await queueRemoval(tx, digests, at);
}

async function eraseQuestion(tx: Transaction, deliveryId: string): Promise<void> {
  const request = await tx.replyRequest.findUnique({ where: { deliveryId } });
  if (!request) return;
  const asked = erasedQuestion(askedReplySchema.parse(request.asked));
  await tx.replyRequest.update({ where: { deliveryId }, data: { asked } });
}

/** Proofs show the letter's first page, and bundles hold all of it: both are made anew without. */
async function dropProofs(tx: Transaction, deliveryId: string, at: Date): Promise<void> {
  const documents = await tx.proofDocument.findMany({ where: { deliveryId } });
  const bundles = await tx.proofBundle.findMany({ where: { deliveryId } });
  await tx.proofDocument.deleteMany({ where: { deliveryId } });
  // An order that is just being finished holds its bundles: it is waited for here, and found below.
  await tx.proofBundle.deleteMany({ where: { deliveryId } });
  const orders = await tx.bundleOrder.findMany({
    where: { deliveryIds: { has: deliveryId }, state: "ready" },
  });
  await tx.bundleOrder.updateMany({
    where: { id: { in: orders.map(({ id }) => id) } },
    data: { state: "stopped", frameSha256: null, holes: Prisma.DbNull, size: null },
  });
  const frames = [...bundles, ...orders].flatMap(({ frameSha256 }) => frameSha256 ?? []);
  await queueRemoval(tx, [...documents.map(({ sha256 }) => sha256), ...frames], at);
}

/** What all letters of a message share goes with the last of them. */
async function eraseMessageIfLast(
  tx: Transaction,
  actor: SystemActor,
  erasure: Erasure,
  messageId: string,
): Promise<void> {
  // Of two letters that are erased at once, the second sees the first.
  await tx.$queryRaw`SELECT id FROM "Message" WHERE id = ${messageId}::uuid FOR UPDATE`;
  const left = await tx.delivery.count({ where: { messageId, contentErasedAt: null } });
  const { state } = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
  if (left > 0 || !["sent", "cancelled"].includes(state)) return;
  await eraseMessage(tx, actor, erasure, messageId);
}

async function eraseMessage(
  tx: Transaction,
  actor: SystemActor,
  erasure: Erasure,
  messageId: string,
): Promise<void> {
  const { at } = erasure;
  const message = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
  const left = {
    // That of what was sent stands in sealed evidence; that of a draft nowhere else.
    subject: message.sentAt ? message.subject : "",
    body: emptyDocument(),
    otherTexts: {},
    payment: null,
    replyOption: erasedReplyOption(replyOptionSchema.nullable().parse(message.replyOption)),
    order: message.order === null ? null : erasedOrder(orderSchema.parse(message.order)),
  };
  const logged = await loggedOrder(tx, message, { ...message, ...left });
  await record(tx, actor, {
    ...entryOf(erasure, "contents_erased", { ...toldOf(erasure), ...logged }),
    subjectKind: "message",
    subjectId: messageId,
  });
  const isDraft = ["draft", "sent_back"].includes(message.state);
  await tx.message.update({
    where: { id: messageId },
    data: {
      ...left,
      payment: Prisma.DbNull,
      replyOption: left.replyOption ?? Prisma.DbNull,
      order: left.order ?? Prisma.DbNull,
      paymentWanted: null,
      contentErasedAt: at,
      ...(isDraft && { state: "cancelled", lockNumber: { increment: 1 } }),
    },
  });
  await eraseApprovals(tx, messageId);
  await eraseFilesOf(tx, messageId, at);
}

/**
 * Of a message whose order stands in the log: its leaf, and the digest of what is left of it. What is not
 * what was logged is not erased: it was tampered with, and whoever finds that out must be able to look.
 */
async function loggedOrder(
  tx: Transaction,
  message: Readonly<Record<string, unknown>> & { id: string; sentAt: Date | null },
  left: Readonly<Record<string, unknown>>,
): Promise<Record<string, Noted>> {
  if (!message.sentAt) return {};
  const seal = await tx.recordSeal.findUnique({
    where: { kind_recordId: { kind: "message", recordId: message.id } },
  });
  if (!seal) throw new Error("the order has no leaf yet");
  const node = await tx.logNode.findUnique({
    where: { level_index: { level: 0, index: seal.leafIndex } },
  });
  const made = await evidenceLeafHash(seal.salt, recordText("message", message));
  if (!node || !equalBytes(made, node.hash)) throw new Error("the order is not the one in the log");
  return {
    leafIndex: Number(seal.leafIndex),
    leafHash: Buffer.from(node.hash).toString("base64"),
    leftSha256: createHash("sha256").update(recordText("message", left)).digest("base64"),
  };
}

async function eraseApprovals(tx: Transaction, messageId: string): Promise<void> {
  for (const { id, asked } of await tx.approval.findMany({ where: { messageId } })) {
    const data = { asked: erasedAsked(askedSchema.parse(asked)), note: "", comments: [] };
    await tx.approval.update({ where: { id }, data });
  }
}

/** Attachments, files of single recipients, and the spreadsheet with what was read in it. */
async function eraseFilesOf(tx: Transaction, messageId: string, at: Date): Promise<void> {
  const attachments = await tx.attachment.findMany({ where: { messageId } });
  const personal = await tx.personalFile.findMany({ where: { messageId } });
  await tx.messageRecipient.updateMany({ where: { messageId }, data: NOTHING_OF_THEM });
  await eraseSheet(tx, messageId, at);
  const digests = [
    ...attachments.flatMap(({ sha256, thumbnailSha256 }) => [sha256, thumbnailSha256]),
    ...personal.map(({ sha256 }) => sha256),
  ];
  await queueRemoval(
    tx,
    digests.flatMap((sha256) => sha256 ?? []),
    at,
  );
}

async function eraseSheet(tx: Transaction, messageId: string, at: Date): Promise<void> {
  const sheet = await tx.recipientFile.findFirst({ where: { messageId, contentErasedAt: null } });
  if (!sheet) return;
  await tx.recipientFault.deleteMany({ where: { fileId: sheet.id } });
  await tx.recipientFile.update({
    where: { id: sheet.id },
    data: {
      ...{ findings: Prisma.DbNull, refusal: Prisma.DbNull, matching: {}, header: [] },
      contentErasedAt: at,
    },
  });
  await queueRemoval(tx, [sheet.sha256], at);
}

async function eraseRecipientFile(
  tx: Transaction,
  actor: SystemActor,
  erasure: Erasure,
): Promise<void> {
  await record(tx, actor, {
    ...entryOf(erasure, "recipient_file_erased", toldOf(erasure)),
    subjectKind: "message",
  });
  await eraseSheet(tx, erasure.due.subjectId, erasure.at);
}

/** Whoever it was for was never written to: nothing of them stays but that there was a draft. */
async function eraseDraft(tx: Transaction, actor: SystemActor, erasure: Erasure): Promise<void> {
  const { subjectId: messageId } = erasure.due;
  await tx.$queryRaw`SELECT id FROM "Message" WHERE id = ${messageId}::uuid FOR UPDATE`;
  await eraseMessage(tx, actor, erasure, messageId);
  await tx.messageRecipient.deleteMany({ where: { messageId } });
}
