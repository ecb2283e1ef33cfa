import "server-only";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJobAt, withActor, type Transaction } from "@/lib/db";
import {
  addEvent,
  hex,
  keepCall,
  partsOf,
  readDelivery,
  recipientOf,
  sha256Of,
  signInOf,
  type DeliveryRow,
} from "@/lib/deliveries/facts/jobs";
import { readApprover } from "@/lib/approvals/data";
import { frozenLogo, letterFileName, letterInputOf, ownLetterOf } from "@/lib/deliveries/letter";
import {
  keepOnPaper,
  keepOutcome,
  publishDetails,
  type Claim,
} from "@/lib/deliveries/outcomes/jobs";
import { deliveryEventSchema } from "@/lib/deliveries/schema";
import { lostPublication, publish, type Publication } from "@/lib/gateways/mailbox";
import { longestCall } from "@/lib/gateways/mailbox-transport";
import { readStoredFile, storeFile } from "@/lib/gateways/storage";
import { renderLetter } from "@/lib/letters/letter";
import { letterSchema } from "@/lib/letters/schema";
import { log } from "@/lib/log";
import { isRegistered } from "@/lib/messages/rules";
import { deliveryChoiceSchema } from "@/lib/messages/schema";
import type { OrderFacts, PersonFacts } from "@/lib/proofs/evidence-facts";
import { addEvidence } from "@/lib/proofs/mutations";
import { toMailboxPayment } from "@/lib/payments/rules";

/** What has not met anybody yet waits while the sending is paused, and for good when it was broken off. */
const IN_TURN = { state: "waiting", message: { state: "sending" } };

/** Background steps of a delivery; each may be stopped anywhere and done again. */
type Job = { deliveryId: string };
/** Makes the letter, publishes it under the key made beforehand, records the answer. */
export async function publishDelivery(actor: SystemActor, { deliveryId }: Job): Promise<void> {
  const delivery = await withActor(actor, (tx) => readDelivery(tx, deliveryId));
  if (!delivery || !["waiting", "publishing"].includes(delivery.state)) return;
  // Its letter is made when its turn comes.
  if (delivery.state === "waiting" && delivery.message.state !== "sending") return;
  const letter = await letterOf(delivery);
  if (delivery.isOnPaper) return putOnPaper(actor, delivery, letter);
  const publication = await publicationOf(delivery, letter);
  const claim = await claimCall(actor, delivery, letter);
  // Somebody else is calling for this delivery; `resumeDeliveries` comes back if they died of it.
  if (!claim) return;
  const outcome = await publish(publication, delivery.idempotencyKey);
  await withActor(actor, (tx) =>
    keepOutcome(tx, actor, { ...delivery, ...claim.letter }, outcome, claim),
  );
}

/** The letter's bytes: the sender's own, or made once; then always the same file. */
async function letterOf(delivery: DeliveryRow): Promise<Uint8Array> {
  if (delivery.letterSha256) return readStoredFile(delivery.letterSha256);
  const own = ownLetterOf(delivery.letter);
  if (own) return readStoredFile(Buffer.from(own.sha256, "hex"));
  const logo = await frozenLogo(delivery.letter, delivery.service.logo, readStoredFile);
  const bytes = await renderLetter(letterInputOf(delivery.letter, logo), delivery.sentAt);
  await storeFile(bytes);
  return bytes;
}

/** Whoever has no usable box gets a letter to be printed and posted: nobody is called for it. */
async function putOnPaper(
  actor: SystemActor,
  delivery: DeliveryRow,
  bytes: Uint8Array,
): Promise<void> {
  const letter = { letterSha256: sha256Of(bytes), letterSize: bytes.byteLength };
  await withActor(actor, async (tx) => {
    const { count } = await tx.delivery.updateMany({
      where: { id: delivery.id, ...IN_TURN },
      data: letter,
    });
    if (count === 0) return;
    await keepLetter(tx, { ...delivery, ...letter });
    await keepOnPaper(tx, actor, { ...delivery, ...letter }, "no_usable_box");
  });
}

/** After this somebody who called is dead: longer than any call takes, and writing down its answer. */
function abandonedBefore(at: Date): Date {
  return new Date(at.getTime() - longestCall() - 20_000);
}

/** The letter as the delivery's row names it. */
type Letter = { letterSha256: Uint8Array<ArrayBuffer>; letterSize: number };

/**
 * Puts the attempt on record before the call, on condition that no other is under way. The first
 * one also fixes the letter and writes the evidence of submission.
 */
