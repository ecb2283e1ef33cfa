import "server-only";
import { createHash } from "node:crypto";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import {
  addEvent,
  auditOf,
  hex,
  keepAnswer,
  keepCall,
  recipientOf,
} from "@/lib/deliveries/facts/jobs";
import { learnMessageId } from "@/lib/deliveries/outcomes/jobs";
import { searchStatus } from "@/lib/gateways/mailbox";
import {
  readOwnMessage,
  type OwnMessage,
  type OwnMessageContent,
} from "@/lib/gateways/mailbox-own-box";
import { storeFile } from "@/lib/gateways/storage";
import { log } from "@/lib/log";
import { decryptNumber, hashNumber } from "@/lib/number-vault";
import type { PartFacts } from "@/lib/proofs/evidence-facts";
import { addEvidence } from "@/lib/proofs/mutations";
import { credibleReceipt, firstLineOf, mayAnswer } from "@/lib/replies/rules";
import type { ParkReason } from "@/lib/replies/schema";

/** One message of an own box: whose reply it is, and all of it kept or nothing. */
export type Organisation = { id: string; enterpriseNumber: string };

/** Answers why it could not be taken in; null when it was, or when it is no reply of ours. */
export async function takeIn(
  actor: SystemActor,
  organisation: Organisation,
  listed: Pick<OwnMessage, "messageId"> & Partial<OwnMessage>,
): Promise<ParkReason | null> {
  try {
    if (listed.originalMessageId === null) return null;
    if (listed.subject !== undefined && !(await mayBeOurs(actor, organisation, listed)))
      return null;
    const reading = await readOwnMessage(organisation.enterpriseNumber, listed.messageId);
    if (reading.kind === "away") return "unavailable";
    if (reading.kind === "unreadable") {
      log.error(
        { mailboxMessageId: listed.messageId, reason: reading.reason },
        "a reply is unreadable",
      );
      return "unreadable";
    }
    return await attribute(actor, organisation, reading.content);
  } catch (error) {
    log.error(
      { mailboxMessageId: listed.messageId, error: firstLineOf(error) },
      "a reply was not kept",
    );
    return "not_kept";
  }
}

/** The box also holds what others wrote, and answers to what the organisation sent in other ways. */
async function mayBeOurs(
  actor: SystemActor,
  organisation: Organisation,
  { originalMessageId, senderNumber }: Partial<OwnMessage>,
): Promise<boolean> {
  if (!originalMessageId) return false;
  const organisationId = organisation.id;
  return withActor(actor, async (tx) => {
    const named = await tx.delivery.findFirst({
      where: { organisationId, mailboxMessageId: originalMessageId },
      select: { id: true },
    });
    return named !== null || (await namelessTo(tx, organisationId, senderNumber)).length > 0;
  });
}

/**
 * What the mailbox has taken under an id that we never learned, and what it may have taken: to the
 * latter nothing is attributed, but a reply to it may be here already.
 */
async function namelessTo(
  tx: Transaction,
  organisationId: string,
  number: string | null | undefined,
) {
  if (!number) return [];
  return tx.delivery.findMany({
    where: {
      organisationId,
      recipientNumberHash: hashNumber(number),
      mailboxMessageId: null,
      OR: [
        { state: "published" },
        {
          state: "publishing",
          OR: [{ outcomeUnknownSince: { not: null } }, { callingSince: { not: null } }],
        },
      ],
    },
  });
}

/** Finds whose reply it is; only what comes from the recipient's own box is theirs. */
async function attribute(
  actor: SystemActor,
  organisation: Organisation,
  content: OwnMessageContent,
): Promise<ParkReason | null> {
  const { message } = content;
  const { originalMessageId, senderNumber } = message;
  if (!originalMessageId) return null;
  if (!senderNumber) return "sender_unknown";
  const organisationId = organisation.id;
  const find = () =>
    withActor(actor, (tx) =>
      tx.delivery.findFirst({ where: { organisationId, mailboxMessageId: originalMessageId } }),
    );
  let delivery = await find();
  if (!delivery) {
    const nameless = await withActor(actor, (tx) => namelessTo(tx, organisationId, senderNumber));
    // Nothing of ours lies nameless in that box any more: it answers something else.
    if (nameless.length === 0) return null;
    const answered = nameless.filter((candidate) => mayAnswer(message, candidate));
    const [only] = answered;
    // Whether the mailbox took a message, it tells by itself when asked again under the same key:
    // a reply settles nothing, and waits until then.
    if (!only || answered.length > 1 || only.state !== "published") return "delivery_unknown";
    const question = { messageId: originalMessageId, recipient: recipientOf(only) };
    const asked = await searchStatus(organisation.enterpriseNumber, [question]);
    if (!asked) return "unavailable";
    const status = asked.statuses.find(({ messageId }) => messageId === originalMessageId);
    if (!status) return "delivery_unknown";
    await withActor(actor, (tx) =>
      learnMessageId(tx, actor, only.id, {
        messageId: originalMessageId,
        expiresAt: status.expirationDate ?? null,
        raw: asked.raw,
      }),
    );
    delivery = await find();
    if (!delivery) return "delivery_unknown";
  }
  if (decryptNumber(delivery.recipientNumberEncrypted) !== senderNumber) return "sender_mismatch";
  await keepReply(actor, delivery.id, content, originalMessageId);
  return null;
}

