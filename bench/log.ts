/**
 * `npm run bench:log`: how many evidences a second are sealed and entered in the log, with its signed and
 * stamped states, beside the bare signing rate and the bare insert rate of the same rows; whether a sender
 * waits for it; and what a proof costs at ten million entries.
 */
import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";
import { Client } from "pg";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { publishDelivery } from "@/lib/deliveries/jobs";
import { environment } from "@/lib/env";
import { openLogSigner, openSealSigner } from "@/lib/gateways/signer";
import { decryptBytes, encryptBytes } from "@/lib/number-vault";
import { concatBytes, type Bytes } from "@/lib/proofs/bytes";
import { assembleNote, formatCheckpoint, logKeyId } from "@/lib/proofs/checkpoint";
import { getAuditRecordProof, readRanges } from "@/lib/proofs/data";
import { sequenceLog, stampCheckpoint } from "@/lib/proofs/jobs";
import { auditRecordText } from "@/lib/proofs/log-record";
import { completeSubtrees, foldSubtrees, inclusionRanges } from "@/lib/proofs/merkle";
import { evidenceLeafHash, parseTlogProof, rootOfProof } from "@/lib/proofs/tlog-proof";
import { stopTypst } from "@/lib/typst/compile";
import { LETTERS, RECIPIENTS } from "@/prisma/seed/letters";
import { listTypes, writeMessage } from "@/prisma/seed/write";
import { layTestHouse } from "@/scripts/test-house";
import { machine } from "./machine";
import { openStage, quantile, startWorker } from "./stage";

const EVIDENCES = 60_000;
const LEAST_PER_SECOND = 3_000;
const SIGNED_ALONE = 20_000;
const INSERTED_AT_ONCE = 2_000;
const SENDS = 40;
const BACKLOG = 60_000;
const SMALL = 10_000;
const LARGE = 10_000_000;
const PROOFS = 500;
const PROOF_LIMIT_MS = 5;

const portal = systemActor("bench");
const { close } = await openStage();
const owner = new Client({ connectionString: environment().DATABASE_URL });
await owner.connect();
const actors = await layTestHouse();
const types = await listTypes();

console.log(`Machine: ${machine()}`);
const model = await makeModel();
const seal = await openSealSigner(environment().KEYS_DIR);

console.log(`Signing alone: ${SIGNED_ALONE} signatures over an evidence's bytes`);
const signing = await rateOf(SIGNED_ALONE, async () => {
  for (let turn = 0; turn < SIGNED_ALONE; turn += 1) await seal.sign(model.payload);
});

