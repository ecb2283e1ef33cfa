import "server-only";
import { randomUUID } from "node:crypto";
import { record, recordEach } from "@/lib/audit/mutations";
import type { AuditEntry } from "@/lib/audit/schema";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addBundleJob, withActor } from "@/lib/db";
import type { StreamedDownload } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { BUNDLE_MEDIA_TYPE } from "@/lib/proofs/bundles/container";
import { findBundle, mine, streamBundle, streamBundles } from "@/lib/proofs/bundles/data";
import {
  bundleHolesSchema,
  bundleOrderSchema,
  leftOutSchema,
  type BundleOrderInput,
  type BundleOrderRef,
} from "@/lib/proofs/bundles/schema";
import { untilMade } from "@/lib/proofs/documents/mutations";
import type { ProofDocumentRef } from "@/lib/proofs/documents/schema";
import { ok, refuse, type Result } from "@/lib/result";

/**
 * Everything known of a delivery in one file for a court. The worker makes it when it is first asked
 * for; this waits for it, and says "not ready" when that takes longer.
 */
export async function downloadBundle(
  actor: PersonActor,
  ref: ProofDocumentRef,
): Promise<Result<StreamedDownload, Problem>> {
  const found = await prepareBundle(actor, ref);
  if (!found.ok) return found;
  const { bundle, delivery, evidenceCount } = found.value;
  const detail = { language: ref.language, evidenceCount };
  await withActor(actor, (tx) => record(tx, actor, taken(delivery, detail)));
  return ok({
    fileName: `${delivery.reference.replace("/", "-")}.asice`,
    mediaType: BUNDLE_MEDIA_TYPE,
    size: bundle.size,
    pieces: streamBundle(bundle),
  });
}

/** Has it made, and hands out nothing yet. */
export function prepareBundle(actor: PersonActor, ref: ProofDocumentRef) {
  return untilMade((isFirst) => findOrAsk(actor, ref, isFirst));
}

async function findOrAsk(actor: PersonActor, ref: ProofDocumentRef, isFirst: boolean) {
  const delivery = await withActor(actor, (tx) =>
    tx.delivery.findFirst({
      where: { id: ref.deliveryId, serviceId: { in: [...actor.reads] } },
      select: { ...TAKEN, _count: { select: { evidences: true } } },
    }),
  );
  if (!delivery) return refuse<Problem>({ code: "not_found" });
  const evidenceCount = delivery._count.evidences;
  if (evidenceCount === 0) return refuse<Problem>({ code: "proof_not_ready" });
  const bundle = await findBundle(actor, ref, evidenceCount);
  if (bundle) return ok({ bundle, delivery, evidenceCount });
  if (isFirst) await withActor(actor, (tx) => addBundleJob(tx, ref));
  return ok(null);
}

/** What of a delivery goes on record when its bundle is taken out. */
const TAKEN = { id: true, reference: true, serviceId: true, recipientNumberHash: true } as const;

type TakenDelivery = {
  id: string;
  serviceId: string;
  recipientNumberHash: Uint8Array<ArrayBuffer>;
};

function taken(
  { id, serviceId, recipientNumberHash: numberHash }: TakenDelivery,
  detail: Record<string, string | number>,
): AuditEntry {
  return {
    act: "proof_downloaded",
    subjectKind: "delivery",
    subjectId: id,
    serviceId,
    numberHash,
    detail: { file: "bundle.asice", ...detail },
  };
}

/**
 * Orders the bundles of these deliveries in one file. What the actor may not see, or what is not there,
 * refuses the whole: a file that silently holds less than was asked for proves the wrong thing.
 */
export async function orderBundle(
  actor: PersonActor,
  { deliveryIds, language }: BundleOrderInput,
): Promise<Result<BundleOrderRef, Problem>> {
  const wanted = [...new Set(deliveryIds)];
  return withActor(actor, async (tx) => {
    const found = await tx.delivery.groupBy({
      by: ["serviceId"],
      where: { id: { in: wanted }, serviceId: { in: [...actor.reads] } },
      _count: true,
    });
    const count = found.reduce((sum, { _count }) => sum + _count, 0);
    const { organisationId } = actor.actingFor;
    if (count !== wanted.length || !organisationId) return refuse<Problem>({ code: "not_found" });
    const orderId = randomUUID();
    const serviceIds = found.map(({ serviceId }) => serviceId);
    await tx.bundleOrder.createMany({
      data: {
        id: orderId,
        organisationId,
        orderedById: actor.personId,
        orderedAt: now(),
        language,
        deliveryIds: wanted,
        serviceIds,
      },
    });
    await addBundleJob(tx, { orderId });
    await record(tx, actor, {
      act: "bundles_ordered",
      subjectKind: "bundle_order",
      subjectId: orderId,
      detail: { language, deliveries: wanted.length },
    });
    return ok({ orderId });
  });
}

/** Orders once more what a file was made without, or all of one that could not be made. */
export async function orderLeftOut(
  actor: PersonActor,
  { orderId }: BundleOrderRef,
): Promise<Result<BundleOrderRef, Problem>> {
  const order = await withActor(actor, (tx) =>
    tx.bundleOrder.findFirst({
      where: { id: orderId, ...mine(actor), state: { in: ["ready", "failed"] } },
      omit: { holes: true },
    }),
  );
  const deliveryIds = leftOutSchema
    .parse(order?.leftOut ?? [])
    .flatMap(({ deliveryId, why }) => (why === "file_full" ? [] : [deliveryId]));
  if (!order || deliveryIds.length === 0) return refuse({ code: "not_found" });
  const language = bundleOrderSchema.shape.language.parse(order.language);
  return orderBundle(actor, { deliveryIds, language });
}

/** What is not ready yet is not made any further. */
export async function stopBundleOrder(
  actor: PersonActor,
  { orderId }: BundleOrderRef,
): Promise<Result<null, Problem>> {
  const { count } = await withActor(actor, (tx) =>
    tx.bundleOrder.updateMany({
      where: { id: orderId, ...mine(actor), state: { in: ["waiting", "making"] } },
      data: { state: "stopped" },
    }),
  );
  return count === 1 ? ok(null) : refuse({ code: "not_found" });
}

/** The file of an order. Each delivery in it goes on record, as if it had been taken out alone. */
export async function downloadBundleOrder(
  actor: PersonActor,
  { orderId }: BundleOrderRef,
): Promise<Result<StreamedDownload, Problem>> {
  const order = await withActor(actor, async (tx) => {
    const row = await tx.bundleOrder.findFirst({ where: { id: orderId, ...mine(actor) } });
    if (!row || row.serviceIds.some((serviceId) => !actor.reads.includes(serviceId))) return null;
    const { state, frameSha256, size } = row;
    if (state !== "ready" || !frameSha256 || size === null) return null;
    const deliveries = await tx.delivery.findMany({
      where: { id: { in: row.deliveryIds }, serviceId: { in: [...actor.reads] } },
      select: TAKEN,
    });
    const entries = deliveries.map((delivery) => taken(delivery, { orderId }));
    await recordEach(tx, actor, entries);
    return { frameSha256, size: Number(size), holes: bundleHolesSchema.parse(row.holes) };
  });
  if (!order) return refuse({ code: "not_found" });
  return ok({
    fileName: `bundles-${orderId}.asice`,
    mediaType: BUNDLE_MEDIA_TYPE,
    size: order.size,
    pieces: streamBundles(actor, order),
  });
}
