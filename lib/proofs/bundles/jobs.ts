import "server-only";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJobAt, withActor, type Transaction } from "@/lib/db";
import { readParts } from "@/lib/deliveries/data";
import { environment } from "@/lib/env";
import { hasStoredFile, storeFile, streamStoredFile } from "@/lib/gateways/storage";
import { findBundle, streamBundle, type KeptBundle } from "@/lib/proofs/bundles/data";
import { log } from "@/lib/log";
import { BUNDLE_MEDIA_TYPE } from "@/lib/proofs/bundles/container";
import { bundleGuide } from "@/lib/proofs/bundles/guide";
import {
  MEMBER,
  attachmentMember,
  deliveryMember,
  frameBundle,
  partOf,
  type BundlePart,
} from "@/lib/proofs/bundles/layout";
import { bundleParts } from "@/lib/proofs/bundles/parts";
import { countThatFits, isWaitedFor } from "@/lib/proofs/bundles/rules";
import {
  bundleOrderSchema,
  type BundleHole,
  type BundleOrderRef,
  type LeftOut,
  type StoredHole,
} from "@/lib/proofs/bundles/schema";
import { concatBytes, encodeHex, type Bytes } from "@/lib/proofs/bytes";
import { formatPem } from "@/lib/proofs/certificate";
import { sealDetached } from "@/lib/proofs/cms-seal";
import { getDeliveryProof, getTrust, type DeliveryProof } from "@/lib/proofs/data";
import { makeProofOf } from "@/lib/proofs/documents/jobs";
import type { ProofDocumentRef } from "@/lib/proofs/documents/schema";
import { openLogKeeper, type LogKeeper } from "@/lib/proofs/jobs";
import { parseTimestamp } from "@/lib/proofs/timestamp-token";
import { writeCsv } from "@/lib/spreadsheet/csv-writer";

/**
 * Makes the bundle of a delivery and seals it (ASiC-E, CAdES-B-T). Asked twice, it is made once; while
 * evidence is still being sealed or stamped, the queue comes back to it.
 */
export async function makeBundle(actor: SystemActor, ref: ProofDocumentRef): Promise<void> {
  if (!(await bundleOf(actor, ref)))
    throw new Error("no bundle: nothing is proved of the delivery");
}

/** Null when there is no evidence of the delivery, and so nothing to bundle. */
async function bundleOf(actor: SystemActor, ref: ProofDocumentRef): Promise<KeptBundle | null> {
  const count = await withActor(actor, (tx) =>
    tx.evidence.count({ where: { deliveryId: ref.deliveryId } }),
  );
  if (count === 0) return null;
  const known = await findBundle(actor, ref, count);
  if (known) return known;
  const proof = await getDeliveryProof(actor, ref.deliveryId);
  if (!proof.ok) throw new Error(`no bundle yet: ${proof.refusal}`);
  const { stamp, files } = proof.value;
  if (!stamp) throw new Error("no bundle yet: the state of the log has no time stamp");
  const document = await makeProofOf(actor, ref, proof.value);
  const keeper = await openLogKeeper();
  const parts = await bundleParts({
    guide: await guideOf(ref.language, files[0]?.record.MessageIdentifier ?? null),
    documents: await documentsOf(actor, ref.deliveryId, document),
    evidence: files,
    checkpoint: proof.value.checkpoint.note,
    stamp: stamp.token,
    logKey: (await getTrust()).logKey,
    certificates: await certificatesOf(keeper, stamp),
  });
  return keep(actor, ref, files.length, await frameOf(parts, keeper));
}

async function frameOf(parts: readonly BundlePart[], { seal, timestamp }: LogKeeper) {
  const stamp = (digest: Uint8Array) => timestamp.stamp(digest);
  const framed = await frameBundle(parts, (manifest) => sealDetached(manifest, seal, stamp, now()));
  if (!framed.ok) throw new Error(`no time stamp: ${framed.refusal.code}`);
  return framed.value;
}

