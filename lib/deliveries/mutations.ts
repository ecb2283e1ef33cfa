import "server-only";
import { createHash } from "node:crypto";
import { DRAWN_PAGES } from "@/lib/attachments/schema";
import { record, recordLook } from "@/lib/audit/mutations";
import type { AuditEntry } from "@/lib/audit/schema";
import { inTurn } from "@/lib/auth/rate-limit";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import {
  getDelivery,
  listDeliveries,
  readDeliveryFiles,
  type DeliveryFiles,
} from "@/lib/deliveries/data";
import { frozenLogo, letterInputOf, ownLetterOf } from "@/lib/deliveries/letter";
import type {
  DeliveryDetail,
  DeliveryPage,
  HistoryFilter,
  ProofRef,
} from "@/lib/deliveries/schema";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { drawPdf } from "@/lib/gateways/pdf-inspector";
import { readStoredFile } from "@/lib/gateways/storage";
import { drawLetter, renderLetter } from "@/lib/letters/letter";
import { decryptNumber } from "@/lib/number-vault";
import { getEvidence } from "@/lib/proofs/data";
import { formatNumber } from "@/lib/recipients/rules";
import { ok, refuse, type Result } from "@/lib/result";

/** What is looked at or taken out of a delivery goes on record before it is handed over. */
type DeliveryRef = { deliveryId: string };
type Trace = Pick<AuditEntry, "act" | "detail">;

export async function viewDelivery(
  actor: PersonActor,
  { deliveryId }: DeliveryRef,
): Promise<Result<DeliveryDetail, Problem>> {
  const delivery = await getDelivery(actor, deliveryId);
  if (!delivery) return refuse({ code: "not_found" });
  await withActor(actor, async (tx) => {
    const files = await readDeliveryFiles(tx, actor, deliveryId);
    if (files) await recordLook(tx, actor, traceOf(deliveryId, files, { act: "delivery_viewed" }));
  });
  return ok(delivery);
}

/**
 * A page of the history. Who looks without writing here leaves a trace, and so does everybody who
 * looks somebody up by number.
 */
export async function viewHistory(
  actor: PersonActor,
  filter: HistoryFilter,
): Promise<Result<DeliveryPage, Problem>> {
  const page = await listDeliveries(actor, filter);
  if (actor.writes.length > 0 && !filter.n) return ok(page);
  const { q, n, after, before, ...seen } = filter;
  await withActor(actor, (tx) =>
    record(tx, actor, {
      act: q || n ? "deliveries_searched" : "deliveries_listed",
      subjectKind: "delivery",
      subjectId: null,
      ...(n ? { numberHash: new Uint8Array(Buffer.from(n, "hex")) } : {}),
      detail: { ...seen, isFurther: after !== null || before !== null, rows: page.rows.length },
    }),
  );
  return ok(page);
}

/** The whole number of the recipient, for those whose work needs it. */
export async function showNumber(
  actor: PersonActor,
  { deliveryId }: DeliveryRef,
): Promise<Result<{ number: string }, Problem>> {
  const files = await handOut(actor, deliveryId, () => ({ act: "number_shown" }));
  if (!files.ok) return files;
  const { recipientKind, recipientNumberEncrypted } = files.value;
  return ok({ number: formatNumber(recipientKind, decryptNumber(recipientNumberEncrypted)) });
}

export async function openLetter(
  actor: PersonActor,
  { deliveryId }: DeliveryRef,
): Promise<Result<Download, Problem>> {
  const files = await handOutContent(
    actor,
    deliveryId,
    ({ letter }) => letter && { act: "letter_viewed", detail: { file: letter.fileName } },
  );
  if (!files.ok) return files;
  const { letter } = files.value;
  return letter ? ok(await stored(letter)) : refuse({ code: "not_found" });
}

/**
 * The letter as a picture (SVG, or WebP of a sender's own PDF). It is drawn from what the letter was made of, and handed out only
 * when that still makes the very file that was sent: what makes letters may have changed since.
 */
