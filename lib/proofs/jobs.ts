import "server-only";
import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { environment } from "@/lib/env";
import { openRevocationClient, type RevocationClient } from "@/lib/gateways/revocation";
import { openLogSigner, openSealSigner, type LogSigner, type Signer } from "@/lib/gateways/signer";
import type { TimestampClient } from "@/lib/gateways/timestamp";
import { log } from "@/lib/log";
import { readOptional } from "@/lib/optional-file";
import { equalBytes, sha256, type Bytes } from "@/lib/proofs/bytes";
import {
  assembleNote,
  formatCheckpoint,
  logKeyId,
  parseCheckpoint,
  verifyCheckpoint,
  type Checkpoint,
  type LogKey,
} from "@/lib/proofs/checkpoint";
import { readOlderKeys, readRanges, readSubtrees } from "@/lib/proofs/data";
import {
  emptyQueue,
  entryOfCheckpoint,
  hashNodeAtOnce,
  readQueue,
  readSources,
  storePart,
} from "@/lib/proofs/log/jobs";
import {
  EMPTY_FRONTIER,
  appendLeaves,
  completeSubtrees,
  consistencyRanges,
  foldSubtrees,
  verifyConsistency,
  type Frontier,
} from "@/lib/proofs/merkle";
import { believed, openOwnTimestamps } from "@/lib/proofs/stamping/jobs";

/** What the worker seals, signs and stamps with. */
export type LogKeeper = {
  seal: Signer;
  logKey: LogSigner;
  timestamp: TimestampClient;
  /** None: what is sealed carries no lists of revoked certificates. */
  revocation?: RevocationClient;
  /** Holds what must survive the database: the last checkpoint ever signed. */
  keysDir: string;
  /** The log's keys before this one: what they signed stays signed. */
  olderKeys?: readonly LogKey[];
};

/** One sequencer at a time, over all worker processes. */
const SEQUENCER_LOCK = 7310_02;
const STAMPER_LOCK = 7310_03;
/** Large enough that a batch's own cost counts little, small enough that what waits is told within a second. */
const BATCH_SIZE = 4_000;
const PART_SIZE = 500;
/** A seal may take its time in a token: what is sealed by then is entered, well before the transaction ends. */
const ROUND_MS = 20_000;
export const LAST_CHECKPOINT_FILE = "log.checkpoint";

/**
 * Seals the evidence that waits and enters it in the log, with the audit records, events and orders that
 * wait, in the order in which they were written. Idempotent: stopped anywhere, the next round finds either
 * nothing done or everything. Answers how many were entered.
 */
export async function sequenceLog(actor: SystemActor, keeper?: LogKeeper): Promise<number> {
  const tools = keeper ?? (await openLogKeeper());
  let total = 0;
  for (;;) {
    const count = await withActor(actor, (tx) => sequenceBatch(tx, tools));
    // After the commit: a checkpoint that was rolled back has left nobody's hands.
    if (count) await withActor(actor, (tx) => rememberCheckpoint(tx, tools));
    total += count ?? 0;
    if (count === null || count < BATCH_SIZE) return total;
  }
}

let ownKeeper: Promise<LogKeeper> | null = null;

/** Opens the keys once per process; a failure is tried again at the next call. */
export function openLogKeeper(): Promise<LogKeeper> {
  const keysDir = environment().KEYS_DIR;
  ownKeeper ??= Promise.all([
    openSealSigner(keysDir),
    openLogSigner(keysDir),
    readOlderKeys(keysDir),
  ]).then(([seal, logKey, olderKeys]) => ({
    seal,
    logKey,
    timestamp: openOwnTimestamps(keysDir),
    revocation: openRevocationClient({ urls: environment().REVOCATION_LIST_URLS }),
    keysDir,
    olderKeys,
  }));
  ownKeeper.catch(() => {
    ownKeeper = null;
  });
  return ownKeeper;
}