async function keepReply(
  actor: SystemActor,
  deliveryId: string,
  content: OwnMessageContent,
  originalMessageId: string,
): Promise<void> {
  const { message, text, answers, calls } = content;
  const { messageId, subject } = message;
  const files = await storeParts(content);
  const observedAt = answers[0]?.answeredAt ?? now();
  await withActor(actor, async (tx) => {
    const row = await tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } });
    const { organisationId, serviceId } = row;
    const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const service = await tx.service.findUniqueOrThrow({ where: { id: serviceId } });
    const delivery = { ...row, organisation, service };
    const lyingSince = row.takenAfter ?? row.publishedAt ?? row.sentAt;
    const occurredAt = credibleReceipt(message.receivedAt, lyingSince, observedAt);
    const receivedAt = occurredAt ?? observedAt;
    const { count } = await tx.reply.createMany({
      data: {
        deliveryId,
        organisationId,
        serviceId,
        mailboxMessageId: messageId,
        receivedAt,
        observedAt,
        subject,
        text,
        files: files.map(({ identifier, contentType, size, sha256 }) => ({
          fileName: identifier,
          mediaType: contentType,
          size,
          sha256: hex(sha256),
        })),
      },
      skipDuplicates: true,
    });
    if (count === 0) return;
    const reply = await tx.reply.findUniqueOrThrow({ where: { mailboxMessageId: messageId } });
    const kept = [];
    const details = { messageId, originalMessageId };
    for (const answer of answers)
      kept.push(await keepAnswer(tx, actor, delivery, "reply", answer, details));
    for (const raw of calls.slice(answers.length))
      await keepCall(tx, actor, delivery, { call: "reply", raw, details, answerId: null });
    // Nobody replies to what they have not opened, but opening is told by the mailbox alone:
    // a delivery that is still `published` keeps that state until the mailbox says so.
    await tx.delivery.updateMany({
      where: { id: deliveryId, state: "opened" },
      data: { state: "replied", movedAt: observedAt },
    });
    await tx.delivery.updateMany({
      where: { id: deliveryId, repliedAt: null },
      data: { repliedAt: receivedAt },
    });
    await addEvent(tx, delivery, "replied", occurredAt, observedAt, {
      replyId: reply.id,
      mailboxMessageId: messageId,
    });
    await addEvidence(tx, delivery, {
      event: "Reply",
      moment: { observedAt, occurredAt, notYetSeenAt: lyingSince },
      mailboxMessageId: messageId,
      inReplyTo: originalMessageId,
      answers: kept,
      parts: [...textPart(text), ...files],
    });
    await auditOf(tx, actor, delivery, "delivery_replied", {
      replyId: reply.id,
      messageId,
      originalMessageId,
      files: files.length,
    });
  });
}

async function storeParts(content: OwnMessageContent): Promise<PartFacts[]> {
  const parts: PartFacts[] = [];
  for (const { fileName, mediaType, bytes } of content.files) {
    const { sha256, size } = await storeFile(bytes);
    parts.push({ identifier: fileName, role: "attachment", contentType: mediaType, size, sha256 });
  }
  return parts;
}

/** The reply's own words, digested as UTF-8. */
function textPart(text: string): PartFacts[] {
  if (!text) return [];
  const bytes = Buffer.from(text, "utf8");
  const sha256 = createHash("sha256").update(bytes).digest();
  return [
    {
      identifier: "reply.txt",
      role: "main_content",
      contentType: "text/plain",
      size: bytes.length,
      sha256,
    },
  ];
}
