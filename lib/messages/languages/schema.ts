import { z } from "zod";
import { letterLanguageSchema } from "@/lib/letters/schema";
import { documentSchema } from "@/lib/messages/body/schema";
import { messageIdSchema } from "@/lib/messages/schema";

/** What a message says in one language. */
export const messageTextSchema = z.object({ subject: z.string(), body: documentSchema });
export type MessageText = z.infer<typeof messageTextSchema>;

/** The texts beside the main one, by language. */
export const otherTextsSchema = z.object({
  nl: messageTextSchema.optional(),
  fr: messageTextSchema.optional(),
  de: messageTextSchema.optional(),
});

/** The main text, in the main language, and those beside it: a part of a message as it is kept. */
export const writtenSchema = messageTextSchema.extend({
  /** null: not chosen yet. */
  language: letterLanguageSchema.nullable(),
  otherTexts: otherTextsSchema,
});
export type Written = z.infer<typeof writtenSchema>;

export const messageLanguageSchema = z.object({
  messageId: messageIdSchema,
  lockNumber: z.int32().positive(),
  language: letterLanguageSchema,
});
export type MessageLanguage = z.infer<typeof messageLanguageSchema>;
