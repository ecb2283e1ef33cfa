import "server-only";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { decryptBytes } from "@/lib/number-vault";
import {
  decodeBase64,
  encodeBase64,
  equalBytes,
  sha256,
  utf8,
  type Bytes,
} from "@/lib/proofs/bytes";
import type { LogKey } from "@/lib/proofs/checkpoint";
import {
  differencesOfDelivery,
  differencesOfMessage,
  readInspected,
  type InspectedEvidence,
  type InspectedLeaf,
  type InspectedRecord,
} from "@/lib/proofs/inspection/leaves/data";
import {
  inspectHead,
  inspectRemembered,
  readExtent,
  readHeads,
  sizeOf,
} from "@/lib/proofs/inspection/states/data";
import { findStrayRows } from "@/lib/proofs/inspection/strays/data";
import { erasedOrderSchema, type Inspection, type Notebook } from "@/lib/proofs/inspection/schema";
import { compactOf, parseSealedEvidence } from "@/lib/proofs/jws";
import { leafText, type RecordRow } from "@/lib/proofs/log-record";
import {
  EMPTY_FRONTIER,
  appendLeaves,
  foldSubtrees,
  type Frontier,
  type Subtree,
} from "@/lib/proofs/merkle";
import { eventOf } from "@/lib/proofs/evidence";
import { evidenceLeafHash } from "@/lib/proofs/tlog-proof";

/**
 * The database checked against its own log: each leaf is made again from its row, each node from the
 * leaves, each signed state from the nodes, and what stands beside an evidence is compared with what the
 * evidence says. Reads in small steps, so that a large log is looked at while it is in use.
 */
export type InspectionSettings = {
  /** Whose signature under a state counts: the log's key and those before it. */
  keys: readonly LogKey[];
  /** The last state that was kept outside the database; null where there is none. */
  remembered: Bytes | null;
  /** To look at what is not committed; without it, each step has a transaction of its own. */
  within?: Transaction;
};

const CHUNK = 1_000;
/** Of one kind, this many are told one by one. */
const TOLD = 20;
const DATED_BACK_AFTER_MS = 24 * 3_600_000;

export async function inspectDatabase(
  actor: SystemActor,
  settings: InspectionSettings,
): Promise<Inspection> {
  const { within } = settings;
  const step = <T>(work: (tx: Transaction) => Promise<T>) =>
    within ? work(within) : withActor(actor, work);
  const notebook = openNotebook();
  const { size, checkpoints } = await step(readExtent);
  const walk: Walk = { frontier: EMPTY_FRONTIER, counts: {}, roots: new Map() };
  const remembered = sizeOf(settings.remembered) ?? 0;
  for (let start = 0; start < size; start += CHUNK) {
    const end = Math.min(size, start + CHUNK);
    await step(async (tx) => {
      const heads = await readHeads(tx, { start, end });
      const stops = new Set([...heads.map((head) => head.size), remembered]);
      await inspectChunk(tx, { start, end }, walk, stops, notebook);
      for (const head of heads) await inspectHead(head, walk.roots, settings.keys, notebook);
    });
    // A log has as many states as entries: what was looked at is let go.
    for (const known of walk.roots.keys()) if (known !== remembered) walk.roots.delete(known);
  }
  await inspectRemembered(settings, walk.roots, size, notebook);
  await step((tx) => inspectRest(tx, size, notebook));
  const { findings, totals, erasedCount, erased } = notebook;
  return { size, counts: walk.counts, checkpoints, findings, totals, erasedCount, erased };
}

function openNotebook(): Notebook {
  const notebook: Notebook = {
    findings: [],
    totals: {},
    erasedCount: 0,
    erased: [],
    tell: (code, detail = {}) => {
      const total = (notebook.totals[code] ?? 0) + 1;
      notebook.totals[code] = total;
      if (total <= TOLD) notebook.findings.push({ code, detail });
    },
  };
  return notebook;
}

/** What one has after so many leaves. */
type Walk = {
  frontier: Frontier;
  counts: Record<string, number>;
  /** The roots at the sizes that something was signed at. */
  roots: Map<number, Bytes>;
};

