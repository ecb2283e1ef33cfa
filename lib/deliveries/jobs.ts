import "server-only";
import { createHash } from "node:crypto";
import { record } from "@/lib/audit/mutations";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJobAt, withActor, type Transaction } from "@/lib/db";
import { letterInputOf } from "@/lib/deliveries/letter";
import { letterName, nextCheck, nextTry } from "@/lib/deliveries/rules";
import {
  deliveryEventSchema,
  type DeliveryEventDetail,
  type DeliveryEventKind,
} from "@/lib/deliveries/schema";
import { environment } from "@/lib/env";
import {
  publish,
  searchStatus,
  type Publication,
  type PublicationOutcome,
  type RawAnswer,
  type Recipient,
} from "@/lib/gateways/mailbox";
import { readStoredFile, storeFile } from "@/lib/gateways/storage";
import { renderLetter } from "@/lib/letters/letter";
import { letterSchema } from "@/lib/letters/schema";
import { isRegistered } from "@/lib/messages/rules";
import { deliveryChoiceSchema } from "@/lib/messages/schema";
import { decryptNumber } from "@/lib/number-vault";
import type { AnswerFacts, OrderFacts, PartFacts } from "@/lib/proofs/evidence";
import { addEvidence, type EvidencedDelivery } from "@/lib/proofs/mutations";
import { toMailboxPayment } from "@/lib/payments/rules";

/** Background steps of a delivery; each may be stopped anywhere and done again. */
type Job = { deliveryId: string };

/** The mailbox's own codes, as URIs. */
const REASON = "urn:ebox-sender-portal:reason:mailbox:";

const PARTS = {
  organisation: true,
  service: true,
  message: { include: { messageType: true, attachments: { orderBy: { position: "asc" } } } },
} as const;

type DeliveryRow = NonNullable<Awaited<ReturnType<typeof readDelivery>>>;

/** Makes the letter, publishes it under the key made beforehand, records the answer. */
export async function publishDelivery(actor: SystemActor, { deliveryId }: Job): Promise<void> {
  const delivery = await withActor(actor, (tx) => readDelivery(tx, deliveryId));
  if (!delivery || !["waiting", "publishing"].includes(delivery.state)) return;
  const letter = await letterOf(delivery);
  const attempt = await claim(actor, delivery, letter);
  // Somebody else is calling for this delivery; `resumeDeliveries` comes back if they died of it.
  if (attempt === null) return;
  const outcome = await publish(await publicationOf(delivery, letter), delivery.idempotencyKey);
  await withActor(actor, (tx) => keepOutcome(tx, actor, delivery, outcome, attempt));
}

function readDelivery(tx: Transaction, id: string) {
  return tx.delivery.findUnique({ where: { id }, include: PARTS });
}

/** The letter's bytes: made once, then always the same file. */
async function letterOf(delivery: DeliveryRow): Promise<Uint8Array> {
  if (delivery.letterSha256) return readStoredFile(delivery.letterSha256);
  const input = letterInputOf(delivery.letter, delivery.service.logo);
  const bytes = await renderLetter(input, delivery.sentAt);
  await storeFile(bytes);
  return bytes;
}

/**
 * Puts the attempt on record before the call, on condition that no other is under way. The first
 * one also fixes the letter and writes the evidence of submission. Answers which attempt it is.
 */
async function claim(
  actor: SystemActor,
  delivery: DeliveryRow,
  letter: Uint8Array,
): Promise<number | null> {
  const at = now();
  const abandoned = new Date(at.getTime() - (environment().MAILBOX_TIMEOUT_SECONDS + 20) * 1000);
  const sha256 = sha256Of(letter);
  return withActor(actor, async (tx) => {
    const { count } = await tx.delivery.updateMany({
      where: {
        id: delivery.id,
        state: { in: ["waiting", "publishing"] },
        attempts: delivery.attempts,
        OR: [{ callingSince: null }, { callingSince: { lt: abandoned } }],
      },
      data: {
        state: "publishing",
        attempts: { increment: 1 },
        callingSince: at,
        letterSha256: sha256,
        letterSize: letter.byteLength,
        ...(delivery.state === "waiting" ? { movedAt: at } : {}),
      },
    });
    if (count === 0) return null;
    if (delivery.state === "waiting") {
      await addEvent(tx, delivery, "letter_made", at, at, {
        sha256: hex(sha256),
        size: letter.byteLength,
      });
      await addEvidence(tx, delivery, {
        event: "SubmissionAcceptance",
        at: delivery.sentAt,
        orderedBy: await orderedBy(tx, delivery),
        parts: partsOf(delivery, { sha256, size: letter.byteLength }),
      });
    }
    return delivery.attempts + 1;
  });
}

