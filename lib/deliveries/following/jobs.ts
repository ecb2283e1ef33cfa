import "server-only";
import { countPoll } from "@/lib/audit/calls/jobs";
import type { CallDetails } from "@/lib/audit/calls/schema";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import {
  addEvent,
  auditOf,
  keepAnswer,
  keptAnswer,
  recipientOf,
  type DeliveryRow,
} from "@/lib/deliveries/facts/jobs";
import { LAST_LOOK, nextCheck, nextTry, wasLookedAtLast } from "@/lib/deliveries/rules";
import { searchStatus, type MessageStatus, type RawAnswer } from "@/lib/gateways/mailbox";
import { log } from "@/lib/log";
import { addEvidence } from "@/lib/proofs/mutations";
import type { Delivery, Prisma } from "@/prisma/generated/client";

/** What becomes of messages that lie in the box: opened, or over. */
const CHECK_SIZE = 250;
/** Ended ones are asked for one by one, so that evidence names nobody else: few at a time. */
const ENDED_SIZE = 25;
/** How long a delivery that cannot be followed is left alone. */
const FAULT_PAUSE = 3_600_000;

/** Whom a delivery is from, as evidence names them. */
type Followed = Delivery & {
  mailboxMessageId: string;
  organisation: { id: string; enterpriseNumber: string; name: unknown };
  service: { name: unknown };
};

/** Asks the mailbox which of the messages that are due were opened; answers how long to pause. */
export async function followOpenings(actor: SystemActor): Promise<number> {
  const end = new Date(now().getTime() + LAST_LOOK);
  // Those about to end have a round of their own, which is not kept waiting by these.
  const due = await readDue(actor, { OR: [{ expiresAt: null }, { expiresAt: { gt: end } }] });
  if (due.length === 0) return 1000;
  await lookAt(actor, due, false);
  return 200;
}

/** The last look before the end of validity and the first after it; answers how long to pause. */
export async function expireDeliveries(actor: SystemActor): Promise<number> {
  const at = now();
  const end = new Date(at.getTime() + LAST_LOOK);
  const ending = await readDue(actor, { expiresAt: { gt: at, lte: end } });
  if (ending.length > 0) await lookAt(actor, ending, ending.length <= ENDED_SIZE);
  const ended = await readDue(actor, { expiresAt: { lte: at } }, ENDED_SIZE);
  for (const delivery of ended) {
    const isHere = await carefully(actor, delivery, async () => {
      const own = await askAlone(actor, delivery);
      if (own) await withActor(actor, (tx) => keepEnding(tx, actor, delivery, own));
      return own !== null;
    });
    if (isHere === false) break;
  }
  return ending.length + ended.length > 0 ? 200 : 1000;
}

/**
 * One question for all of them. `isKept`: what the mailbox tells of unopened ones is kept too, asked
 * for each alone, because evidence of the end may need it.
 */
async function lookAt(actor: SystemActor, due: Followed[], isKept: boolean): Promise<void> {
  const askable: Followed[] = [];
  for (const delivery of due) {
    // A number that cannot be read must not keep the others from being asked for.
    await carefully(actor, delivery, () => {
      recipientOf(delivery);
      askable.push(delivery);
      return Promise.resolve();
    });
  }
  const answer = await ask(actor, askable);
  if (!answer) return;
  await withActor(actor, (tx) =>
    countPoll(tx, actor, askable[0]?.organisationId ?? "", answer.raw, {
      statusCalls: 1,
      statusMessages: askable.length,
      boxCalls: 0,
    }),
  );
  const statuses = new Map(answer.statuses.map((status) => [status.messageId, status]));
  for (const delivery of askable) {
    await carefully(actor, delivery, async () => {
      const status = statuses.get(delivery.mailboxMessageId);
      // Asked once more for this one alone: what is kept as evidence must not name other recipients.
      if (status && (status.readStatus || isKept)) {
        const own = await askAlone(actor, delivery);
        if (own?.status) return withActor(actor, (tx) => keepOwn(tx, actor, delivery, own));
      }
      await withActor(actor, (tx) => keepLook(tx, delivery, status, answer.raw));
    });
  }
}

/** What goes wrong with one delivery stays with it; null then. */
async function carefully<T>(
  actor: SystemActor,
  delivery: Followed,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown";
    log.error({ reference: delivery.reference, reason }, "a delivery could not be followed");
    const nextCheckAt = new Date(now().getTime() + FAULT_PAUSE);
    await withActor(actor, (tx) =>
      tx.delivery.updateMany({
        where: { id: delivery.id, state: "published" },
        data: { nextCheckAt },
      }),
    );
    return null;
  }
}