async function keep(
  actor: SystemActor,
  { deliveryId, language }: ProofDocumentRef,
  evidenceCount: number,
  { frame, holes, size }: Awaited<ReturnType<typeof frameOf>>,
): Promise<KeptBundle> {
  const { sha256: frameSha256 } = await storeFile(frame);
  const stored: StoredHole[] = holes.map(({ at, part }) => ({
    at,
    sha256: encodeHex(part.sha256),
    size: part.size,
  }));
  const digests = await digestsOf(streamBundle({ frameSha256, holes: stored }));
  const row = await withActor(actor, async (tx) => {
    const whose = await tx.delivery.findUniqueOrThrow({
      where: { id: deliveryId },
      select: { organisationId: true, serviceId: true },
    });
    return tx.proofBundle.create({
      data: {
        deliveryId,
        ...whose,
        language,
        evidenceCount,
        frameSha256,
        holes: stored,
        sha256: digests.sha256,
        crc32: BigInt(digests.crc32),
        size: BigInt(size),
        madeAt: now(),
      },
      select: { id: true },
    });
  });
  return { id: row.id, frameSha256, holes: stored, ...digests, size };
}

async function digestsOf(pieces: AsyncIterable<Uint8Array>) {
  const hash = createHash("sha256");
  let checksum = 0;
  let size = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    checksum = crc32(piece, checksum);
    size += piece.length;
  }
  return { sha256: new Uint8Array(hash.digest()), crc32: checksum, size };
}

/** The readable proof, and what was sent: the letter and its attachments, unless they were erased. */
async function documentsOf(
  actor: SystemActor,
  deliveryId: string,
  document: Uint8Array,
): Promise<BundlePart[]> {
  const { letterSha256, attachments } = await withActor(actor, async (tx) => {
    const delivery = await tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } });
    // What other letters of the message still have is not this one's any more.
    const isNothingSent = delivery.state === "cancelled";
    if (delivery.contentErasedAt || isNothingSent) return { letterSha256: null, attachments: [] };
    return { ...delivery, ...(await readParts(tx, delivery)) };
  });
  const wanted = [
    { name: MEMBER.proof, mediaType: PDF, sha256: document },
    ...(letterSha256 ? [{ name: MEMBER.letter, mediaType: PDF, sha256: letterSha256 }] : []),
    ...attachments.map(({ fileName, mediaType, sha256 }, index) => ({
      name: attachmentMember(index + 1, fileName),
      mediaType,
      sha256,
    })),
  ];
  const parts: BundlePart[] = [];
  for (const { sha256, ...part } of wanted) {
    if (!(await hasStoredFile(sha256))) continue;
    parts.push({ ...part, ...(await digestsOf(streamStoredFile(sha256))), bytes: null });
  }
  return parts;
}

const PDF = "application/pdf";

/** The script is read once: it is part of the program. */
let script: Promise<string> | null = null;

async function guideOf(language: ProofDocumentRef["language"], reference: string | null) {
  script ??= readFile(path.join(process.cwd(), "lib/proofs/bundles/verify.sh"), "utf8");
  const { PORTAL_URL: portalUrl } = environment();
  return bundleGuide({ language, portalUrl, reference, script: await script });
}

/** Whole chains, so that others need nothing but the authority that they believe. */
async function certificatesOf(
  { seal }: LogKeeper,
  stamp: NonNullable<DeliveryProof["stamp"]>,
): Promise<Record<string, string>> {
  const { sealCa, timestampCa } = await getTrust();
  const token = await parseTimestamp(stamp.token);
  const stampChain = token.ok ? token.value.cms.certificates.map(({ der }) => formatPem(der)) : [];
  const joined = (pems: readonly string[]) => [...new Set(pems)].join("");
  return {
    seal: joined([...seal.certificateChain.map(formatPem), ...sealCa]),
    timestamp: joined([...stampChain, ...timestampCa]),
  };
}

/** So many are made at once: while one waits for the time-stamp authority, the next is written. */
const AT_ONCE = 4;

/**
 * Makes the bundles of an order and the file around them. Stopped anywhere, it goes on where it was: what is
 * made is made. What is not ready is waited for, and then left out: one delivery holds up no file.
 */
