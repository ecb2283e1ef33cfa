import "server-only";
import { readKeptAttachments } from "@/lib/attachments/data";
import { cleanFileName, fileNameFor, freeName } from "@/lib/attachments/rules";
import { mediaTypeSchema } from "@/lib/attachments/schema";
import {
  archiveRefusalSchema,
  archiveStateSchema,
  NAMES_SHOWN,
  personalRefusalSchema,
  type ArchiveView,
  type PersonalAttachment,
  type ShelfFile,
} from "@/lib/attachments/personal/schema";
import { fullName } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { readStoredFile } from "@/lib/gateways/storage";
import { ok, refuse, type Result } from "@/lib/result";

/** Within a transaction that has found the draft to be the actor's. */
export async function readArchive(tx: Transaction, messageId: string): Promise<ArchiveView | null> {
  const archive = await tx.personalArchive.findUnique({ where: { messageId } });
  if (!archive) return null;
  const uploader = await tx.person.findUnique({
    where: { id: archive.uploadedById },
    select: { givenName: true, surname: true },
  });
  const own = { archiveId: archive.id };
  const checked = await tx.personalFile.count({ where: own });
  const isRefused = { ...own, scanState: "refused" };
  const refusedCount = await tx.personalFile.count({ where: isRefused });
  const refused = await tx.personalFile.findMany({
    where: isRefused,
    orderBy: { position: "asc" },
    take: NAMES_SHOWN,
    select: { path: true, refusal: true },
  });
  return {
    id: archive.id,
    fileName: archive.fileName,
    size: archive.size,
    uploadedAt: archive.uploadedAt,
    uploadedBy: uploader ? fullName(uploader) : "",
    state: archiveStateSchema.parse(archive.state),
    refusal: archiveRefusalSchema.nullable().parse(archive.refusal),
    fileCount: archive.fileCount,
    checked,
    refusedCount,
    refused: refused.map(({ path, refusal }) => ({
      path,
      refusal: personalRefusalSchema.parse(refusal),
    })),
  };
}

/** All files of a draft's ZIP, for its rows to be matched with. */
export async function readShelfFiles(tx: Transaction, messageId: string): Promise<ShelfFile[]> {
  const rows = await tx.personalFile.findMany({
    where: { messageId },
    orderBy: { position: "asc" },
  });
  return rows.map(({ id, path, mediaType, size, refusal }) => ({
    id,
    path,
    mediaType,
    size,
    refusal: personalRefusalSchema.nullable().parse(refusal),
  }));
}

/** One letter of a message. */
type LetterPlace = { messageId: string; position: number };

/** The files that this recipient alone gets, each under a name that no other file of the letter has. */
async function readPersonalFiles(
  tx: Transaction,
  { messageId, position }: LetterPlace,
  shared: readonly { fileName: string }[],
) {
  const recipient = await tx.messageRecipient.findUnique({
    where: { messageId_position: { messageId, position } },
    select: { personalFileIds: true },
  });
  const ids = recipient?.personalFileIds ?? [];
  if (ids.length === 0) return [];
  const rows = await tx.personalFile.findMany({ where: { id: { in: ids }, messageId } });
  const names = shared.map(({ fileName }) => fileName);
  return ids.map((id) => {
    const row = rows.find((each) => each.id === id);
    if (!row?.sha256) throw new Error(`the file ${id} of a recipient is gone`);
    const { path, mediaType, size, sha256 } = row;
    const known = mediaTypeSchema.parse(mediaType);
    const fileName = freeName(fileNameFor(cleanFileName(path) ?? "document", known), names);
    names.push(fileName);
    return { id, fileName, mediaType, size, sha256 };
  });
}

/** Everything that goes to one recipient beside the letter: what all get, and then their own. */
export async function readDeliveryAttachments(tx: Transaction, place: LetterPlace) {
  const shared = await readKeptAttachments(tx, place.messageId);
  return [...shared, ...(await readPersonalFiles(tx, place, shared))];
}

/** The second half of that, for the page that shows a draft's letter. */
export async function readFilesOfLetter(
  tx: Transaction,
  place: LetterPlace,
): Promise<PersonalAttachment[]> {
  const own = await readPersonalFiles(tx, place, await readKeptAttachments(tx, place.messageId));
  return own.map(({ id, fileName, mediaType, size }) => ({ id, fileName, mediaType, size }));
}

/** A file that goes to one recipient of a draft. */
export async function openPersonalFile(
  actor: PersonActor,
  { messageId, fileId }: { messageId: string; fileId: string },
): Promise<Result<Download, Problem>> {
  const row = await withActor(actor, (tx) =>
    tx.personalFile.findFirst({
      where: { id: fileId, messageId, serviceId: { in: [...actor.writes] } },
    }),
  );
  if (!row?.sha256) return refuse({ code: "not_found" });
  return ok({
    fileName: cleanFileName(row.path) ?? "document",
    mediaType: row.mediaType,
    bytes: await readStoredFile(row.sha256),
  });
}