/** The deliveries of one organisation that it is time to ask about, the longest due first. */
async function readDue(
  actor: SystemActor,
  which: Prisma.DeliveryWhereInput,
  take = CHECK_SIZE,
): Promise<Followed[]> {
  return withActor(actor, async (tx) => {
    const paused = await pausedOrganisations(tx);
    const where = {
      state: "published",
      mailboxMessageId: { not: null },
      nextCheckAt: { lte: now() },
      organisationId: { notIn: paused },
      ...which,
    };
    const orderBy = { nextCheckAt: "asc" } as const;
    const first = await tx.delivery.findFirst({ where, orderBy });
    if (!first) return [];
    const { organisationId } = first;
    const organisation = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const services = await tx.service.findMany({ where: { organisationId } });
    const rows = await tx.delivery.findMany({ where: { ...where, organisationId }, orderBy, take });
    return rows.flatMap((row) => {
      const { mailboxMessageId } = row;
      const service = services.find(({ id }) => id === row.serviceId);
      return mailboxMessageId && service
        ? [{ ...row, mailboxMessageId, organisation, service }]
        : [];
    });
  });
}

/** Null when the mailbox is away: this organisation is then asked later and later. */
async function ask(actor: SystemActor, deliveries: readonly Followed[]) {
  const [first] = deliveries;
  if (!first) return null;
  const { id: organisationId, enterpriseNumber } = first.organisation;
  const questions = deliveries.map((delivery) => ({
    messageId: delivery.mailboxMessageId,
    recipient: recipientOf(delivery),
  }));
  const answer = await searchStatus(enterpriseNumber, questions).catch((error: unknown) => {
    const reason = error instanceof Error ? error.name : "unknown";
    log.error({ organisationId, reason }, "statuses could not be asked for");
    return null;
  });
  await withActor(actor, (tx) => keepPause(tx, organisationId, answer !== null));
  return answer;
}

async function keepPause(tx: Transaction, organisationId: string, isBack: boolean): Promise<void> {
  const before = await tx.mailboxCursor.findUnique({ where: { organisationId } });
  if (isBack && !before?.statusFailures) return;
  const at = now();
  const statusFailures = isBack ? 0 : (before?.statusFailures ?? 0) + 1;
  const statusNextTryAt = isBack ? null : nextTry(at, statusFailures + 1, Math.random());
  await tx.mailboxCursor.upsert({
    where: { organisationId },
    update: { statusFailures, statusNextTryAt },
    // The own box was never read: it begins as one without a cursor does.
    create: {
      organisationId,
      readUntil: new Date(at.getTime() - 30 * 86_400_000),
      checkedAt: new Date(0),
      statusFailures,
      statusNextTryAt,
    },
  });
}

type OwnAnswer = { status: MessageStatus | undefined; raw: RawAnswer };

/** About this message alone; null when the mailbox is away or its answer is not understood. */
async function askAlone(actor: SystemActor, delivery: Followed): Promise<OwnAnswer | null> {
  const answer = await ask(actor, [delivery]);
  if (!answer) return null;
  const { statuses, unreadable, raw } = answer;
  const status = statuses.find(({ messageId }) => messageId === delivery.mailboxMessageId);
  if (!status && unreadable > 0) throw new Error("a status cannot be understood");
  return { status, raw };
}

/** What the mailbox says at this moment of a message in its box. */
export type Look = { kind: "opened" | "away" | "unknown" } | { kind: "unopened"; raw: RawAnswer };

/**
 * For a step that must not be taken once the message was opened. An opening that the mailbox tells of
 * is kept as ever; that nobody has opened it is the caller's to keep, with what it does about that.
 */
export async function lookNow(actor: SystemActor, delivery: DeliveryRow): Promise<Look> {
  const { mailboxMessageId } = delivery;
  if (mailboxMessageId === null) return { kind: "unknown" };
  const followed = { ...delivery, mailboxMessageId };
  const own = await askAlone(actor, followed);
  if (!own) return { kind: "away" };
  const { status, raw } = own;
  if (!status) return { kind: "unknown" };
  if (!status.readStatus) return { kind: "unopened", raw };
  await withActor(actor, (tx) => keepOpening(tx, actor, followed, raw));
  return { kind: "opened" };
}

/** Organisations whose mailbox is away: they are asked for later. */
export async function pausedOrganisations(tx: Transaction): Promise<string[]> {
  const paused = await tx.mailboxCursor.findMany({
    where: { statusNextTryAt: { gt: now() } },
    select: { organisationId: true },
  });
  return paused.map(({ organisationId }) => organisationId);
}

async function keepOwn(
  tx: Transaction,
  actor: SystemActor,
  delivery: Followed,
  { status, raw }: OwnAnswer,
): Promise<void> {
  if (status?.readStatus) return keepOpening(tx, actor, delivery, raw);
  await keepAnswer(tx, actor, delivery, "status", raw, statusDetails(delivery, false));
  return keepLook(tx, delivery, status, raw);
}

/**
 * Not opened, or nobody knows: when it is asked again, and what the mailbox told meanwhile. What it
 * told was so when it was asked: an opening may lie between the question and the answer.
 */
