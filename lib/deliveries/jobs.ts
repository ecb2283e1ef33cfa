import "server-only";
import { createHash } from "node:crypto";
import { record } from "@/lib/audit/mutations";
import type { AuditAct } from "@/lib/audit/schema";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJobAt, withActor, type Transaction } from "@/lib/db";
import { frozenLogo, letterInputOf } from "@/lib/deliveries/letter";
import { letterName, nextCheck, nextTry } from "@/lib/deliveries/rules";
import {
  deliveryEventSchema,
  type DeliveryEventDetail,
  type DeliveryEventKind,
} from "@/lib/deliveries/schema";
import {
  publish,
  type Publication,
  type PublicationOutcome,
  type RawAnswer,
  type Recipient,
} from "@/lib/gateways/mailbox";
import { longestCall } from "@/lib/gateways/mailbox-transport";
import { readStoredFile, storeFile } from "@/lib/gateways/storage";
import { renderLetter } from "@/lib/letters/letter";
import { letterSchema } from "@/lib/letters/schema";
import { log } from "@/lib/log";
import { isRegistered } from "@/lib/messages/rules";
import { deliveryChoiceSchema } from "@/lib/messages/schema";
import { decryptNumber } from "@/lib/number-vault";
import type { AnswerFacts, OrderFacts, PartFacts } from "@/lib/proofs/evidence";
import { addEvidence } from "@/lib/proofs/mutations";
import { toMailboxPayment } from "@/lib/payments/rules";

/** Background steps of a delivery; each may be stopped anywhere and done again. */
type Job = { deliveryId: string };

/** The mailbox's own codes, as URIs. */
const REASON = "urn:ebox-sender-portal:reason:mailbox:";

type DeliveryRow = NonNullable<Awaited<ReturnType<typeof readDelivery>>>;

/** Makes the letter, publishes it under the key made beforehand, records the answer. */
export async function publishDelivery(actor: SystemActor, { deliveryId }: Job): Promise<void> {
  const delivery = await withActor(actor, (tx) => readDelivery(tx, deliveryId));
  if (!delivery || !["waiting", "publishing"].includes(delivery.state)) return;
  const letter = await letterOf(delivery);
  const publication = await publicationOf(delivery, letter);
  const claim = await claimCall(actor, delivery, letter);
  // Somebody else is calling for this delivery; `resumeDeliveries` comes back if they died of it.
  if (!claim) return;
  const outcome = await publish(publication, delivery.idempotencyKey);
  await withActor(actor, (tx) =>
    keepOutcome(tx, actor, { ...delivery, ...claim.letter }, outcome, claim),
  );
}

/** One relation after the other: a transaction has one connection, which takes one question at a time. */
async function readDelivery(tx: Transaction, id: string) {
  const delivery = await tx.delivery.findUnique({ where: { id } });
  if (!delivery) return null;
  const { messageId, organisationId, serviceId } = delivery;
  const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
  const service = await tx.service.findUniqueOrThrow({ where: { id: serviceId } });
  const message = await tx.message.findUniqueOrThrow({
    where: { id: messageId },
    include: { messageType: true },
  });
  const attachments = await tx.attachment.findMany({
    where: { messageId },
    orderBy: { position: "asc" },
  });
  return { ...delivery, organisation, service, message: { ...message, attachments } };
}

/** The letter's bytes: made once, then always the same file. */
async function letterOf(delivery: DeliveryRow): Promise<Uint8Array> {
  if (delivery.letterSha256) return readStoredFile(delivery.letterSha256);
  const logo = await frozenLogo(delivery.letter, delivery.service.logo, readStoredFile);
  const bytes = await renderLetter(letterInputOf(delivery.letter, logo), delivery.sentAt);
  await storeFile(bytes);
  return bytes;
}

/** After this somebody who called is dead: longer than any call takes, and writing down its answer. */
function abandonedBefore(at: Date): Date {
  return new Date(at.getTime() - longestCall() - 20_000);
}

