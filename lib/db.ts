import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Actor, RecipientActor } from "@/lib/auth/schema";
import { environment } from "@/lib/env";
import { PrismaClient, type Prisma } from "@/prisma/generated/client";

/**
 * The database, always within a transaction that knows who acts. A person's transaction runs as
 * portal_app under row-level security; the portal's own, in the worker, as the owner.
 */
export type Transaction = Prisma.TransactionClient;

const clients: { app?: PrismaClient; owner?: PrismaClient } =
  // Survives hot reloads, which would otherwise leave a pool behind each time.
  ((globalThis as { portalClients?: object }).portalClients ??= {});

export async function withActor<T>(
  actor: Actor,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  if (actor.kind === "system") return ownerClient().$transaction(work, LIMITS);
  if (actor.kind === "recipient") return withRecipient(actor, work);
  return appClient().$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT
      set_config('portal.person', ${actor.personId}, true),
      set_config('portal.organisation', ${actor.actingFor.organisationId ?? ""}, true),
      set_config('portal.reads', ${arrayText(actor.reads)}, true),
      set_config('portal.writes', ${arrayText(actor.writes)}, true)`;
    return work(transaction);
  }, LIMITS);
}

/** Shown is the one delivery that the link leads to, when it went to one of these numbers. */
function withRecipient<T>(
  { numberHashes, tokenHash }: RecipientActor,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return appClient().$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT
      set_config('portal.recipients', ${arrayText(numberHashes)}, true),
      set_config('portal.reply_token', ${tokenHash}, true)`;
    return work(transaction);
  }, LIMITS);
}

/**
 * For lib/auth, before there is an actor, and for what is public: persons, sessions, the log, and the memberships and names
 * of the one person given.
 */
export async function withoutActor<T>(
  personId: string | null,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return appClient().$transaction(async (transaction) => {
    if (personId) {
      await transaction.$queryRaw`SELECT set_config('portal.person', ${personId}, true)`;
    }
    return work(transaction);
  }, LIMITS);
}

type Task = "publish_delivery" | "make_proof" | "read_recipients" | "check_boxes";
/** Those that the worker alone gives, or that have a door of their own in the database. */
type WorkerTask = Task | "check_attachment" | "unpack_archive" | "lay_out_message" | "make_bundles";

/**
 * Puts a job into the queue inside the caller's transaction: seen on commit, gone on rollback. The
 * database makes its key, and refuses what is not the caller's.
 */
export async function addJob(
  transaction: Transaction,
  task: Task,
  payload: { deliveryId: string; language?: string } | { messageId: string } | { fileId: string },
): Promise<void> {
  await transaction.$queryRaw`SELECT portal.add_job(${task}, ${JSON.stringify(payload)}::json)::text`;
}

/** Has an order go on: at the moment it is planned for, or at once. */
export async function addOrderJob(transaction: Transaction, messageId: string): Promise<void> {
  await transaction.$queryRaw`SELECT portal.add_order_job(${messageId}::uuid)::text`;
}

/** Asks for the event and the evidence of an answer just given, in the same way. */
export async function addAnswerJob(transaction: Transaction, answerId: string): Promise<void> {
  await transaction.$queryRaw`SELECT portal.add_answer_job(${answerId}::uuid)::text`;
}

/** Asks for the bundle of a delivery, or for the bundles of an order, in the same way. */
export async function addBundleJob(
  transaction: Transaction,
  wanted: { deliveryId: string; language: string } | { orderId: string },
): Promise<void> {
  if ("orderId" in wanted) {
    await transaction.$queryRaw`SELECT portal.add_bundles_job(${wanted.orderId}::uuid)::text`;
    return;
  }
  const { deliveryId, language } = wanted;
  await transaction.$queryRaw`SELECT portal.add_bundle_job(${deliveryId}::uuid, ${language})::text`;
}

/** Asks for a certificate of what the log contains, in the same way. */
export async function addFindingJob(transaction: Transaction, findingId: string): Promise<void> {
  await transaction.$queryRaw`SELECT portal.add_finding_job(${findingId}::uuid)::text`;
}

/** The same for later, by the worker, which may speak to the queue itself. */
export async function addJobAt(
  transaction: Transaction,
  task: WorkerTask,
  payload: object,
  key: string,
  runAt: Date,
): Promise<void> {
  await transaction.$queryRaw`SELECT (graphile_worker.add_job(identifier => ${task},
    payload => ${JSON.stringify(payload)}::json, job_key => ${key}, run_at => ${runAt}::timestamptz,
    max_attempts => 25)).id::text`;
}

/** Many of one kind at once, by the worker. */
export async function addJobsAt(
  transaction: Transaction,
  task: WorkerTask,
  jobs: { key: string; payload: object }[],
  runAt: Date,
): Promise<void> {
  await transaction.$queryRaw`
    SELECT (graphile_worker.add_job(identifier => ${task}, payload => job->'payload',
      job_key => job->>'key', run_at => ${runAt}::timestamptz, max_attempts => 25)).id::text
    FROM json_array_elements(${JSON.stringify(jobs)}::json) AS job`;
}

export async function closeDatabase(): Promise<void> {
  await Promise.all([clients.app?.$disconnect(), clients.owner?.$disconnect()]);
  delete clients.app;
  delete clients.owner;
}

const LIMITS = { maxWait: 10_000, timeout: 60_000 };

function appClient(): PrismaClient {
  return (clients.app ??= connect(environment().DATABASE_APP_URL));
}

function ownerClient(): PrismaClient {
  const url = environment().DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: only the worker acts as the portal itself");
  return (clients.owner ??= connect(url));
}

function connect(connectionString: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString, max: 10 }) });
}

function arrayText(ids: readonly string[]): string {
  return `{${ids.join(",")}}`;
}
