import "server-only";
import { createReadStream } from "node:fs";
import { fileTypeFromFile } from "file-type";
import { record } from "@/lib/audit/mutations";
import type { SystemActor } from "@/lib/auth/schema";
import { fileNameFor, freeName, looksLikeText, mediaTypeOf } from "@/lib/attachments/rules";
import type { AttachmentRefusal, MediaType } from "@/lib/attachments/schema";
import { now } from "@/lib/clock";
import { addJobAt, withActor } from "@/lib/db";
import { inspectPdf } from "@/lib/gateways/pdf-inspector";
import { scanFile } from "@/lib/gateways/scanner";
import { storeFile, storeFileFrom } from "@/lib/gateways/storage";
import { finishedUpload, removeUpload } from "@/lib/gateways/uploads";
import { queueReading, readRecipientsAgain } from "@/lib/recipients/reading/mutations";
import type { Attachment } from "@/prisma/generated/client";

const UNSETTLED = ["waiting", "scanning", "scanner_away"];

/**
 * Looks at a file that has arrived: what it is, whether it harms, how it looks. A good one is stored,
 * a refused one is gone, and its row says why until the sender removes it. May be stopped anywhere and
 * done again.
 */
export async function checkAttachment(
  actor: SystemActor,
  { attachmentId }: { attachmentId: string },
): Promise<void> {
  const attachment = await begin(actor, attachmentId);
  if (attachment) {
    const upload = await finishedUpload(attachmentId);
    const found: Finding = upload
      ? await examine(upload.file, attachment.fileName, { withThumbnail: true })
      : { kind: "refused", refusal: "upload_incomplete" };
    await settle(actor, attachment, found);
    // The file stays for the next try: a scanner that is away says nothing of it.
    if (found.kind === "away") return;
  }
  await removeUpload(attachmentId);
}

async function begin(actor: SystemActor, id: string): Promise<Attachment | null> {
  return withActor(actor, async (tx) => {
    const { count } = await tx.attachment.updateMany({
      where: { id, scanState: { in: UNSETTLED } },
      data: { scanState: "scanning" },
    });
    return count === 1 ? tx.attachment.findUnique({ where: { id } }) : null;
  });
}

type Finding =
  | { kind: "away" }
  | { kind: "refused"; refusal: AttachmentRefusal }
  | {
      kind: "kept";
      mediaType: MediaType;
      scanState: "clean" | "not_scanned";
      stored: { sha256: Uint8Array<ArrayBuffer>; size: number };
      pdf: {
        pageCount: number;
        isTagged: boolean;
        isPdfA: boolean;
        thumbnailSha256: Uint8Array<ArrayBuffer> | null;
      } | null;
    };

/** What a file is and whether it may be sent; a good one is stored. */
export async function examine(
  file: string,
  fileName: string,
  { withThumbnail }: { withThumbnail: boolean },
): Promise<Finding> {
  const refused = (refusal: AttachmentRefusal): Finding => ({ kind: "refused", refusal });
  const sniffed = await fileTypeFromFile(file);
  const mediaType = mediaTypeOf(fileName, sniffed?.mime, !sniffed && (await isText(file)));
  if (!mediaType) return refused("attachment_type");
  const scanState = await scanFile(file);
  if (scanState === "infected") return refused("attachment_infected");
  if (scanState === "failed") return { kind: "away" };
  const kept = { kind: "kept" as const, mediaType, scanState };
  if (mediaType !== "application/pdf")
    return { ...kept, stored: await storeFileFrom(file), pdf: null };
  const { report, thumbnail } = await inspectPdf(file);
  if (report.kind !== "read") return refused(`attachment_${report.kind}`);
  if (report.isActive) return refused("attachment_active");
  const { pageCount, isTagged, isPdfA } = report;
  const thumbnailSha256 = withThumbnail && thumbnail ? (await storeFile(thumbnail)).sha256 : null;
  return {
    ...kept,
    stored: await storeFileFrom(file),
    pdf: { pageCount, isTagged, isPdfA, thumbnailSha256 },
  };
}

/** Read bit by bit: a list may be as large as a film. */
async function isText(file: string): Promise<boolean> {
  for await (const chunk of createReadStream(file)) {
    if (!looksLikeText(chunk as Buffer)) return false;
  }
  return true;
}

async function settle(actor: SystemActor, attachment: Attachment, found: Finding): Promise<void> {
  const { id, messageId, organisationId, serviceId } = attachment;
  await withActor(actor, async (tx) => {
    const siblings = await tx.attachment.findMany({ where: { messageId } });
    const row = siblings.find((sibling) => sibling.id === id);
    // Removed meanwhile.
    if (!row) return;
    const taken = siblings.filter((sibling) => sibling.id !== id).map(({ fileName }) => fileName);
    await tx.attachment.updateMany({
      where: { id, scanState: "scanning" },
      data: {
        ...(found.kind === "away" ? { scanState: "scanner_away" } : { checkedAt: now() }),
        ...(found.kind === "refused" ? { scanState: "refused", refusal: found.refusal } : {}),
        ...(found.kind === "kept"
          ? {
              scanState: found.scanState,
              mediaType: found.mediaType,
              fileName: freeName(fileNameFor(row.fileName, found.mediaType), taken),
              ...found.stored,
              ...found.pdf,
            }
          : {}),
      },
    });
    if (found.kind === "away") return;
    // With it, the files of a row may be more than its recipient's box takes.
    await readRecipientsAgain(tx, messageId, "if needed", queueReading);
    await record(tx, actor, {
      act: "attachment_checked",
      subjectKind: "attachment",
      subjectId: id,
      organisationId,
      serviceId,
      detail: {
        messageId,
        scanState: found.kind === "kept" ? found.scanState : found.kind,
        refusal: found.kind === "refused" ? found.refusal : null,
      },
    });
  });
}

/** Queues again what nobody looks at: the scanner was away, or the worker died of it. */
export async function resumeChecks(actor: SystemActor): Promise<void> {
  await withActor(actor, async (tx) => {
    const left = await tx.$queryRaw<{ id: string }[]>`
      SELECT a.id::text AS id FROM "Attachment" a
        LEFT JOIN graphile_worker.jobs j ON j.key = 'attachment:' || a.id
      WHERE a."scanState" IN ('waiting', 'scanning', 'scanner_away')
        AND (j.id IS NULL OR j.attempts >= j.max_attempts AND j.locked_at IS NULL)
      LIMIT 200`;
    for (const { id } of left) {
      await addJobAt(tx, "check_attachment", { attachmentId: id }, `attachment:${id}`, now());
    }
  });
}