/** Who gave the order and how they had signed in, as the event of sending has it. */
async function orderedBy(tx: Transaction, delivery: DeliveryRow): Promise<OrderFacts> {
  const sent = await tx.deliveryEvent.findFirstOrThrow({
    where: { deliveryId: delivery.id, kind: "sent" },
  });
  const event = deliveryEventSchema.parse({ kind: "sent", detail: sent.detail });
  if (event.kind !== "sent") throw new Error("the event of sending is none");
  const { by, method, level, fasLevel, signedInAt } = event.detail;
  return {
    personId: delivery.message.sentById ?? delivery.message.authorId,
    name: by,
    signIn: { method, level, fasLevel, at: new Date(signedInAt) },
  };
}

/** The letter and the attachments as evidence names them, under the names the recipient sees. */
function partsOf(delivery: DeliveryRow, letter: { sha256: Uint8Array; size: number }): PartFacts[] {
  return [
    {
      identifier: letterName(delivery.reference),
      role: "main_content",
      contentType: "application/pdf",
      ...letter,
    },
    ...delivery.message.attachments.map((file) => ({
      identifier: file.fileName,
      role: "attachment" as const,
      contentType: file.mediaType,
      size: file.size,
      sha256: file.sha256,
    })),
  ];
}

async function publicationOf(delivery: DeliveryRow, letter: Uint8Array): Promise<Publication> {
  const input = letterSchema.parse(delivery.letter);
  const attachments = await Promise.all(
    delivery.message.attachments.map(async (file) => ({
      fileName: file.fileName,
      mediaType: file.mediaType,
      bytes: await readStoredFile(file.sha256),
    })),
  );
  return {
    enterpriseNumber: delivery.organisation.enterpriseNumber,
    partition: delivery.service.partition,
    senderApplicationId: delivery.organisation.senderApplicationId,
    messageTypeId: delivery.message.messageType.code,
    recipient: recipientOf(delivery),
    attention: input.recipient.attention,
    language: input.language,
    subject: delivery.subject,
    isRegisteredMail: isRegistered(deliveryChoiceSchema.parse(delivery.deliveryChoice)),
    isReplyAuthorized: delivery.message.replyAllowed === true,
    payment:
      input.payment && delivery.recipientKind === "citizen"
        ? toMailboxPayment(input.payment, delivery.id)
        : undefined,
    files: [
      { fileName: letterName(delivery.reference), mediaType: "application/pdf", bytes: letter },
      ...attachments,
    ],
  };
}

function recipientOf(delivery: {
  recipientKind: string;
  recipientNumberEncrypted: Uint8Array;
}): Recipient {
  const number = decryptNumber(delivery.recipientNumberEncrypted);
  return delivery.recipientKind === "citizen"
    ? { kind: "citizen", niss: number }
    : { kind: "enterprise", enterpriseNumber: number };
}

