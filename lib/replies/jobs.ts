import "server-only";
import { countPoll } from "@/lib/audit/calls/jobs";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import { nextTry } from "@/lib/deliveries/rules";
import { readOwnBox, type OwnBoxPage } from "@/lib/gateways/mailbox-own-box";
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
  const read = await readBox(actor, organisation, cursor, at);
  await keepCursor(actor, organisation, cursor, read);
  if (read) await retryParked(actor, organisation);
}

const DAY = 86_400_000;

/** A box never read before is read thirty days back; nothing was ever read in the future. */
function startOf(cursor: MailboxCursor | null, at: Date): Date {
  if (!cursor) return new Date(at.getTime() - 30 * DAY);
  return cursor.readUntil < at ? cursor.readUntil : at;
}

/** How far a round came. `newestSeen` null: the box is read through. */
type Read = Pick<MailboxCursor, "readUntil" | "nextPage" | "newestSeen">;

/** `read` null: the mailbox was away, and is asked again later and later. */
async function keepCursor(
  actor: SystemActor,
  organisation: Organisation,
  before: MailboxCursor | null,
  read: Read | null,
): Promise<void> {
  const at = now();
  const failures = read ? 0 : (before?.failures ?? 0) + 1;
  const cursor = {
    ...(read ?? { readUntil: startOf(before, at) }),
    checkedAt: at,
    failures,
    nextTryAt: read ? null : nextTry(at, failures, Math.random()),
  };
  await withActor(actor, (tx) =>
    tx.mailboxCursor.upsert({
      where: { organisationId: organisation.id },
      update: cursor,
      create: { organisationId: organisation.id, ...cursor },
    }),
  );
}

/** At most so many pages of a box in a round: one that is full holds up no other. */
const PAGES_AT_ONCE = 5;

/**
 * Takes in every reply received since the last look, and parks what cannot be. The box is asked by
 * day, so the last day is read again each time; what is here or parked already is passed over. What
 * is too much for one round is read on in the next. Null when the mailbox went away: the next round
 * comes back.
 */
async function readBox(
  actor: SystemActor,
  organisation: Organisation,
  cursor: MailboxCursor | null,
  at: Date,
): Promise<Read | null> {
  const readUntil = startOf(cursor, at);
  // A day earlier, in case the box's days are not ours.
  const since = new Date(readUntil.getTime() - DAY);
  let newest = cursor?.newestSeen ?? readUntil;
  const first = cursor?.nextPage ?? 1;
  for (let page = first; page < first + PAGES_AT_ONCE; page += 1) {
    const box = await readOwnBox(organisation.enterpriseNumber, since, page);
    if (!box) return null;
    await withActor(actor, (tx) =>
      countPoll(tx, actor, organisation.id, box.call, {
        statusCalls: 0,
        statusMessages: 0,
        boxCalls: 1,
      }),
    );
    if (!(await takeInPage(actor, organisation, box))) return null;
    for (const { receivedAt } of box.items) {
      // Of a reply from the future nobody knows when it came: none may be passed over for it.
      if (receivedAt > newest && receivedAt <= at) newest = receivedAt;
    }
    const isOlder =
      box.unreadable.length === 0 && box.items.every(({ receivedAt }) => receivedAt < since);
    if (isOlder || page * 100 >= box.total) {
      return { readUntil: newest, nextPage: 1, newestSeen: null };
    }
  }
  // The last page is read once more: what was removed meanwhile has moved the others up.
  return { readUntil, nextPage: first + PAGES_AT_ONCE - 1, newestSeen: newest };
}

/** False when the mailbox went away in the middle of it. */
async function takeInPage(
  actor: SystemActor,
  organisation: Organisation,
  { items, unreadable }: OwnBoxPage,
): Promise<boolean> {
  const ids = [...unreadable, ...items.map(({ messageId }) => messageId)];
  const known = await knownOf(actor, organisation, ids);
  for (const id of unreadable) {
    if (!known.has(id)) await park(actor, organisation, id, "unreadable");
  }
  for (const message of items) {
    if (known.has(message.messageId)) continue;
    const reason = await takeIn(actor, organisation, message);
    if (reason) await park(actor, organisation, message.messageId, reason);
    if (reason === "unavailable") return false;
  }
  return true;
}

/** Which of them are here or parked already. */
async function knownOf(
  actor: SystemActor,
  { id: organisationId }: Organisation,
  ids: string[],
): Promise<Set<string>> {
  const where = { organisationId, mailboxMessageId: { in: ids } };
  const select = { mailboxMessageId: true };
  return withActor(actor, async (tx) => {
    const parked = await tx.parkedReply.findMany({ where, select });
    const kept = await tx.reply.findMany({ where, select });
    return new Set([...parked, ...kept].map(({ mailboxMessageId }) => mailboxMessageId));
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
