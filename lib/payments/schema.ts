import { isSEPACountry, isValidBIC, isValidIBAN } from "ibantools";
import { z } from "zod";
import { isCalendarDate } from "@/lib/format";
import { isStructuredCommunication } from "@/lib/payments/structured-communication";

/** In cents: one cent up to what a SEPA transfer carries (EPC069-12: 999 999 999.99 euro). */
export const LEAST_AMOUNT = 1;
export const MOST_AMOUNT = 99_999_999_999;
export const BENEFICIARY_LIMIT = 70;
export const FREE_COMMUNICATION_LIMIT = 140;

const compact = (text: string) => text.replace(/[\s.\-\u2010-\u2015]/g, "").toUpperCase();

/** Belgian numbers carry a check of their own inside; ibantools looks at both. */
export const ibanSchema = z
  .string()
  .min(1, "iban_missing")
  .transform(compact)
  .refine((iban) => isValidIBAN(iban), { error: "iban_check_digits", abort: true })
  .refine((iban) => isSEPACountry(iban.slice(0, 2)), "iban_not_sepa");

export const bicSchema = z
  .string()
  .transform(compact)
  .refine((bic) => isValidBIC(bic), "bic_invalid");

/** What a bank lets through: one line, no control characters. */
const oneLine = /^[^\p{Cc}]*$/u;

export const communicationSchema = z.discriminatedUnion("kind", [
  /** Twelve digits, without signs. */
  z.object({
    kind: z.literal("structured"),
    value: z.string().refine(isStructuredCommunication, "communication_check_digits"),
  }),
  z.object({
    kind: z.literal("free"),
    value: z
      .string()
      .trim()
      .min(1, "communication_missing")
      .max(FREE_COMMUNICATION_LIMIT, "communication_too_long")
      .regex(oneLine, "communication_not_one_line"),
  }),
]);
export type Communication = z.infer<typeof communicationSchema>;

/** What a recipient is asked to pay. */
export const paymentSchema = z.object({
  amountCents: z
    .int("amount_not_a_number")
    .min(LEAST_AMOUNT, "amount_too_small")
    .max(MOST_AMOUNT, "amount_too_large"),
  iban: ibanSchema,
  bic: bicSchema.optional(),
  beneficiary: z
    .string()
    .trim()
    .min(1, "beneficiary_missing")
    .max(BENEFICIARY_LIMIT, "beneficiary_too_long")
    .regex(oneLine, "beneficiary_not_one_line"),
  communication: communicationSchema,
  /** YYYY-MM-DD. */
  dueDate: z.string().refine(isCalendarDate, "due_date_invalid").optional(),
});
export type Payment = z.infer<typeof paymentSchema>;
