import { z } from "zod";
import { letterLanguageSchema } from "@/lib/letters/schema";
import { messageIdSchema } from "@/lib/messages/schema";

/** `recipient`: which of the test citizens, counted from 0. */
export const sendTrialSchema = z.object({
  messageId: messageIdSchema,
  lockNumber: z.int32().positive(),
  recipient: z.int().min(0).max(99),
  /** Of a message in several; null: that of the letter that is looked at. */
  language: letterLanguageSchema.nullish(),
});
export type TrialInput = z.infer<typeof sendTrialSchema>;
