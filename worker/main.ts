import { checkAttachment, resumeChecks } from "@/lib/attachments/jobs";
import { checkAttachmentJobSchema } from "@/lib/attachments/schema";
import { resumeUnpacking, unpackArchive } from "@/lib/attachments/personal/jobs";
import { unpackArchiveJobSchema } from "@/lib/attachments/personal/schema";
import { closeDatabase } from "@/lib/db";
import { requireEnvironment } from "@/lib/env";
import { removeAbandonedUploads } from "@/lib/gateways/uploads";
import { log } from "@/lib/log";
import { loop } from "@/lib/loop";
import { expireDeliveries, followOpenings } from "@/lib/deliveries/following/jobs";
import { forgetCalls, publishDelivery, resumeDeliveries } from "@/lib/deliveries/jobs";
import { followUp } from "@/lib/follow-ups/jobs";
import { probe, tellOutages } from "@/lib/outages/jobs";
import { LOOK_EVERY_MS } from "@/lib/outages/rules";
import { keepAnswer } from "@/lib/replies/answers/jobs";
import { keepAnswerJobSchema } from "@/lib/replies/answers/schema";
import { fetchReplies } from "@/lib/replies/jobs";
import { sequenceLog, stampCheckpoint } from "@/lib/proofs/jobs";
import { mailCheckpoints } from "@/lib/proofs/subscriptions/jobs";
import { askWitnesses } from "@/lib/proofs/witnesses/jobs";
import { mailInvitations } from "@/lib/members/invitations/jobs";
import { sweepFiles } from "@/lib/retention/files/jobs";
import { keepPolicies } from "@/lib/retention/jobs";
import { layOutMessage, resumeOrders } from "@/lib/messages/sending/jobs";
import { layOutJobSchema } from "@/lib/messages/sending/schema";
import { checkBoxesJobSchema, readRecipientsJobSchema } from "@/lib/recipients/files/schema";
import { checkBoxes, readRecipients, resumeReadings } from "@/lib/recipients/reading/jobs";
import { publishJobSchema } from "@/lib/deliveries/schema";
import { makeBundle, makeBundles } from "@/lib/proofs/bundles/jobs";
import { bundleOrderRefSchema } from "@/lib/proofs/bundles/schema";
import { makeProof } from "@/lib/proofs/documents/jobs";
import { proofDocumentSchema } from "@/lib/proofs/documents/schema";
import { makeFinding } from "@/lib/proofs/findings/jobs";
import { findingRefSchema } from "@/lib/proofs/findings/schema";
import { stopTypst } from "@/lib/typst/compile";
import { systemActor } from "@/lib/auth/actor";
import { run } from "graphile-worker";
import { Pool } from "pg";
import { claimWorkerPresence } from "@/worker/presence";

/** The second process: drains the jobs, sequences the log, asks the mailbox. */
const env = requireEnvironment("worker");
const stop = new AbortController();
const pool = new Pool({ connectionString: env.DATABASE_URL, max: env.WORKER_CONCURRENCY + 4 });
const lost = (error: Error) =>
  log.error({ error: error.message }, "a database connection was lost");
pool.on("error", lost);
pool.on("connect", (client) => client.on("error", lost));

const presence = await claimWorkerPresence(env.DATABASE_URL, async () => {
  await unlockJobsOfTheDead();
  await forgetCalls(systemActor("resume_deliveries"));
});