async function claimCall(
  actor: SystemActor,
  delivery: DeliveryRow,
  bytes: Uint8Array,
): Promise<(Claim & { letter: Letter }) | null> {
  const at = now();
  const letter = { letterSha256: sha256Of(bytes), letterSize: bytes.byteLength };
  // A caller who never came back may have been heard by the mailbox.
  const unknownSince = delivery.outcomeUnknownSince ?? delivery.callingSince;
  return withActor(actor, async (tx) => {
    const { count } = await tx.delivery.updateMany({
      where: {
        id: delivery.id,
        attempts: delivery.attempts,
        AND: [
          { OR: [{ state: "publishing" }, IN_TURN] },
          { OR: [{ callingSince: null }, { callingSince: { lt: abandonedBefore(at) } }] },
        ],
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
    if (delivery.callingSince) await keepLostCall(tx, actor, delivery, delivery.callingSince);
    if (delivery.state === "waiting") await keepLetter(tx, { ...delivery, ...letter });
    return { attempt: delivery.attempts + 1, unknownSince, calledAt: at, letter };
  });
}

/** Whoever called died of it: what became of the call nobody knows, and so it stands in the trail. */
async function keepLostCall(
  tx: Transaction,
  actor: SystemActor,
  delivery: DeliveryRow,
  requestedAt: Date,
): Promise<void> {
  const call = lostPublication();
  await keepCall(tx, actor, delivery, {
    call: "publish",
    raw: { status: 0, requestedAt, call },
    details: publishDetails(delivery, null),
    answerId: null,
  });
}

/** The letter is made, and with it the order is one about certain bytes. */
async function keepLetter(tx: Transaction, delivery: DeliveryRow & Letter): Promise<void> {
  const at = now();
  const made = { sha256: hex(delivery.letterSha256), size: delivery.letterSize };
  await addEvent(tx, delivery, "letter_made", at, at, made);
  const approvedBy = await keepApproval(tx, delivery);
  await addEvidence(tx, delivery, {
    event: "SubmissionAcceptance",
    at: delivery.sentAt,
    orderedBy: await orderedBy(tx, delivery),
    ...(approvedBy ? { approvedBy } : {}),
    parts: partsOf(delivery),
  });
}

/** Each letter carries the approval of its order; answers who gave it, null where nobody had to. */
async function keepApproval(tx: Transaction, delivery: DeliveryRow): Promise<PersonFacts | null> {
  const approver = await readApprover(tx, delivery.messageId);
  if (!approver) return null;
  const { personId, name, signedIn, at } = approver;
  if (signedIn) {
    await addEvent(tx, delivery, "approved", at, now(), signedIn);
    const approvedBy = { personId, name, signIn: signInOf(signedIn) };
    await addEvidence(tx, delivery, { event: "Approval", at, approvedBy });
  }
  return { personId, name };
}

/** Who gave the order and how they had signed in, as the event of sending has it. */
async function orderedBy(tx: Transaction, delivery: DeliveryRow): Promise<OrderFacts> {
  const sent = await tx.deliveryEvent.findFirstOrThrow({
    where: { deliveryId: delivery.id, kind: "sent" },
  });
  const event = deliveryEventSchema.parse({ kind: "sent", detail: sent.detail });
  if (event.kind !== "sent") throw new Error("the event of sending is none");
  return {
    personId: delivery.message.sentById ?? delivery.message.authorId,
    name: event.detail.by,
    signIn: signInOf(event.detail),
  };
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
      { fileName: letterFileName(delivery), mediaType: "application/pdf", bytes: letter },
      ...attachments,
    ],
  };
}

/**
 * For a worker that starts and is alone: whoever was calling is dead, so nobody is, and what became
 * of their calls nobody knows.
 */
export async function forgetCalls(actor: SystemActor): Promise<void> {
  const left = await withActor(actor, (tx) =>
    tx.delivery.findMany({ where: { callingSince: { not: null } }, select: { id: true } }),
  );
  for (const { id } of left) {
    await withActor(actor, async (tx) => {
      const delivery = await readDelivery(tx, id);
      if (!delivery?.callingSince) return;
      await keepLostCall(tx, actor, delivery, delivery.callingSince);
      await tx.delivery.update({
        where: { id },
        data: {
          outcomeUnknownSince: delivery.outcomeUnknownSince ?? delivery.callingSince,
          callingSince: null,
        },
      });
    });
  }
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
        JOIN "Message" m ON m.id = d."messageId"
        LEFT JOIN graphile_worker.jobs j ON j.key = 'publish:' || d.id AND j.locked_at IS NULL
      WHERE (d.state = 'waiting' AND m.state = 'sending' AND d."movedAt" < ${abandoned}
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