export async function makeBundles(actor: SystemActor, { orderId }: BundleOrderRef): Promise<void> {
  const order = await takeOrder(actor, orderId);
  if (!order) return;
  const language = bundleOrderSchema.shape.language.parse(order.language);
  const made: MadeBundle[] = [];
  const leftOut: LeftOut[] = [];
  for (let start = 0; start < order.deliveryIds.length; start += AT_ONCE) {
    const ids = order.deliveryIds.slice(start, start + AT_ONCE);
    for (const outcome of await Promise.all(ids.map((id) => attempt(actor, id, language)))) {
      if ("bundle" in outcome) made.push(outcome);
      else leftOut.push(outcome);
    }
    const counts = { madeCount: made.length, leftOutCount: leftOut.length };
    if (!(await tellProgress(actor, orderId, counts))) return;
  }
  const isLate = leftOut.some(({ why }) => why === "not_ready");
  if (isLate && isWaitedFor(order.begunAt, now())) throw new Error("no bundles yet: some wait");
  // One that fills a file by itself has it to itself.
  const fitting = Math.max(
    countThatFits(made.map(({ bundle }) => bundle.size)),
    Math.min(made.length, 1),
  );
  const beyond = made
    .slice(fitting)
    .map(({ deliveryId }) => ({ deliveryId, why: "file_full" as const }));
  const rest = [...leftOut, ...beyond];
  if (fitting === 0) await failOrder(actor, orderId, leftOut);
  else await finishOrder(actor, { ...order, language }, made.slice(0, fitting), rest);
}

type MadeBundle = { bundle: KeptBundle; deliveryId: string };

/** The bundle, or why there is none; what goes wrong with one is told, and stops none of the others. */
async function attempt(
  actor: SystemActor,
  deliveryId: string,
  language: ProofDocumentRef["language"],
): Promise<MadeBundle | LeftOut> {
  try {
    const bundle = await bundleOf(actor, { deliveryId, language });
    return bundle ? { bundle, deliveryId } : { deliveryId, why: "nothing_proved" };
  } catch (error) {
    log.warn({ deliveryId, error: error instanceof Error ? error.message : "" }, "no bundle yet");
    return { deliveryId, why: "not_ready" };
  }
}

async function failOrder(actor: SystemActor, id: string, leftOut: LeftOut[]): Promise<void> {
  await withActor(actor, (tx) =>
    tx.bundleOrder.updateMany({
      where: { id, state: "making" },
      data: {
        state: "failed",
        leftOut,
        madeCount: 0,
        leftOutCount: leftOut.length,
        finishedAt: now(),
      },
    }),
  );
}

/** Only what is still wanted, and nothing of a service that the order does not name. */
async function takeOrder(actor: SystemActor, orderId: string) {
  return withActor(actor, async (tx) => {
    const { count } = await tx.bundleOrder.updateMany({
      where: { id: orderId, state: { in: ["waiting", "making"] } },
      data: { state: "making" },
    });
    if (count === 0) return null;
    const begunAt = now();
    await tx.bundleOrder.updateMany({ where: { id: orderId, begunAt: null }, data: { begunAt } });
    const order = await tx.bundleOrder.findUniqueOrThrow({ where: { id: orderId } });
    const { organisationId, serviceIds } = order;
    const known = await tx.delivery.findMany({
      where: { id: { in: order.deliveryIds }, organisationId, serviceId: { in: serviceIds } },
      orderBy: [{ sentAt: "asc" }, { id: "asc" }],
      select: { id: true },
    });
    return { ...order, begunAt: order.begunAt ?? begunAt, deliveryIds: known.map(({ id }) => id) };
  });
}

/** False when it is not wanted any more. */
async function tellProgress(
  actor: SystemActor,
  id: string,
  counts: { madeCount: number; leftOutCount: number },
): Promise<boolean> {
  const { count } = await withActor(actor, (tx) =>
    tx.bundleOrder.updateMany({ where: { id, state: "making" }, data: counts }),
  );
  return count === 1;
}

type Order = {
  id: string;
  organisationId: string;
  orderedById: string;
  serviceIds: string[];
  language: ProofDocumentRef["language"];
};

async function finishOrder(
  actor: SystemActor,
  order: Order,
  made: readonly MadeBundle[],
  leftOut: LeftOut[],
): Promise<void> {
  const { id, language } = order;
  const rows = await contentsOf(actor, made);
  const files = rows.map(({ reference, bundle }) => ({
    name: deliveryMember(reference),
    mediaType: BUNDLE_MEDIA_TYPE,
    size: bundle.size,
    sha256: bundle.sha256,
    crc32: bundle.crc32,
    bytes: null,
  }));
  const parts = [
    await partOf(MEMBER.guide, "text/plain", await guideOf(language, null)),
    await partOf(
      MEMBER.contents,
      "text/csv",
      await contentsFile(rows, await linesLeftOut(actor, leftOut)),
    ),
    ...files,
  ];
  const { frame, holes, size } = await frameOf(parts, await openLogKeeper());
  const ids = new Map(rows.map(({ reference, bundle }) => [deliveryMember(reference), bundle.id]));
  const stored: BundleHole[] = holes.map(({ at, part }) => ({
    at,
    bundleId: ids.get(part.name) ?? "",
    size: part.size,
  }));
  const { sha256: frameSha256 } = await storeFile(frame);
  await withActor(actor, async (tx) => {
    await holdBundles(tx, [...ids.values()]);
    const { count } = await tx.bundleOrder.updateMany({
      where: { id, state: "making" },
      data: {
        state: "ready",
        frameSha256,
        holes: stored,
        size: BigInt(size),
        madeCount: made.length,
        leftOutCount: leftOut.length,
        leftOut,
        finishedAt: now(),
      },
    });
    if (count === 1) await orderRest(tx, order, leftOut);
  });
}

