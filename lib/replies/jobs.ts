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
  learnMessageId,
  recipientOf,
} from "@/lib/deliveries/jobs";
import { nextTry } from "@/lib/deliveries/rules";
import {
  readOwnBox,
  readOwnMessage,
  searchStatus,
  type OwnMessage,
  type OwnMessageContent,
} from "@/lib/gateways/mailbox";
import { storeFile } from "@/lib/gateways/storage";
import { log } from "@/lib/log";
import { decryptNumber, hashNumber } from "@/lib/number-vault";
import type { PartFacts } from "@/lib/proofs/evidence";
import { addEvidence } from "@/lib/proofs/mutations";
import { mayAnswer, nextParkedTry, ownBoxPause } from "@/lib/replies/rules";
import type { ParkReason } from "@/lib/replies/schema";
import type { MailboxCursor } from "@/prisma/generated/client";

type Organisation = { id: string; enterpriseNumber: string };

/** Reads the own box of each organisation that is due. What goes wrong with one stays with it. */
export async function fetchReplies(actor: SystemActor): Promise<void> {
  const organisations = await withActor(actor, (tx) => tx.organisation.findMany());
  for (const organisation of organisations) {
    try {
      await readIfDue(actor, organisation);
    } catch (error) {
      log.error(
        { organisationId: organisation.id, error: messageOf(error) },
        "an own box could not be read",
      );
      await keepCursor(actor, organisation, await findCursor(actor, organisation), null);
    }
  }
}

/** What a database tells of a row it refused may hold that row: the first line alone, cut short. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "unknown";
  return (message.trim().split("\n")[0] ?? "").slice(0, 200);
}

function findCursor(actor: SystemActor, { id }: Organisation): Promise<MailboxCursor | null> {
  return withActor(actor, (tx) => tx.mailboxCursor.findUnique({ where: { organisationId: id } }));
}

async function readIfDue(actor: SystemActor, organisation: Organisation): Promise<void> {
  const at = now();
  const cursor = await findCursor(actor, organisation);
  if (cursor?.nextTryAt && cursor.nextTryAt > at) return;
  const last = await withActor(actor, (tx) =>
    tx.delivery.findFirst({
      where: {
        organisationId: organisation.id,
        message: { replyAllowed: true },
        publishedAt: { not: null },
      },
      orderBy: { sentAt: "desc" },
      select: { publishedAt: true },
    }),
  );
  const pause = ownBoxPause(last?.publishedAt ?? null, at);
  if (cursor?.failures === 0 && at.getTime() - cursor.checkedAt.getTime() < pause) return;
  const readUntil = await readBox(actor, organisation, startOf(cursor, at));
  await keepCursor(actor, organisation, cursor, readUntil);
  if (readUntil) await retryParked(actor, organisation);
}

/** A box never read before is read thirty days back. */
function startOf(cursor: MailboxCursor | null, at: Date): Date {
  return cursor?.readUntil ?? new Date(at.getTime() - 30 * 86_400_000);
}

/** `readUntil` null: the mailbox was away, and is asked again later and later. */
async function keepCursor(
  actor: SystemActor,
  organisation: Organisation,
  before: MailboxCursor | null,
  readUntil: Date | null,
): Promise<void> {
  const at = now();
  const failures = readUntil ? 0 : (before?.failures ?? 0) + 1;
  const cursor = {
    readUntil: readUntil ?? startOf(before, at),
    checkedAt: at,
    failures,
    nextTryAt: readUntil ? null : nextTry(at, failures, Math.random()),
  };
  await withActor(actor, (tx) =>
    tx.mailboxCursor.upsert({
      where: { organisationId: organisation.id },
      update: cursor,
      create: { organisationId: organisation.id, ...cursor },
    }),
  );
}

/**
 * Takes in every reply received since the last look, and parks what cannot be. The box is asked by
 * day, so the last day is read again each time; what is here or parked already is passed over. Null
 * when the mailbox went away: the next round comes back.
 */
