import "server-only";
import { readFile } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { record } from "@/lib/audit/mutations";
import { problem } from "@/lib/auth/gate";
import { allowUpload } from "@/lib/auth/rate-limit";
import type { PersonActor } from "@/lib/auth/schema";
import {
  cleanFileName,
  fileNameFor,
  fileRefusal,
  looksLikeText,
  mediaTypeOf,
} from "@/lib/attachments/rules";
import {
  ATTACHMENT_LIMIT,
  ATTACHMENT_MEGABYTES,
  uploadMetadataSchema,
  type MediaType,
} from "@/lib/attachments/schema";
import { withActor } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { inspectPdf } from "@/lib/gateways/pdf-inspector";
import { scanFile } from "@/lib/gateways/scanner";
import { storeFileFrom } from "@/lib/gateways/storage";
import {
  finishedUpload,
  removeUpload,
  serveUpload,
  type FinishedUpload,
} from "@/lib/gateways/uploads";
import { ok, refuse, type Result } from "@/lib/result";
import { touchDraft, type Saved } from "@/lib/messages/mutations";

const MOST_BYTES = ATTACHMENT_MEGABYTES * 1024 * 1024;

/** What it says it will be; the most there may be when it does not say, or says nonsense (then tus refuses it). */
function lengthOf(request: Request): number {
  const length = request.headers.get("upload-length") ?? "";
  return /^\d{1,12}$/.test(length) ? Math.min(Number(length), MOST_BYTES) : MOST_BYTES;
}

/** A draft of a service the actor writes for. */
async function mayUploadTo(actor: PersonActor, messageId: string): Promise<boolean> {
  const found = await withActor(actor, (tx) =>
    tx.message.count({
      where: {
        id: messageId,
        serviceId: { in: [...actor.writes] },
        state: { in: ["draft", "sent_back"] },
      },
    }),
  );
  return found === 1;
}

/** One request of a resumable upload; only drafts of the actor's own service take any. */
export async function receiveUpload(actor: PersonActor, request: Request): Promise<Response> {
  if (request.method === "POST" && !(await allowUpload(actor.personId, lengthOf(request))))
    return problem({ code: "too_many_requests" });
  return serveUpload(request, { maxSize: MOST_BYTES }, async (metadata) => {
    const parsed = uploadMetadataSchema.safeParse(metadata);
    if (!parsed.success || fileRefusal({ name: parsed.data.fileName, size: 1 })) return false;
    return mayUploadTo(actor, parsed.data.messageId);
  });
}

/**
 * Takes an upload that has arrived whole into the message. The attachment carries the upload's own
 * id: asked twice, it is there once.
 */
export async function addAttachment(
  actor: PersonActor,
  input: { messageId: string; lockNumber: number; uploadId: string },
): Promise<Result<Saved, Problem>> {
  if (!(await mayUploadTo(actor, input.messageId))) return refuse({ code: "not_found" });
  const done = await alreadyAdded(actor, input);
  if (done) return ok(done);
  try {
    return await takeOver(actor, input);
  } catch (error) {
    // Asked twice at once, the faster one has cleared the upload away.
    if (!isGone(error, input.uploadId)) throw error;
    const other = await alreadyAdded(actor, input);
    return other ? ok(other) : refuse({ code: "upload_incomplete" });
  }
}

function isGone(error: unknown, uploadId: string): boolean {
  const { code, path } = error as NodeJS.ErrnoException;
  return code === "ENOENT" && (path ?? "").endsWith(uploadId);
}

