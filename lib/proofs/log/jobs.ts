import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { Transaction } from "@/lib/db";
import type { Signer } from "@/lib/gateways/signer";
import { decryptBytes, encryptBytes } from "@/lib/number-vault";
import { concatBytes, type Bytes } from "@/lib/proofs/bytes";
import { fileOfCompact, sealCompact } from "@/lib/proofs/jws";
import { leafText } from "@/lib/proofs/log-record";
import { readRows } from "@/lib/proofs/log/data";
import { QUEUED_KINDS, type QueuedKind, type RecordKind } from "@/lib/proofs/log/schema";
import { LEAF_PREFIX, NODE_PREFIX, type Subtree } from "@/lib/proofs/merkle";
import { SALT_BYTES } from "@/lib/proofs/tlog-proof";

/**
 * The sequencer's batch: what waits, the leaf of each, and writing them set by set. Everything runs in
 * the sequencer's one transaction; whoever writes evidence waits for none of it.
 */
export type Waiting = { position: bigint; kind: "evidence" | QueuedKind; recordId: string };

/** One leaf to be, in the order of the log. */
export type Entry = { salt: Bytes; leafHash: Bytes } & (
  | { evidenceId: string; organisationId: string; serviceId: string; jws: Bytes }
  | { kind: RecordKind; recordId: string }
);

export function readQueue(tx: Transaction, most: number): Promise<Waiting[]> {
  return tx.$queryRaw<Waiting[]>`
    SELECT position, kind, "recordId"::text AS "recordId" FROM "LogQueue"
    ORDER BY position LIMIT ${most}::int`;
}

