import { z } from "zod";

/** The files of a reply, as the row keeps them; their bytes lie in storage under the digest. */
export const replyFilesSchema = z.array(
  z.object({
    fileName: z.string(),
    mediaType: z.string(),
    size: z.number(),
    /** Hexadecimal. */
    sha256: z.string(),
  }),
);
export type ReplyFile = z.infer<typeof replyFilesSchema>[number];

export const replyFileRefSchema = z.object({
  deliveryId: z.uuid(),
  replyId: z.uuid(),
  /** Counted from 0. */
  position: z.coerce.number().int().nonnegative(),
});
export type ReplyFileRef = z.infer<typeof replyFileRefSchema>;

/** A reply in a list, with what it answers. */
export type ReplyLine = {
  id: string;
  deliveryId: string;
  reference: string;
  /** What the message was about. */
  subject: string;
  recipientName: string;
  receivedAt: Date;
  /** The beginning of what they wrote. */
  excerpt: string;
  fileCount: number;
  isRead: boolean;
};

export type ReplyPage = { rows: ReplyLine[]; newer: string | null; older: string | null };

/** Keyset: the reply that stands at the edge of the page shown, and the direction. */
export const replyPageSchema = z.object({
  after: z.uuid().nullable().catch(null),
  before: z.uuid().nullable().catch(null),
});
export type ReplyPageRef = z.infer<typeof replyPageSchema>;