console.log(`Sequencer: ${EVIDENCES} evidences that wait`);
await addEvidences(EVIDENCES);
let stamps = 0;
const enough = new AbortController();
const stamping = (async () => {
  while (!enough.signal.aborted) {
    if ((await stampCheckpoint(systemActor("stamp_checkpoint"))) === "stamped") stamps += 1;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
})();
const checkpointsBefore = await countCheckpoints();
const processorBefore = process.cpuUsage();
const sequencing = await rateOf(EVIDENCES, async () => {
  await sequenceLog(systemActor("sequence_log"));
});
const { user, system } = process.cpuUsage(processorBefore);
const processorMs = (user + system) / 1000 / EVIDENCES;
enough.abort();
await stamping;
const checkpoints = (await countCheckpoints()) - checkpointsBefore;

console.log("Inserting alone: the same rows into a table of the same shape");
const inserting = await insertAlone();

console.log(`Sending: ${SENDS} messages beside an idle worker, ${SENDS} beside a busy sequencer`);
const worker = await startWorker();
await sendSome(5);
const idle = await sendSome(SENDS);
await addEvidences(BACKLOG);
const busy = await sendSome(SENDS);
const leftOver = await countWaiting();
await worker.stop();

console.log(`Proofs: ${PROOFS} at ${SMALL} entries, and at ${LARGE}`);
await emptyLog();
const small = await proofsAt(SMALL);
const large = await proofsAt(LARGE);

const ratio = (value: number, of: number) => (value / of).toFixed(2);
const row = (name: string, { made, handedOut, verified, bytes }: typeof small) =>
  `Proof at ${name}   made p50 ${quantile(made, 0.5).toFixed(1)} ms, p95 ${quantile(made, 0.95).toFixed(1)} ms   as a file with its record and state p50 ${quantile(handedOut, 0.5).toFixed(1)} ms   verified ${quantile(verified, 0.5).toFixed(2)} ms   ${bytes} bytes`;
console.log(`
Signing alone      ${signing.toFixed(0)} /s
Inserting alone    ${inserting.toFixed(0)} /s
Sealed and logged  ${sequencing.toFixed(0)} /s, with ${checkpoints} signed states and ${stamps} time stamps   ÷ signing = ${ratio(sequencing, signing)}   ÷ inserting = ${ratio(sequencing, inserting)}   ÷ required ${LEAST_PER_SECOND} = ${ratio(sequencing, LEAST_PER_SECOND)}
Worker alone       ${processorMs.toFixed(2)} ms of processor time an evidence, whatever else the machine does
Sending, idle      p50 ${quantile(idle, 0.5).toFixed(0)} ms, p95 ${quantile(idle, 0.95).toFixed(0)} ms
Sending, busy      p50 ${quantile(busy, 0.5).toFixed(0)} ms, p95 ${quantile(busy, 0.95).toFixed(0)} ms   busy ÷ idle = ${ratio(quantile(busy, 0.5), quantile(idle, 0.5))}   (${leftOver} still waited for their seal at the end)
${row("ten thousand", small)}
${row("ten million ", large)}   p50 ÷ limit of ${PROOF_LIMIT_MS} ms = ${ratio(quantile(large.made, 0.5), PROOF_LIMIT_MS)}`);

await stopTypst();
await owner.end();
await closeDatabase();
await close();
process.exit(0);

async function rateOf(count: number, work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return count / ((performance.now() - from) / 1000);
}

/** An evidence of a letter as it is really published, to be copied. */
async function makeModel() {
  const messageId = await send(1);
  const delivery = await withActor(portal, (tx) =>
    tx.delivery.findFirstOrThrow({ where: { messageId } }),
  );
  await publishDelivery(portal, { deliveryId: delivery.id });
  const evidence = await withActor(portal, (tx) =>
    tx.evidence.findFirstOrThrow({
      where: { deliveryId: delivery.id, event: "ContentConsignment" },
    }),
  );
  await sequenceLog(systemActor("sequence_log"));
  return { ...evidence, payload: decryptBytes(evidence.payload) };
}

function send(number: number): Promise<string> {
  const letter = LETTERS.find(({ type }) => type === "INVOICE");
  const [recipient] = RECIPIENTS;
  if (!letter || !recipient) throw new Error("the demonstration has no letters");
  return writeMessage(actors.an, types, letter, recipient, number);
}

async function addEvidences(count: number): Promise<void> {
  const { deliveryId, organisationId, serviceId, event, eventTime, payload } = model;
  for (let added = 0; added < count; added += INSERTED_AT_ONCE) {
    await withActor(portal, (tx) =>
      tx.evidence.createMany({
        data: Array.from({ length: Math.min(INSERTED_AT_ONCE, count - added) }, () => ({
          ...{ deliveryId, organisationId, serviceId, event, eventTime },
          payload: encryptBytes(payload),
        })),
      }),
    );
  }
}

function countCheckpoints(): Promise<number> {
  return withActor(portal, (tx) => tx.checkpoint.count());
}

function countWaiting(): Promise<number> {
  return withActor(portal, (tx) => tx.logQueue.count());
}

/** The rows of the seals and of the tree that go with them, already made, as fast as they go in. */
async function insertAlone(): Promise<number> {
  const { rows } = await owner.query<{ jws: Buffer }>(`SELECT jws FROM "EvidenceSeal" LIMIT 1`);
  const jws = rows[0]?.jws ?? Buffer.alloc(0);
  await owner.query(`CREATE TABLE bare_seal (LIKE "EvidenceSeal" INCLUDING ALL)`);
  await owner.query(`CREATE TABLE bare_node (LIKE "LogNode" INCLUDING ALL)`);
  const packed = concatBytes(...Array.from({ length: INSERTED_AT_ONCE }, () => jws));
  const ids = Array.from({ length: EVIDENCES }, () => randomUUID());
  return rateOf(EVIDENCES, async () => {
    for (let start = 0; start < EVIDENCES; start += INSERTED_AT_ONCE) {
      await owner.query("BEGIN");
      await owner.query(
        `INSERT INTO bare_seal
         SELECT id, $2, $3, substring($4::bytea FROM $5 * (n::int - 1) + 1 FOR $5), $6, $7 + n, now()
         FROM unnest($1::uuid[]) WITH ORDINALITY AS entry(id, n)`,
        [
          ids.slice(start, start + INSERTED_AT_ONCE),
          model.organisationId,
          model.serviceId,
          Buffer.from(packed),
          jws.length,
          randomBytes(32),
          start,
        ],
      );
      await owner.query(
        `INSERT INTO bare_node SELECT n % 2, $1 + n / 2, sha256(int8send(n))
         FROM generate_series(0, $2::bigint) n`,
        [start, 2 * INSERTED_AT_ONCE - 1],
      );
      await owner.query("COMMIT");
    }
  });
}

async function sendSome(count: number): Promise<number[]> {
  const waits: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const from = performance.now();
    await send(turn + 1);
    waits.push(performance.now() - from);
  }
  return waits;
}

