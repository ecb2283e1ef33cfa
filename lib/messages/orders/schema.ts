import { z } from "zod";
import { ownLetterSchema } from "@/lib/attachments/schema";
import { answeredForSchema } from "@/lib/answered-for";
import { unopenedRuleSchema } from "@/lib/follow-ups/schema";
import { isCalendarDate } from "@/lib/format";
import { documentSchema } from "@/lib/messages/body/schema";
import { otherTextsSchema } from "@/lib/messages/languages/schema";
import type { LetterFacts } from "@/lib/messages/letter";
import { deliveryChoiceSchema, messageIdSchema, type MessageState } from "@/lib/messages/schema";
import { messagePaymentSchema } from "@/lib/payments/schema";
import { printable } from "@/lib/printable";
import { receiptRuleSchema } from "@/lib/receipts/schema";
import { replyOptionSchema } from "@/lib/replies/options/schema";
import { openingHoursSchema } from "@/lib/services/schema";
import { localizedSchema, type Localized } from "@/lib/text/localized";

/** What all letters of one message share, as it stood when the order was given. */
export const sharedFactsSchema = z.object({
  environment: z.enum(["test", "production"]),
  language: z.enum(["nl", "fr", "de"]),
  sender: z.object({
    organisationName: localizedSchema,
    serviceName: localizedSchema,
    addressLines: z.array(z.string()),
    contactEmail: z.string().nullable(),
    contactPhone: z.string().nullable(),
    website: z.string().nullable(),
    /** Orders of before have neither. */
    replyAddressLines: z.array(z.string()).default([]),
    openingHours: openingHoursSchema.nullable().default(null),
  }),
  ownReference: z.string(),
  subject: z.string(),
  body: documentSchema,
  /** Orders of before have none. */
  otherTexts: otherTextsSchema.default({}),
  paymentWanted: z.boolean().nullable(),
  payment: messagePaymentSchema.nullable(),
  replyOption: replyOptionSchema.nullable(),
  deliveryChoice: deliveryChoiceSchema,
  ownLetter: ownLetterSchema.nullable(),
  /** The rules of its type, as the sender saw them; orders of before have none. */
  messageType: z
    .object({
      unopened: unopenedRuleSchema.nullable(),
      receipt: receiptRuleSchema.nullable().default(null),
    })
    .nullish(),
}) satisfies z.ZodType<Omit<LetterFacts, "recipient" | "values" | "replyUrl">>;

/** The order to send, kept with the message: what its letters are made from, and who answers for it. */
export const orderSchema = z.object({
  by: answeredForSchema,
  /** Hexadecimal digest of the logo; null: none. */
  logoSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  facts: sharedFactsSchema,
});
export type Order = z.infer<typeof orderSchema>;

/** `HH:MM`. */
export const timeSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** The hours of so many working days, the first of them on or after `date`. */
export const spreadPlanSchema = z.object({
  kind: z.literal("spread"),
  date: z.string().refine(isCalendarDate),
  days: z.number().int().min(1).max(20),
  /** `HH:MM` in Brussels. */
  from: timeSchema,
  until: timeSchema,
});
export type SpreadPlan = z.infer<typeof spreadPlanSchema>;

/** When the letters go. */
export const planSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now") }),
  /** ISO 8601 in UTC. */
  z.object({ kind: z.literal("at"), at: z.iso.datetime() }),
  spreadPlanSchema,
]);
export type Plan = z.infer<typeof planSchema>;

/** What was asked for on the check page, beside the draft itself. */
export const giveOrderSchema = z.object({
  messageId: messageIdSchema,
  lockNumber: z.int32().positive(),
  /** The explicit confirmation that a registered send asks for. */
  isConfirmed: z.boolean(),
  plan: planSchema,
  /** A word to whoever approves. */
  note: z.string().max(2000).transform(printable),
});
export type OrderInput = z.infer<typeof giveOrderSchema>;

export const orderRefSchema = z.object({ messageId: messageIdSchema });
export type OrderRef = z.infer<typeof orderRefSchema>;

/** A message that was ordered and has not gone, or not gone whole. */
export type PlannedMessage = {
  id: string;
  reference: string;
  subject: string;
  type: Localized;
  state: MessageState;
  plan: Plan;
  /** When the first letter goes or went; null: as soon as somebody approved it. */
  sendAt: Date | null;
  orderedBy: string;
  total: number;
  /** How many letters have set out. */
  gone: number;
};
