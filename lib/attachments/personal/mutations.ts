import "server-only";
import { arrivedUpload } from "@/lib/attachments/mutations";
import { archiveSizeRefusal } from "@/lib/attachments/personal/rules";
import type { DraftRef } from "@/lib/attachments/schema";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { removeUpload } from "@/lib/gateways/uploads";
import { readDraftSender } from "@/lib/messages/data";
import { touchDraft, type Saved } from "@/lib/messages/mutations";
import { readRecipientsAgain } from "@/lib/recipients/reading/mutations";
import { ok, refuse, type Result } from "@/lib/result";

/**
 * Takes a ZIP that has arrived whole as the one with the files of single recipients, in place of the
 * one before it. The worker unpacks it, and then reads the spreadsheet that names its files. It carries
 * the upload's own id: asked twice, it is there once.
 */
export async function addArchive(
  actor: PersonActor,
  input: DraftRef & { uploadId: string },
): Promise<Result<Saved, Problem>> {
  const { messageId, uploadId } = input;
  if (!(await readDraftSender(actor, messageId))) return refuse({ code: "not_found" });
  const done = await alreadyAdded(actor, input);
  if (done) return ok(done);
  const arrived = await arrivedUpload(input);
  if (!arrived.ok) return arrived;
  const { upload, name } = arrived.value;
  const tooLarge = archiveSizeRefusal(upload.size);
  if (tooLarge) {
    await removeUpload(uploadId);
    return refuse({ code: tooLarge });
  }
  return withActor(actor, async (tx) => {
    const list = await tx.recipientFile.findUnique({
      where: { messageId },
      select: { organisationId: true, serviceId: true },
    });
    // Only rows of a spreadsheet name files.
    if (!list) return refuse({ code: "not_found" as const });
    const saved = await touchDraft(tx, actor, input);
    if (!saved.ok) return saved;
    await tx.personalArchive.deleteMany({ where: { messageId } });
    await tx.personalArchive.create({
      data: {
        id: uploadId,
        messageId,
        ...list,
        fileName: name,
        size: upload.size,
        uploadedById: actor.personId,
        uploadedAt: now(),
      },
    });
    await tx.$queryRaw`SELECT portal.unpack_archive(${uploadId}::uuid)::text`;
    await readRecipientsAgain(tx, messageId, "anyway");
    await record(tx, actor, {
      act: "personal_files_added",
      subjectKind: "message",
      subjectId: messageId,
      detail: { size: upload.size },
    });
    return saved;
  });
}

async function alreadyAdded(
  actor: PersonActor,
  { messageId, uploadId }: { messageId: string; uploadId: string },
): Promise<Saved | null> {
  return withActor(actor, async (tx) => {
    const archive = await tx.personalArchive.findFirst({
      where: { id: uploadId, messageId },
      select: { message: { select: { lockNumber: true, savedAt: true } } },
    });
    if (!archive) return null;
    const { lockNumber, savedAt } = archive.message;
    return { lockNumber, savedAt: savedAt.toISOString() };
  });
}

/** Takes the ZIP away and every file of it: nobody gets a file of their own any more. */
export async function removeArchive(
  actor: PersonActor,
  ref: DraftRef,
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const saved = await touchDraft(tx, actor, ref);
    if (!saved.ok) return saved;
    const { messageId } = ref;
    const { count } = await tx.personalArchive.deleteMany({ where: { messageId } });
    if (count === 0) return saved;
    await readRecipientsAgain(tx, messageId, "anyway");
    await record(tx, actor, {
      act: "personal_files_removed",
      subjectKind: "message",
      subjectId: messageId,
    });
    return saved;
  });
}
