import "server-only";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Actor } from "@/lib/auth/schema";
import { withActor, withoutActor, type Transaction } from "@/lib/db";
import { environment } from "@/lib/env";
import { ok, refuse, type Result } from "@/lib/result";
import { readOptionalText } from "@/lib/optional-file";
import { concatBytes, type Bytes } from "@/lib/proofs/bytes";
import { formatLogKey, parseLogKey, type LogKey } from "@/lib/proofs/checkpoint";
import { addCosignatures, parseWitnesses, type WitnessAddress } from "@/lib/proofs/cosignature";
import { readEvidence } from "@/lib/proofs/evidence";
import { auditRecordBytes } from "@/lib/proofs/log-record";
import type { RecordKind } from "@/lib/proofs/log/schema";
import {
  completeSubtrees,
  foldSubtrees,
  inclusionRanges,
  type LeafRange,
  type SubtreeAddress,
} from "@/lib/proofs/merkle";
import { evidenceFileName, stampingState } from "@/lib/proofs/rules";
import { EVIDENCE_EVENTS, type EvidenceEvent, type EvidenceRecord } from "@/lib/proofs/schema";
import { isTileOfTree, tileSubtrees, type Tile } from "@/lib/proofs/tile";
import { formatTlogProof } from "@/lib/proofs/tlog-proof";
import { decryptBytes } from "@/lib/number-vault";

export type NamedFile = { name: string; bytes: Bytes };

export type SealedFiles = {
  evidenceId: string;
  event: EvidenceEvent;
  record: EvidenceRecord;
  leafIndex: number;
  sealedAt: Date;
  evidence: NamedFile;
  logProof: NamedFile;
};

/** What is handed out for a delivery: all evidence, proved against one checkpoint. */
export type DeliveryProof = {
  files: SealedFiles[];
  checkpoint: { size: number; root: Bytes; note: Bytes; createdAt: Date };
  /** The RFC 3161 token over the note, when the checkpoint has one. */
  stamp: { token: Bytes; stampedAt: Date } | null;
};

/** `evidence_waiting`: some facts are not sealed yet; they are within seconds, so ask again. */
export type DeliveryProofRefusal = "not_found" | "evidence_waiting";

/**
 * Every evidence of a delivery with its log proof. All are proved against one checkpoint: the
 * newest that is time-stamped and covers them, or the newest of all while the stamp is due.
 */
export function getDeliveryProof(
  actor: Actor,
  deliveryId: string,
): Promise<Result<DeliveryProof, DeliveryProofRefusal>> {
  return withActor(actor, async (tx) => {
    const rows = await tx.evidence.findMany({
      where: { deliveryId, ...scopeOf(actor) },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      include: { seal: true },
    });
    const lastIndex = rows.reduce(
      (last, { seal }) => Math.max(last, Number(seal?.leafIndex ?? -1)),
      -1,
    );
    const checkpoint = await findCheckpoint(tx, lastIndex);
    if (rows.length === 0) return refuse("not_found");
    if (!checkpoint) return refuse("evidence_waiting");
    const placed = rows.map((row, index) => ({ ...row, position: index + 1 }));
    const files = await proveEvidences(tx, placed, checkpoint);
    if (!files) return refuse("evidence_waiting");
    const { stamp, size, root, note, createdAt } = checkpoint;
    return ok({ files, checkpoint: { size, root, note, createdAt }, stamp });
  });
}

/** An evidence with what is kept of its seal, as it is read from the database. */
export type EvidenceRow = {
  id: string;
  event: string;
  payload: Bytes;
  seal: { leafIndex: bigint; salt: Bytes; jws: Bytes; sealedAt: Date } | null;
};

/**
 * The files of each, proved against this state with one question to the log; `position`: the nth of its
 * delivery. Null as long as one of them has no seal.
 */
