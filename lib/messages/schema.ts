import { z } from "zod";
import { printable, printableLine, printableLines } from "@/lib/printable";
import { documentSchema } from "@/lib/messages/body/schema";
import { messagePaymentSchema } from "@/lib/payments/schema";
import { replyOptionSchema } from "@/lib/replies/options/schema";

/** What a letter's address block has room for. */
export const ADDRESS_LINES_LIMIT = 6;
export const ADDRESS_LINE_LIMIT = 120;
/** Typed by hand; more come in a spreadsheet. */
export const BY_HAND_LIMIT = 200;
export const SUBJECT_LIMIT = 400;
export const OWN_REFERENCE_LIMIT = 60;

export const MESSAGE_STATES = [
  "draft",
  "awaiting_approval",
  "scheduled",
  "sending",
  "paused",
  "sent",
  "sent_back",
  "cancelled",
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];
/** Those in which it may still be changed. */
export const DRAFT_STATES = ["draft", "sent_back"] as const satisfies readonly MessageState[];

export function isDraftState(state: string): boolean {
  return DRAFT_STATES.some((one) => one === state);
}

export const DELIVERY_CHOICES = [
  "normal",
  "registered",
  "registered_with_acknowledgement",
] as const;
export const deliveryChoiceSchema = z.enum(DELIVERY_CHOICES);
export type DeliveryChoice = z.infer<typeof deliveryChoiceSchema>;

/** The parts of the task list, in the order in which they are asked. */
export const TASKS = ["recipient", "text", "documents", "payment", "replies", "delivery"] as const;
export type Task = (typeof TASKS)[number];

export const messageIdSchema = z.uuid();

/**
 * Whose letter is looked at, as addresses say it: that of a recipient, by their position, or the first
 * in a language. Anything else means the first of all.
 */
export const askedLetterSchema = z.object({
  recipient: z.coerce.number().int().positive().max(9_999_999).optional().catch(undefined),
  language: z.enum(["nl", "fr", "de"]).optional().catch(undefined),
});
export type AskedLetter = z.infer<typeof askedLetterSchema>;

/** Which of the files for the printer, counted from 1; anything else means the first. */
export const printRunSchema = z.coerce.number().int().positive().max(99_999).catch(1);

/** Every write names the draft and the save it has seen. */
const draftRef = { messageId: messageIdSchema, lockNumber: z.int32().positive() };

/** One line, kept as it will be printed: nothing invisible reaches the box, the history or the proof. */
const line = (most: number, refusal?: string) =>
  z.string().max(2000).transform(printableLine).pipe(z.string().max(most, refusal));

/** More own placeholders than a letter of 20,000 characters has use for. */
const VALUES_LIMIT = 200;
const valuesSchema = z
  .record(z.string().max(100), z.string().max(1000).transform(printable))
  .refine((values) => Object.keys(values).length <= VALUES_LIMIT, "too_many")
  .transform((values) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [printableLine(name), value.trim()]),
    ),
  );

/** `default`: the template that the message type brings; null: none. */
export const startMessageSchema = z.object({
  messageTypeId: z.uuid(),
  templateId: z.union([z.uuid(), z.literal("default")]).nullable(),
});

export const saveRecipientSchema = z.object({
  ...draftRef,
  /** Of one of several: a new id adds a recipient. Null: the message's first. */
  recipientId: z.uuid().nullish(),
  kind: z.enum(["citizen", "enterprise"]),
  number: z.string().max(40),
  name: line(200),
  address: z
    .string()
    .max(1000)
    .transform(printableLines)
    .pipe(
      z
        .array(z.string().max(ADDRESS_LINE_LIMIT, "address_too_long"))
        .max(ADDRESS_LINES_LIMIT, "address_too_long"),
    ),
  attention: line(100),
  language: z.enum(["nl", "fr", "de"]).nullable(),
  /** Values of the message's own placeholders for this recipient; null: they stay as they are. */
  values: valuesSchema.nullish(),
});
export type RecipientInput = z.infer<typeof saveRecipientSchema>;

export const saveTextSchema = z.object({
  ...draftRef,
  /** Which of its texts; null: the main one. */
  language: z.enum(["nl", "fr", "de"]).nullish(),
  subject: line(2000),
  ownReference: line(OWN_REFERENCE_LIMIT, "too_long"),
  body: documentSchema,
  /** Values of this text's own placeholders. */
  values: valuesSchema,
});
export type TextInput = z.infer<typeof saveTextSchema>;

export const savePaymentSchema = z.object({
  ...draftRef,
  payment: messagePaymentSchema.nullable(),
});
export type PaymentInput = z.infer<typeof savePaymentSchema>;

export const saveRepliesSchema = z.object({ ...draftRef, replyOption: replyOptionSchema });
export type RepliesInput = z.infer<typeof saveRepliesSchema>;
export const saveDeliverySchema = z.object({ ...draftRef, deliveryChoice: deliveryChoiceSchema });

/** The last save of a page that is being left. */
export const lastSaveSchema = z.discriminatedUnion("part", [
  z.object({ part: z.literal("recipient"), input: saveRecipientSchema }),
  z.object({ part: z.literal("text"), input: saveTextSchema }),
  z.object({ part: z.literal("payment"), input: savePaymentSchema }),
  z.object({ part: z.literal("replies"), input: saveRepliesSchema }),
  z.object({ part: z.literal("delivery"), input: saveDeliverySchema }),
]);
export type LastSave = z.infer<typeof lastSaveSchema>;

export const checkBoxSchema = z.object({
  messageId: messageIdSchema,
  kind: z.enum(["citizen", "enterprise"]),
  number: z.string().max(40),
});
export const removeRecipientSchema = z.object({ ...draftRef, recipientId: z.uuid() });
export const savePaperSchema = z.object({ ...draftRef, paperWanted: z.boolean() });
export const discardMessageSchema = z.object(draftRef);
/** `version`: the one that was looked at; a newer one is not taken unseen. */
/** `version`: that of the template whose text was looked at. */
export const takeTemplateTextSchema = z.object({
  ...draftRef,
  language: z.enum(["nl", "fr", "de"]),
  version: z.int32().positive(),
});
export const takeTemplateVersionSchema = z.object({ ...draftRef, version: z.int32().positive() });
