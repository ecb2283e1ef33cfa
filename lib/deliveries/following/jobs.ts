import "server-only";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { addEvent, auditOf, hex, keepAnswer, recipientOf } from "@/lib/deliveries/facts/jobs";
import { LAST_LOOK, nextCheck, nextTry } from "@/lib/deliveries/rules";
import { searchStatus, type MessageStatus, type RawAnswer } from "@/lib/gateways/mailbox";
import { addEvidence } from "@/lib/proofs/mutations";
import { decryptBytes } from "@/lib/number-vault";
import type { Delivery, Prisma } from "@/prisma/generated/client";

/** What becomes of messages that lie in the box: opened, or over without having been opened. */
const CHECK_SIZE = 250;

/** Whom a delivery is from, as evidence names them. */
type Followed = Delivery & {
  mailboxMessageId: string;
  organisation: { enterpriseNumber: string; name: unknown };
  service: { name: unknown };
};

/** Asks the mailbox which of the messages that are due were opened; answers how long to pause. */
export async function followOpenings(actor: SystemActor): Promise<number> {
  const end = new Date(now().getTime() + LAST_LOOK);
  // Those about to end are asked for one by one, by `expireDeliveries`.
  const due = await readDue(actor, { OR: [{ expiresAt: null }, { expiresAt: { gt: end } }] });
  const [first] = due;
  if (!first) return 1000;
  const { enterpriseNumber } = first.organisation;
  const answer = await searchStatus(enterpriseNumber, due.map(questionOf));
  const at = answer?.raw.answeredAt ?? now();
  const statuses = new Map(answer?.statuses.map((status) => [status.messageId, status]));
  for (const delivery of due) {
    const status = statuses.get(delivery.mailboxMessageId);
    // Asked once more for this one alone: what is kept as evidence must not name other recipients.
    if (status?.readStatus && (await confirmOpening(actor, delivery))) continue;
    await withActor(actor, (tx) => keepLook(tx, delivery, status, at));
  }
  // A mailbox that does not answer is left alone for a while.
  return answer ? 200 : 5000;
}

/** The deliveries of one organisation that it is time to ask about, the longest due first. */
async function readDue(actor: SystemActor, which: Prisma.DeliveryWhereInput): Promise<Followed[]> {
  const where = {
    state: "published",
    mailboxMessageId: { not: null },
    nextCheckAt: { lte: now() },
    ...which,
  };
  const orderBy = { nextCheckAt: "asc" } as const;
  return withActor(actor, async (tx) => {
    const first = await tx.delivery.findFirst({ where, orderBy });
    if (!first) return [];
    const { organisationId } = first;
    const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const services = await tx.service.findMany({ where: { organisationId } });
    const rows = await tx.delivery.findMany({
      where: { ...where, organisationId },
      orderBy,
      take: CHECK_SIZE,
    });
    return rows.flatMap((row) => {
      const { mailboxMessageId } = row;
      const service = services.find(({ id }) => id === row.serviceId);
      return mailboxMessageId && service
        ? [{ ...row, mailboxMessageId, organisation, service }]
        : [];
    });
  });
}

function questionOf(delivery: Followed) {
  return { messageId: delivery.mailboxMessageId, recipient: recipientOf(delivery) };
}

type OwnAnswer = { status: MessageStatus | undefined; raw: RawAnswer };

/** About this message alone; null when the mailbox is away. */
async function askAlone(delivery: Followed): Promise<OwnAnswer | null> {
  const answer = await searchStatus(delivery.organisation.enterpriseNumber, [questionOf(delivery)]);
  if (!answer) return null;
  const { statuses, raw } = answer;
  const status = statuses.find(({ messageId }) => messageId === delivery.mailboxMessageId);
  return { status, raw };
}

async function confirmOpening(actor: SystemActor, delivery: Followed): Promise<boolean> {
  const own = await askAlone(delivery);
  if (!own?.status?.readStatus) return false;
  await withActor(actor, (tx) => keepOpening(tx, actor, delivery, own.raw));
  return true;
}

