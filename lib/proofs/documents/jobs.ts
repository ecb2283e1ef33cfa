import "server-only";
import { createHash } from "node:crypto";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import { environment } from "@/lib/env";
import { drawOwnPdf, drawPdf } from "@/lib/gateways/pdf-inspector";
import { hasStoredFile, readStoredFile, storeFile } from "@/lib/gateways/storage";
import type { Bytes } from "@/lib/proofs/bytes";
import { fingerprint, holderName, parseCertificate } from "@/lib/proofs/certificate";
import { getDeliveryProof, getTrust, type DeliveryProof } from "@/lib/proofs/data";
import type { ProofDocumentRef } from "@/lib/proofs/documents/schema";
import { openLogKeeper } from "@/lib/proofs/jobs";
import { sealPdf } from "@/lib/proofs/pdf-seal";
import { renderProof } from "@/lib/proofs/proof-document";
import type { PaperInput, ProofInput } from "@/lib/proofs/proof-layout";
import { verifyTimestamp } from "@/lib/proofs/timestamp-token";
import { queueRemoval } from "@/lib/retention/files/jobs";

/**
 * Makes the readable proof of a delivery and seals it (PAdES-B-T). Asked twice, it is made once;
 * while evidence is still being sealed or the authority is away, the queue comes back to it.
 */
export async function makeProof(actor: SystemActor, ref: ProofDocumentRef): Promise<void> {
  const proof = await getDeliveryProof(actor, ref.deliveryId);
  if (!proof.ok) throw new Error(`no proof yet: ${proof.refusal}`);
  await makeProofOf(actor, ref, proof.value);
}

/** The same for a proof just read; answers the digest under which the document is stored. */
export async function makeProofOf(
  actor: SystemActor,
  ref: ProofDocumentRef,
  proof: DeliveryProof,
): Promise<Uint8Array> {
  const { deliveryId, language } = ref;
  const key = { deliveryId, language, evidenceCount: proof.files.length };
  const made = await withActor(actor, (tx) => tx.proofDocument.findFirst({ where: key }));
  if (made && (await hasStoredFile(made.sha256))) return made.sha256;
  const at = now();
  const { seal, timestamp, revocation } = await openLogKeeper();
  const pdf = await renderProof(
    await inputOf(proof, ref, seal.certificateChain[0], await firstPageOf(actor, deliveryId)),
    at,
  );
  const sealed = await sealPdf(
    pdf,
    seal,
    (digest) => timestamp.stamp(digest),
    at,
    await revocation?.lists(),
  );
  if (!sealed.ok) throw new Error(`no time stamp: ${sealed.refusal.code}`);
  const { sha256, size } = await storeFile(sealed.value.bytes);
  const isKept = await withActor(actor, async (tx) => {
    const { contentErasedAt, ...delivery } = await tx.delivery.findUniqueOrThrow({
      where: { id: deliveryId },
      select: { organisationId: true, serviceId: true, contentErasedAt: true },
    });
    const isErasureTold = proof.files.some(({ event }) => event === "ContentErasure");
    if (contentErasedAt && !isErasureTold) {
      await queueRemoval(tx, [sha256], at);
      return false;
    }
    const document = { ...key, ...delivery, sha256, size, madeAt: at };
    // One whose file was erased is made anew, without what was erased.
    await tx.proofDocument.upsert({
      where: { deliveryId_language_evidenceCount: key },
      create: document,
      update: made ? { sha256, size, madeAt: at } : {},
    });
    return true;
  });
  // It shows the letter, which was there when this began.
  if (!isKept) throw new Error("the contents were erased meanwhile");
  return sha256;
}

/** A picture of the letter's first page, as long as the letter is there. */
async function firstPageOf(
  actor: SystemActor,
  deliveryId: string,
): Promise<ProofInput["firstPage"]> {
  const { letterSha256, isGiven } = await withActor(actor, async (tx) => {
    const { letterSha256: sha256, messageId } = await tx.delivery.findUniqueOrThrow({
      where: { id: deliveryId },
      select: { letterSha256: true, messageId: true },
    });
    const given = sha256 ? await tx.attachment.count({ where: { messageId, sha256 } }) : 0;
    return { letterSha256: sha256, isGiven: given > 0 };
  });
  if (!letterSha256 || !(await hasStoredFile(letterSha256))) return null;
  // A file that somebody chose as the letter is a stranger's, and drawn apart from all others.
  const draw = isGiven ? drawPdf : drawOwnPdf;
  return draw(await readStoredFile(letterSha256), 1);
}

async function inputOf(
  { files, checkpoint, stamp }: DeliveryProof,
  { language }: ProofDocumentRef,
  sealCertificate: Uint8Array | undefined,
  firstPage: ProofInput["firstPage"],
): Promise<ProofInput> {
  const newest = files.at(-1)?.evidence.bytes ?? new Uint8Array();
  return {
    language,
    evidence: files,
    checkpoint,
    stamp: stamp && { ...(await stampOf(stamp.token, checkpoint.note)), token: stamp.token },
    ...(await paperTrustOf(sealCertificate)),
    firstPage,
    newestDigest: createHash("sha256").update(newest).digest("hex"),
  };
}

/** Whose papers these are: where they are checked, the log, and who seals them. */
export async function paperTrustOf(
  sealCertificate: Uint8Array | undefined,
): Promise<Pick<PaperInput, "portalUrl" | "log" | "seal">> {
  const certificate = sealCertificate && parseCertificate(new Uint8Array(sealCertificate));
  if (!certificate) throw new Error("the seal has no certificate");
  const { logKey } = await getTrust();
  return {
    portalUrl: environment().PORTAL_URL,
    log: { name: logKey.split("+")[0] ?? "", key: logKey },
    seal: { holder: holderName(certificate), fingerprint: await fingerprint(certificate) },
  };
}

/** When a kept time stamp is of, and whose. Throws when it is over something else. */
export async function stampOf(token: Bytes, note: Bytes) {
  const verified = await verifyTimestamp(token, note);
  if (!verified.ok) throw new Error("the kept time stamp is not over its checkpoint");
  return { at: verified.value.time, authority: holderName(verified.value.authority) };
}
