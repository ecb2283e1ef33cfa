import { z } from "zod";
import { FIELD_KINDS } from "@/lib/replies/options/schema";

/** A choice has one question, whose answer goes by this name in forms and in what is kept. */
export const CHOICE_ID = "choice";

export const ANSWER_FILE_MEGABYTES = 3;
export const ANSWER_MEDIA_TYPES = ["application/pdf", "image/jpeg", "image/png"] as const;

export const ADDRESS_PARTS = ["street", "postcode", "town", "country"] as const;
export type AddressPart = (typeof ADDRESS_PARTS)[number];

const addressSchema = z.object({
  street: z.string(),
  postcode: z.string(),
  town: z.string(),
  country: z.string(),
});

/** The bytes lie in storage under the digest. */
const answerFileSchema = z.object({
  fileName: z.string(),
  mediaType: z.enum(ANSWER_MEDIA_TYPES),
  size: z.int().positive(),
  /** Hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AnswerFile = z.infer<typeof answerFileSchema>;

const entrySchema = z.object({
  id: z.string(),
  kind: z.enum(FIELD_KINDS),
  /** As it was asked. */
  label: z.string(),
  /**
   * One line, an address one line a part; a date as YYYY-MM-DD, an amount with two decimals after a
   * point, an account number without spaces, a file its name. Empty: left open.
   */
  value: z.string(),
  /** Which of the answers offered it is, counted from 1: the same one in every language. */
  chosen: z.int().positive().optional(),
  /** The answers that were offered, in the words that were shown. */
  offered: z.array(z.string()).optional(),
  address: addressSchema.optional(),
  file: answerFileSchema.optional(),
});
export type AnswerEntry = z.infer<typeof entrySchema>;

/** An answer as it is kept, and as its digest stands in the evidence. */
export const answerContentSchema = z.object({
  version: z.literal(1),
  /** The delivery's. */
  reference: z.string(),
  question: z.string(),
  /** In which everything was asked; answers of before do not say it. */
  language: z.enum(["nl", "fr", "de"]).optional(),
  number: z.int().positive(),
  answeredAt: z.iso.datetime(),
  entries: z.array(entrySchema),
  /** Random: without it, the digest of a yes or no would tell which it is. */
  salt: z.base64(),
});
export type AnswerContent = z.infer<typeof answerContentSchema>;

/** Who answered, and how they had signed in. */
export const answeredBySchema = z.object({
  name: z.string(),
  method: z.string(),
  fasLevel: z.number(),
  level: z.enum(["high", "substantial", "low"]),
  signedInAt: z.iso.datetime(),
});
export type AnsweredBy = z.infer<typeof answeredBySchema>;

export const keepAnswerJobSchema = z.object({ answerId: z.uuid() });

/** One answer, as the sender's pages show it. */
export type GivenAnswer = {
  id: string;
  number: number;
  answeredAt: Date;
  by: AnsweredBy;
  entries: AnswerEntry[];
  /** When what was answered was erased; null: it is there. */
  contentErasedAt: Date | null;
};

export type Handling = {
  /** 0: nobody has touched it yet. */
  lockNumber: number;
  assignedTo: { id: string; name: string } | null;
  handledAt: Date | null;
  handledBy: string | null;
};

/** What came back on one delivery, and who sees to it. */
export type DeliveryAnswers = {
  deliveryId: string;
  /** Oldest first; the newest counts. */
  answers: GivenAnswer[];
  /** When the newest came in, on the reply page or through the eBox; null: nothing yet. */
  newestAt: Date | null;
  handling: Handling;
};

/** How often each answer of one question was given. */
export type AnswerCount = {
  id: string;
  label: string;
  options: { label: string; count: number }[];
};

export type AnswerLine = {
  deliveryId: string;
  reference: string;
  recipientName: string;
  answer: GivenAnswer | null;
  newestAt: Date | null;
  handling: Handling;
};

/** All that was answered to one message. */
export type MessageAnswers = {
  messageId: string;
  reference: string;
  subject: string;
  sentAt: Date;
  question: string;
  closesAt: Date | null;
  sent: number;
  answered: number;
  toHandle: number;
  counts: AnswerCount[];
  lines: AnswerLine[];
  /** Of the list's pages, counted from 1. */
  page: number;
  pages: number;
};

export type AnsweredMessage = {
  messageId: string;
  reference: string;
  subject: string;
  sentAt: Date;
  sent: number;
  answered: number;
  toHandle: number;
};

const handlingRef = { deliveryId: z.uuid(), lockNumber: z.coerce.number().int().nonnegative() };

export const assignReplySchema = z.object({ ...handlingRef, personId: z.uuid().nullable() });
export type AssignInput = z.infer<typeof assignReplySchema>;

export const handleReplySchema = z.object({
  ...handlingRef,
  isHandled: z.boolean(),
  /** The newest that was on the page: what came later was not seen. */
  seenUntil: z.iso.datetime(),
});
export type HandleInput = z.infer<typeof handleReplySchema>;

export const messageAnswersSchema = z.object({
  messageId: z.uuid(),
  page: z.coerce.number().int().positive().max(100_000).catch(1),
});
export type MessageAnswersRef = z.infer<typeof messageAnswersSchema>;
