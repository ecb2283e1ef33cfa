import "server-only";
import { answeredForSchema } from "@/lib/answered-for";
import { attachmentDetail } from "@/lib/audit/calls/rules";
import type { CallDetails } from "@/lib/audit/calls/schema";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJobAt, type Transaction } from "@/lib/db";
import {
  addEvent,
  auditOf,
  hex,
  keepAnswer,
  partsOf,
  readDelivery,
  type DeliveryRow,
  keptAnswer,
  signInOf,
  type KeptAnswer,
  type OwnDelivery,
} from "@/lib/deliveries/facts/jobs";
import { credibleTime, nextCheck, nextDoubtfulTry, nextTry } from "@/lib/deliveries/rules";
import { followUpAt, ruleOfOrder } from "@/lib/follow-ups/rules";
import type { PublicationOutcome, RawAnswer } from "@/lib/gateways/mailbox";
import { letterSchema } from "@/lib/letters/schema";
import { log } from "@/lib/log";
import { firstReminderAt } from "@/lib/payments/reminder";
import type { AnswerFacts } from "@/lib/proofs/evidence-facts";
import { addEvidence } from "@/lib/proofs/mutations";
import { CANCELLED_REASON } from "@/lib/proofs/schema";

/** The mailbox's own codes, as URIs. */
const REASON = "urn:ebox-sender-portal:reason:mailbox:";
/**
 * The mailbox calls a key repeated that nobody can have used before: whose message it means, nobody
 * knows. From then on its word on this key proves nothing.
 */
const UNEXPLAINED_REPEAT = "UNEXPLAINED_REPEAT";
/** One attempt at a delivery, as it was put on record before the call. */
export type Claim = {
  /** Whoever claims after us has a higher one. */
  attempt: number;
  /** Since when an earlier attempt may have been taken; null when surely none was. */
  unknownSince: Date | null;
  /** When it was put on record. */
  calledAt: Date;
};

/** The answer with its raw bytes, the new state, the evidence and what comes next: one transaction. */
export async function keepOutcome(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  outcome: PublicationOutcome,
  claim: Claim,
): Promise<void> {
  const answer = await keepAnswer(
    tx,
    actor,
    delivery,
    "publish",
    outcome.raw,
    ["refused", "unavailable"].includes(outcome.kind)
      ? null
      : publishDetails(delivery, outcome.kind === "accepted" ? outcome.messageId : null),
  );
  switch (outcome.kind) {
    case "accepted": {
      const { messageId, expiresAt, hasDigitalUser } = outcome;
      const named = { messageId, expiresAt, hasDigitalUser, takenAfter: null };
      return publishedOrNamed(tx, actor, delivery, { ...named, answers: [answer] });
    }
    case "repeated":
      // Only our own earlier attempt can have used this key: it was taken, its answer was lost.
      if (claim.unknownSince !== null && delivery.failureCode !== UNEXPLAINED_REPEAT) {
        return keepPublished(tx, actor, delivery, {
          messageId: null,
          expiresAt: null,
          hasDigitalUser: null,
          takenAfter: claim.unknownSince,
          answers: await publishAnswersOf(tx, delivery),
        });
      }
      return keepDelay(
        tx,
        actor,
        delivery,
        { ...outcome, code: UNEXPLAINED_REPEAT, isUnknown: true },
        claim,
      );
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
      remindAt: null,
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
  claim: Claim,
): Promise<void> {
  const { attempt, unknownSince } = claim;
  const at = raw.answeredAt;
  const since = unknownSince ?? raw.requestedAt;
  const refusal = code === undefined ? null : { code, message: message.slice(0, 500) };
  const isUnexplained = delivery.failureCode === UNEXPLAINED_REPEAT;
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "publishing", attempts: attempt },
    data: {
      callingSince: null,
      ...(isUnknown ? { outcomeUnknownSince: since } : {}),
      ...(refusal
        ? {
            doubtfulSince: delivery.doubtfulSince ?? at,
            failureCode: isUnexplained ? UNEXPLAINED_REPEAT : refusal.code,
            failureDetail: refusal.message.toWellFormed(),
          }
        : {}),
    },
  });
  if (count === 0) return isUnknown ? undefined : forgetDoubt(tx, delivery, claim);
  const again = refusal
    ? nextDoubtfulTry(at, delivery.doubtfulSince ?? at, attempt, Math.random())
    : nextTry(at, attempt, Math.random(), retryAfter);
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
      code === UNEXPLAINED_REPEAT
        ? "a key that was never used is called repeated: look it up with the mailbox"
        : "refused after an attempt whose outcome is unknown: look it up with the mailbox",
    );
  } else if (!refusal && raw.status === 409) {
    log.error(
      { reference: delivery.reference },
      "a conflict in no words of the registry tells nothing: see what stands before the mailbox",
    );
  }
}

