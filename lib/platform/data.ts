import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, withoutActor } from "@/lib/db";
import { STUCK_AFTER } from "@/lib/deliveries/rules";
import type { DeliveryState } from "@/lib/deliveries/schema";
import { environment } from "@/lib/env";
import { mailboxAnswers } from "@/lib/gateways/mailbox";
import { isScannerConfigured, scannerAnswers } from "@/lib/gateways/scanner";
import { storageWorks } from "@/lib/gateways/storage";
import { log } from "@/lib/log";
import { healthStatus, logState } from "@/lib/platform/rules";
import {
  platformFactsSchema,
  type ComponentState,
  type Health,
  type Platform,
  type PlatformFacts,
  type StuckDelivery,
} from "@/lib/platform/schema";
import { unstampedSince } from "@/lib/proofs/data";
import { stampingState } from "@/lib/proofs/rules";
import { localizedSchema } from "@/lib/text/localized";
import { WORKER_LOCK } from "@/lib/worker-lock";

/** Strangers may ask as often as they like: the answer is looked up this often at most. */
const KEPT_FOR = 5000;
/** A part that does not answer within this counts as down. */
const PATIENCE = 5000;

type Checked = { health: Health; facts: PlatformFacts | null; unstampedSince: Date | null };

const kept: { at: number; checked: Promise<Checked> | null } = { at: 0, checked: null };

/** For everyone: the state of the whole and of each part, nothing else. */
export async function getHealth(): Promise<Health> {
  return (await checkNow()).health;
}

/** For the operator: how the platform does, and which deliveries stand still; no contents. */
export async function getPlatform(actor: PersonActor): Promise<Platform> {
  const [checked, stuck] = await Promise.all([checkNow(), listStuckDeliveries(actor)]);
  return { ...checked, stuck, checkedAt: new Date(kept.at) };
}

function checkNow(): Promise<Checked> {
  const at = now().getTime();
  if (!kept.checked || at - kept.at > KEPT_FOR) {
    kept.at = at;
    kept.checked = check();
  }
  return kept.checked;
}

async function check(): Promise<Checked> {
  const at = now();
  const [database, hasStorage, hasScanner] = await Promise.all([
    readFacts(at),
    patiently(storageWorks()),
    patiently(scannerAnswers()),
  ]);
  const facts = database?.facts ?? null;
  const since = database?.unstampedSince ?? null;
  const components = {
    database: facts ? "up" : "down",
    storage: hasStorage ? "up" : "down",
    worker: whenKnown(facts, ({ workers }) => (workers > 0 ? "up" : "down")),
    mailbox: await mailboxState(facts),
    log: whenKnown(facts, ({ oldestUnsealedAt }) => logState(oldestUnsealedAt, at)),
    timestamp: whenKnown(
      facts,
      () => STAMPING[stampingState(since, at, environment().TIMESTAMP_STOP_HOURS)],
    ),
    scanner: isScannerConfigured() ? (hasScanner ? "up" : "down") : "not_configured",
  } as const;
  const status = healthStatus(components, environment().PORTAL_ENVIRONMENT);
  return { health: { status, components }, facts, unstampedSince: since };
}

const STAMPING = { stamped: "up", late: "degraded", stopped: "down" } as const;

function whenKnown(
  facts: PlatformFacts | null,
  state: (facts: PlatformFacts) => ComponentState,
): ComponentState {
  return facts ? state(facts) : "unknown";
}

async function mailboxState(facts: PlatformFacts | null): Promise<ComponentState> {
  if (!facts?.enterpriseNumber) return "unknown";
  return (await patiently(mailboxAnswers(facts.enterpriseNumber))) ? "up" : "down";
}

async function readFacts(
  at: Date,
): Promise<{ facts: PlatformFacts; unstampedSince: Date | null } | null> {
  const stuckBefore = new Date(at.getTime() - STUCK_AFTER);
  try {
    return await withoutActor(null, async (tx) => {
      const [row] = await tx.$queryRaw<{ facts: unknown }[]>`
        SELECT portal.platform_facts(${WORKER_LOCK}::bigint, ${stuckBefore}::timestamptz)::jsonb
          || portal.mailbox_alarms()::jsonb AS facts`;
      return {
        facts: platformFactsSchema.parse(row?.facts),
        unstampedSince: await unstampedSince(tx),
      };
    });
  } catch (error) {
    log.error({ error: String(error) }, "the platform's facts could not be read");
    return null;
  }
}

async function listStuckDeliveries(actor: PersonActor): Promise<StuckDelivery[]> {
  const stuckBefore = new Date(now().getTime() - STUCK_AFTER);
  const rows = await withActor(
    actor,
    (tx) =>
      tx.$queryRaw<
        {
          reference: string;
          organisation: unknown;
          service: unknown;
          state: string;
          attempts: number;
          sent_at: Date;
          moved_at: Date;
          outcome_unknown_since: Date | null;
        }[]
      >`SELECT * FROM portal.stuck_deliveries(${stuckBefore}::timestamptz)`,
  );
  return rows.map((row) => ({
    reference: row.reference,
    organisation: localizedSchema.parse(row.organisation),
    service: localizedSchema.parse(row.service),
    state: row.state as DeliveryState,
    attempts: row.attempts,
    sentAt: row.sent_at,
    movedAt: row.moved_at,
    outcomeUnknownSince: row.outcome_unknown_since,
  }));
}

/** False when the part fails or keeps us waiting. */
function patiently(answer: Promise<boolean>): Promise<boolean> {
  const impatience = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), PATIENCE).unref();
  });
  return Promise.race([answer.catch(() => false), impatience]);
}