export async function drawSentLetter(
  actor: PersonActor,
  { deliveryId }: DeliveryRef,
): Promise<Result<Download, Problem>> {
  const handed = await handOutContent(
    actor,
    deliveryId,
    ({ letter }) => letter && { act: "letter_viewed", detail: { file: letter.fileName } },
  );
  if (!handed.ok) return handed;
  const files = handed.value;
  if (!files.letter) return refuse({ code: "not_found" });
  if (ownLetterOf(files.frozen.letter)) return drawOwnLetter(actor, files.letter);
  const { letter, logo, sentAt } = files.frozen;
  const input = letterInputOf(letter, await frozenLogo(letter, logo, readStoredFile));
  const made = createHash("sha256")
    .update(await renderLetter(input, sentAt))
    .digest();
  if (!made.equals(files.letter.sha256)) return refuse({ code: "not_found" });
  return ok({
    fileName: files.letter.fileName.replace(/pdf$/, "svg"),
    mediaType: "image/svg+xml",
    bytes: new Uint8Array(await drawLetter(input, sentAt)),
  });
}

/** Its first pages; it is the very file, so that there is nothing to compare. */
async function drawOwnLetter(
  actor: PersonActor,
  { sha256, fileName }: NonNullable<DeliveryFiles["letter"]>,
): Promise<Result<Download, Problem>> {
  const bytes = await readStoredFile(sha256);
  const picture = await inTurn(actor.personId, () => drawPdf(bytes, DRAWN_PAGES));
  if (!picture) return refuse({ code: "not_found" });
  return ok({
    fileName: fileName.replace(/pdf$/i, "webp"),
    mediaType: "image/webp",
    bytes: picture,
  });
}

export async function openAttachment(
  actor: PersonActor,
  { deliveryId, attachmentId }: DeliveryRef & { attachmentId: string },
): Promise<Result<Download, Problem>> {
  const wanted = ({ attachments }: DeliveryFiles) =>
    attachments.find(({ id }) => id === attachmentId);
  const files = await handOutContent(
    actor,
    deliveryId,
    (found) => wanted(found) && { act: "letter_viewed", detail: { attachmentId } },
  );
  if (!files.ok) return files;
  const file = wanted(files.value);
  return file ? ok(await stored(file)) : refuse({ code: "not_found" });
}

/** One evidence as it was sealed, or the proof that it stands in the log. */
export async function downloadProof(
  actor: PersonActor,
  { deliveryId, evidenceId, file }: ProofRef,
): Promise<Result<Download, Problem>> {
  const delivery = await getDelivery(actor, deliveryId);
  if (!delivery?.evidences.some(({ id }) => id === evidenceId)) {
    return refuse({ code: "not_found" });
  }
  const sealed = await getEvidence(actor, evidenceId);
  if (!sealed.ok) {
    return refuse({ code: sealed.refusal === "not_found" ? "not_found" : "proof_not_ready" });
  }
  const { evidence, logProof, event } = sealed.value;
  await handOut(actor, deliveryId, () => ({
    act: "proof_downloaded",
    detail: { evidenceId, event, file },
  }));
  const { name, bytes } = file === "evidence" ? evidence : logProof;
  return ok({
    fileName: `${delivery.reference.replace("/", "-")}-${name}`,
    mediaType: file === "evidence" ? "application/json" : "text/plain; charset=utf-8",
    bytes,
  });
}

type Wanted = (files: DeliveryFiles) => Trace | null | undefined;

/** Reads what may be handed out and puts it on record that it is. */
async function handOut(
  actor: PersonActor,
  deliveryId: string,
  what: Wanted,
): Promise<Result<DeliveryFiles, Problem>> {
  return withActor(actor, async (tx) => {
    const files = await readDeliveryFiles(tx, actor, deliveryId);
    const handed = files && what(files);
    if (!files || !handed) {
      return refuse({ code: files?.contentErasedAt ? "content_erased" : "not_found" });
    }
    await record(tx, actor, traceOf(deliveryId, files, handed));
    return ok(files);
  });
}

/** The same of what was sent; what was erased is handed out to nobody. */
function handOutContent(actor: PersonActor, deliveryId: string, what: Wanted) {
  return handOut(actor, deliveryId, (files) => (files.contentErasedAt ? null : what(files)));
}

function traceOf(
  deliveryId: string,
  { serviceId, recipientNumberHash }: DeliveryFiles,
  trace: Trace,
): AuditEntry {
  return {
    subjectKind: "delivery",
    subjectId: deliveryId,
    serviceId,
    numberHash: recipientNumberHash,
    ...trace,
  };
}

async function stored(file: {
  sha256: Uint8Array;
  fileName: string;
  mediaType: string;
}): Promise<Download> {
  const { fileName, mediaType, sha256 } = file;
  return { fileName, mediaType, bytes: await readStoredFile(sha256) };
}