async function inspectChunk(
  tx: Transaction,
  range: { start: number; end: number },
  walk: Walk,
  stops: ReadonlySet<number>,
  notebook: Notebook,
): Promise<void> {
  const leaves = await readInspected(tx, range);
  const stored = await readLeafHashes(tx, range);
  const completed: Subtree[] = [];
  for (let index = range.start; index < range.end; index += 1) {
    const [leaf, ...more] = leaves.get(index) ?? [];
    if (!leaf) notebook.tell("leaf_missing", { index });
    if (more.length > 0) notebook.tell("leaf_twice", { index });
    const made = leaf ? await inspectLeaf(leaf, stored.get(index), notebook) : null;
    if (leaf) walk.counts[leaf.kind] = (walk.counts[leaf.kind] ?? 0) + 1;
    const hash = stored.get(index);
    if (!hash) notebook.tell("node_missing", { level: 0, index });
    // The stored hash leads to the signed root, or a node was changed; a changed row is told above.
    const grown = await appendLeaves(walk.frontier, [hash ?? made ?? new Uint8Array(32)]);
    walk.frontier = grown.frontier;
    completed.push(...grown.completed.filter(({ level }) => level > 0));
    if (stops.has(index + 1)) {
      walk.roots.set(index + 1, await foldSubtrees(walk.frontier.hashes));
    }
  }
  await inspectNodes(tx, completed, notebook);
}

async function readLeafHashes(
  tx: Transaction,
  { start, end }: { start: number; end: number },
): Promise<Map<number, Bytes>> {
  const rows = await tx.logNode.findMany({
    where: { level: 0, index: { gte: BigInt(start), lt: BigInt(end) } },
  });
  return new Map(rows.map(({ index, hash }) => [Number(index), hash]));
}

/** The leaf hash that the row leads to; null when it leads to none. */
async function inspectLeaf(
  leaf: InspectedLeaf,
  stored: Bytes | undefined,
  notebook: Notebook,
): Promise<Bytes | null> {
  if (leaf.kind === "evidence") return inspectEvidence(leaf, stored, notebook);
  return inspectRecord(leaf, stored, notebook);
}

async function inspectRecord(
  leaf: InspectedRecord,
  stored: Bytes | undefined,
  notebook: Notebook,
): Promise<Bytes | null> {
  const { kind, recordId: id, index, row } = leaf;
  if (!row) {
    notebook.tell("record_missing", { kind, id, index });
    return null;
  }
  if (kind === "message") {
    for (const column of differencesOfMessage(row)) {
      notebook.tell("message_differs", { id, column, index });
    }
  }
  if (kind === "message" && row.contentErasedAt instanceof Date) {
    return inspectErased(leaf, row, stored, notebook);
  }
  const made = await evidenceLeafHash(leaf.salt, textOf(kind, row));
  if (!stored || !equalBytes(made, stored)) notebook.tell("record_changed", { kind, id, index });
  const claimed = row.at ?? row.observedAt ?? row.statedAt;
  if (claimed instanceof Date) tellIfDatedBack(leaf, { kind, id, claimed }, notebook);
  return made;
}

/**
 * An order that was erased: the audit record of that, which has a leaf of its own, holds the leaf that the
 * order had and the digest of what is left of it. One that says so without such a record, or whose record is
 * of another order or of another rest, was tampered with.
 */
async function inspectErased(
  { recordId: id, index, erasure }: InspectedRecord,
  row: RecordRow,
  stored: Bytes | undefined,
  notebook: Notebook,
): Promise<Bytes | null> {
  const told = erasedOrderSchema.safeParse(erasure?.detail);
  if (!erasure || !told.success) {
    notebook.tell("erasure_not_on_record", { id, index });
    return null;
  }
  const { leafIndex, leafHash, leftSha256, months = null } = told.data;
  const was = decodeBase64(leafHash);
  const left = encodeBase64(await sha256(utf8(textOf("message", row))));
  const isIt = was && stored && equalBytes(was, stored) && leafIndex === index;
  if (!isIt || left !== leftSha256) {
    notebook.tell("erasure_differs", { id, index });
    return was ?? null;
  }
  notebook.erasedCount += 1;
  if (notebook.erased.length < TOLD) {
    notebook.erased.push({ id, index, at: erasure.at.toISOString(), months });
  }
  return was;
}

/** What was tampered with may not even have the form of what it was. */
function textOf(kind: InspectedRecord["kind"], row: RecordRow): string {
  try {
    return leafText(kind, row);
  } catch {
    return "";
  }
}

function tellIfDatedBack(
  { sealedAt, index }: { sealedAt: Date; index: number },
  { kind, id, claimed }: { kind: string; id: string; claimed: Date },
  notebook: Notebook,
): void {
  if (sealedAt.getTime() - claimed.getTime() > DATED_BACK_AFTER_MS) {
    notebook.tell("dated_back", { kind, id, index, claimed: claimed.toISOString() });
  }
}

