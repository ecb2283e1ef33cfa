import "server-only";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { addEvent } from "@/lib/deliveries/facts/jobs";
import { mailboxIsAway } from "@/lib/gateways/mailbox";
import { portalProblem } from "@/lib/gateways/portal";
import { log } from "@/lib/log";
import {
  IN_ORDER,
  LOOK_EVERY_MS,
  afterProbe,
  isLookedAt,
  probesToKeep,
  standstill,
  type Turn,
} from "@/lib/outages/rules";
import {
  AFFECTED,
  probeStateSchema,
  seenProbesSchema,
  type Affected,
  type Probe,
} from "@/lib/outages/schema";
import { unstampedSince } from "@/lib/proofs/data";
import { addEvidence } from "@/lib/proofs/mutations";
import { ALARM_AFTER_MINUTES } from "@/lib/proofs/rules";

/** What is wrong with each; null: it is in order. */
export type Probes = Record<Affected, () => Promise<string | null>>;

/** One probing at a time, over all workers. */
const PROBE_LOCK = 7310_04;
/** As so many organisations the eBox is asked before nothing can be told. */
const ASKED_AS = 3;
const TOLD_AT_ONCE = 200;
/** A recipient who could not open a reply page for less than this comes back. */
const LONG_FOR_A_PAGE_MS = 3_600_000;

/**
 * Looks once at everything the portal needs and writes down when an outage begins or ends. Two workers
 * look in turn: what one has just looked at, the other leaves.
 */
export async function probe(
  actor: SystemActor,
  probes?: Probes,
  everyMs = LOOK_EVERY_MS,
): Promise<void> {
  const looks = probes ?? ownProbes(actor);
  const seen = await Promise.all(
    AFFECTED.map(async (affected) => ({ affected, at: now(), problem: await looks[affected]() })),
  );
  await withActor(actor, async (tx) => {
    const [lock] = await tx.$queryRaw<
      { free: boolean }[]
    >`SELECT pg_try_advisory_xact_lock(${PROBE_LOCK}::bigint) AS free`;
    if (!lock?.free) return;
    await noteStandstill(tx);
    for (const { affected, ...look } of seen) await noteProbe(tx, affected, look, everyMs);
  });
}

function ownProbes(actor: SystemActor): Probes {
  return {
    mailbox: () => mailboxProblem(actor),
    portal: portalProblem,
    timestamp: () => stampProblem(actor),
  };
}

/** Asked as the oldest organisation; where that one is not let in, as the next. */
async function mailboxProblem(actor: SystemActor): Promise<string | null> {
  const organisations = await withActor(actor, (tx) =>
    tx.organisation.findMany({
      orderBy: { createdAt: "asc" },
      select: { enterpriseNumber: true },
      take: ASKED_AS,
    }),
  );
  for (const { enterpriseNumber } of organisations) {
    const isAway = await mailboxIsAway(enterpriseNumber);
    if (isAway !== null) return isAway ? "the eBox does not answer" : null;
  }
  return null;
}

/** The authority is asked by the sequencer all the time: what waits for a stamp tells whether it answers. */
async function stampProblem(actor: SystemActor): Promise<string | null> {
  const since = await withActor(actor, unstampedSince);
  const waits = since ? now().getTime() - since.getTime() : 0;
  return waits > ALARM_AFTER_MINUTES * 60_000 ? "no time stamp for two minutes" : null;
}

/** Nobody looked for a while: then no worker lived, and nothing was handed over. */
async function noteStandstill(tx: Transaction): Promise<void> {
  const last = await tx.probeState.findFirst({ orderBy: { probedAt: "desc" } });
  const gap = standstill(last?.probedAt ?? null, now());
  if (!gap) return;
  log.error({ from: gap.from, to: gap.to }, "the worker stood still");
  const probes = [
    { at: gap.from.toISOString(), outcome: "last sign of life" },
    { at: gap.to.toISOString(), outcome: "in order" },
  ];
  const data = { affected: "portal", fromAt: gap.from, toAt: gap.to, isStandstill: true, probes };
  await tx.outage.createMany({ data });
}

async function noteProbe(
  tx: Transaction,
  affected: Affected,
  look: Probe,
  everyMs: number,
): Promise<void> {
  const row = await tx.probeState.findUnique({ where: { affected } });
  if (isLookedAt(row?.probedAt ?? null, look.at, everyMs)) return;
  const before = row ? probeStateSchema.parse(row.state) : IN_ORDER;
  const { state, turn } = afterProbe(before, look);
  const kept = { state: { ...state, turning: jsonOf(state.turning) }, probedAt: look.at };
  await tx.probeState.upsert({
    where: { affected },
    create: { affected, ...kept },
    update: kept,
  });
  if (turn) await noteTurn(tx, affected, turn);
}

