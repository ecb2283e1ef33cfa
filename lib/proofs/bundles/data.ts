import "server-only";
import type { Actor, PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import { hasStoredFile, readStoredFile, streamStoredFile } from "@/lib/gateways/storage";
import {
  bundleOrderSchema,
  bundleOrderStateSchema,
  leftOutSchema,
  storedHolesSchema,
  type BundleHole,
  type BundleOrder,
  type LeftOut,
  type StoredHole,
} from "@/lib/proofs/bundles/schema";
import type { ProofDocumentRef } from "@/lib/proofs/documents/schema";

/** A bundle as it is kept: its frame, and what is laid into it when it is read. */
export type KeptBundle = {
  id: string;
  frameSha256: Uint8Array;
  holes: StoredHole[];
  sha256: Uint8Array<ArrayBuffer>;
  crc32: number;
  size: number;
};

/** The newest bundle that holds so many evidences and of which nothing was erased; null: there is none. */
export async function findBundle(
  actor: Actor,
  { deliveryId, language }: ProofDocumentRef,
  evidenceCount: number,
): Promise<KeptBundle | null> {
  const scope = actor.kind === "person" ? { serviceId: { in: [...actor.reads] } } : {};
  const row = await withActor(actor, (tx) =>
    tx.proofBundle.findFirst({
      where: { deliveryId, language, evidenceCount, ...scope },
      orderBy: { id: "desc" },
    }),
  );
  const bundle = row && keptBundle(row);
  return bundle && (await isWhole(bundle)) ? bundle : null;
}

function keptBundle(row: {
  id: string;
  frameSha256: Uint8Array;
  holes: unknown;
  sha256: Uint8Array<ArrayBuffer>;
  crc32: bigint;
  size: bigint;
}): KeptBundle {
  const { id, frameSha256, sha256 } = row;
  const holes = storedHolesSchema.parse(row.holes);
  return { id, frameSha256, holes, sha256, crc32: Number(row.crc32), size: Number(row.size) };
}

async function isWhole({ frameSha256, holes }: KeptBundle): Promise<boolean> {
  const digests = [frameSha256, ...holes.map(({ sha256 }) => Buffer.from(sha256, "hex"))];
  const found = await Promise.all(digests.map(hasStoredFile));
  return found.every(Boolean);
}

/** The bytes of a bundle, one piece after the other. */
export async function* streamBundle(
  bundle: Pick<KeptBundle, "frameSha256" | "holes">,
): AsyncGenerator<Uint8Array> {
  const frame = await readStoredFile(bundle.frameSha256);
  yield* streamFrame(frame, bundle.holes, ({ sha256 }) =>
    streamStoredFile(Buffer.from(sha256, "hex")),
  );
}

/** The same of many bundles in one. Each is read when its turn has come, and let go. */
export async function* streamBundles(
  actor: Actor,
  order: { frameSha256: Uint8Array; holes: readonly BundleHole[] },
): AsyncGenerator<Uint8Array> {
  const frame = await readStoredFile(order.frameSha256);
  yield* streamFrame(frame, order.holes, ({ bundleId }) => streamKept(actor, bundleId));
}

async function* streamKept(actor: Actor, id: string): AsyncGenerator<Uint8Array> {
  const row = await withActor(actor, (tx) => tx.proofBundle.findUniqueOrThrow({ where: { id } }));
  yield* streamBundle(keptBundle(row));
}

/** @throws when what is laid in is longer or shorter than was said: the file would be another one. */
async function* streamFrame<Hole extends { at: number; size: number }>(
  frame: Uint8Array,
  holes: readonly Hole[],
  open: (hole: Hole) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const hole of holes) {
    yield frame.subarray(at, hole.at);
    at = hole.at;
    let size = 0;
    for await (const piece of open(hole)) {
      size += piece.length;
      yield piece;
    }
    if (size !== hole.size) throw new Error("a file of a bundle has another size than it had");
  }
  yield frame.subarray(at);
}

/** The orders of this person, newest first. */
export async function listBundleOrders(actor: PersonActor): Promise<BundleOrder[]> {
  const rows = await withActor(actor, (tx) =>
    tx.bundleOrder.findMany({
      where: mine(actor),
      orderBy: [{ orderedAt: "desc" }, { id: "desc" }],
      take: 20,
      omit: { holes: true },
    }),
  );
  return rows.map((row) => ({
    id: row.id,
    state: bundleOrderStateSchema.parse(row.state),
    orderedAt: row.orderedAt,
    language: bundleOrderSchema.shape.language.parse(row.language),
    total: row.deliveryIds.length,
    madeCount: row.madeCount,
    leftOutCount: row.leftOutCount,
    leftOut: countReasons(leftOutSchema.parse(row.leftOut ?? [])),
    size: row.size === null ? null : Number(row.size),
    finishedAt: row.finishedAt,
  }));
}

function countReasons(leftOut: readonly LeftOut[]): BundleOrder["leftOut"] {
  const counts: BundleOrder["leftOut"] = {};
  for (const { why } of leftOut) counts[why] = (counts[why] ?? 0) + 1;
  return counts;
}

/** Whose orders a person sees: their own, as long as they may read all that is in them. */
export function mine(actor: PersonActor) {
  return {
    orderedById: actor.personId,
    organisationId: actor.actingFor.organisationId ?? "",
  };
}
