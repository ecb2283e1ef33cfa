import "server-only";
import { record } from "@/lib/audit/mutations";
import type { AuditAct } from "@/lib/audit/schema";
import { problem } from "@/lib/auth/gate";
import { allowUpload } from "@/lib/auth/rate-limit";
import type { PersonActor } from "@/lib/auth/schema";
import { channelLimits } from "@/lib/attachments/data";
import {
  canBeLetter,
  cleanFileName,
  fileRefusal,
  freeName,
  MEGABYTE,
  renamed,
  widestLimits,
} from "@/lib/attachments/rules";
import { RECIPIENT_FILE_MEGABYTES } from "@/lib/recipients/files/schema";
import { ARCHIVE_MEGABYTES } from "@/lib/attachments/personal/schema";
import {
  uploadMetadataSchema,
  type AttachmentRef,
  type DraftRef,
  type UploadPurpose,
} from "@/lib/attachments/schema";
import { withActor, type Transaction } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import {
  finishedUpload,
  removeUpload,
  serveUpload,
  type FinishedUpload,
} from "@/lib/gateways/uploads";
import { ok, refuse, type Result } from "@/lib/result";
import { readDraftSender } from "@/lib/messages/data";
import { touchDraft, type Saved } from "@/lib/messages/mutations";
import { readRecipientsAgain } from "@/lib/recipients/reading/mutations";
import type { Attachment } from "@/prisma/generated/client";

/** What it says it will be; the most there may be when it does not say, or says nonsense (then tus refuses it). */
function lengthOf(request: Request, mostBytes: number): number {
  const length = request.headers.get("upload-length") ?? "";
  return /^\d{1,12}$/.test(length) ? Math.min(Number(length), mostBytes) : mostBytes;
}

/** How large it may be; what it is for stands in its metadata (tus 1.0.0, creation). */
function megabytesFor(request: Request, limits: Record<UploadPurpose, number>): number {
  const metadata = request.headers.get("upload-metadata") ?? "";
  const [, encoded = ""] = /(?:^|,)\s*purpose ([\w+/=]+)/.exec(metadata) ?? [];
  const purpose = Buffer.from(encoded, "base64").toString();
  if (purpose === "recipients" || purpose === "archive") return limits[purpose];
  return limits.attachment;
}

/** One request of a resumable upload; only drafts of the actor's own service take any. */
export async function receiveUpload(actor: PersonActor, request: Request): Promise<Response> {
  const { megabytes } = widestLimits(channelLimits());
  const limits = {
    attachment: megabytes,
    recipients: RECIPIENT_FILE_MEGABYTES,
    archive: ARCHIVE_MEGABYTES,
  };
  // Only the first request says what it is for, and with it how long it will be.
  const isBeginning = request.method === "POST";
  const limit = isBeginning ? megabytesFor(request, limits) : Math.max(...Object.values(limits));
  const maxSize = limit * MEGABYTE;
  if (isBeginning && !(await allowUpload(actor.personId, lengthOf(request, maxSize))))
    return problem({ code: "too_many_requests" });
  return serveUpload(request, { maxSize }, async (metadata) => {
    const parsed = uploadMetadataSchema.safeParse(metadata);
    if (!parsed.success || fileRefusal({ name: parsed.data.fileName, size: 1 }, megabytes))
      return false;
    return (await readDraftSender(actor, parsed.data.messageId)) !== null;
  });
}

/**
 * Takes an upload that has arrived whole into the message, where it waits to be looked at. The
 * attachment carries the upload's own id: asked twice, it is there once.
 */
export async function addAttachment(
  actor: PersonActor,
  input: DraftRef & { uploadId: string },
): Promise<Result<Saved, Problem>> {
  if (!(await readDraftSender(actor, input.messageId))) return refuse({ code: "not_found" });
  const done = await alreadyAdded(actor, input);
  if (done) return ok(done);
  const arrived = await arrivedUpload(input);
  if (!arrived.ok) return arrived;
  const added = await takeOver(actor, input, arrived.value);
  // Asked twice at once, the faster one has saved.
  const other =
    !added.ok && added.refusal.code === "conflict" ? await alreadyAdded(actor, input) : null;
  return other ? ok(other) : added;
}

/** An upload that has arrived whole for this message, with the name that it is shown under. */
export async function arrivedUpload({
  messageId,
  uploadId,
}: {
  messageId: string;
  uploadId: string;
}): Promise<Result<{ upload: FinishedUpload; name: string }, Problem>> {
  const upload = await finishedUpload(uploadId);
  const metadata = uploadMetadataSchema.safeParse(upload?.metadata);
  const name = metadata.success ? cleanFileName(metadata.data.fileName) : null;
  if (!upload || !metadata.success || !name) return refuse({ code: "upload_incomplete" });
  if (metadata.data.messageId !== messageId) return refuse({ code: "not_found" });
  return ok({ upload, name });
}

async function takeOver(
  actor: PersonActor,
  input: DraftRef & { uploadId: string },
  { upload, name }: { upload: FinishedUpload; name: string },
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    // Counted before the save is claimed: a refusal changes nothing, and whoever saves in between wins.
    const others = await tx.attachment.findMany({
      where: { messageId: input.messageId },
      select: { fileName: true, position: true, isMainContent: true },
    });
    if (!hasRoom(others)) return refuse({ code: "attachment_limit" as const });
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
        fileName: freeName(name, namesOf(others)),
        size: upload.size,
        position: Math.max(0, ...others.map(({ position }) => position)) + 1,
      },
    });
    await note(tx, actor, "attachment_added", input.messageId, input.uploadId);
    await tx.$queryRaw`SELECT portal.check_attachment(${input.uploadId}::uuid)::text`;
    return saved;
  });
}

