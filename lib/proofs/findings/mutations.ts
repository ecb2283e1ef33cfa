import "server-only";
import { randomUUID } from "node:crypto";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addFindingJob, withActor, type Transaction } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { readStoredFile } from "@/lib/gateways/storage";
import { decryptBytes, encryptNumber, hashNumber } from "@/lib/number-vault";
import { proveRecord } from "@/lib/proofs/data";
import { ownFindings } from "@/lib/proofs/findings/data";
import { findingFileName, readOrder } from "@/lib/proofs/findings/rules";
import {
  MOST_FOUND,
  type FindingFileRef,
  type FindingRef,
  type OrderFinding,
} from "@/lib/proofs/findings/schema";
import { ok, refuse, type Result } from "@/lib/result";
import { languageOf } from "@/lib/text/languages";

/**
 * Asks for a certificate of what the log contains for somebody, whom the portal need not know. It tells of
 * the whole organisation, and so it is asked for by who acts for the whole of it. The asking is on record.
 */
export async function orderFinding(
  actor: PersonActor,
  order: OrderFinding,
): Promise<Result<FindingRef, Problem>> {
  const at = now();
  const read = readOrder(order, at);
  if (!read.ok) return refuse({ code: "invalid_input", fields: read.refusal });
  const { organisationId, serviceId } = actor.actingFor;
  if (!organisationId || serviceId) return refuse({ code: "not_found" });
  const { number, period } = read.value;
  const findingId = randomUUID();
  const recipientNumberHash = hashNumber(number);
  return withActor(actor, async (tx) => {
    const unread = { organisationId, id: { notIn: [...actor.reads] } };
    if ((await tx.service.count({ where: unread })) > 0)
      return refuse<Problem>({ code: "not_found" });
    const sentAt = { gte: period.from, lt: period.before };
    const found = await tx.delivery.count({
      where: { organisationId, recipientKind: order.kind, recipientNumberHash, sentAt },
    });
    if (found > MOST_FOUND) return refuse<Problem>({ code: "selection_too_large" });
    await tx.finding.createMany({
      data: {
        id: findingId,
        organisationId,
        orderedById: actor.personId,
        orderedAt: at,
        language: order.language,
        recipientKind: order.kind,
        recipientNumberEncrypted: encryptNumber(number),
        recipientNumberHash,
        fromDay: order.from,
        toDay: order.to,
        fromAt: period.from,
        beforeAt: period.before,
        reason: order.reason,
      },
    });
    await addFindingJob(tx, findingId);
    await record(tx, actor, {
      act: "finding_ordered",
      subjectKind: "finding",
      subjectId: findingId,
      numberHash: recipientNumberHash,
      detail: { from: order.from, to: order.to, language: order.language },
    });
    return ok({ findingId });
  });
}

/** The certificate, the sealed statement in it, or the proof that this stands in the log. */
export async function downloadFinding(
  actor: PersonActor,
  { findingId, file }: FindingFileRef,
): Promise<Result<Download, Problem>> {
  return withActor(actor, async (tx) => {
    const row = await tx.finding.findFirst({ where: { id: findingId, ...ownFindings(actor) } });
    if (!row) return refuse<Problem>({ code: "not_found" });
    const found = await openFile(tx, row, file);
    if (!found) return refuse<Problem>({ code: "proof_not_ready" });
    await record(tx, actor, {
      act: "finding_downloaded",
      subjectKind: "finding",
      subjectId: findingId,
      numberHash: new Uint8Array(row.recipientNumberHash),
      detail: { file },
    });
    const name = findingFileName(languageOf(row.language), row.fromDay, row.toDay);
    const { extension, ...content } = found;
    return ok({ ...content, fileName: `${name}.${extension}` });
  });
}

async function openFile(
  tx: Transaction,
  row: { id: string; sha256: Uint8Array | null; file: Uint8Array | null },
  file: FindingFileRef["file"],
) {
  if (!row.sha256 || !row.file) return null;
  switch (file) {
    case "certificate":
      return {
        extension: "pdf",
        mediaType: "application/pdf",
        bytes: await readStoredFile(row.sha256),
      };
    case "statement":
      return {
        extension: "finding.json",
        mediaType: "application/jose+json",
        bytes: decryptBytes(row.file),
      };
    case "log-proof": {
      const proof = await proveRecord(tx, { kind: "finding", recordId: row.id });
      return proof && { extension: "tlog-proof", mediaType: "text/plain", bytes: proof.bytes };
    }
  }
}