type Claim = {
  /** Which attempt this is: whoever claims after us has a higher one. */
  attempt: number;
  /** Since when an earlier attempt may have been taken; null when surely none was. */
  unknownSince: Date | null;
  letter: { letterSha256: Uint8Array<ArrayBuffer>; letterSize: number };
};

/**
 * Puts the attempt on record before the call, on condition that no other is under way. The first
 * one also fixes the letter and writes the evidence of submission.
 */
async function claimCall(
  actor: SystemActor,
  delivery: DeliveryRow,
  bytes: Uint8Array,
): Promise<Claim | null> {
  const at = now();
  const letter = { letterSha256: sha256Of(bytes), letterSize: bytes.byteLength };
  // A caller who never came back may have been heard by the mailbox.
  const unknownSince = delivery.outcomeUnknownSince ?? delivery.callingSince;
  return withActor(actor, async (tx) => {
    const { count } = await tx.delivery.updateMany({
      where: {
        id: delivery.id,
        state: { in: ["waiting", "publishing"] },
        attempts: delivery.attempts,
        OR: [{ callingSince: null }, { callingSince: { lt: abandonedBefore(at) } }],
      },
      data: {
        ...letter,
        state: "publishing",
        attempts: { increment: 1 },
        callingSince: at,
        ...(unknownSince ? { outcomeUnknownSince: unknownSince } : {}),
        ...(delivery.state === "waiting" ? { movedAt: at } : {}),
      },
    });
    if (count === 0) return null;
    if (delivery.state === "waiting") {
      const made = { sha256: hex(letter.letterSha256), size: letter.letterSize };
      await addEvent(tx, delivery, "letter_made", at, at, made);
      await addEvidence(tx, delivery, {
        event: "SubmissionAcceptance",
        at: delivery.sentAt,
        orderedBy: await orderedBy(tx, delivery),
        parts: partsOf({ ...delivery, ...letter }),
      });
    }
    return { attempt: delivery.attempts + 1, unknownSince, letter };
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
function partsOf(delivery: DeliveryRow): PartFacts[] {
  return [
    {
      identifier: letterName(delivery.reference),
      role: "main_content",
      contentType: "application/pdf",
      sha256: delivery.letterSha256 ?? new Uint8Array(),
      size: delivery.letterSize ?? 0,
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

export function recipientOf(delivery: {
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
  claim: Claim,
): Promise<void> {
  const answer = await keepAnswer(tx, delivery, "publish", outcome.raw);
  switch (outcome.kind) {
    case "accepted": {
      const { messageId, expiresAt, hasDigitalUser } = outcome;
      const named = { messageId, expiresAt, hasDigitalUser, takenAfter: null };
      return publishedOrNamed(tx, actor, delivery, { ...named, answers: [answer] });
    }
    case "repeated":
      // Only our own earlier attempt can have used this key: it was taken, its answer was lost.
      return keepPublished(tx, actor, delivery, {
        messageId: null,
        expiresAt: null,
        hasDigitalUser: null,
        takenAfter: claim.unknownSince ?? (await firstCallOf(tx, delivery)),
        answers: await publishAnswersOf(tx, delivery),
      });
    case "refused":
      return claim.unknownSince === null
        ? keepFailure(tx, actor, delivery, { ...outcome, answer }, claim)
        : keepDelay(tx, actor, delivery, { ...outcome, isUnknown: true }, claim);
    case "unavailable":
    case "unknown":
      return keepDelay(
        tx,
        actor,
        delivery,
        { ...outcome, isUnknown: outcome.kind === "unknown" },
        claim,
      );
  }
}

type Failure = { code: string; message: string; raw: RawAnswer; answer: AnswerFacts };

async function keepFailure(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  { code, message, raw, answer }: Failure,
  { attempt }: Claim,
): Promise<void> {
  const at = raw.answeredAt;
  const failureDetail = message.slice(0, 500).toWellFormed();
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "publishing", attempts: attempt },
    data: {
      state: "failed",
      failedAt: at,
      failureCode: code,
      failureDetail,
      callingSince: null,
      movedAt: at,
    },
  });
  if (count === 0) return;
  const detail = { code, message: failureDetail, answerSha256: hex(answer.sha256) };
  await addEvent(tx, delivery, "failed", at, at, detail);
  await addEvidence(tx, delivery, {
    event: "ContentConsignmentFailure",
    at,
    reasons: [{ code: `${REASON}${code}`, details: [message] }],
    answers: [answer],
  });
  await auditOf(tx, actor, delivery, "delivery_failed", { status: raw.status, code });
  await settleMessage(tx, delivery.messageId);
}

type Delay = {
  isUnknown: boolean;
  raw: RawAnswer;
  retryAfter?: number;
  /** Of a refusal, which proves nothing while an earlier attempt may have been taken. */
  code?: string;
  message?: string;
};

/** Asked again under the same key: 201 or 409 will tell. */
async function keepDelay(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  { isUnknown, raw, retryAfter = 0, code, message = "" }: Delay,
  { attempt, unknownSince }: Claim,
): Promise<void> {
  const at = raw.answeredAt;
  const since = unknownSince ?? raw.requestedAt;
  const refusal = code === undefined ? null : { code, message: message.slice(0, 500) };
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "publishing", attempts: attempt },
    data: {
      callingSince: null,
      ...(isUnknown ? { outcomeUnknownSince: since } : {}),
      ...(refusal
        ? {
            doubtfulSince: delivery.doubtfulSince ?? at,
            failureCode: refusal.code,
            failureDetail: refusal.message.toWellFormed(),
          }
        : {}),
    },
  });
  if (count === 0) return;
  const again = nextTry(at, attempt, Math.random(), retryAfter);
  await addEvent(tx, delivery, "delayed", at, at, {
    status: raw.status,
    isOutcomeUnknown: isUnknown,
    nextTryAt: again.toISOString(),
    refusal,
  });
  const payload = { deliveryId: delivery.id };
  await addJobAt(tx, "publish_delivery", payload, `publish:${delivery.id}`, again);
  if (!isUnknown) return;
  const detail = { status: raw.status, attempt, ...(code === undefined ? {} : { code }) };
  await auditOf(tx, actor, delivery, "delivery_outcome_unknown", detail);
  if (refusal && !delivery.doubtfulSince) {
    log.error(
      { reference: delivery.reference, code: refusal.code },
      "refused after an attempt whose outcome is unknown: look it up with the mailbox",
    );
  }
}

type Taken = {
  messageId: string | null;
  expiresAt: Date | null;
  hasDigitalUser: boolean | null;
  /** Null when the answer to the attempt that was taken is here. */
  takenAfter: Date | null;
  /** The last one tells that it was taken. */
  answers: KeptAnswer[];
};

/** An answer may come in after another attempt settled the matter without knowing the message's id. */
async function publishedOrNamed(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  taken: Taken,
): Promise<void> {
  await keepPublished(tx, actor, delivery, taken);
  await keepName(tx, actor, delivery, taken);
}

async function keepPublished(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  taken: Taken,
): Promise<void> {
  const { messageId, expiresAt, hasDigitalUser, takenAfter } = taken;
  const answer = lastOf(taken.answers);
  const at = answer.answeredAt;
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "publishing" },
    data: {
      state: "published",
      publishedAt: at,
      takenAfter,
      mailboxMessageId: messageId,
      expiresAt,
      hasDigitalUser,
      callingSince: null,
      outcomeUnknownSince: null,
      doubtfulSince: null,
      failureCode: null,
      failureDetail: null,
      nextCheckAt: messageId ? nextCheck(at, at, expiresAt) : null,
      movedAt: at,
    },
  });
  if (count === 0) return;
  await tellPublished(tx, actor, delivery, taken, at);
  await settleMessage(tx, delivery.messageId);
}

