import "server-only";
import { createHash } from "node:crypto";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import { addEvent, keepAnswer } from "@/lib/deliveries/jobs";
import {
  readOwnBox,
  readOwnMessage,
  type OwnMessage,
  type OwnMessageContent,
} from "@/lib/gateways/mailbox";
import { storeFile } from "@/lib/gateways/storage";
import type { PartFacts } from "@/lib/proofs/evidence";
import { addEvidence } from "@/lib/proofs/mutations";
import { ownBoxPause } from "@/lib/replies/rules";

type Organisation = { id: string; enterpriseNumber: string };

/** Reads the own box of each organisation that is due; answers how long to pause. */
export async function fetchReplies(actor: SystemActor): Promise<void> {
  const at = now();
  const organisations = await withActor(actor, (tx) => tx.organisation.findMany());
  for (const organisation of organisations) {
    const [cursor, last] = await withActor(actor, async (tx) => [
      await tx.mailboxCursor.findUnique({ where: { organisationId: organisation.id } }),
      await tx.delivery.findFirst({
        where: {
          organisationId: organisation.id,
          message: { replyAllowed: true },
          publishedAt: { not: null },
        },
        orderBy: { sentAt: "desc" },
        select: { publishedAt: true },
      }),
    ]);
    const pause = ownBoxPause(last?.publishedAt ?? null, at);
    if (cursor && at.getTime() - cursor.checkedAt.getTime() < pause) continue;
    await readBox(
      actor,
      organisation,
      cursor?.readUntil ?? new Date(at.getTime() - 30 * 86_400_000),
    );
  }
}

/**
 * Takes in every reply received since the last look. The box is asked by day, so the last day is
 * read again each time; a reply already here is passed over.
 */
async function readBox(
  actor: SystemActor,
  organisation: Organisation,
  readUntil: Date,
): Promise<void> {
  let newest = readUntil;
  for (let page = 1; ; page += 1) {
    // A day earlier, in case the box's days are not ours.
    const box = await readOwnBox(
      organisation.enterpriseNumber,
      new Date(readUntil.getTime() - 86_400_000),
      page,
    );
    if (!box) return;
    for (const message of box.items) {
      if (!(await takeIn(actor, organisation, message))) return;
      if (message.receiptDate > newest) newest = message.receiptDate;
    }
    if (box.items.length === 0 || page * 100 >= box.total) break;
  }
  await withActor(actor, async (tx) => {
    const cursor = { readUntil: newest, checkedAt: now() };
    await tx.mailboxCursor.upsert({
      where: { organisationId: organisation.id },
      update: cursor,
      create: { organisationId: organisation.id, ...cursor },
    });
  });
}

/** False when the mailbox went away in between: the cursor stays, and the next round comes back. */
async function takeIn(
  actor: SystemActor,
  organisation: Organisation,
  message: OwnMessage,
): Promise<boolean> {
  const { originalMessageId, messageId } = message;
  if (!originalMessageId) return true;
  const [delivery, known] = await withActor(actor, async (tx) => [
    await tx.delivery.findFirst({
      where: { mailboxMessageId: originalMessageId, organisationId: organisation.id },
      include: { organisation: true, service: true },
    }),
    await tx.reply.findUnique({ where: { mailboxMessageId: messageId }, select: { id: true } }),
  ]);
  if (!delivery || known) return true;
  const content = await readOwnMessage(organisation.enterpriseNumber, messageId);
  if (!content) return false;
  const files = await storeParts(content);
  const observedAt = content.raw.answeredAt;
  await withActor(actor, async (tx) => {
    const { count } = await tx.reply.createMany({
      data: {
        deliveryId: delivery.id,
        organisationId: delivery.organisationId,
        serviceId: delivery.serviceId,
        mailboxMessageId: messageId,
        receivedAt: message.receiptDate,
        observedAt,
        subject: Object.values(message.subject)[0] ?? "",
        text: content.text,
        files: files.map(({ identifier, contentType, size, sha256 }) => ({
          fileName: identifier,
          mediaType: contentType,
          size,
          sha256: Buffer.from(sha256).toString("hex"),
        })),
      },
      skipDuplicates: true,
    });
    if (count === 0) return;
    const reply = await tx.reply.findUniqueOrThrow({ where: { mailboxMessageId: messageId } });
    const answer = await keepAnswer(tx, delivery, "reply", content.raw);
    // Nobody replies to what they have not opened, but opening is told by the mailbox alone:
    // a delivery that is still `published` keeps that state until the mailbox says so.
    await tx.delivery.updateMany({
      where: { id: delivery.id, state: "opened" },
      data: { state: "replied", movedAt: observedAt },
    });
    await tx.delivery.updateMany({
      where: { id: delivery.id, repliedAt: null },
      data: { repliedAt: message.receiptDate },
    });
    await addEvent(tx, delivery, "replied", message.receiptDate, observedAt, {
      replyId: reply.id,
      mailboxMessageId: messageId,
      answerSha256: Buffer.from(answer.sha256).toString("hex"),
    });
    await addEvidence(tx, delivery, {
      event: "Reply",
      moment: { observedAt, occurredAt: message.receiptDate, notYetSeenAt: null },
      mailboxMessageId: messageId,
      inReplyTo: originalMessageId,
      answers: [answer],
      parts: [...textPart(content.text), ...files],
    });
  });
  return true;
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