/** The letter itself does not count: the box takes it beside the others. */
function hasRoom(others: readonly { isMainContent: boolean }[]): boolean {
  const { files } = widestLimits(channelLimits());
  return others.filter(({ isMainContent }) => !isMainContent).length < files;
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
    if (!row) return null;
    const { lockNumber, savedAt } = row.message;
    return { lockNumber, savedAt: savedAt.toISOString() };
  });
}

export async function removeAttachment(
  actor: PersonActor,
  input: AttachmentRef,
): Promise<Result<Saved, Problem>> {
  const removed = await changeAttachment(actor, input, async (tx, { id }) => {
    await tx.attachment.deleteMany({ where: { id } });
    await readRecipientsAgain(tx, input.messageId);
    await note(tx, actor, "attachment_removed", input.messageId, id);
    return ok(null);
  });
  if (removed.ok) await removeUpload(input.attachmentId);
  return removed;
}

/** Gives it another name; the ending stays, because it tells what is inside. */
export async function renameAttachment(
  actor: PersonActor,
  input: AttachmentRef & { fileName: string },
): Promise<Result<Saved, Problem>> {
  return changeAttachment(actor, input, async (tx, attachment) => {
    const fileName = renamed(attachment.fileName, input.fileName);
    if (!fileName) return refuse({ code: "attachment_name" });
    const others = await tx.attachment.findMany({
      where: { messageId: input.messageId, id: { not: attachment.id } },
      select: { fileName: true },
    });
    if (freeName(fileName, namesOf(others)) !== fileName)
      return refuse({ code: "attachment_name_taken" });
    await tx.attachment.updateMany({ where: { id: attachment.id }, data: { fileName } });
    return ok(null);
  });
}

function namesOf(rows: readonly { fileName: string }[]): string[] {
  return rows.map(({ fileName }) => fileName);
}

/** Changes places with its neighbour; at the end of the list nothing changes. */
export async function moveAttachment(
  actor: PersonActor,
  input: AttachmentRef & { direction: "up" | "down" },
): Promise<Result<Saved, Problem>> {
  return changeAttachment(actor, input, async (tx, { id, position, isMainContent }) => {
    const isUp = input.direction === "up";
    const neighbour = await tx.attachment.findFirst({
      where: {
        messageId: input.messageId,
        isMainContent,
        position: isUp ? { lt: position } : { gt: position },
      },
      orderBy: { position: isUp ? "desc" : "asc" },
    });
    if (!neighbour) return ok(null);
    const put = (who: string, place: number) =>
      tx.attachment.updateMany({ where: { id: who }, data: { position: place } });
    // By way of a place that nobody has: no two may stand in one.
    await put(id, -1);
    await put(neighbour.id, position);
    await put(id, neighbour.position);
    return ok(null);
  });
}

/** Makes a PDF the letter itself, in place of the text and of another; with null the text is it again. */
export async function chooseMainContent(
  actor: PersonActor,
  input: DraftRef & { attachmentId: string | null },
): Promise<Result<Saved, Problem>> {
  return undoingRefusals(actor, async (tx) => {
    const files = await tx.attachment.findMany({
      where: { messageId: input.messageId, serviceId: { in: [...actor.writes] } },
    });
    const chosen = files.find(({ id }) => id === input.attachmentId) ?? null;
    const before = files.find(({ isMainContent }) => isMainContent) ?? null;
    if (input.attachmentId !== null && !chosen) return refuse({ code: "not_found" });
    if (chosen && !canBeLetter(chosen)) return refuse({ code: "attachment_no_letter" });
    const saved = await touchDraft(tx, actor, input);
    if (!saved.ok) return saved;
    const mark = (id: string, isMainContent: boolean) =>
      tx.attachment.updateMany({ where: { id }, data: { isMainContent } });
    if (before) await mark(before.id, false);
    if (chosen) await mark(chosen.id, true);
    else if (before && files.length > widestLimits(channelLimits()).files)
      return refuse({ code: "attachment_limit" });
    await readRecipientsAgain(tx, input.messageId);
    await record(tx, actor, {
      act: "main_content_chosen",
      subjectKind: "message",
      subjectId: input.messageId,
      detail: { attachmentId: input.attachmentId },
    });
    return saved;
  });
}

type Change = (tx: Transaction, attachment: Attachment) => Promise<Result<null, Problem>>;

/** A change of one file counts as a save of its draft; a refused one changes nothing at all. */
async function changeAttachment(
  actor: PersonActor,
  input: AttachmentRef,
  change: Change,
): Promise<Result<Saved, Problem>> {
  return undoingRefusals(actor, async (tx) => {
    const attachment = await tx.attachment.findFirst({
      where: {
        id: input.attachmentId,
        messageId: input.messageId,
        serviceId: { in: [...actor.writes] },
      },
    });
    if (!attachment) return refuse({ code: "not_found" });
    const saved = await touchDraft(tx, actor, input);
    if (!saved.ok) return saved;
    const changed = await change(tx, attachment);
    return changed.ok ? saved : changed;
  });
}

class Refused extends Error {
  constructor(readonly answer: Result<never, Problem>) {
    super("refused");
  }
}

/** A refusal found after something was written takes that back with it. */
async function undoingRefusals<T>(
  actor: PersonActor,
  work: (tx: Transaction) => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  try {
    return await withActor(actor, async (tx) => {
      const answer = await work(tx);
      if (!answer.ok) throw new Refused(answer);
      return answer;
    });
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

function note(
  tx: Transaction,
  actor: PersonActor,
  act: Extract<AuditAct, `attachment_${string}`>,
  messageId: string,
  attachmentId: string,
): Promise<void> {
  return record(tx, actor, {
    act,
    subjectKind: "attachment",
    subjectId: attachmentId,
    detail: { messageId },
  });
}