async function readBox(
  actor: SystemActor,
  organisation: Organisation,
  readUntil: Date,
): Promise<Date | null> {
  let newest = readUntil;
  for (let page = 1; ; page += 1) {
    // A day earlier, in case the box's days are not ours.
    const since = new Date(readUntil.getTime() - 86_400_000);
    const box = await readOwnBox(organisation.enterpriseNumber, since, page);
    if (!box) return null;
    for (const id of box.unreadable) {
      if (await isNew(actor, organisation, id)) await park(actor, organisation, id, "unreadable");
    }
    for (const message of box.items) {
      if (!(await isNew(actor, organisation, message.messageId))) continue;
      const reason = await takeIn(actor, organisation, message);
      if (reason) await park(actor, organisation, message.messageId, reason);
      if (reason === "unavailable") return null;
      if (message.receivedAt > newest) newest = message.receivedAt;
    }
    if (box.count === 0 || page * 100 >= box.total) return newest;
  }
}

async function isNew(
  actor: SystemActor,
  { id: organisationId }: Organisation,
  mailboxMessageId: string,
): Promise<boolean> {
  return withActor(actor, async (tx) => {
    const where = { organisationId, mailboxMessageId };
    if (await tx.parkedReply.findFirst({ where, select: { reason: true } })) return false;
    return !(await tx.reply.findFirst({ where, select: { id: true } }));
  });
}

/** At most this many in a round, so that new replies never wait for old ones. */
const PARKED_AT_ONCE = 20;

async function retryParked(actor: SystemActor, organisation: Organisation): Promise<void> {
  const parked = await withActor(actor, (tx) =>
    tx.parkedReply.findMany({
      where: { organisationId: organisation.id, nextTryAt: { lte: now() } },
      orderBy: { nextTryAt: "asc" },
      take: PARKED_AT_ONCE,
    }),
  );
  for (const { mailboxMessageId } of parked) {
    const reason = await takeIn(actor, organisation, { messageId: mailboxMessageId });
    if (reason) await park(actor, organisation, mailboxMessageId, reason);
    else {
      await withActor(actor, (tx) =>
        tx.parkedReply.deleteMany({ where: { organisationId: organisation.id, mailboxMessageId } }),
      );
    }
    if (reason === "unavailable") return;
  }
}

/** Sets a message aside, so that it keeps no other back, and tells the operator when that is new. */
async function park(
  actor: SystemActor,
  { id: organisationId }: Organisation,
  mailboxMessageId: string,
  reason: ParkReason,
): Promise<void> {
  const at = now();
  await withActor(actor, async (tx) => {
    const where = { organisationId_mailboxMessageId: { organisationId, mailboxMessageId } };
    const before = await tx.parkedReply.findUnique({ where });
    const attempts = (before?.attempts ?? 0) + 1;
    const row = { reason, attempts, nextTryAt: nextParkedTry(at, attempts, Math.random()) };
    await tx.parkedReply.upsert({
      where,
      update: row,
      create: { organisationId, mailboxMessageId, parkedAt: at, ...row },
    });
    if (before?.reason === reason) return;
    log.error(
      { organisationId, mailboxMessageId, reason },
      "a message of an own box cannot be taken in; it is tried again",
    );
  });
}

/** Answers why it could not be taken in; null when it was, or when it is no reply of ours. */
async function takeIn(
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
      { mailboxMessageId: listed.messageId, error: messageOf(error) },
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

/** What the mailbox has taken, or may have taken, under an id that we never learned. */
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
      OR: [{ state: "published" }, { state: "publishing", attempts: { gt: 0 } }],
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
    if (!only || answered.length > 1) return "delivery_unknown";
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
  const { message, text, answers } = content;
  const { messageId, subject, receivedAt } = message;
  const files = await storeParts(content);
  const observedAt = answers[0]?.answeredAt ?? now();
  await withActor(actor, async (tx) => {
    const row = await tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } });
    const { organisationId, serviceId } = row;
    const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const service = await tx.service.findUniqueOrThrow({ where: { id: serviceId } });
    const delivery = { ...row, organisation, service };
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
    for (const answer of answers) kept.push(await keepAnswer(tx, delivery, "reply", answer));
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
    await addEvent(tx, delivery, "replied", receivedAt, observedAt, {
      replyId: reply.id,
      mailboxMessageId: messageId,
      answerSha256: hex(kept[0]?.sha256 ?? new Uint8Array()),
    });
    await addEvidence(tx, delivery, {
      event: "Reply",
      moment: { observedAt, occurredAt: receivedAt, notYetSeenAt: null },
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