/** How many were entered; null when another process holds the lock. */
async function sequenceBatch(tx: Transaction, keeper: LogKeeper): Promise<number | null> {
  if (!(await tryLock(tx, SEQUENCER_LOCK))) return null;
  const waiting = await readQueue(tx, BATCH_SIZE);
  if (waiting.length === 0) return 0;
  const at = now();
  const { last, frontier: tree } = await openTree(tx, keeper);
  const entryOf = await readSources(tx, waiting, keeper.seal, at);
  let done = 0;
  let frontier = tree;
  let stored: Promise<void> = Promise.resolve();
  // While the database stores one part, the next is sealed.
  while (done < waiting.length && now().getTime() - at.getTime() < ROUND_MS) {
    const part = await Promise.all(waiting.slice(done, done + PART_SIZE).map(entryOf));
    done += part.length;
    const made = part.filter((entry) => entry !== null);
    if (made.length < part.length) {
      log.error({ count: part.length - made.length }, "records left before they had a leaf");
    }
    await stored;
    const isFirst = frontier.size === tree.size && made.length > 0;
    const entries = [...(last && isFirst ? await entryOfCheckpoint(tx, last) : []), ...made];
    const grown = await appendLeaves(
      frontier,
      entries.map(({ leafHash }) => leafHash),
      hashNodeAtOnce,
    );
    stored = storePart(tx, entries, grown.completed, { first: frontier.size, at });
    // Awaited below, unless sealing the next part fails first: then its failure is nobody's surprise.
    stored.catch(() => undefined);
    frontier = grown.frontier;
  }
  await stored;
  await emptyQueue(tx, waiting.slice(0, done));
  if (frontier.size === tree.size) return done;
  const root = await foldSubtrees(frontier.hashes);
  const checkpoint = { origin: keeper.logKey.name, size: frontier.size, root };
  await refuseFork(tx, keeper, { from: tree.size, next: checkpoint });
  const note = await signCheckpoint(keeper.logKey, checkpoint);
  await tx.checkpoint.createMany({
    data: { size: BigInt(frontier.size), rootHash: root, note, createdAt: at },
  });
  return done;
}

/**
 * The tree as it stands, if its root is the one that we signed last. Anything else means that rows
 * were changed behind our back, and then nothing may be signed any more.
 */
async function openTree(
  tx: Transaction,
  keeper: LogKeeper,
): Promise<{ frontier: Frontier; last: { id: string; note: Bytes } | null }> {
  const newest = await tx.checkpoint.findFirst({ orderBy: { size: "desc" } });
  if (!newest) return { frontier: EMPTY_FRONTIER, last: null };
  const size = Number(newest.size);
  const verified = await verifyCheckpoint(newest.note, keysOf(keeper));
  const hashes = await readSubtrees(tx, completeSubtrees({ start: 0, end: size }));
  const isOurs =
    verified.ok &&
    verified.value.size === size &&
    equalBytes(verified.value.root, await foldSubtrees(hashes));
  if (!isOurs) throw new Error(`log_inconsistent: the tree of ${size} is not the one signed`);
  return { frontier: { size, hashes }, last: newest };
}

/**
 * The database alone could be set back to an older state without a trace in it. The last checkpoint
 * is therefore kept beside the log's key too, and what is signed next must have grown from it.
 */
async function refuseFork(
  tx: Transaction,
  keeper: LogKeeper,
  { from, next }: { from: number; next: Checkpoint },
): Promise<void> {
  const note = (await recallCheckpoint(keeper.keysDir)) ?? (await beginMemory(keeper, from));
  const last = await verifyCheckpoint(note, keysOf(keeper));
  if (!last.ok) throw new Error(`log_inconsistent: ${LAST_CHECKPOINT_FILE} is not ours`);
  const hasGrown = last.value.size < next.size && (await grewFrom(tx, last.value, next));
  if (!hasGrown) {
    throw new Error(
      `log_inconsistent: signed up to ${last.value.size} before, and the database tells another log`,
    );
  }
}

/**
 * The empty log's checkpoint, laid before the first entry: from then on the file is never missing,
 * and one that is was taken away, so that an older database could pass for the newest.
 */
async function beginMemory({ keysDir, logKey }: LogKeeper, size: number): Promise<Bytes> {
  if (size > 0) {
    throw new Error(
      `log_inconsistent: ${LAST_CHECKPOINT_FILE} is missing, and the log has ${size} entries`,
    );
  }
  const root = await foldSubtrees(EMPTY_FRONTIER.hashes);
  const note = await signCheckpoint(logKey, { origin: logKey.name, size, root });
  await writeCheckpoint(keysDir, note);
  return note;
}

async function grewFrom(tx: Transaction, last: Checkpoint, next: Checkpoint): Promise<boolean> {
  const proof = await readRanges(tx, consistencyRanges(last.size, next.size));
  return verifyConsistency(last, next, proof);
}

/** Those whose signature counts, the newest first. */
function keysOf({ logKey, olderKeys = [] }: LogKeeper): LogKey[] {
  return [logKey, ...olderKeys];
}