async function keepLook(
  tx: Transaction,
  delivery: Followed,
  status: MessageStatus | undefined,
  { requestedAt, answeredAt }: RawAnswer,
): Promise<void> {
  // How long a message stays is the mailbox's to say, and it may change its mind.
  const expiresAt = status?.expirationDate ?? delivery.expiresAt;
  await tx.delivery.updateMany({
    where: { id: delivery.id, state: "published" },
    data: {
      expiresAt,
      nextCheckAt: nextCheck(answeredAt, delivery.publishedAt ?? answeredAt, expiresAt),
      ...(status && !status.readStatus ? { unopenedSeenAt: requestedAt } : {}),
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
    data: { state: "opened", openedAt: at, nextCheckAt: null, followUpAt: null, movedAt: at },
  });
  if (count === 0) return;
  // A reply may have come in before the mailbox told of the opening.
  await tx.delivery.updateMany({
    where: { id: delivery.id, state: "opened", repliedAt: { not: null } },
    data: { state: "replied" },
  });
  const answer = await keepStatus(tx, actor, delivery, raw, true);
  const notBefore =
    delivery.unopenedSeenAt ?? delivery.takenAfter ?? (await askedToTake(tx, delivery));
  await addEvent(tx, delivery, "opened", null, at, { notBefore: notBefore.toISOString() });
  await addEvidence(tx, delivery, {
    event: "ContentAccessTracking",
    moment: { observedAt: at, occurredAt: null, notYetSeenAt: notBefore },
    mailboxMessageId: delivery.mailboxMessageId,
    answers: [answer],
  });
  await auditOf(tx, actor, delivery, "delivery_opened", { status: raw.status });
}

function keepStatus(
  tx: Transaction,
  actor: SystemActor,
  delivery: Delivery,
  raw: RawAnswer,
  isRead: boolean,
) {
  return keepAnswer(tx, actor, delivery, "status", raw, statusDetails(delivery, isRead));
}

/** What the trail of calls notes of a question about one message. */
export function statusDetails(
  { mailboxMessageId }: Pick<Delivery, "mailboxMessageId">,
  isRead: boolean,
): CallDetails {
  return { messageId: mailboxMessageId, readStatus: isRead };
}

/** When the call began that the mailbox answered by taking the message: nobody opened it before. */
async function askedToTake(tx: Transaction, delivery: Followed): Promise<Date> {
  const taken = await tx.mailboxAnswer.findFirst({
    where: { deliveryId: delivery.id, call: "publish", status: 201 },
    orderBy: { requestedAt: "asc" },
    select: { requestedAt: true },
  });
  return taken?.requestedAt ?? delivery.sentAt;
}

/**
 * Past its end: a message that the mailbox calls unopened was never opened, and so was one that it no
 * longer has when it was unopened just before the end. Of any other nobody knows.
 */
async function keepEnding(
  tx: Transaction,
  actor: SystemActor,
  delivery: Followed,
  own: OwnAnswer,
): Promise<void> {
  const { status, raw } = own;
  const expiresAt = status?.expirationDate ?? delivery.expiresAt ?? raw.answeredAt;
  // Told before the end, by the clock of whoever asked, it does not speak of the end.
  if (status?.readStatus || expiresAt > raw.requestedAt) {
    return keepOwn(tx, actor, delivery, own);
  }
  const isUnopened = status !== undefined || wasLookedAtLast(delivery.unopenedSeenAt, expiresAt);
  return keepExpiry(tx, actor, { ...delivery, expiresAt }, { raw, isUnopened });
}

/** Validity over: a fact of its own, of which there is evidence when it was surely never opened. */
async function keepExpiry(
  tx: Transaction,
  actor: SystemActor,
  delivery: Followed & { expiresAt: Date },
  { raw, isUnopened }: { raw: RawAnswer; isUnopened: boolean },
): Promise<void> {
  const { expiresAt } = delivery;
  const at = raw.answeredAt;
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, state: "published" },
    data: {
      state: "expired",
      ...{ nextCheckAt: null, followUpAt: null, remindAt: null },
      expiresAt,
      movedAt: at,
    },
  });
  if (count === 0) return;
  const before = await tx.mailboxAnswer.findFirst({
    where: { deliveryId: delivery.id, call: "status" },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
  });
  const answer = await keepStatus(tx, actor, delivery, raw, false);
  await addEvent(tx, delivery, "expired", expiresAt, at, {
    expiredAt: expiresAt.toISOString(),
    ...(isUnopened ? {} : { isOpeningUnknown: true }),
  });
  if (isUnopened) {
    await addEvidence(tx, delivery, {
      event: "ContentHandoverFailure",
      at: expiresAt,
      observedAt: at,
      mailboxMessageId: delivery.mailboxMessageId,
      answers: before ? [keptAnswer(before, "status"), answer] : [answer],
    });
  }
  await auditOf(tx, actor, delivery, "delivery_expired", {
    status: raw.status,
    ...(isUnopened ? {} : { isOpeningUnknown: "true" }),
  });
}
