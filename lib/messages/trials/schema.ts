import { z } from "zod";
import { messageIdSchema } from "@/lib/messages/schema";

/** `recipient`: which of the test citizens, counted from 0. */
export const sendTrialSchema = z.object({
  messageId: messageIdSchema,
  lockNumber: z.int32().positive(),
  recipient: z.int().min(0).max(99),
});
export type TrialInput = z.infer<typeof sendTrialSchema>;