async function noteTurn(tx: Transaction, affected: Affected, turn: Turn): Promise<void> {
  log.error({ affected, turn: turn.kind }, "an outage began or ended");
  if (turn.kind === "begun") {
    const data = { affected, fromAt: turn.from, probes: jsonOf(turn.probes) };
    await tx.outage.createMany({ data });
    return;
  }
  const lasting = await tx.outage.findFirst({ where: { affected, toAt: null } });
  if (!lasting) return;
  const begin = seenProbesSchema.parse(lasting.probes);
  await tx.outage.update({
    where: { id: lasting.id },
    data: { toAt: turn.to, probes: jsonOf(probesToKeep(begin, turn.probes)) },
  });
}

function jsonOf(probes: readonly { at: Date; outcome: string }[]) {
  return probes.map(({ at, outcome }) => ({ at: at.toISOString(), outcome }));
}

/** Tells every delivery that was concerned of an outage that is over: an event, and evidence of it. */
export async function tellOutages(actor: SystemActor): Promise<void> {
  for (let isMore = true; isMore;) isMore = await withActor(actor, tellSome);
}

async function tellSome(tx: Transaction): Promise<boolean> {
  const [outage] = await tx.$queryRaw<
    {
      id: string;
      affected: Affected;
      fromAt: Date;
      toAt: Date;
      isStandstill: boolean;
      probes: unknown;
      toldUpTo: string | null;
    }[]
  >`SELECT id::text AS id, affected, "fromAt", "toAt", "isStandstill", probes, "toldUpTo"::text AS "toldUpTo"
    FROM "Outage" WHERE "toAt" IS NOT NULL AND "toldAt" IS NULL
    ORDER BY "fromAt" LIMIT 1 FOR UPDATE SKIP LOCKED`;
  if (!outage) return false;
  const probes = seenProbesSchema.parse(outage.probes);
  const ids = await findConcerned(tx, outage);
  const deliveries = await tx.delivery.findMany({
    where: { id: { in: ids } },
    include: { organisation: true, service: true },
  });
  const { affected, fromAt: from, toAt: to } = outage;
  const at = now();
  for (const delivery of deliveries) {
    const detail = { affected, from: from.toISOString(), to: to.toISOString() };
    await addEvent(tx, delivery, "outage", from, at, detail);
    await addEvidence(tx, delivery, {
      ...{ event: "Outage", affected, from, to, observedAt: at, probes },
    });
  }
  const isLast = ids.length < TOLD_AT_ONCE;
  await tx.outage.update({
    where: { id: outage.id },
    data: isLast ? { toldAt: at } : { toldUpTo: ids.at(-1) ?? null },
  });
  return true;
}

/**
 * Whom an outage concerned, in the order of their ids: where the eBox was away or no worker lived, letters
 * that were to be handed over in that time; for the time stamps, those whose evidence had to wait; where
 * the portal's pages were away for an hour, those with a reply page.
 */
async function findConcerned(
  tx: Transaction,
  outage: {
    affected: Affected;
    fromAt: Date;
    toAt: Date;
    toldUpTo: string | null;
    isStandstill: boolean;
  },
): Promise<string[]> {
  const { affected, fromAt, toAt, toldUpTo, isStandstill } = outage;
  const wasHandingOver = affected === "mailbox" || isStandstill;
  const isLong = toAt.getTime() - fromAt.getTime() >= LONG_FOR_A_PAGE_MS;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT d.id::text AS id FROM "Delivery" d
    WHERE (${toldUpTo}::uuid IS NULL OR d.id > ${toldUpTo}::uuid)
      AND CASE WHEN ${affected} = 'timestamp' THEN EXISTS (
          SELECT 1 FROM "Evidence" e LEFT JOIN "EvidenceSeal" s ON s."evidenceId" = e.id
          WHERE e."deliveryId" = d.id AND (
            e."createdAt" BETWEEN ${fromAt}::timestamptz AND ${toAt}::timestamptz
            -- What waited already when it was seen that stamps stay away.
            OR e."createdAt" BETWEEN ${fromAt}::timestamptz - interval '10 minutes' AND ${fromAt}::timestamptz
              AND s."leafIndex" >= coalesce((
                SELECT max(c.size) FROM "Checkpoint" c JOIN "CheckpointStamp" t ON t."checkpointId" = c.id
                WHERE t."stampedAt" < ${fromAt}::timestamptz), 0)))
        WHEN ${wasHandingOver}::boolean THEN NOT d."isOnPaper" AND d.state <> 'cancelled' AND d."sentAt" < ${toAt}::timestamptz
            AND coalesce(d."publishedAt", d."failedAt", 'infinity') > ${fromAt}::timestamptz
            AND NOT EXISTS (SELECT 1 FROM "Message" m WHERE m.id = d."messageId" AND m.state = 'paused')
        ELSE ${isLong}::boolean AND d."publishedAt" < ${toAt}::timestamptz
            AND coalesce(d."repliedAt", 'infinity') > ${fromAt}::timestamptz
            AND EXISTS (SELECT 1 FROM "ReplyRequest" r WHERE r."deliveryId" = d.id)
        END
    ORDER BY d.id LIMIT ${TOLD_AT_ONCE}::int`;
  return rows.map(({ id }) => id);
}
