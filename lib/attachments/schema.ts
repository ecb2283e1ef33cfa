import { z } from "zod";

/** With the letter the eBox takes six files. */
export const ATTACHMENT_LIMIT = 5;
export const FILE_NAME_LIMIT = 255;
/** No source tells the eBox's own limit; this is ours, told before the upload. */
export const ATTACHMENT_MEGABYTES = 25;

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
export type MediaType = (typeof MEDIA_TYPES)[number];

const ref = { messageId: z.uuid(), lockNumber: z.int().positive() };

export const addAttachmentSchema = z.object({ ...ref, uploadId: z.uuid() });
export const removeAttachmentSchema = z.object({ ...ref, attachmentId: z.uuid() });

/** What an upload says of itself before the first byte. */
export const uploadMetadataSchema = z.object({
  messageId: z.uuid(),
  fileName: z.string().min(1).max(FILE_NAME_LIMIT),
});