export async function proveEvidences(
  tx: Transaction,
  rows: readonly (EvidenceRow & { position: number })[],
  checkpoint: { size: number; cosigned: Bytes },
): Promise<SealedFiles[] | null> {
  const sealed = rows.flatMap(({ seal, ...row }) => (seal ? [{ ...row, seal }] : []));
  if (sealed.length < rows.length) return null;
  const ranges = sealed.map(({ seal }) => inclusionRanges(Number(seal.leafIndex), checkpoint.size));
  const hashes = await readRanges(tx, ranges.flat());
  let next = 0;
  return sealed.map(({ id, event, payload, position, seal }, index) => {
    const from = next;
    next += ranges[index]?.length ?? 0;
    const leafIndex = Number(seal.leafIndex);
    const name = eventNamed(event);
    const own = { salt: seal.salt, index: leafIndex, hashes: hashes.slice(from, next) };
    return {
      evidenceId: id,
      event: name,
      record: recordOf(decryptBytes(payload)),
      leafIndex,
      sealedAt: seal.sealedAt,
      evidence: {
        name: evidenceFileName(position, name, "evidence.json"),
        bytes: decryptBytes(seal.jws),
      },
      logProof: {
        name: evidenceFileName(position, name, "tlog-proof"),
        bytes: formatTlogProof({ ...own, checkpoint: checkpoint.cosigned }),
      },
    };
  });
}

/** One evidence and its log proof, for downloads. */
export async function getEvidence(
  actor: Actor,
  evidenceId: string,
): Promise<Result<SealedFiles, DeliveryProofRefusal>> {
  const row = await withActor(actor, (tx) =>
    tx.evidence.findFirst({
      where: { id: evidenceId, ...scopeOf(actor) },
      select: { deliveryId: true },
    }),
  );
  if (!row) return refuse("not_found");
  const proof = await getDeliveryProof(actor, row.deliveryId);
  if (!proof.ok) return proof;
  const files = proof.value.files.find((candidate) => candidate.evidenceId === evidenceId);
  return files ? ok(files) : refuse("not_found");
}

/** An audit record's exact bytes, and the proof that they stand in the log. */
export type AuditRecordProof = {
  record: NamedFile;
  logProof: NamedFile;
  leafIndex: number;
  sealedAt: Date;
} & Pick<DeliveryProof, "checkpoint" | "stamp">;

/**
 * An audit record of the organisation that is acted for, with its place in the log: the newest checkpoint
 * that is time-stamped and covers it, or the newest of all while the stamp is due.
 */
export function getAuditRecordProof(
  actor: Actor,
  auditRecordId: string,
): Promise<Result<AuditRecordProof, DeliveryProofRefusal>> {
  return withActor(actor, async (tx) => {
    const row = await tx.auditRecord.findFirst({
      where: { id: auditRecordId, ...auditScopeOf(actor) },
    });
    if (!row) return refuse("not_found");
    const proved = await proveRecord(tx, { kind: "audit_record", recordId: auditRecordId });
    if (!proved) return refuse("evidence_waiting");
    const { bytes, ...place } = proved;
    return ok({
      record: { name: `${auditRecordId}.audit.json`, bytes: auditRecordBytes(row) },
      logProof: { name: `${auditRecordId}.tlog-proof`, bytes },
      ...place,
    });
  });
}

/** The tlog-proof of a record that is no evidence; null as long as it has no leaf. */
export async function proveRecord(tx: Transaction, key: { kind: RecordKind; recordId: string }) {
  const seal = await tx.recordSeal.findUnique({ where: { kind_recordId: key } });
  const found = seal && (await findCheckpoint(tx, Number(seal.leafIndex)));
  if (!seal || !found) return null;
  const { stamp, cosigned, ...checkpoint } = found;
  const index = Number(seal.leafIndex);
  const hashes = await readRanges(tx, inclusionRanges(index, checkpoint.size));
  return {
    bytes: formatTlogProof({ salt: seal.salt, index, hashes, checkpoint: cosigned }),
    leafIndex: index,
    sealedAt: seal.sealedAt,
    checkpoint,
    cosigned,
    stamp,
  };
}

/** The newest signed checkpoint, with the lines of those witnesses that saw it already. Public. */
export function getCheckpoint(): Promise<Bytes | null> {
  return withoutActor(null, async (tx) => {
    const newest = await tx.checkpoint.findFirst({
      orderBy: { size: "desc" },
      include: COSIGNATURES,
    });
    return newest && cosignedNote(newest);
  });
}

/** The newest time stamp of any checkpoint, and the checkpoint that it is over. Public. */
export function getStampedCheckpoint(): Promise<{ note: Bytes; token: Bytes } | null> {
  return withoutActor(null, async (tx) => {
    const newest = await tx.checkpoint.findFirst({
      where: { stamps: { some: {} } },
      orderBy: { size: "desc" },
      include: NEWEST_STAMP,
    });
    const stamp = newest?.stamps[0];
    return stamp ? { note: newest.note, token: stamp.token } : null;
  });
}