/** Taken, and until now nobody knew under which id: from here on openings and replies find it. */
async function keepName(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  taken: Taken,
): Promise<void> {
  const { messageId, expiresAt, hasDigitalUser } = taken;
  const at = lastOf(taken.answers).answeredAt;
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "published", mailboxMessageId: null },
    data: {
      mailboxMessageId: messageId,
      takenAfter: taken.takenAfter,
      expiresAt,
      ...(hasDigitalUser === null ? {} : { hasDigitalUser }),
      nextCheckAt: at,
      movedAt: at,
    },
  });
  if (count === 0) return;
  const older = await tx.evidence.findFirst({
    where: { deliveryId: delivery.id, event: "ContentConsignment" },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true },
  });
  const observedAt = taken.takenAfter ? (delivery.publishedAt ?? at) : at;
  await tellPublished(tx, actor, delivery, taken, observedAt, older?.id);
}

/** The event, the evidence and the audit record of a message that lies in the box. */
async function tellPublished(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  taken: Taken,
  observedAt: Date,
  supersedes?: string,
): Promise<void> {
  const { messageId, hasDigitalUser, takenAfter, expiresAt, answers } = taken;
  const answer = lastOf(answers);
  const { attempts } = await tx.delivery.findUniqueOrThrow({
    where: { id: delivery.id },
    select: { attempts: true },
  });
  // A lost answer tells no time: we only know that it lies before this one.
  await addEvent(tx, delivery, "published", takenAfter ? null : observedAt, answer.answeredAt, {
    messageId,
    hasDigitalUser,
    attempts,
    answerSha256: hex(answer.sha256),
    takenAfter: takenAfter?.toISOString() ?? null,
  });
  const consignment = {
    event: "ContentConsignment" as const,
    observedAt,
    mailboxTime: takenAfter ? null : credibleTime(answer.mailboxTime, delivery.sentAt),
    notYetSeenAt: takenAfter,
    mailboxMessageId: messageId,
    hasDigitalUser: hasDigitalUser ?? undefined,
    isOutcomeLearnedLater: takenAfter !== null,
    expiresAt,
    answers,
    parts: partsOf(delivery),
    ...(supersedes ? { supersedes } : {}),
  };
  await addEvidence(tx, delivery, consignment);
  await auditOf(tx, actor, delivery, "delivery_published", {
    status: answer.status,
    attempts,
    messageId,
    ...partDetail(delivery),
  });
}