/** The answer with its raw bytes, the new state, the evidence and what comes next: one transaction. */
async function keepOutcome(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  outcome: PublicationOutcome,
  attempt: number,
): Promise<void> {
  const at = outcome.raw.answeredAt;
  const answer = await keepAnswer(tx, delivery, "publish", outcome.raw);
  switch (outcome.kind) {
    case "accepted":
      return published(tx, actor, delivery, { ...outcome, answer, attempt });
    case "repeated":
      // Only our own earlier attempt can have used this key: it was taken, its answer was lost.
      return published(tx, actor, delivery, {
        messageId: null,
        expiresAt: null,
        hasDigitalUser: null,
        answer,
        attempt,
        raw: outcome.raw,
      });
    case "refused": {
      const { count } = await tx.delivery.updateMany({
        where: { id: delivery.id, state: "publishing" },
        data: {
          state: "failed",
          failedAt: at,
          failureCode: outcome.code,
          failureDetail: outcome.message.slice(0, 500),
          callingSince: null,
          outcomeUnknownSince: null,
          movedAt: at,
        },
      });
      if (count === 0) return;
      const detail = {
        code: outcome.code,
        message: outcome.message.slice(0, 500),
        answerSha256: hex(answer.sha256),
      };
      await addEvent(tx, delivery, "failed", at, at, detail);
      await addEvidence(tx, delivery, {
        event: "ContentConsignmentFailure",
        at,
        reasons: [{ code: `${REASON}${outcome.code}`, details: [outcome.message] }],
        answers: [answer],
      });
      await auditOf(tx, actor, delivery, "delivery_failed", {
        status: outcome.raw.status,
        code: outcome.code,
      });
      return settleMessage(tx, delivery.messageId);
    }
    case "unavailable":
    case "unknown": {
      const isUnknown = outcome.kind === "unknown" || outcome.raw.status >= 500;
      const again = nextTry(
        at,
        attempt,
        Math.random(),
        outcome.kind === "unavailable" ? outcome.retryAfter : 0,
      );
      await tx.delivery.updateMany({
        where: { id: delivery.id, state: "publishing" },
        data: {
          callingSince: null,
          ...(isUnknown ? { outcomeUnknownSince: delivery.outcomeUnknownSince ?? at } : {}),
        },
      });
      await addEvent(tx, delivery, "delayed", at, at, {
        status: outcome.raw.status,
        isOutcomeUnknown: isUnknown,
        nextTryAt: again.toISOString(),
      });
      await addJobAt(
        tx,
        "publish_delivery",
        { deliveryId: delivery.id },
        `publish:${delivery.id}`,
        again,
      );
    }
  }
}

type Published = {
  messageId: string | null;
  expiresAt: Date | null;
  hasDigitalUser: boolean | null;
  raw: RawAnswer;
  answer: AnswerFacts;
  attempt: number;
};

async function published(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  taken: Published,
): Promise<void> {
  const at = taken.raw.answeredAt;
  const { messageId, expiresAt, hasDigitalUser, answer, attempt } = taken;
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "publishing" },
    data: {
      state: "published",
      publishedAt: at,
      mailboxMessageId: messageId,
      expiresAt,
      hasDigitalUser,
      callingSince: null,
      outcomeUnknownSince: null,
      nextCheckAt: messageId ? nextCheck(at, at) : null,
      movedAt: at,
    },
  });
  if (count === 0) return;
  const detail = { messageId, hasDigitalUser, attempts: attempt, answerSha256: hex(answer.sha256) };
  // A lost answer tells no time: we only know that it lies before this one.
  await addEvent(tx, delivery, "published", messageId ? at : null, at, detail);
  const letter = await tx.delivery.findUniqueOrThrow({
    where: { id: delivery.id },
    select: { letterSha256: true, letterSize: true },
  });
  await addEvidence(tx, delivery, {
    event: "ContentConsignment",
    observedAt: at,
    mailboxTime: null,
    mailboxMessageId: messageId,
    hasDigitalUser: hasDigitalUser ?? undefined,
    isOutcomeLearnedLater: messageId === null || delivery.outcomeUnknownSince !== null,
    expiresAt,
    answers: [answer],
    parts: partsOf(delivery, {
      sha256: letter.letterSha256 ?? new Uint8Array(),
      size: letter.letterSize ?? 0,
    }),
  });
  await auditOf(tx, actor, delivery, "delivery_published", { status: taken.raw.status, attempt });
  await settleMessage(tx, delivery.messageId);
}

