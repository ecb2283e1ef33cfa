import { z } from "zod";
import { ownLetterSchema } from "@/lib/attachments/schema";
import { unopenedRuleSchema } from "@/lib/follow-ups/schema";
import { documentSchema } from "@/lib/messages/body/schema";
import type { LetterFacts } from "@/lib/messages/letter";
import { deliveryChoiceSchema } from "@/lib/messages/schema";
import { messagePaymentSchema } from "@/lib/payments/schema";
import { replyOptionSchema } from "@/lib/replies/options/schema";
import { localizedSchema } from "@/lib/text/localized";

/** What all letters of one message share, as it stood when the order was given. */
const sharedFactsSchema = z.object({
  environment: z.enum(["test", "production"]),
  language: z.enum(["nl", "fr", "de"]),
  sender: z.object({
    organisationName: localizedSchema,
    serviceName: localizedSchema,
    addressLines: z.array(z.string()),
    contactEmail: z.string().nullable(),
    contactPhone: z.string().nullable(),
    website: z.string().nullable(),
  }),
  ownReference: z.string(),
  subject: z.string(),
  body: documentSchema,
  paymentWanted: z.boolean().nullable(),
  payment: messagePaymentSchema.nullable(),
  replyOption: replyOptionSchema.nullable(),
  deliveryChoice: deliveryChoiceSchema,
  ownLetter: ownLetterSchema.nullable(),
  /** The rule of its type for what is not opened, as the sender saw it; orders of before have none. */
  messageType: z.object({ unopened: unopenedRuleSchema.nullable() }).nullish(),
}) satisfies z.ZodType<Omit<LetterFacts, "recipient" | "values" | "replyUrl">>;

/** The order to send, kept with the message: what its letters are made from, and who answers for it. */
export const orderSchema = z.object({
  by: z.object({
    by: z.string(),
    method: z.string(),
    level: z.enum(["high", "substantial", "low"]),
    fasLevel: z.number(),
    signedInAt: z.string(),
  }),
  /** Hexadecimal digest of the logo; null: none. */
  logoSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  facts: sharedFactsSchema,
});
export type Order = z.infer<typeof orderSchema>;