/**
 * The mailbox's clock tells whole seconds and may be slow: what would lie before the order itself is
 * kept beside the answer and not called the time of anything.
 */
function credibleTime(mailboxTime: Date | null, sentAt: Date): Date | null {
  return mailboxTime && mailboxTime >= sentAt ? mailboxTime : null;
}

/** Size and digest of each part, the letter first: ATREQ's details of a publication. */
function partDetail(delivery: DeliveryRow): Record<string, string | number> {
  const detail: Record<string, string | number> = { digestMethod: "sha_256" };
  partsOf(delivery).forEach(({ size, sha256 }, index) => {
    detail[`part${index + 1}Size`] = size;
    detail[`part${index + 1}Sha256`] = hex(sha256);
  });
  return detail;
}

/** More than this many answers to tries at one delivery tell nothing more: the first and the last do. */
const EMBEDDED_EACH_END = 10;

async function publishAnswersOf(tx: Transaction, delivery: OwnDelivery): Promise<KeptAnswer[]> {
  const rows = await tx.mailboxAnswer.findMany({
    where: { deliveryId: delivery.id, call: "publish" },
    orderBy: [{ requestedAt: "asc" }, { id: "asc" }],
  });
  const answers = rows.map((row) => ({ ...row, call: "publish" as const }));
  return answers.length <= 2 * EMBEDDED_EACH_END
    ? answers
    : [...answers.slice(0, EMBEDDED_EACH_END), ...answers.slice(-EMBEDDED_EACH_END)];
}