/** An attempt that counted as dead, and was surely not taken after all: it left nothing unknown. */
async function forgetDoubt(
  tx: Transaction,
  delivery: DeliveryRow,
  { attempt, unknownSince, calledAt }: Claim,
): Promise<void> {
  if (unknownSince !== null) return;
  await tx.delivery.updateMany({
    where: {
      id: delivery.id,
      state: "publishing",
      // The next attempt is under way: should it stay unanswered, it writes that down itself.
      attempts: attempt + 1,
      callingSince: { not: null },
      outcomeUnknownSince: calledAt,
    },
    data: { outcomeUnknownSince: null },
  });
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
  taken: Taken & { messageId: string },
): Promise<void> {
  await keepPublished(tx, actor, delivery, taken);
  await keepName(tx, actor, delivery, taken);
  await alarmOfAnotherId(tx, actor, delivery, taken);
}

/** One message has one id: with two, something was attributed wrongly, and somebody must find out. */
async function alarmOfAnotherId(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  { messageId, answers }: Taken & { messageId: string },
): Promise<void> {
  const answer = lastOf(answers);
  const { count } = await tx.delivery.updateMany({
    where: {
      id: delivery.id,
      OR: [{ mailboxMessageId: null }, { NOT: { mailboxMessageId: messageId } }],
    },
    data: { doubtfulSince: answer.answeredAt },
  });
  if (count === 0) return;
  const { reference } = delivery;
  log.error({ reference, messageId }, "the mailbox names another id than the one on record");
  const detail = { status: answer.status, messageId };
  await auditOf(tx, actor, delivery, "delivery_outcome_unknown", detail);
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
      followUpAt: followUpAt(ruleOfOrder(delivery.message.order), at),
      // It may have been held until after the moment that was foreseen when it was ordered.
      remindAt: firstReminderAt(letterSchema.parse(delivery.letter).payment, delivery.message, at),
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
  const known = await tx.delivery.findUniqueOrThrow({
    where: { id: delivery.id },
    select: { publishedAt: true },
  });
  // Its own answer, written down late, may be older than the one that told of it.
  const publishedAt = known.publishedAt && known.publishedAt < at ? known.publishedAt : at;
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "published", mailboxMessageId: null },
    data: {
      mailboxMessageId: messageId,
      takenAfter: taken.takenAfter,
      publishedAt,
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
  await tellPublished(tx, actor, delivery, taken, publishedAt, older?.id);
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
  const { sentAt } = delivery;
  const mailboxTime = takenAfter ? null : credibleTime(answer.mailboxTime, { ...answer, sentAt });
  // A lost answer tells no time: we only know that it lies before this one.
  await addEvent(tx, delivery, "published", takenAfter ? null : observedAt, answer.answeredAt, {
    messageId,
    hasDigitalUser,
    attempts,
    // An answer about the status names the recipient: no digest of it lies in clear.
    ...(answer.call === "publish" ? { answerSha256: hex(answer.sha256) } : {}),
    takenAfter: takenAfter?.toISOString() ?? null,
  });
  const consignment = {
    event: "ContentConsignment" as const,
    observedAt,
    mailboxTime,
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
  });
}

/** What the trail of calls notes of a publication; each part under size and digest, the letter first. */
export function publishDetails(delivery: DeliveryRow, messageId: string | null): CallDetails {
  return {
    // Of the message that one replies to: we never publish a reply.
    originalMessageId: null,
    idempotencyKey: delivery.idempotencyKey,
    messageId,
    attachments: partsOf(delivery).map(({ size, sha256 }) =>
      attachmentDetail({ size, sha256: Buffer.from(sha256).toString("base64url") }),
    ),
  };
}

/** More than this many answers to tries at one delivery tell nothing more: the first and the last do. */
const EMBEDDED_EACH_END = 10;