async function takeOver(
  actor: PersonActor,
  input: { messageId: string; lockNumber: number; uploadId: string },
): Promise<Result<Saved, Problem>> {
  const upload = await finishedUpload(input.uploadId);
  const metadata = uploadMetadataSchema.safeParse(upload?.metadata);
  if (!upload || !metadata.success) return refuse({ code: "upload_incomplete" });
  if (metadata.data.messageId !== input.messageId) return refuse({ code: "not_found" });
  const checked = await checkFile(upload, metadata.data.fileName);
  if (!checked.ok) {
    // A scanner that is away says nothing of the file: it stays for the next try.
    if (checked.refusal.code !== "attachment_scan_failed") await removeUpload(input.uploadId);
    return checked;
  }
  const stored = await storeFileFrom(upload.file);
  if (stored.size !== upload.size) return refuse({ code: "upload_incomplete" });
  const added = await withActor(actor, async (tx) => {
    // Counted before the save is claimed: a refusal changes nothing, and whoever saves in between wins.
    const others = await tx.attachment.findMany({
      where: { messageId: input.messageId },
      select: { id: true, position: true },
    });
    if (others.length >= ATTACHMENT_LIMIT) return refuse({ code: "attachment_limit" as const });
    const saved = await touchDraft(tx, actor, input);
    if (!saved.ok) return saved;
    const message = await tx.message.findUniqueOrThrow({
      where: { id: input.messageId },
      select: { organisationId: true, serviceId: true },
    });
    await tx.attachment.create({
      data: {
        id: input.uploadId,
        messageId: input.messageId,
        ...message,
        ...checked.value,
        ...stored,
        position: Math.max(0, ...others.map((other) => other.position)) + 1,
      },
    });
    await record(tx, actor, {
      act: "attachment_added",
      subjectKind: "attachment",
      subjectId: input.uploadId,
      detail: { messageId: input.messageId, size: stored.size, scanState: checked.value.scanState },
    });
    return saved;
  });
  if (added.ok) await removeUpload(input.uploadId);
  return added;
}

async function alreadyAdded(
  actor: PersonActor,
  input: { messageId: string; uploadId: string },
): Promise<Saved | null> {
  return withActor(actor, async (tx) => {
    const row = await tx.attachment.findFirst({
      where: { id: input.uploadId, messageId: input.messageId },
      select: { message: { select: { lockNumber: true, savedAt: true } } },
    });
    return (
      row && { lockNumber: row.message.lockNumber, savedAt: row.message.savedAt.toISOString() }
    );
  });
}

type Checked = { fileName: string; mediaType: MediaType; scanState: "clean" | "not_scanned" };

async function checkFile(upload: FinishedUpload, name: string): Promise<Result<Checked, Problem>> {
  const refusal = fileRefusal({ name, size: upload.size });
  const fileName = cleanFileName(name);
  if (refusal || !fileName) return refuse({ code: refusal ?? "attachment_name" });
  const sniffed = await fileTypeFromFile(upload.file);
  const bytes = await readFile(upload.file);
  const mediaType = mediaTypeOf(fileName, sniffed?.mime, looksLikeText(bytes));
  if (!mediaType) return refuse({ code: "attachment_type" });
  if (mediaType === "application/pdf") {
    const pdf = await inspectPdf(upload.file);
    if (pdf.kind !== "read") return refuse({ code: `attachment_${pdf.kind}` });
    if (pdf.isActive) return refuse({ code: "attachment_active" });
  }
  const scan = await scanFile(upload.file);
  if (scan === "infected") return refuse({ code: "attachment_infected" });
  if (scan === "failed") return refuse({ code: "attachment_scan_failed" });
  return ok({ fileName: fileNameFor(fileName, mediaType), mediaType, scanState: scan });
}

export async function removeAttachment(
  actor: PersonActor,
  input: { messageId: string; lockNumber: number; attachmentId: string },
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const where = {
      id: input.attachmentId,
      messageId: input.messageId,
      serviceId: { in: [...actor.writes] },
    };
    if ((await tx.attachment.count({ where })) === 0) return refuse({ code: "not_found" as const });
    const saved = await touchDraft(tx, actor, input);
    if (!saved.ok) return saved;
    await tx.attachment.deleteMany({ where });
    await record(tx, actor, {
      act: "attachment_removed",
      subjectKind: "attachment",
      subjectId: input.attachmentId,
      detail: { messageId: input.messageId },
    });
    return saved;
  });
}
