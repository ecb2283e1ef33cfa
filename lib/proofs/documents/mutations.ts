import "server-only";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { addJob, withActor } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { hasStoredFile, readStoredFile } from "@/lib/gateways/storage";
import { proofFileName } from "@/lib/proofs/rules";
import type { ProofDocumentRef } from "@/lib/proofs/documents/schema";
import { ok, refuse, type Result } from "@/lib/result";

const PATIENCE = 15_000;
const PAUSE = 250;

/**
 * The sealed, readable proof of everything known of a delivery. The worker makes it when it is first
 * asked for, which takes a second: this waits for it, and says "not ready" when that takes longer.
 */
export async function downloadProofDocument(
  actor: PersonActor,
  ref: ProofDocumentRef,
): Promise<Result<Download, Problem>> {
  const found = await untilMade((isFirst) => findOrAsk(actor, ref, isFirst));
  if (!found.ok) return found;
  const { sha256, fileName } = found.value;
  return ok({ fileName, mediaType: "application/pdf", bytes: await readStoredFile(sha256) });
}

/** Asks the first time, and then looks until the worker has made it, or for as long as one waits. */
export async function untilMade<T>(
  look: (isFirst: boolean) => Promise<Result<T | null, Problem>>,
): Promise<Result<T, Problem>> {
  for (let waited = 0; ; waited += PAUSE) {
    const found = await look(waited === 0);
    if (!found.ok) return found;
    if (found.value !== null) return ok(found.value);
    if (waited >= PATIENCE) return refuse({ code: "proof_not_ready" });
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

type Found = { sha256: Uint8Array; fileName: string } | null;

/** The newest document that tells of all evidence; asks the worker for it when there is none. */
function findOrAsk(
  actor: PersonActor,
  { deliveryId, language }: ProofDocumentRef,
  isFirst: boolean,
): Promise<Result<Found, Problem>> {
  return withActor(actor, async (tx) => {
    const delivery = await tx.delivery.findFirst({
      where: { id: deliveryId, serviceId: { in: [...actor.reads] } },
      include: { proofDocuments: { where: { language } }, _count: { select: { evidences: true } } },
    });
    if (!delivery) return refuse({ code: "not_found" });
    const evidenceCount = delivery._count.evidences;
    if (evidenceCount === 0) return refuse({ code: "proof_not_ready" });
    const made = delivery.proofDocuments.find(
      (document) => document.evidenceCount === evidenceCount,
    );
    if (!made || !(await hasStoredFile(made.sha256))) {
      if (isFirst) {
        await addJob(tx, "make_proof", { deliveryId, language });
      }
      return ok(null);
    }
    await record(tx, actor, {
      act: "proof_downloaded",
      subjectKind: "delivery",
      subjectId: deliveryId,
      serviceId: delivery.serviceId,
      numberHash: new Uint8Array(delivery.recipientNumberHash),
      detail: { file: "proof.pdf", language, evidenceCount },
    });
    return ok({
      sha256: made.sha256,
      fileName: proofFileName(delivery, language),
    });
  });
}