async function firstCallOf(tx: Transaction, delivery: DeliveryRow): Promise<Date> {
  const first = await tx.mailboxAnswer.findFirst({
    where: { deliveryId: delivery.id, call: "publish" },
    orderBy: { requestedAt: "asc" },
    select: { requestedAt: true },
  });
  return first?.requestedAt ?? delivery.sentAt;
}

function lastOf(answers: readonly KeptAnswer[]): KeptAnswer {
  const last = answers.at(-1);
  if (!last) throw new Error("nothing tells that the mailbox took it");
  return last;
}

/**
 * For a delivery that the mailbox took without our knowing the message's id: what else told the id,
 * such as a reply, and the status answer by which the mailbox confirms it.
 */
export async function learnMessageId(
  tx: Transaction,
  actor: SystemActor,
  deliveryId: string,
  { messageId, expiresAt, raw }: { messageId: string; expiresAt: Date | null; raw: RawAnswer },
): Promise<void> {
  const delivery = await readDelivery(tx, deliveryId);
  if (!delivery) return;
  const status = await keepAnswer(tx, delivery, "status", raw);
  const takenAfter =
    delivery.takenAfter ?? delivery.outcomeUnknownSince ?? (await firstCallOf(tx, delivery));
  await publishedOrNamed(tx, actor, delivery, {
    messageId,
    expiresAt,
    hasDigitalUser: null,
    takenAfter,
    answers: [...(await publishAnswersOf(tx, delivery)), status],
  });
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

/**
 * For a worker that starts and is alone: whoever was calling is dead, so nobody is, and what became
 * of their calls nobody knows.
 */
export async function forgetCalls(actor: SystemActor): Promise<void> {
  await withActor(
    actor,
    (tx) => tx.$executeRaw`
      UPDATE "Delivery" SET "outcomeUnknownSince" = coalesce("outcomeUnknownSince", "callingSince"),
        "callingSince" = NULL
      WHERE "callingSince" IS NOT NULL`,
  );
}

/** Finds deliveries whose job is gone, given up or whose caller died, and queues them again. */
export async function resumeDeliveries(actor: SystemActor): Promise<void> {
  const at = now();
  const abandoned = abandonedBefore(at);
  await withActor(actor, async (tx) => {
    const left = await tx.$queryRaw<
      { id: string; reference: string; gaveUpAfter: number | null }[]
    >`
      SELECT d.id::text AS id, d.reference, j.attempts::int AS "gaveUpAfter" FROM "Delivery" d
        LEFT JOIN graphile_worker.jobs j ON j.key = 'publish:' || d.id AND j.locked_at IS NULL
      WHERE (d.state = 'waiting' AND d."movedAt" < ${abandoned}
          OR d.state = 'publishing' AND coalesce(d."callingSince", d."movedAt") < ${abandoned})
        AND (j.id IS NULL OR j.attempts >= j.max_attempts)
      LIMIT 500`;
    for (const { id, reference, gaveUpAfter } of left) {
      if (gaveUpAfter !== null) {
        log.error({ reference, attempts: gaveUpAfter }, "a delivery was given up; it starts anew");
      }
      await addJobAt(tx, "publish_delivery", { deliveryId: id }, `publish:${id}`, at);
    }
  });
}

type OwnDelivery = { id: string; organisationId: string; serviceId: string };
type KeptAnswer = AnswerFacts & { mailboxTime: Date | null };

/** Keeps what the mailbox answered, and gives it in the form that evidence embeds. */
export async function keepAnswer(
  tx: Transaction,
  delivery: OwnDelivery,
  call: AnswerFacts["call"],
  raw: RawAnswer,
): Promise<KeptAnswer> {
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
      mailboxTime: raw.mailboxTime,
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

type AuditedDelivery = OwnDelivery & { recipientNumberHash: Uint8Array };

export function auditOf(
  tx: Transaction,
  actor: SystemActor,
  delivery: AuditedDelivery,
  act: Extract<AuditAct, `delivery_${string}`>,
  detail: Record<string, string | number | null>,
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

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