async function publishAnswersOf(tx: Transaction, delivery: OwnDelivery): Promise<KeptAnswer[]> {
  const rows = await tx.mailboxAnswer.findMany({
    where: { deliveryId: delivery.id, call: "publish" },
    orderBy: [{ requestedAt: "asc" }, { id: "asc" }],
  });
  const answers = rows.map((row) => keptAnswer(row, "publish"));
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
 * For a delivery that the mailbox told to have taken, without our knowing the message's id: what else
 * told the id, such as a reply, and the status answer by which the mailbox confirms it.
 */
export async function learnMessageId(
  tx: Transaction,
  actor: SystemActor,
  deliveryId: string,
  { messageId, expiresAt, raw }: { messageId: string; expiresAt: Date | null; raw: RawAnswer },
): Promise<void> {
  const delivery = await readDelivery(tx, deliveryId);
  if (delivery?.state !== "published" || delivery.mailboxMessageId !== null) return;
  const status = await keepAnswer(tx, actor, delivery, "status", raw, { messageId });
  const takenAfter = delivery.takenAfter ?? (await firstCallOf(tx, delivery));
  await keepName(tx, actor, delivery, {
    messageId,
    expiresAt,
    hasDigitalUser: null,
    takenAfter,
    answers: [...(await publishAnswersOf(tx, delivery)), status],
  });
}

/** Why a letter goes on paper, and in which state it is found then. */
const PAPER_REASONS = { no_usable_box: "waiting", not_opened: "published" } as const;

/** The letter is there to be printed; false when it had moved on before that. */
export async function keepOnPaper(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  reason: keyof typeof PAPER_REASONS,
  by: string | null = null,
): Promise<boolean> {
  const at = now();
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: PAPER_REASONS[reason] },
    data: { state: "on_paper", movedAt: at, nextCheckAt: null, remindAt: null },
  });
  if (count === 0) return false;
  const [letter] = partsOf(delivery);
  if (!letter) throw new Error("a letter on paper is a letter");
  const made = { sha256: hex(letter.sha256), size: letter.size };
  await addEvent(tx, delivery, "on_paper", at, at, { ...made, reason, by });
  await addEvidence(tx, delivery, {
    event: "RelayToNonERDS",
    at,
    reasons: [{ code: `urn:ebox-sender-portal:reason:${reason}` }],
    printFile: letter,
  });
  await auditOf(tx, actor, delivery, "delivery_on_paper", { reason });
  await settleMessage(tx, delivery.messageId);
  return true;
}

/**
 * The sending was broken off before this letter's turn came: nobody was called, and nothing was made. No
 * letter leaves after the moment at which that was said.
 */
export async function cancelDelivery(
  tx: Transaction,
  actor: SystemActor,
  deliveryId: string,
): Promise<void> {
  const delivery = await readDelivery(tx, deliveryId);
  if (!delivery) return;
  const { haltedAt, haltedById, haltedBy } = delivery.message;
  const at = haltedAt ?? now();
  const by = answeredForSchema.nullable().parse(haltedBy);
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "waiting" },
    data: { state: "cancelled", movedAt: at, remindAt: null },
  });
  if (count === 0) return;
  await addEvent(tx, delivery, "cancelled", at, at, by ? { cancelledBy: by } : {});
  if (by && haltedById) {
    await addEvidence(tx, delivery, {
      event: "SubmissionRejection",
      at,
      cancelledBy: { personId: haltedById, name: by.by, signIn: signInOf(by) },
      reasons: [{ code: CANCELLED_REASON }],
    });
  }
  await auditOf(tx, actor, delivery, "delivery_cancelled", {});
}

/** A message is sent once none of its deliveries is under way any more. */
export async function settleMessage(tx: Transaction, messageId: string): Promise<void> {
  // The last two deliveries of one message, ending at once, would each see the other still under way.
  await tx.$queryRaw`SELECT id FROM "Message" WHERE id = ${messageId}::uuid FOR UPDATE`;
  const open = await tx.delivery.count({
    where: { messageId, state: { in: ["waiting", "publishing"] } },
  });
  const { recipientCount } = await tx.message.findUniqueOrThrow({
    where: { id: messageId },
    select: { recipientCount: true },
  });
  // Of a big order some are not even made.
  const isWhole =
    recipientCount === null ||
    recipientCount <= (await tx.delivery.count({ where: { messageId } }));
  if (open === 0 && isWhole) {
    await tx.message.updateMany({
      where: { id: messageId, state: "sending" },
      data: { state: "sent" },
    });
  }
}
