import { z } from "zod";
import { printableLine } from "@/lib/printable";

/** How a recipient may answer, in the order in which it is offered. */
export const REPLY_KINDS = ["none", "ebox", "choice", "form", "link"] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

export const FIELD_KINDS = [
  "text",
  "date",
  "amount",
  "choice",
  "address",
  "email",
  "phone",
  "iban",
  "file",
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export const FEWEST_LABELS = 2;
export const MOST_LABELS = 6;
export const LABEL_LIMIT = 100;
export const QUESTION_LIMIT = 200;
export const MOST_FIELDS = 15;
/** All files of a form travel in one request. */
export const MOST_FILE_FIELDS = 2;
const URL_LIMIT = 400;

const line = (most: number) =>
  z.string().max(2000).transform(printableLine).pipe(z.string().max(most, "too_long"));

/** Made when the field is added, and kept when it moves: answers name it. */
const fieldId = z.string().regex(/^[a-z0-9]{1,12}$/);
const url = z
  .string()
  .max(2000)
  .transform(printableLine)
  .pipe(z.string().max(URL_LIMIT, "too_long"));

const replyFieldSchema = z.object({
  id: fieldId,
  kind: z.enum(FIELD_KINDS),
  label: line(QUESTION_LIMIT),
  isRequired: z.boolean(),
  /** Of a choice. */
  options: z.array(line(LABEL_LIMIT)).max(MOST_LABELS),
});
export type ReplyField = z.infer<typeof replyFieldSchema>;

/** What an option says in one further language: answers by their place, fields by their id. */
const replyWordsSchema = z.object({
  question: line(QUESTION_LIMIT),
  labels: z.array(line(LABEL_LIMIT)).max(MOST_LABELS),
  fields: z.array(replyFieldSchema.pick({ id: true, label: true, options: true })).max(MOST_FIELDS),
  /** Empty: the main one. */
  url,
});
export type ReplyWords = z.infer<typeof replyWordsSchema>;

/**
 * What the sender has filled in so far, of every kind: who looks at another kind and comes back finds
 * everything as it was. What is wrong with it is told by the rules.
 */
export const replyOptionSchema = z.object({
  kind: z.enum(REPLY_KINDS),
  question: line(QUESTION_LIMIT),
  labels: z.array(line(LABEL_LIMIT)).max(MOST_LABELS),
  fields: z
    .array(replyFieldSchema)
    .max(MOST_FIELDS)
    .refine((fields) => new Set(fields.map(({ id }) => id)).size === fields.length, "repeated"),
  url,
  /** YYYY-MM-DD, the last day on which one may answer; empty: none. */
  deadline: z.string().max(10),
  isChangeable: z.boolean(),
  /**
   * The same in further languages, kept also while the message is not written in them. Absent: written
   * when a message had one set of words for all its languages.
   */
  otherWords: z
    .object({
      nl: replyWordsSchema.optional(),
      fr: replyWordsSchema.optional(),
      de: replyWordsSchema.optional(),
    })
    .optional(),
});
export type ReplyOption = z.infer<typeof replyOptionSchema>;

const label = z.string().min(1);

/** What is asked on the reply page, frozen when the message was sent. */
export const askedReplySchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("choice"),
    question: z.string(),
    labels: z.array(label).min(FEWEST_LABELS).max(MOST_LABELS),
  }),
  z.object({
    kind: z.literal("form"),
    question: z.string(),
    fields: z.array(replyFieldSchema.extend({ label })).min(1).max(MOST_FIELDS),
  }),
]);
export type AskedReply = z.infer<typeof askedReplySchema>;
