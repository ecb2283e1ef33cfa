import { z } from "zod";
import { unopenedRuleSchema, type UnopenedRule } from "@/lib/follow-ups/schema";
import { LETTER_LANGUAGES, type LetterLanguage } from "@/lib/letters/schema";
import { deliveryChoiceSchema, type DeliveryChoice } from "@/lib/messages/schema";
import { printableLine } from "@/lib/printable";
import { receiptRuleSchema, type ReceiptRule } from "@/lib/receipts/schema";
import { replyOptionSchema, type ReplyOption } from "@/lib/replies/options/schema";
import { typePolicySchema, type TypePolicy } from "@/lib/retention/schema";
import type { Localized } from "@/lib/text/localized";

export const LEGAL_BASIS_LIMIT = 200;
/** A spreadsheet has no more rows. */
const MOST_RECIPIENTS = 100_000;

/** What a message of a type begins with and is held to. */
const typeRulesSchema = z.object({
  defaultTemplateId: z.uuid().nullable(),
  /** In which it may be written. */
  languages: z.array(z.enum(LETTER_LANGUAGES)).min(1, "languages_missing"),
  /** Null: asked each time. */
  deliveryChoice: deliveryChoiceSchema.nullable(),
  isPaymentWanted: z.boolean(),
  /** Null: asked each time. Its words stand by their languages, none of which is the main one yet. */
  replyOption: replyOptionSchema.nullable(),
  isFourEyes: z.boolean(),
  legalBasis: z
    .string()
    .max(2000)
    .transform(printableLine)
    .pipe(z.string().max(LEGAL_BASIS_LIMIT, "too_long")),
  unopened: unopenedRuleSchema.nullable(),
  /** Of registered messages: from when they count as received. */
  receipt: receiptRuleSchema.nullable(),
  /** How long contents and replies are kept once nothing can happen to them any more. */
  retention: typePolicySchema,
});
export type TypeRules = z.infer<typeof typeRulesSchema>;

export const changeTypeSchema = typeRulesSchema.extend({
  typeId: z.uuid(),
  lockNumber: z.int32().positive(),
});
export type TypeChange = z.infer<typeof changeTypeSchema>;

export const messageTypeIdSchema = z.uuid();

/** What the whole organisation asks somebody else to approve. */
export const fourEyesSchema = z.object({
  lockNumber: z.int32().positive(),
  /** Null: no number of recipients asks for it. */
  from: z
    .int("recipients_invalid")
    .min(1, "recipients_invalid")
    .max(MOST_RECIPIENTS, "recipients_invalid")
    .nullable(),
  isRegistered: z.boolean(),
});
export type FourEyes = z.infer<typeof fourEyesSchema>;

export type ManagedType = {
  id: string;
  code: string;
  name: Localized;
  description: Localized;
  lockNumber: number;
  validityNumber: number;
  validityUnit: string;
  template: { id: string; name: string } | null;
  languages: LetterLanguage[];
  deliveryChoice: DeliveryChoice | null;
  /** A service may send it registered, to somebody. */
  isRegisteredOpen: boolean;
  isPaymentWanted: boolean;
  replyOption: ReplyOption | null;
  isFourEyes: boolean;
  legalBasis: string;
  unopened: UnopenedRule | null;
  receipt: ReceiptRule | null;
  retention: TypePolicy;
};