/** A message is sent once none of its deliveries is under way any more. */
async function settleMessage(tx: Transaction, messageId: string): Promise<void> {
  const open = await tx.delivery.count({
    where: { messageId, state: { in: ["waiting", "publishing"] } },
  });
  if (open === 0) {
    await tx.message.updateMany({
      where: { id: messageId, state: "sending" },
      data: { state: "sent" },
    });
  }
}

const CHECK_SIZE = 250;

/** Asks the mailbox which of the messages that are due were opened; answers how long to pause. */
export async function followOpenings(actor: SystemActor): Promise<number> {
  const due = await withActor(actor, (tx) =>
    tx.delivery.findMany({
      where: { state: "published", mailboxMessageId: { not: null }, nextCheckAt: { lte: now() } },
      orderBy: { nextCheckAt: "asc" },
      take: CHECK_SIZE,
      include: { organisation: true, service: true },
    }),
  );
  const [first] = due;
  if (!first) return 1000;
  const same = due.filter((delivery) => delivery.organisationId === first.organisationId);
  const answer = await searchStatus(
    first.organisation.enterpriseNumber,
    same.map((delivery) => ({
      messageId: delivery.mailboxMessageId ?? "",
      recipient: recipientOf(delivery),
    })),
  );
  const at = answer?.raw.answeredAt ?? now();
  const statuses = new Map(answer?.statuses.map((status) => [status.messageId, status]));
  const opened = same.filter(
    (delivery) => statuses.get(delivery.mailboxMessageId ?? "")?.readStatus,
  );
  const others = same.filter((delivery) => !opened.includes(delivery));
  for (const delivery of opened) {
    // Asked once more for this one alone: what is kept as evidence must not name other recipients.
    const message = {
      messageId: delivery.mailboxMessageId ?? "",
      recipient: recipientOf(delivery),
    };
    const own = await searchStatus(first.organisation.enterpriseNumber, [message]);
    if (own?.statuses[0]?.readStatus)
      await withActor(actor, (tx) => keepOpening(tx, delivery, own.raw));
  }
  await withActor(actor, async (tx) => {
    for (const delivery of others) {
      const status = statuses.get(delivery.mailboxMessageId ?? "");
      await tx.delivery.updateMany({
        where: { id: delivery.id, state: "published" },
        data: {
          nextCheckAt: nextCheck(at, delivery.publishedAt ?? at),
          ...(status ? { unopenedSeenAt: at } : {}),
          // How long a message stays is the mailbox's to say, and it may change its mind.
          ...(status?.expirationDate ? { expiresAt: status.expirationDate } : {}),
        },
      });
    }
  });
  // A mailbox that does not answer is left alone for a while.
  return answer ? 200 : 10_000;
}

type Followed = EvidencedDelivery & {
  mailboxMessageId: string | null;
  unopenedSeenAt: Date | null;
  publishedAt: Date | null;
};

async function keepOpening(tx: Transaction, delivery: Followed, raw: RawAnswer): Promise<void> {
  const at = raw.answeredAt;
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "published" },
    data: { state: "opened", openedAt: at, nextCheckAt: null, movedAt: at },
  });
  if (count === 0) return;
  // A reply may have come in before the mailbox told of the opening.
  await tx.delivery.updateMany({
    where: { id: delivery.id, state: "opened", repliedAt: { not: null } },
    data: { state: "replied" },
  });
  const answer = await keepAnswer(tx, delivery, "status", raw);
  const notBefore = delivery.unopenedSeenAt ?? delivery.publishedAt;
  await addEvent(tx, delivery, "opened", null, at, {
    notBefore: notBefore?.toISOString() ?? null,
    answerSha256: hex(answer.sha256),
  });
  await addEvidence(tx, delivery, {
    event: "ContentAccessTracking",
    moment: { observedAt: at, occurredAt: null, notYetSeenAt: notBefore },
    mailboxMessageId: delivery.mailboxMessageId ?? "",
    answers: [answer],
  });
}

