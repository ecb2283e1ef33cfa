import { z } from "zod";
import { ATTACHMENT_REFUSALS } from "@/lib/attachments/schema";
import { ZIP_REFUSALS } from "@/lib/zip/schema";

/** What is told of a ZIP before it is sent: more is refused. */
export const ARCHIVE_MEGABYTES = 500;
/** Each is scanned and opened by itself. */
export const ARCHIVE_FILES = 10_000;
/** Of all files together, once unpacked. */
export const UNPACKED_MEGABYTES = 2000;
/** So many names are told on the page, of refused files and of those that no row names. */
export const NAMES_SHOWN = 50;

export const ARCHIVE_STATES = [
  "waiting",
  "unpacking",
  "scanner_away",
  "unpacked",
  "refused",
] as const;
export const archiveStateSchema = z.enum(ARCHIVE_STATES);
export type ArchiveState = z.infer<typeof archiveStateSchema>;

/** Why nothing of a ZIP was taken; `name` is the file in it that it is about. */
export const archiveRefusalSchema = z.object({
  code: z.enum([...ZIP_REFUSALS, "archive_empty", "upload_incomplete"]),
  name: z.string().optional(),
});
export type ArchiveRefusal = z.infer<typeof archiveRefusalSchema>;

/** Why one file of it cannot be sent. */
export const personalRefusalSchema = z.enum([
  ...ATTACHMENT_REFUSALS,
  "attachment_empty",
  "attachment_too_large",
  "attachment_name",
]);
export type PersonalRefusal = z.infer<typeof personalRefusalSchema>;

/** A file of the ZIP, as rows are matched with it. */
export type ShelfFile = {
  id: string;
  /** Where it lies in the ZIP, folders included. */
  path: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  refusal: PersonalRefusal | null;
};

/** A file that one recipient alone gets, under the name that they find. */
export type PersonalAttachment = {
  id: string;
  fileName: string;
  mediaType: string;
  size: number;
};

/** The ZIP as the recipients' page shows it. */
export type ArchiveView = {
  id: string;
  fileName: string;
  size: number;
  uploadedAt: Date;
  uploadedBy: string;
  state: ArchiveState;
  refusal: ArchiveRefusal | null;
  /** How many files it holds, and how many were looked at. */
  fileCount: number;
  checked: number;
  refusedCount: number;
  /** The first of them. */
  refused: { path: string; refusal: PersonalRefusal }[];
};

const draftRef = { messageId: z.uuid(), lockNumber: z.int32().positive() };

export const addArchiveSchema = z.object({ ...draftRef, uploadId: z.uuid() });
export const removeArchiveSchema = z.object(draftRef);
export const unpackArchiveJobSchema = z.object({ archiveId: z.uuid() });
/** The address of a file that goes to one recipient of a draft. */
export const personalFileSchema = z.object({ messageId: z.uuid(), fileId: z.uuid() });
