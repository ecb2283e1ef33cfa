import "server-only";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import { nextTry } from "@/lib/deliveries/rules";
import { readOwnBox } from "@/lib/gateways/mailbox-own-box";
import { log } from "@/lib/log";
import { takeIn, type Organisation } from "@/lib/replies/intake/jobs";
import { firstLineOf, nextParkedTry, ownBoxPause } from "@/lib/replies/rules";
import type { ParkReason } from "@/lib/replies/schema";
import type { MailboxCursor } from "@/prisma/generated/client";

/** Reads the own box of each organisation that is due. What goes wrong with one stays with it. */
export async function fetchReplies(actor: SystemActor): Promise<void> {
  const organisations = await withActor(actor, (tx) => tx.organisation.findMany());
  for (const organisation of organisations) {
    try {
      await readIfDue(actor, organisation);
    } catch (error) {
      log.error(
        { organisationId: organisation.id, error: firstLineOf(error) },
        "an own box could not be read",
      );
      await keepCursor(actor, organisation, await findCursor(actor, organisation), null);
    }
  }
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