async function emptyLog(): Promise<void> {
  for (const table of ["LogNode", "EvidenceSeal", "RecordSeal", "CheckpointStamp", "Checkpoint"]) {
    await owner.query(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
  }
  await owner.query(
    `TRUNCATE "LogNode", "EvidenceSeal", "RecordSeal", "CheckpointStamp", "WitnessCosignature", "Checkpoint"`,
  );
}

/** A tree of so many leaves, of which some are audit records, and what their proofs cost. */
async function proofsAt(size: number) {
  await owner.query(`TRUNCATE "LogNode"`);
  const samples = await addRecords(size);
  await buildTree(size, samples);
  const root = await signTree(size);
  const [made, handedOut, verified]: [number[], number[], number[]] = [[], [], []];
  let bytes = 0;
  for (const { id, text, index } of samples) {
    const start = performance.now();
    await withActor(portal, (tx) => readRanges(tx, inclusionRanges(index, size)));
    made.push(performance.now() - start);
    const from = performance.now();
    const found = await getAuditRecordProof(portal, id);
    handedOut.push(performance.now() - from);
    if (!found.ok) throw new Error(found.refusal);
    bytes = found.value.logProof.bytes.length;
    const again = performance.now();
    const proof = parseTlogProof(found.value.logProof.bytes);
    const reached = proof.ok ? await rootOfProof(proof.value, text) : null;
    verified.push(performance.now() - again);
    if (!reached || !Buffer.from(reached).equals(root)) throw new Error("a proof does not hold");
  }
  return { made, handedOut, verified, bytes };
}

type Sample = { id: string; text: string; index: number; hash: Bytes };

async function addRecords(size: number): Promise<Sample[]> {
  const indexes = new Set<number>();
  // Above the smaller tree, so that both can stand in the same tables.
  while (indexes.size < PROOFS) indexes.add(randomInt(size === SMALL ? 0 : SMALL, size));
  const ids = [...indexes].map(() => randomUUID());
  await withActor(portal, (tx) =>
    tx.auditRecord.createMany({
      data: ids.map((id) => ({ id, act: "letter_viewed", subjectKind: "delivery" })),
    }),
  );
  const rows = await withActor(portal, (tx) =>
    tx.auditRecord.findMany({ where: { id: { in: ids } } }),
  );
  const samples: Sample[] = [];
  for (const [place, index] of [...indexes].entries()) {
    const row = rows[place];
    if (!row) throw new Error("a record is missing");
    const salt = new Uint8Array(createHash("sha256").update(row.id).digest());
    const text = auditRecordText(row);
    samples.push({ id: row.id, text, index, hash: await evidenceLeafHash(salt, text) });
    await withActor(portal, (tx) =>
      tx.recordSeal.create({
        data: {
          ...{ kind: "audit_record", recordId: row.id, salt, sealedAt: new Date() },
          leafIndex: BigInt(index),
        },
      }),
    );
  }
  return samples;
}

/** Level by level, by the database itself; the leaves that are no samples are generated. */
async function buildTree(size: number, samples: readonly Sample[]): Promise<void> {
  await owner.query(`ALTER TABLE "LogNode" DROP CONSTRAINT "LogNode_pkey"`);
  await owner.query(`SET work_mem = '512MB'; SET maintenance_work_mem = '1GB'`);
  await owner.query(
    `CREATE TEMP TABLE row_0 AS SELECT n AS index, coalesce(sample.hash, sha256(int8send(n))) AS hash
     FROM generate_series(0, $1::bigint - 1) n
       LEFT JOIN unnest($2::bigint[], $3::bytea[]) AS sample(index, hash) ON sample.index = n`,
    [size, samples.map(({ index }) => index), samples.map(({ hash }) => Buffer.from(hash))],
  );
  for (let level = 0; 2 ** level <= size; level += 1) {
    await owner.query(`INSERT INTO "LogNode" SELECT $1::int, index, hash FROM row_${level}`, [
      level,
    ]);
    await owner.query(
      `CREATE TEMP TABLE row_${level + 1} AS
       SELECT l.index / 2 AS index, sha256('\\x01'::bytea || l.hash || r.hash) AS hash
       FROM row_${level} l JOIN row_${level} r ON r.index = l.index + 1 WHERE l.index % 2 = 0`,
    );
    await owner.query(`DROP TABLE row_${level}`);
  }
  await owner.query(`DROP TABLE row_${Math.floor(Math.log2(size)) + 1}`);
  await owner.query(
    `ALTER TABLE "LogNode" ADD CONSTRAINT "LogNode_pkey" PRIMARY KEY (level, index)`,
  );
  await owner.query(`VACUUM ANALYZE "LogNode"`);
}

async function signTree(size: number): Promise<Uint8Array> {
  const hashes: Bytes[] = [];
  for (const { level, index } of completeSubtrees({ start: 0, end: size })) {
    const { rows } = await owner.query<{ hash: Buffer }>(
      `SELECT hash FROM "LogNode" WHERE level = $1 AND index = $2`,
      [level, index],
    );
    hashes.push(new Uint8Array(rows[0]?.hash ?? []));
  }
  const root = await foldSubtrees(hashes);
  const key = await openLogSigner(environment().KEYS_DIR);
  const text = formatCheckpoint({ origin: key.name, size, root });
  const line = { name: key.name, keyId: await logKeyId(key), signature: await key.sign(text) };
  await withActor(portal, (tx) =>
    tx.checkpoint.create({
      data: {
        ...{ size: BigInt(size), rootHash: root, createdAt: new Date() },
        note: assembleNote(text, [line]),
      },
    }),
  );
  return root;
}