/** Not opened, or nobody knows: when it is asked again, and what the mailbox told meanwhile. */
async function keepLook(
  tx: Transaction,
  delivery: Followed,
  status: MessageStatus | undefined,
  at: Date,
): Promise<void> {
  // How long a message stays is the mailbox's to say, and it may change its mind.
  const expiresAt = status?.expirationDate ?? delivery.expiresAt;
  await tx.delivery.updateMany({
    where: { id: delivery.id, state: "published" },
    data: {
      expiresAt,
      nextCheckAt: nextCheck(at, delivery.publishedAt ?? at, expiresAt),
      ...(status && !status.readStatus ? { unopenedSeenAt: at } : {}),
    },
  });
}

async function keepOpening(
  tx: Transaction,
  actor: SystemActor,
  delivery: Followed,
  raw: RawAnswer,
): Promise<void> {
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
  const notBefore = delivery.unopenedSeenAt ?? delivery.takenAfter ?? delivery.publishedAt;
  await addEvent(tx, delivery, "opened", null, at, {
    notBefore: notBefore?.toISOString() ?? null,
    answerSha256: hex(answer.sha256),
  });
  await addEvidence(tx, delivery, {
    event: "ContentAccessTracking",
    moment: { observedAt: at, occurredAt: null, notYetSeenAt: notBefore },
    mailboxMessageId: delivery.mailboxMessageId,
    answers: [answer],
  });
  await auditOf(tx, actor, delivery, "delivery_opened", { status: raw.status });
}

/** The last look before the end of validity and the first after it; answers how long to pause. */
export async function expireDeliveries(actor: SystemActor): Promise<number> {
  const end = new Date(now().getTime() + LAST_LOOK);
  const due = await readDue(actor, { expiresAt: { lte: end } });
  for (const delivery of due) {
    const own = await askAlone(delivery);
    await withActor(actor, (tx) => keepEnding(tx, actor, delivery, own));
    if (!own) return 5000;
  }
  return due.length > 0 ? 200 : 1000;
}

/**
 * Past its end, a message that the mailbox calls unopened is over, and so is one that it no longer
 * has: what it said last, just before the end, is kept for that.
 */
async function keepEnding(
  tx: Transaction,
  actor: SystemActor,
  delivery: Followed,
  own: OwnAnswer | null,
): Promise<void> {
  if (!own) return postpone(tx, delivery);
  const { status, raw } = own;
  if (status?.readStatus) return keepOpening(tx, actor, delivery, raw);
  const at = raw.answeredAt;
  const expiresAt = status?.expirationDate ?? delivery.expiresAt ?? at;
  if (expiresAt > at) {
    await keepAnswer(tx, delivery, "status", raw);
    return keepLook(tx, delivery, status, at);
  }
  return keepExpiry(tx, actor, { ...delivery, expiresAt }, raw);
}

/** The mailbox is away; as much chance as tries have, and no opening is missed by waiting. */
async function postpone(tx: Transaction, delivery: Followed): Promise<void> {
  await tx.delivery.updateMany({
    where: { id: delivery.id, state: "published" },
    data: { nextCheckAt: nextTry(now(), 6, Math.random()) },
  });
}

/** Validity over, never opened: a fact of its own. */
async function keepExpiry(
  tx: Transaction,
  actor: SystemActor,
  delivery: Followed & { expiresAt: Date },
  raw: RawAnswer,
): Promise<void> {
  const { expiresAt } = delivery;
  const at = raw.answeredAt;
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "published" },
    data: { state: "expired", expiresAt, nextCheckAt: null, movedAt: at },
  });
  if (count === 0) return;
  const before = await tx.mailboxAnswer.findFirst({
    where: { deliveryId: delivery.id, call: "status" },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
  });
  const answer = await keepAnswer(tx, delivery, "status", raw);
  await addEvent(tx, delivery, "expired", expiresAt, at, { expiredAt: expiresAt.toISOString() });
  await addEvidence(tx, delivery, {
    event: "ContentHandoverFailure",
    at: expiresAt,
    observedAt: at,
    mailboxMessageId: delivery.mailboxMessageId,
    answers: before
      ? [{ ...before, body: decryptBytes(before.body), call: "status" }, answer]
      : [answer],
  });
  await auditOf(tx, actor, delivery, "delivery_expired", { status: raw.status });
}