async function inspectEvidence(
  leaf: InspectedEvidence,
  stored: Bytes | undefined,
  notebook: Notebook,
): Promise<Bytes | null> {
  const { id, index } = leaf;
  const jws = decrypted(leaf.jws);
  const sealed = jws && (await parseSealedEvidence(jws));
  if (!jws || !sealed?.ok) {
    notebook.tell("evidence_changed", { id, index });
    return null;
  }
  const made = await evidenceLeafHash(leaf.salt, compactOf(jws));
  if (!stored || !equalBytes(made, stored)) {
    notebook.tell("evidence_changed", { id, index });
    return made;
  }
  const { record } = sealed.value;
  const [, payload] = sealed.value.compact.split(".");
  const written = leaf.payload && decrypted(leaf.payload);
  const rowSays = {
    payload: written ? Buffer.from(written).toString("base64url") : "",
    identifier: `urn:uuid:${id}`,
    event: leaf.event,
    time: leaf.eventTime?.toISOString(),
  };
  const evidenceSays = {
    payload,
    identifier: record.EvidenceIdentifier,
    event: eventOf(record),
    time: record.EventTime,
  };
  for (const name of ["payload", "identifier", "event", "time"] as const) {
    if (rowSays[name] !== evidenceSays[name]) {
      notebook.tell("evidence_row_differs", { id, index, column: name });
    }
  }
  if (!leaf.delivery) notebook.tell("delivery_missing", { id, index });
  else {
    for (const column of differencesOfDelivery(record, leaf.delivery)) {
      notebook.tell("delivery_differs", { reference: record.MessageIdentifier, column, index });
    }
  }
  tellIfDatedBack(
    leaf,
    { kind: "evidence", id, claimed: leaf.createdAt ?? leaf.sealedAt },
    notebook,
  );
  return made;
}

function decrypted(bytes: Bytes): Bytes | null {
  try {
    return decryptBytes(bytes);
  } catch {
    return null;
  }
}

async function inspectNodes(
  tx: Transaction,
  expected: readonly Subtree[],
  notebook: Notebook,
): Promise<void> {
  const rows = await tx.$queryRaw<{ place: bigint; hash: Bytes }[]>`
    SELECT asked.place, node.hash
    FROM unnest(${expected.map(({ level }) => level)}::int[],
      ${expected.map(({ index }) => BigInt(index))}::bigint[])
      WITH ORDINALITY AS asked(level, index, place)
    JOIN "LogNode" node ON node.level = asked.level AND node.index = asked.index`;
  const stored = new Map(rows.map(({ place, hash }) => [Number(place) - 1, hash]));
  for (const [place, { level, index, hash }] of expected.entries()) {
    const found = stored.get(place);
    if (!found) notebook.tell("node_missing", { level, index });
    else if (!equalBytes(found, hash)) notebook.tell("node_changed", { level, index });
  }
}

/** What there is besides the log that was walked through. */
async function inspectRest(tx: Transaction, size: number, notebook: Notebook): Promise<void> {
  // The log may have grown meanwhile; what is told is what one state has, whichever it is by now.
  const newest = await tx.checkpoint.findFirst({ orderBy: { size: "desc" } });
  const current = Number(newest?.size ?? 0);
  const beyond = await tx.$queryRaw<{ index: bigint }[]>`
    SELECT "leafIndex" AS index FROM "EvidenceSeal" WHERE "leafIndex" >= ${current}::bigint
    UNION ALL SELECT "leafIndex" FROM "RecordSeal" WHERE "leafIndex" >= ${current}::bigint
    ORDER BY 1 LIMIT ${TOLD}::int`;
  for (const { index } of beyond) {
    notebook.tell("leaf_beyond_newest_state", { index: Number(index) });
  }
  const [nodes] = await tx.$queryRaw<{ count: bigint }[]>`SELECT count(*) AS count FROM "LogNode"`;
  const surplus = Number(nodes?.count ?? 0) - nodesOf(current);
  if (surplus > 0 && current >= size) notebook.tell("node_surplus", { count: surplus });
  for (const { code, detail } of await findStrayRows(tx, now(), TOLD)) notebook.tell(code, detail);
}

/** How many complete subtrees a tree of this size has, the leaves counted. */
function nodesOf(size: number): number {
  let [count, level] = [0, size];
  while (level >= 1) {
    count += level;
    level = Math.floor(level / 2);
  }
  return count;
}
