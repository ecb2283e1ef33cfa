import { isSEPACountry, isValidBIC, isValidIBAN } from "ibantools";
import { z } from "zod";
import { isCalendarDate } from "@/lib/format";
import { parseStructuredCommunication } from "@/lib/payments/structured-communication";

/** In cents: one cent up to what a SEPA transfer carries (EPC069-12: 999 999 999.99 euro). */
export const LEAST_AMOUNT = 1;
export const MOST_AMOUNT = 99_999_999_999;
const BENEFICIARY_LIMIT = 70;
const FREE_COMMUNICATION_LIMIT = 140;

const compact = (text: string) => text.replace(/[\s.\-\u2010-\u2015]/g, "").toUpperCase();

/** Belgian numbers carry a check of their own inside; ibantools looks at both. */
const ibanSchema = z
  .string()
  .transform(compact)
  .refine((iban) => isValidIBAN(iban) && isSEPACountry(iban.slice(0, 2)), "iban_invalid");

const bicSchema = z
  .string()
  .transform(compact)
  .refine((bic) => isValidBIC(bic), "bic_invalid");

/** What a bank lets through: a line end would shift the lines of the payment code. */
const oneLine = z.string().transform((text) => text.replace(/[\s\p{Cc}\p{Cs}]+/gu, " ").trim());

const structuredSchema = z.string().transform((text, context) => {
  const parsed = parseStructuredCommunication(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: "custom", message: parsed.refusal });
  return z.NEVER;
});

export const communicationSchema = z.discriminatedUnion("kind", [
  /** Kept as twelve digits, however it was typed. */
  z.object({ kind: z.literal("structured"), value: structuredSchema }),
  z.object({
    kind: z.literal("free"),
    value: oneLine.pipe(
      z
        .string()
        .min(1, "communication_missing")
        .max(FREE_COMMUNICATION_LIMIT, "communication_too_long"),
    ),
  }),
]);
export type Communication = z.infer<typeof communicationSchema>;

/** What a recipient is asked to pay. */
export const paymentSchema = z.object({
  amountCents: z
    .int("amount_invalid")
    .min(LEAST_AMOUNT, "amount_zero")
    .max(MOST_AMOUNT, "amount_too_large"),
  iban: ibanSchema,
  /** Few banks need it, so that an empty field is an answer. */
  bic: z
    .literal("")
    .transform(() => null)
    .or(bicSchema)
    .nullish(),
  beneficiary: oneLine.pipe(
    z.string().min(1, "beneficiary_missing").max(BENEFICIARY_LIMIT, "beneficiary_too_long"),
  ),
  communication: communicationSchema,
  /** YYYY-MM-DD, a day in Belgium; none when the payment has no term. */
  dueDate: z.string().refine(isCalendarDate, "due_date_invalid").nullish(),
});
export type Payment = z.infer<typeof paymentSchema>;
