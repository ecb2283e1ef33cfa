import "server-only";
import { countsAt } from "@/lib/auth/rules";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { environment } from "@/lib/env";
import { openOwnMail, type Mail, type MailClient } from "@/lib/gateways/mail";
import { log } from "@/lib/log";
import { MOST_ATTEMPTS, retryAfter } from "@/lib/mail-tries";
import { parseCheckpoint } from "@/lib/proofs/checkpoint";
import { addCosignatures } from "@/lib/proofs/cosignature";
import { checkpointMail } from "@/lib/proofs/subscriptions/letter";
import { isDue } from "@/lib/proofs/subscriptions/rules";
import { FREQUENCIES } from "@/lib/proofs/subscriptions/schema";
import { parseTimestamp } from "@/lib/proofs/timestamp-token";
import { languageOf } from "@/lib/text/languages";

/** So many are handed over in one round, one after another. */
const AT_ONCE = 50;
/** Longer than handing one over can take. */
const LEASE_MS = 5 * 60_000;

/**
 * Sends the newest stamped state of the log to each auditor to whom one is due. A state goes to a subscriber
 * once: what was being handed over when a worker ended is not sent again, since it may have arrived; the next
 * state is. Answers how many were taken by the mail server.
 */
export async function mailCheckpoints(actor: SystemActor, client?: MailClient): Promise<number> {
  const own = client ?? openOwnMail();
  if (!own) return 0;
  await withActor(actor, tellInterrupted);
  await withActor(actor, planDue);
  let sent = 0;
  for (let tried = 0; tried < AT_ONCE; tried += 1) {
    const mail = await withActor(actor, takeNext);
    if (!mail) break;
    sent += (await hand(actor, own, mail)) ? 1 : 0;
  }
  return sent;
}

async function tellInterrupted(tx: Transaction): Promise<void> {
  await tx.checkpointMail.updateMany({
    where: { state: "sending", nextTryAt: { lt: now() } },
    data: { state: "unknown", endedAt: now() },
  });
}

/** One for each subscriber to whom a state is due that they do not have. Only to whoever still audits. */
async function planDue(tx: Transaction): Promise<void> {
  const newest = await tx.checkpoint.findFirst({
    where: { stamps: { some: {} } },
    orderBy: { size: "desc" },
    select: { id: true },
  });
  if (!newest) return;
  const subscriptions = await tx.checkpointSubscription.findMany({
    include: {
      // Sent or not: a server that refuses is asked no more often than one that takes.
      mails: { orderBy: { plannedAt: "desc" }, take: 1 },
      person: {
        select: { memberships: { where: { role: "auditor", ...countsAt(now()) } } },
      },
    },
  });
  const due = subscriptions.filter(({ organisationId, frequency, mails, person }) => {
    const known = FREQUENCIES.find((one) => one === frequency);
    const audits = person.memberships.some((one) => one.organisationId === organisationId);
    return known !== undefined && audits && isDue(known, mails[0]?.plannedAt ?? null, now());
  });
  await tx.checkpointMail.createMany({
    data: due.map(({ id }) => ({
      subscriptionId: id,
      checkpointId: newest.id,
      plannedAt: now(),
      nextTryAt: now(),
    })),
    skipDuplicates: true,
  });
}

type Taken = { id: string; attempts: number; mail: Mail };

/** Takes one for this worker alone, and lays it out. */
async function takeNext(tx: Transaction): Promise<Taken | null> {
  const next = await tx.checkpointMail.findFirst({
    where: { state: "waiting", nextTryAt: { lte: now() } },
    orderBy: { nextTryAt: "asc" },
    include: {
      subscription: true,
      checkpoint: {
        include: {
          stamps: { orderBy: { stampedAt: "desc" }, take: 1 },
          cosignatures: { orderBy: { key: "asc" }, select: { line: true } },
        },
      },
    },
  });
  if (!next) return null;
  const { id, subscription, checkpoint } = next;
  const attempts = next.attempts + 1;
  const { count } = await tx.checkpointMail.updateMany({
    where: { id, state: "waiting", attempts: next.attempts },
    data: { state: "sending", attempts, nextTryAt: new Date(now().getTime() + LEASE_MS) },
  });
  const [stamp] = checkpoint.stamps;
  const parsed = parseCheckpoint(checkpoint.note);
  const token = stamp && (await parseTimestamp(stamp.token));
  if (count === 0) return null;
  if (!parsed.ok || !stamp || !token?.ok) throw new Error("A stored checkpoint cannot be read.");
  const { note } = checkpoint;
  const mail = checkpointMail({
    id,
    to: subscription.email,
    language: languageOf(subscription.language),
    portalUrl: environment().PORTAL_URL,
    checkpoint: parsed.value.checkpoint,
    note,
    cosigned: addCosignatures(
      note,
      checkpoint.cosignatures.map(({ line }) => line),
    ),
    stamp: { token: stamp.token, at: token.value.time },
  });
  return { id, attempts, mail };
}

async function hand(
  actor: SystemActor,
  client: MailClient,
  { id, attempts, mail }: Taken,
): Promise<boolean> {
  const sent = await client.send(mail);
  if (!sent.ok) {
    // The address stays out of the log file, and what servers say may hold it.
    log.error({ mail: id, attempts, code: sent.refusal.code }, "no mail");
  }
  await withActor(actor, (tx) =>
    tx.checkpointMail.updateMany({
      where: { id, state: "sending" },
      data: sent.ok
        ? { state: "sent", endedAt: now(), problem: null }
        : after(sent.refusal, attempts),
    }),
  );
  return sent.ok;
}

function after({ code, detail }: { code: string; detail: string }, attempts: number) {
  const problem = detail;
  if (code === "mail_outcome_unknown") return { state: "unknown", endedAt: now(), problem };
  if (code === "mail_refused" || attempts >= MOST_ATTEMPTS) {
    return { state: "failed", endedAt: now(), problem };
  }
  return {
    state: "waiting",
    nextTryAt: new Date(now().getTime() + retryAfter(attempts)),
    problem,
  };
}