export async function emptyQueue(tx: Transaction, waiting: readonly Waiting[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM "LogQueue"
    WHERE position = ANY(${waiting.map(({ position }) => position)}::bigint[])`;
}

/** Reads what waits, all at once, and answers how each becomes a leaf; null: it is gone, or has its leaf. */
export async function readSources(
  tx: Transaction,
  waiting: readonly Waiting[],
  seal: Signer,
  at: Date,
): Promise<(row: Waiting) => Promise<Entry | null>> {
  const ids = (kind: Waiting["kind"]) =>
    waiting.flatMap((row) => (row.kind === kind ? [row.recordId] : []));
  const evidences = await readEvidences(tx, ids("evidence"));
  const texts = await readTexts(tx, ids);
  return async ({ kind, recordId }) => {
    if (kind === "evidence") {
      const evidence = evidences.get(recordId);
      return evidence ? sealOne(evidence, seal, at) : null;
    }
    const text = texts.get(`${kind}/${recordId}`);
    return text === undefined ? null : { kind, recordId, ...leafOf(text) };
  };
}

/** The leaf of the state that was signed last: the log holds its own history too. */
export async function entryOfCheckpoint(
  tx: Transaction,
  checkpoint: { id: string; note: Bytes },
): Promise<Entry[]> {
  const key = { kind: "checkpoint" as const, recordId: checkpoint.id };
  if (await tx.recordSeal.findUnique({ where: { kind_recordId: key } })) return [];
  return [{ ...key, ...leafOf(leafText("checkpoint", checkpoint)) }];
}

type EvidenceRow = { id: string; organisationId: string; serviceId: string; payload: Bytes };

async function readEvidences(tx: Transaction, ids: string[]): Promise<Map<string, EvidenceRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<EvidenceRow[]>`
    SELECT e.id::text AS id, e."organisationId"::text AS "organisationId",
      e."serviceId"::text AS "serviceId", e.payload
    FROM "Evidence" e
    WHERE e.id = ANY(${ids}::uuid[])
      AND NOT EXISTS (SELECT 1 FROM "EvidenceSeal" s WHERE s."evidenceId" = e.id)`;
  return new Map(rows.map((row) => [row.id, row]));
}

async function readTexts(
  tx: Transaction,
  idsOf: (kind: QueuedKind) => string[],
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const kind of QUEUED_KINDS) {
    const ids = idsOf(kind);
    if (ids.length === 0) continue;
    const sealed = await tx.recordSeal.findMany({
      where: { kind, recordId: { in: ids } },
      select: { recordId: true },
    });
    const done = new Set(sealed.map(({ recordId }) => recordId));
    for (const row of await readRows(tx, kind, ids)) {
      if (!done.has(row.id)) texts.set(`${kind}/${row.id}`, leafText(kind, row));
    }
  }
  return texts;
}

async function sealOne(evidence: EvidenceRow, seal: Signer, at: Date): Promise<Entry> {
  const { id, organisationId, serviceId, payload } = evidence;
  const compact = await sealCompact(decryptBytes(payload), seal, at, base64Url);
  const jws = encryptBytes(fileOfCompact(compact));
  return { evidenceId: id, organisationId, serviceId, jws, ...leafOf(compact) };
}

function base64Url(bytes: Bytes): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64url");
}

function leafOf(text: string): { salt: Bytes; leafHash: Bytes } {
  const salt = new Uint8Array(randomBytes(SALT_BYTES));
  const entry = createHash("sha256").update(salt).update(text, "utf8").digest();
  return { salt, leafHash: digest(LEAF_PREFIX, entry) };
}

/** As `hashNode`, without a promise for each of thousands. */
export function hashNodeAtOnce(left: Uint8Array, right: Uint8Array): Bytes {
  return digest(NODE_PREFIX, left, right);
}

function digest(...parts: readonly Uint8Array[]): Bytes {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** Writes the seals and the tree that they let grow; the first entry has the leaf `first`. */
export async function storePart(
  tx: Transaction,
  entries: readonly Entry[],
  completed: readonly Subtree[],
  place: { first: number; at: Date },
): Promise<void> {
  await storeEntries(tx, entries, place);
  if (completed.length > 0) await storeNodes(tx, completed);
}

async function storeEntries(
  tx: Transaction,
  entries: readonly Entry[],
  { first, at }: { first: number; at: Date },
): Promise<void> {
  const placed = entries.map((entry, place) => ({ ...entry, place }));
  const evidences = placed.filter((entry) => "evidenceId" in entry);
  const records = placed.filter((entry) => "recordId" in entry);
  const salts = (some: readonly Entry[]) => concatBytes(...some.map(({ salt }) => salt));
  const places = (some: readonly { place: number }[]) => some.map(({ place }) => place);
  if (evidences.length > 0) {
    const files = evidences.map(({ jws }) => jws);
    await tx.$executeRaw`
      INSERT INTO "EvidenceSeal"
        ("evidenceId", "organisationId", "serviceId", jws, salt, "leafIndex", "sealedAt")
      SELECT id, organisation, service, substring(${concatBytes(...files)}::bytea FROM start FOR size),
        substring(${salts(evidences)}::bytea FROM 32 * (n::int - 1) + 1 FOR 32),
        ${first}::bigint + place, ${at}::timestamptz
      FROM unnest(${evidences.map((entry) => entry.evidenceId)}::uuid[],
        ${evidences.map((entry) => entry.organisationId)}::uuid[],
        ${evidences.map((entry) => entry.serviceId)}::uuid[],
        ${startsOf(files)}::int[], ${files.map((file) => file.length)}::int[],
        ${places(evidences)}::int[])
        WITH ORDINALITY AS entry(id, organisation, service, start, size, place, n)`;
  }
  if (records.length > 0) {
    await tx.$executeRaw`
      INSERT INTO "RecordSeal" (kind, "recordId", salt, "leafIndex", "sealedAt")
      SELECT kind, id, substring(${salts(records)}::bytea FROM 32 * (n::int - 1) + 1 FOR 32),
        ${first}::bigint + place, ${at}::timestamptz
      FROM unnest(${records.map((entry) => entry.kind)}::text[],
        ${records.map((entry) => entry.recordId)}::uuid[], ${places(records)}::int[])
        WITH ORDINALITY AS entry(kind, id, place, n)`;
  }
}

async function storeNodes(tx: Transaction, nodes: readonly Subtree[]): Promise<void> {
  const hashes = concatBytes(...nodes.map(({ hash }) => hash));
  await tx.$executeRaw`
    INSERT INTO "LogNode" (level, index, hash)
    SELECT level, index, substring(${hashes}::bytea FROM 32 * (n::int - 1) + 1 FOR 32)
    FROM unnest(${nodes.map(({ level }) => level)}::int[],
      ${nodes.map(({ index }) => BigInt(index))}::bigint[])
      WITH ORDINALITY AS node(level, index, n)`;
}

/** Where each begins when all are laid one after another, counted from 1 as SQL does. */
function startsOf(files: readonly Bytes[]): number[] {
  let next = 1;
  return files.map((file) => {
    const start = next;
    next += file.length;
    return start;
  });
}
