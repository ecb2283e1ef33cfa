import "server-only";
import {
  attachmentRefusalSchema,
  scanStateSchema,
  type Attachment,
  type ChannelLimits,
  type OwnLetter,
} from "@/lib/attachments/schema";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import type { Download } from "@/lib/download";
import { environment } from "@/lib/env";
import type { Problem } from "@/lib/errors";
import { isScannerConfigured } from "@/lib/gateways/scanner";
import { readStoredFile } from "@/lib/gateways/storage";
import { ok, refuse, type Result } from "@/lib/result";

/** Whether files are scanned for malware here; where they are not, the portal says so. */
export function isScanning(): boolean {
  return isScannerConfigured();
}

/** What each kind of box takes, as this installation was told. */
export function channelLimits(): ChannelLimits {
  const env = environment();
  return {
    citizen: {
      files: env.CITIZEN_BOX_FILES,
      megabytes: env.CITIZEN_BOX_FILE_MEGABYTES,
      totalMegabytes: env.CITIZEN_BOX_TOTAL_MEGABYTES,
    },
    enterprise: {
      files: env.ENTERPRISE_BOX_FILES,
      megabytes: env.ENTERPRISE_BOX_FILE_MEGABYTES,
      totalMegabytes: env.ENTERPRISE_BOX_TOTAL_MEGABYTES,
    },
  };
}

/** The files of a message in their order, whatever is known of them so far. */
export async function readAttachments(tx: Transaction, messageId: string): Promise<Attachment[]> {
  const rows = await tx.attachment.findMany({
    where: { messageId },
    // The letter first, as the recipient finds it.
    orderBy: [{ isMainContent: "desc" }, { position: "asc" }],
  });
  return rows.map((row) => ({
    id: row.id,
    fileName: row.fileName,
    mediaType: row.mediaType,
    size: row.size,
    scanState: scanStateSchema.parse(row.scanState),
    refusal: attachmentRefusalSchema.nullable().parse(row.refusal),
    pageCount: row.pageCount,
    isTagged: row.isTagged,
    isPdfA: row.isPdfA,
    hasThumbnail: row.thumbnailSha256 !== null,
    isMainContent: row.isMainContent,
  }));
}

/** The files that a message takes along beside its letter, each with its stored content. */
export async function readKeptAttachments(tx: Transaction, messageId: string) {
  const rows = await tx.attachment.findMany({
    where: { messageId, isMainContent: false },
    orderBy: { position: "asc" },
  });
  return rows.flatMap(({ sha256, ...row }) => (sha256 ? [{ ...row, sha256 }] : []));
}

/** The PDF that the sender made the letter; null where the letter is made from the text. */
export async function readOwnLetter(tx: Transaction, messageId: string): Promise<OwnLetter | null> {
  const row = await tx.attachment.findFirst({ where: { messageId, isMainContent: true } });
  if (!row?.sha256) return null;
  return { fileName: row.fileName, sha256: Buffer.from(row.sha256).toString("hex") };
}

/** The files of a draft, for its page to ask again while they are checked; null: no such draft. */
export async function listAttachments(
  actor: PersonActor,
  messageId: string,
): Promise<Attachment[] | null> {
  return withActor(actor, async (tx) => {
    const found = await tx.message.count({
      where: { id: messageId, serviceId: { in: [...actor.writes] } },
    });
    return found === 1 ? readAttachments(tx, messageId) : null;
  });
}

/** A draft's file, or the picture of its first page. */
export async function openDraftFile(
  actor: PersonActor,
  { messageId, attachmentId }: { messageId: string; attachmentId: string },
  part: "file" | "thumbnail",
): Promise<Result<Download, Problem>> {
  const row = await withActor(actor, (tx) =>
    tx.attachment.findFirst({
      where: { id: attachmentId, messageId, serviceId: { in: [...actor.writes] } },
    }),
  );
  const sha256 = part === "file" ? row?.sha256 : row?.thumbnailSha256;
  if (!row || !sha256) return refuse({ code: "not_found" });
  return ok({
    fileName: part === "file" ? row.fileName : `${row.fileName}.png`,
    mediaType: part === "file" ? row.mediaType : "image/png",
    bytes: await readStoredFile(sha256),
  });
}
