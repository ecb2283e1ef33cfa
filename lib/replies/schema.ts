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
export const answeringSchema = z.object({
  after: z.uuid().nullable().catch(null),
  before: z.uuid().nullable().catch(null),
});
export type ReplyPageRef = z.infer<typeof answeringSchema>;

/** Why a message of an own box waits instead of being taken in. */
export type ParkReason =
  /** The mailbox went away in the middle of it. */
  | "unavailable"
  /** It, or a part of it, cannot be had or understood. */
  | "unreadable"
  /** Taking it in failed here. */
  | "not_kept"
  /** The mailbox does not say whose it is. */
  | "sender_unknown"
  /** It names our message and comes from somebody else than its recipient. */
  | "sender_mismatch"
  /** It may answer a message whose id we never learned, and does not tell which. */
  | "delivery_unknown";
