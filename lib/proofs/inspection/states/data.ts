import "server-only";
import type { Transaction } from "@/lib/db";
import { equalBytes, type Bytes } from "@/lib/proofs/bytes";
import {
  parseCheckpoint,
  parseLogKey,
  verifyCheckpoint,
  type LogKey,
} from "@/lib/proofs/checkpoint";
import { findCosignature } from "@/lib/proofs/cosignature";
import type { Notebook } from "@/lib/proofs/inspection/schema";
import { verifyTimestamp } from "@/lib/proofs/timestamp-token";

/** The signed states of the log, each against the tree that its entries lead to, its stamps and its witnesses. */
export async function readExtent(tx: Transaction): Promise<{ size: number; checkpoints: number }> {
  const newest = await tx.checkpoint.findFirst({ orderBy: { size: "desc" } });
  return { size: Number(newest?.size ?? 0), checkpoints: await tx.checkpoint.count() };
}

export type Head = {
  id: string;
  size: number;
  rootHash: Bytes;
  note: Bytes;
  cosignatures: { key: string; line: string }[];
  stamps: { token: Bytes }[];
};

/** Those that were signed between, and at the end of, these entries. */
export async function readHeads(
  tx: Transaction,
  { start, end }: { start: number; end: number },
): Promise<Head[]> {
  const rows = await tx.checkpoint.findMany({
    where: { size: { gt: BigInt(start), lte: BigInt(end) } },
    orderBy: { size: "asc" },
    select: {
      id: true,
      size: true,
      rootHash: true,
      note: true,
      cosignatures: { select: { key: true, line: true } },
      stamps: { select: { token: true } },
    },
  });
  return rows.map((row) => ({ ...row, size: Number(row.size) }));
}

export async function inspectHead(
  head: Head,
  roots: ReadonlyMap<number, Bytes>,
  keys: readonly LogKey[],
  notebook: Notebook,
): Promise<void> {
  const { size, rootHash, note, stamps } = head;
  await inspectCosignatures(head, notebook);
  const signed = await verifyCheckpoint(note, keys);
  const root = roots.get(size);
  if (!signed.ok) notebook.tell("checkpoint_not_ours", { size, reason: signed.refusal });
  else if (
    signed.value.size !== size ||
    !equalBytes(signed.value.root, rootHash) ||
    !root ||
    !equalBytes(root, rootHash)
  ) {
    notebook.tell("checkpoint_changed", { size });
  }
  for (const { token } of stamps) {
    const stamp = await verifyTimestamp(token, note);
    if (!stamp.ok) notebook.tell("stamp_changed", { size, reason: stamp.refusal });
  }
}

/** The state that was kept outside is one of this very tree. */
export async function inspectRemembered(
  { keys, remembered }: { keys: readonly LogKey[]; remembered: Bytes | null },
  roots: ReadonlyMap<number, Bytes>,
  newest: number,
  notebook: Notebook,
): Promise<void> {
  const kept = remembered && (await verifyCheckpoint(remembered, keys));
  if (!kept) return;
  if (!kept.ok) notebook.tell("log_not_the_one_remembered", { reason: kept.refusal });
  else if (kept.value.size > newest) {
    notebook.tell("log_shorter_than_remembered", { remembered: kept.value.size, newest });
  } else if (kept.value.size > 0) {
    const root = roots.get(kept.value.size);
    if (!root || !equalBytes(root, kept.value.root)) {
      notebook.tell("log_not_the_one_remembered", { size: kept.value.size });
    }
  }
}

/** Each line is right for the key that it came from, or the state under it is not the one that was seen. */
async function inspectCosignatures(
  { size, note, cosignatures }: Head,
  notebook: Notebook,
): Promise<void> {
  const signed = cosignatures.length > 0 ? parseCheckpoint(note) : null;
  for (const { key, line } of cosignatures) {
    const witness = await parseLogKey(key, "witness");
    const found = witness && signed?.ok ? await findCosignature(line, signed.value, witness) : null;
    if (!found) {
      notebook.tell("state_not_the_one_witnessed", { size, witness: witness?.name ?? key });
    }
  }
}

export function sizeOf(note: Bytes | null): number | null {
  const parsed = note && parseCheckpoint(note);
  return parsed?.ok ? parsed.value.checkpoint.size : null;
}