/**
 * Whoever erases a delivery takes its bundle away and stops the orders that are ready: this one sees it, or is
 * seen by it. An order around a bundle that is gone would break off each time it is fetched.
 */
async function holdBundles(tx: Transaction, ids: string[]): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "ProofBundle" WHERE id = ANY(${ids}::uuid[]) FOR SHARE`;
  if (held.length < ids.length) throw new Error("no bundles yet: one of them went meanwhile");
}

/** What one file does not hold follows in another, without anybody asking for it again. */
async function orderRest(
  tx: Transaction,
  order: Order,
  leftOut: readonly LeftOut[],
): Promise<void> {
  const deliveryIds = leftOut.flatMap(({ deliveryId, why }) =>
    why === "file_full" ? [deliveryId] : [],
  );
  if (deliveryIds.length === 0) return;
  const { organisationId, orderedById, language, serviceIds } = order;
  const whose = { organisationId, orderedById, language, serviceIds };
  const { id: orderId } = await tx.bundleOrder.create({
    data: { ...whose, deliveryIds, orderedAt: now() },
    select: { id: true },
  });
  await addJobAt(tx, "make_bundles", { orderId }, `bundles:${orderId}`, now());
}

/** What stands beside each bundle in the list of them. */
async function contentsOf(actor: SystemActor, made: readonly MadeBundle[]) {
  const known = await listed(actor, made);
  return made.flatMap(({ bundle, deliveryId }) => {
    const delivery = known.get(deliveryId);
    return delivery ? [{ ...delivery, bundle }] : [];
  });
}

/** What has no bundle stands in the list too, with the reason in the place of the file. */
async function linesLeftOut(actor: SystemActor, leftOut: readonly LeftOut[]): Promise<string[][]> {
  const known = await listed(actor, leftOut);
  return leftOut.flatMap(({ deliveryId, why }) => {
    const delivery = known.get(deliveryId);
    return delivery ? [["", ...lineOf(delivery), "", "", why]] : [];
  });
}

async function listed(actor: SystemActor, wanted: readonly { deliveryId: string }[]) {
  const deliveries = await withActor(actor, (tx) =>
    tx.delivery.findMany({
      where: { id: { in: wanted.map(({ deliveryId }) => deliveryId) } },
      select: {
        id: true,
        reference: true,
        recipientName: true,
        subject: true,
        state: true,
        deliveryChoice: true,
        sentAt: true,
        publishedAt: true,
        openedAt: true,
      },
    }),
  );
  return new Map(deliveries.map((delivery) => [delivery.id, delivery]));
}

type Listed = Awaited<ReturnType<typeof listed>> extends Map<string, infer Row> ? Row : never;

function lineOf(row: Listed): string[] {
  return [
    row.reference,
    row.recipientName,
    row.subject,
    row.deliveryChoice,
    row.state === "cancelled" ? "" : row.sentAt.toISOString(),
    row.publishedAt?.toISOString() ?? "",
    row.openedAt?.toISOString() ?? "",
  ];
}

async function contentsFile(
  rows: Awaited<ReturnType<typeof contentsOf>>,
  leftOut: readonly string[][],
): Promise<Bytes> {
  const lines = rows.map(({ bundle, ...row }) => [
    deliveryMember(row.reference),
    ...lineOf(row),
    encodeHex(bundle.sha256),
    String(bundle.size),
    "",
  ]);
  const pieces: Uint8Array[] = [];
  for await (const piece of writeCsv([CONTENTS_HEAD, ...lines, ...leftOut])) pieces.push(piece);
  return concatBytes(...pieces);
}

const CONTENTS_HEAD = [
  "file",
  "reference",
  "recipient",
  "subject",
  "delivery",
  "sent",
  "made available",
  "first opened",
  "sha256",
  "bytes",
  "left out because",
];