const runner = await run({
  pgPool: pool,
  concurrency: env.WORKER_CONCURRENCY,
  pollInterval: 1000,
  noHandleSignals: true,
  logger: undefined,
  taskList: {
    publish_delivery: async (payload) =>
      publishDelivery(systemActor("publish_delivery"), publishJobSchema.parse(payload)),
    check_attachment: async (payload) =>
      checkAttachment(systemActor("check_attachment"), checkAttachmentJobSchema.parse(payload)),
    unpack_archive: async (payload) =>
      unpackArchive(systemActor("unpack_archive"), unpackArchiveJobSchema.parse(payload)),
    lay_out_message: async (payload) =>
      layOutMessage(systemActor("lay_out_message"), layOutJobSchema.parse(payload)),
    read_recipients: async (payload) =>
      readRecipients(systemActor("read_recipients"), readRecipientsJobSchema.parse(payload)),
    check_boxes: async (payload) =>
      checkBoxes(systemActor("check_boxes"), checkBoxesJobSchema.parse(payload)),
    make_proof: async (payload) =>
      makeProof(systemActor("make_proof"), proofDocumentSchema.parse(payload)),
    make_bundle: async (payload) =>
      makeBundle(systemActor("make_bundle"), proofDocumentSchema.parse(payload)),
    make_bundles: async (payload) =>
      makeBundles(systemActor("make_bundles"), bundleOrderRefSchema.parse(payload)),
    make_finding: async (payload) =>
      makeFinding(systemActor("make_finding"), findingRefSchema.parse(payload)),
    keep_answer: async (payload) =>
      keepAnswer(systemActor("keep_answer"), keepAnswerJobSchema.parse(payload)),
  },
});

const loops = [
  loop(
    "sequence",
    500,
    () => sequenceLog(systemActor("sequence_log")).then(() => undefined),
    stop.signal,
  ),
  loop(
    "stamp",
    5000,
    () => stampCheckpoint(systemActor("stamp_checkpoint")).then(() => undefined),
    stop.signal,
  ),
  loop(
    "witnesses",
    5000,
    () => askWitnesses(systemActor("ask_witnesses")).then(() => undefined),
    stop.signal,
  ),
  loop(
    "mails",
    15_000,
    () => mailCheckpoints(systemActor("mail_checkpoints")).then(() => undefined),
    stop.signal,
  ),
  loop(
    "invitations",
    5000,
    () => mailInvitations(systemActor("mail_invitations")).then(() => undefined),
    stop.signal,
  ),
  loop("probes", LOOK_EVERY_MS, () => probe(systemActor("probe")), stop.signal),
  loop("outages", 30_000, () => tellOutages(systemActor("tell_outages")), stop.signal),
  loop("openings", 1000, () => followOpenings(systemActor("follow_openings")), stop.signal),
  loop("follow-ups", 2000, () => followUp(systemActor("follow_up")), stop.signal),
  loop("replies", 1000, () => fetchReplies(systemActor("fetch_replies")), stop.signal),
  loop("resume", 15_000, () => resumeDeliveries(systemActor("resume_deliveries")), stop.signal),
  loop("orders", 30_000, () => resumeOrders(systemActor("resume_orders")), stop.signal),
  loop("readings", 30_000, () => resumeReadings(systemActor("resume_readings")), stop.signal),
  loop("attachments", 15_000, () => resumeChecks(systemActor("resume_checks")), stop.signal),
  loop("archives", 15_000, () => resumeUnpacking(systemActor("resume_unpacking")), stop.signal),
  loop(
    "uploads",
    3_600_000,
    async () => {
      await removeAbandonedUploads();
    },
    stop.signal,
  ),
  loop("retention", 600_000, () => keepPolicies(systemActor("keep_policies")), stop.signal),
  loop("files", 600_000, () => sweepFiles(systemActor("sweep_files")), stop.signal),
  loop("expiry", 1000, () => expireDeliveries(systemActor("expire_deliveries")), stop.signal),
];
process.stdout.write("worker ready\n");

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void end());

let ending: Promise<void> | undefined;
function end(): Promise<void> {
  return (ending ??= (async () => {
    stop.abort();
    await runner.stop();
    await Promise.all(loops);
    await stopTypst();
    await presence.release();
    await pool.end();
    await closeDatabase();
  })());
}

/** A worker that was killed leaves its jobs locked; nobody else being there, they are free again. */
async function unlockJobsOfTheDead(): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT DISTINCT locked_by AS id FROM graphile_worker.jobs WHERE locked_by IS NOT NULL",
  );
  if (rows.length > 0) {
    await pool.query("SELECT graphile_worker.force_unlock_workers($1::text[])", [
      rows.map((row) => row.id),
    ]);
  }
}
