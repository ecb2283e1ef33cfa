import { z } from "zod";

export const FILE_NAME_LIMIT = 255;

/** What the eBox takes (contract 2.1), less what a browser would run. Citizens' boxes show PDF only. */
export const MEDIA_TYPES = [
  "application/pdf",
  "text/csv",
  "text/plain",
  "application/vnd.oasis.opendocument.text",
  "application/vnd.oasis.opendocument.spreadsheet",
  "application/vnd.oasis.opendocument.presentation",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
] as const;
export const mediaTypeSchema = z.enum(MEDIA_TYPES);
export type MediaType = z.infer<typeof mediaTypeSchema>;

/** What one kind of box takes beside the letter. */
export type BoxLimits = {
  files: number;
  /** Of each file. */
  megabytes: number;
  /** Of all files together, the letter included. */
  totalMegabytes: number;
};
export const BOX_KINDS = ["citizen", "enterprise"] as const;
export type ChannelLimits = Record<(typeof BOX_KINDS)[number], BoxLimits>;

export const SCAN_STATES = [
  "waiting",
  "scanning",
  "scanner_away",
  "clean",
  "not_scanned",
  "refused",
] as const;
export const scanStateSchema = z.enum(SCAN_STATES);
export type ScanState = z.infer<typeof scanStateSchema>;

/** Why a file that had arrived was not kept; each has its sentence among the refusals. */
export const ATTACHMENT_REFUSALS = [
  "attachment_type",
  "attachment_encrypted",
  "attachment_damaged",
  "attachment_active",
  "attachment_infected",
  "upload_incomplete",
] as const;
export const attachmentRefusalSchema = z.enum(ATTACHMENT_REFUSALS);
export type AttachmentRefusal = z.infer<typeof attachmentRefusalSchema>;

/** The stored file that is the letter itself, as a letter names it. */
export const ownLetterSchema = z.object({
  fileName: z.string(),
  /** Hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type OwnLetter = z.infer<typeof ownLetterSchema>;

/** A file of a message, as its page shows it. */
export const attachmentSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  size: z.number(),
  scanState: scanStateSchema,
  refusal: attachmentRefusalSchema.nullable(),
  /** Of a PDF; null of anything else. */
  pageCount: z.number().nullable(),
  isTagged: z.boolean().nullable(),
  isPdfA: z.boolean().nullable(),
  hasThumbnail: z.boolean(),
  isMainContent: z.boolean(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

const draftRef = { messageId: z.uuid(), lockNumber: z.int32().positive() };
const ref = { ...draftRef, attachmentId: z.uuid() };

export const addAttachmentSchema = z.object({ ...draftRef, uploadId: z.uuid() });
export const removeAttachmentSchema = z.object(ref);
export const renameAttachmentSchema = z.object({ ...ref, fileName: z.string().max(1000) });
export const moveAttachmentSchema = z.object({ ...ref, direction: z.enum(["up", "down"]) });
/** Null: the letter is made from the text again. */
export const chooseMainContentSchema = z.object({
  ...draftRef,
  attachmentId: z.uuid().nullable(),
});
export type DraftRef = { messageId: string; lockNumber: number };
export type AttachmentRef = DraftRef & { attachmentId: string };

/** As many pages of an own letter are drawn: more would be a picture that nobody scrolls. */
export const DRAWN_PAGES = 8;

/** The address of a draft's file. */
export const draftFileSchema = z.object({ messageId: z.uuid(), attachmentId: z.uuid() });

/** What an upload says of itself before the first byte. */
export const uploadMetadataSchema = z.object({
  messageId: z.uuid(),
  fileName: z.string().min(1).max(FILE_NAME_LIMIT),
});

/** What an upload is for, as its metadata says: a document for all, the list of recipients, a ZIP of files for single ones. */
export type UploadPurpose = "attachment" | "recipients" | "archive";

export const checkAttachmentJobSchema = z.object({ attachmentId: z.uuid() });