async function signCheckpoint(logKey: LogSigner, checkpoint: Checkpoint): Promise<Bytes> {
  const text = formatCheckpoint(checkpoint);
  const signature = await logKey.sign(text);
  return assembleNote(text, [{ name: logKey.name, keyId: await logKeyId(logKey), signature }]);
}

function recallCheckpoint(keysDir: string): Promise<Bytes | null> {
  return readOptional(path.join(keysDir, LAST_CHECKPOINT_FILE));
}

/**
 * Whether the database is as new as what was signed last, as the file beside the log's key tells: an older one
 * that was restored knows nothing of what came since, and must not be taken at its word.
 */
export async function isDatabaseCurrent(actor: SystemActor): Promise<boolean> {
  const note = await recallCheckpoint(environment().KEYS_DIR);
  const newest = await withActor(actor, (tx) =>
    tx.checkpoint.findFirst({ orderBy: { size: "desc" }, select: { size: true } }),
  );
  if (!note) return newest === null;
  const kept = parseCheckpoint(note);
  return kept.ok && Number(newest?.size ?? 0) >= kept.value.checkpoint.size;
}

/**
 * Keeps the newest checkpoint beside the log's key. Under the sequencer's lock and never backwards:
 * of two workers with one folder, the slower must not write over the faster.
 */
async function rememberCheckpoint(tx: Transaction, keeper: LogKeeper): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEQUENCER_LOCK}::bigint)`;
  const newest = await tx.checkpoint.findFirst({ orderBy: { size: "desc" } });
  const note = await recallCheckpoint(keeper.keysDir);
  const kept = note && (await verifyCheckpoint(note, keysOf(keeper)));
  // One that is not ours stays for an administrator to see; the next round stops at it.
  if (!newest || (kept && !kept.ok) || (kept?.ok && kept.value.size >= Number(newest.size))) return;
  await writeCheckpoint(keeper.keysDir, newest.note);
}

function writeCheckpoint(keysDir: string, note: Uint8Array): Promise<void> {
  return replaceFile(path.join(keysDir, LAST_CHECKPOINT_FILE), note);
}

/** Whole or not at all, even when the power fails: written beside, flushed, then renamed. */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const beside = `${file}.${randomUUID()}.new`;
  try {
    await writeFile(beside, bytes, { mode: 0o600, flush: true });
    await rename(beside, file);
  } finally {
    await rm(beside, { force: true });
  }
}

type Stamping = "nothing_to_stamp" | "stamped" | "failed";

/**
 * Gets a time stamp over the newest checkpoint, which covers all older ones. When the authority is
 * away the checkpoint stays without; the next round asks again. Answers what happened.
 */
export function stampCheckpoint(actor: SystemActor, keeper?: LogKeeper): Promise<Stamping> {
  return stampNewest(actor, keeper, { isAgain: false });
}

/**
 * Stamps the newest checkpoint once more, though it has a stamp: an operator's command before the
 * certificate of the authority ends. The new stamp covers everything older, and so renews all proofs.
 */
export function stampAgain(actor: SystemActor, keeper?: LogKeeper): Promise<Stamping> {
  return stampNewest(actor, keeper, { isAgain: true });
}

async function stampNewest(
  actor: SystemActor,
  keeper: LogKeeper | undefined,
  { isAgain }: { isAgain: boolean },
): Promise<Stamping> {
  const tools = keeper ?? (await openLogKeeper());
  const newest = await withActor(actor, (tx) =>
    tx.checkpoint.findFirst({
      orderBy: { size: "desc" },
      include: { _count: { select: { stamps: true } } },
    }),
  );
  if (!newest || (newest._count.stamps > 0 && !isAgain)) return "nothing_to_stamp";
  const stamps = believed(tools.timestamp, tools.keysDir);
  const token = await stamps.stamp(await sha256(newest.note));
  if (!token.ok) {
    log.error({ code: token.refusal.code, detail: token.refusal.detail }, "no time stamp");
    return "failed";
  }
  await withActor(actor, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${STAMPER_LOCK}::bigint)`;
    const checkpointId = newest.id;
    if (!isAgain && (await tx.checkpointStamp.count({ where: { checkpointId } })) > 0) return;
    const data = { checkpointId, token: token.value, stampedAt: now() };
    await tx.checkpointStamp.createMany({ data });
  });
  return "stamped";
}

async function tryLock(tx: Transaction, lock: number): Promise<boolean> {
  const [row] = await tx.$queryRaw<
    { locked: boolean }[]
  >`SELECT pg_try_advisory_xact_lock(${lock}::bigint) AS locked`;
  return row?.locked ?? false;
}