/** Validity over, never opened: a fact of its own. */
export async function expireDeliveries(actor: SystemActor): Promise<void> {
  const at = now();
  const due = await withActor(actor, (tx) =>
    tx.delivery.findMany({
      // The last look came after the end of validity, so nobody opened it in between.
      where: { state: "published", expiresAt: { lt: at }, unopenedSeenAt: { not: null } },
      include: { organisation: true, service: true },
      take: 200,
    }),
  );
  for (const delivery of due) {
    const { expiresAt, unopenedSeenAt } = delivery;
    if (!expiresAt || !unopenedSeenAt || unopenedSeenAt < expiresAt) continue;
    await withActor(actor, async (tx) => {
      const { count } = await tx.delivery.updateMany({
        where: { id: delivery.id, state: "published" },
        data: { state: "expired", nextCheckAt: null, movedAt: at },
      });
      if (count === 0) return;
      await addEvent(tx, delivery, "expired", expiresAt, at, {
        expiredAt: expiresAt.toISOString(),
      });
      await addEvidence(tx, delivery, {
        event: "ContentHandoverFailure",
        at: expiresAt,
        observedAt: at,
        mailboxMessageId: delivery.mailboxMessageId,
        answers: [],
      });
    });
  }
}

/** For a worker that starts and is alone: whoever was calling is dead, so nobody is. */
export async function forgetCalls(actor: SystemActor): Promise<void> {
  await withActor(actor, (tx) =>
    tx.delivery.updateMany({
      where: { callingSince: { not: null } },
      data: { callingSince: null },
    }),
  );
}

/** Finds deliveries whose job is gone or whose caller died, and puts them back into the queue. */
export async function resumeDeliveries(actor: SystemActor): Promise<void> {
  const at = now();
  const abandoned = new Date(at.getTime() - (environment().MAILBOX_TIMEOUT_SECONDS + 20) * 1000);
  await withActor(actor, async (tx) => {
    const left = await tx.$queryRaw<{ id: string }[]>`
      SELECT d.id::text AS id FROM "Delivery" d
      WHERE (d.state = 'waiting' AND d."movedAt" < ${abandoned}
          OR d.state = 'publishing' AND coalesce(d."callingSince", d."movedAt") < ${abandoned})
        AND NOT EXISTS (SELECT 1 FROM graphile_worker.jobs j WHERE j.key = 'publish:' || d.id AND j.locked_at IS NULL)
      LIMIT 500`;
    for (const { id } of left)
      await addJobAt(tx, "publish_delivery", { deliveryId: id }, `publish:${id}`, at);
  });
}

type OwnDelivery = { id: string; organisationId: string; serviceId: string };

/** Keeps what the mailbox answered, and gives it in the form that evidence embeds. */
export async function keepAnswer(
  tx: Transaction,
  delivery: OwnDelivery,
  call: AnswerFacts["call"],
  raw: RawAnswer,
): Promise<AnswerFacts> {
  const sha256 = sha256Of(raw.body);
  await tx.mailboxAnswer.createMany({
    data: {
      deliveryId: delivery.id,
      organisationId: delivery.organisationId,
      serviceId: delivery.serviceId,
      call,
      status: raw.status,
      body: raw.body,
      sha256,
      requestedAt: raw.requestedAt,
      answeredAt: raw.answeredAt,
    },
  });
  return { call, sha256, ...raw };
}

export async function addEvent<K extends DeliveryEventKind>(
  tx: Transaction,
  delivery: OwnDelivery,
  kind: K,
  occurredAt: Date | null,
  observedAt: Date,
  detail: DeliveryEventDetail<K>,
): Promise<void> {
  await tx.deliveryEvent.create({
    data: {
      deliveryId: delivery.id,
      organisationId: delivery.organisationId,
      serviceId: delivery.serviceId,
      kind,
      occurredAt,
      observedAt,
      detail,
    },
  });
}

function auditOf(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  act: "delivery_published" | "delivery_failed",
  detail: Record<string, string | number>,
): Promise<void> {
  return record(tx, actor, {
    act,
    subjectKind: "delivery",
    subjectId: delivery.id,
    organisationId: delivery.organisationId,
    serviceId: delivery.serviceId,
    numberHash: new Uint8Array(delivery.recipientNumberHash),
    detail,
  });
}

function sha256Of(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