/** The bytes of a tile of the log; null when the log is not that large yet. Public. */
export function getTile(tile: Tile): Promise<Bytes | null> {
  return withoutActor(null, async (tx) => {
    const newest = await tx.checkpoint.findFirst({
      orderBy: { size: "desc" },
      select: { size: true },
    });
    if (!isTileOfTree(tile, Number(newest?.size ?? 0))) return null;
    return concatBytes(...(await readSubtrees(tx, tileSubtrees(tile))));
  });
}

/** The verifier lines of the log's earlier keys, newest first, in KEYS_DIR. */
export const OLDER_KEYS_FILE = "log.older-vkeys";

/** The same, read. Throws when one is no verifier line. */
export function readOlderKeys(keysDir: string): Promise<LogKey[]> {
  return readLogKeys(path.join(keysDir, OLDER_KEYS_FILE));
}

/** The keys in a file of verifier key lines; none where there is no file. */
export async function readLogKeys(file: string): Promise<LogKey[]> {
  const lines = linesOf((await readOptionalText(file)) ?? "");
  const keys = await Promise.all(lines.map((line) => parseLogKey(line.trim())));
  return keys.map((key) => {
    if (!key) throw new Error(`${path.basename(file)} holds a line that is no key of a log.`);
    return key;
  });
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** What a stranger needs in order to believe our proofs: all public, all from KEYS_DIR. */
export async function getTrust(): Promise<{
  /** The C2SP verifier key line of the log. */
  logKey: string;
  /** The log's keys before that one, newest first. */
  olderLogKeys: string[];
  sealCa: string[];
  timestampCa: string[];
  /** The verifier key lines of the witnesses. */
  witnessKeys: string[];
}> {
  const pathOf = (name: string) =>
    path.join(/* turbopackIgnore: true */ environment().KEYS_DIR, name);
  const authorities = async (name: string) => {
    const pem = await readOptionalText(pathOf(name));
    return pem === null ? [] : [pem];
  };
  return {
    logKey: (await readFile(pathOf("log.vkey"), "utf8")).trim(),
    olderLogKeys: linesOf((await readOptionalText(pathOf(OLDER_KEYS_FILE))) ?? ""),
    sealCa: await authorities("seal-ca.pem"),
    timestampCa: await authorities("timestamp-ca.pem"),
    witnessKeys: await Promise.all(
      (await readWitnesses()).map(({ key }) => formatLogKey(key, "witness")),
    ),
  };
}

/** Where the witnesses stand when LOG_WITNESSES names no other file. */
export const WITNESSES_FILE = "log.witnesses";

/** The witnesses of this installation. Throws when their list cannot be read. */
export async function readWitnesses(): Promise<WitnessAddress[]> {
  const { KEYS_DIR, LOG_WITNESSES } = environment();
  const file = LOG_WITNESSES ?? path.join(/* turbopackIgnore: true */ KEYS_DIR, WITNESSES_FILE);
  const text = await readOptionalText(file);
  // Nobody has to have witnesses; a list that was named and is not there is a mistake.
  if (text === null && LOG_WITNESSES !== undefined) throw new Error(`There is no ${file}.`);
  const witnesses = await parseWitnesses(text ?? "");
  if (!witnesses) throw new Error(`${file} holds a line that is no witness: KEY ADDRESS.`);
  return witnesses;
}

/**
 * True when evidence has stayed without seal or time stamp for so long that nothing registered may be
 * sent: either the authority is away, or the log stands still, and then no checkpoint is there to stamp.
 */
export async function registeredStop(tx: Transaction, at: Date): Promise<boolean> {
  const hours = environment().TIMESTAMP_STOP_HOURS;
  const waiting = [await unsealedSince(tx), await unstampedSince(tx)];
  return waiting.some((since) => stampingState(since, at, hours) === "stopped");
}

/** When the oldest evidence was written that has no seal, whichever service it belongs to. */
async function unsealedSince(tx: Transaction): Promise<Date | null> {
  const [row] = await tx.$queryRaw<
    { since: Date | null }[]
  >`SELECT portal.unsealed_since() AS since`;
  return row?.since ?? null;
}

/** When the oldest checkpoint was signed that no time stamp covers. */
export async function unstampedSince(tx: Transaction): Promise<Date | null> {
  const stamped = await tx.checkpoint.findFirst({
    where: { stamps: { some: {} } },
    orderBy: { size: "desc" },
    select: { size: true },
  });
  const oldest = await tx.checkpoint.findFirst({
    where: { size: { gt: stamped?.size ?? -1 } },
    orderBy: { size: "asc" },
    select: { createdAt: true },
  });
  return oldest?.createdAt ?? null;
}

/** The stored hashes of subtrees, in the order asked. Throws when one is missing. */
export async function readSubtrees(
  tx: Transaction,
  addresses: readonly SubtreeAddress[],
): Promise<Bytes[]> {
  if (addresses.length === 0) return [];
  const rows = await tx.$queryRaw<{ place: bigint; hash: Bytes }[]>`
    SELECT asked.place, node.hash
    FROM unnest(${addresses.map(({ level }) => level)}::int[],
      ${addresses.map(({ index }) => BigInt(index))}::bigint[])
      WITH ORDINALITY AS asked(level, index, place)
    JOIN "LogNode" node ON node.level = asked.level AND node.index = asked.index`;
  const hashes = new Map(rows.map(({ place, hash }) => [Number(place) - 1, hash]));
  return addresses.map(({ level, index }, place) => {
    const hash = hashes.get(place);
    if (!hash) throw new Error(`log_inconsistent: subtree ${level}/${index} is missing`);
    return hash;
  });
}

/** The hash of each range; all that is stored is asked for at once. */
export async function readRanges(tx: Transaction, ranges: readonly LeafRange[]): Promise<Bytes[]> {
  const parts = ranges.map(completeSubtrees);
  const hashes = await readSubtrees(tx, parts.flat());
  let next = 0;
  return Promise.all(
    parts.map((part) => {
      const from = next;
      next += part.length;
      return foldSubtrees(hashes.slice(from, next));
    }),
  );
}

const NEWEST_STAMP = { stamps: { orderBy: { stampedAt: "desc" }, take: 1 } } as const;

/** The newest state that is time-stamped and holds so many entries; null while that is due. */
export async function findStampedState(tx: Transaction, size: number) {
  const found = await findCheckpoint(tx, size - 1);
  return found?.stamp ? { ...found, stamp: found.stamp } : null;
}

/** Of an order that stays, so that a file asked for twice is the same. */
const COSIGNATURES = { cosignatures: { orderBy: { key: "asc" }, select: { line: true } } } as const;

function cosignedNote({ note, cosignatures }: { note: Bytes; cosignatures: { line: string }[] }) {
  return addCosignatures(
    note,
    cosignatures.map(({ line }) => line),
  );
}

/** The newest that covers the leaf: stamped and seen by a witness, else stamped, else any. */
async function findCheckpoint(tx: Transaction, lastIndex: number) {
  const size = { gt: BigInt(lastIndex) };
  const stamps = { some: {} };
  const find = (where: object) =>
    tx.checkpoint.findFirst({
      where: { size, ...where },
      orderBy: { size: "desc" },
      include: { ...NEWEST_STAMP, ...COSIGNATURES },
    });
  const row =
    (await find({ stamps, cosignatures: { some: {} } })) ??
    (await find({ stamps })) ??
    (await find({}));
  if (!row) return null;
  const { rootHash: root, note, createdAt } = row;
  const stamp = row.stamps[0] ?? null;
  return { size: Number(row.size), root, note, cosigned: cosignedNote(row), createdAt, stamp };
}

/** Row-level security stands behind this; a person reads the services that they read. */
function scopeOf(actor: Actor) {
  return actor.kind === "person" ? { serviceId: { in: [...actor.reads] } } : {};
}

/** Those of the services that one reads, and the organisation's own; row-level security stands behind. */
function auditScopeOf(actor: Actor) {
  if (actor.kind !== "person") return {};
  return {
    organisationId: actor.actingFor.organisationId,
    OR: [{ serviceId: null }, { serviceId: { in: [...actor.reads] } }],
  };
}

function eventNamed(name: string): EvidenceEvent {
  const event = EVIDENCE_EVENTS.find((candidate) => candidate === name);
  if (!event) throw new Error(`There is no event named ${name}.`);
  return event;
}

function recordOf(payload: Bytes): EvidenceRecord {
  const record = readEvidence(payload);
  if (!record.ok) throw new Error("A stored evidence is not what was written.");
  return record.value;
}
