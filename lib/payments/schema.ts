import { isSEPACountry, isValidBIC, isValidIBAN } from "ibantools";
import { z } from "zod";
import { isCalendarDate } from "@/lib/format";
import { parseCreditorReference } from "@/lib/payments/creditor-reference";
import { parseStructuredCommunication } from "@/lib/payments/structured-communication";

/** In cents: one cent up to what a SEPA transfer carries (EPC069-12: 999 999 999.99 euro). */
export const LEAST_AMOUNT = 1;
export const MOST_AMOUNT = 99_999_999_999;
const BENEFICIARY_LIMIT = 70;
const FREE_COMMUNICATION_LIMIT = 140;

const compact = (text: string) => text.replace(/[\s.\-\u2010-\u2015]/g, "").toUpperCase();

/** Belgian numbers carry a check of their own inside; ibantools looks at both. */
export const ibanSchema = z
  .string()
  .transform(compact)
  .refine((iban) => isValidIBAN(iban) && isSEPACountry(iban.slice(0, 2)), "iban_invalid");

/** Few banks need it, so that an empty field is an answer. */
export const bicSchema = z
  .literal("")
  .transform(() => null)
  .or(
    z
      .string()
      .transform(compact)
      .refine((bic) => isValidBIC(bic), "bic_invalid"),
  )
  .nullish();

/** What a bank lets through: a line end would shift the lines of the payment code. */
const oneLine = z.string().transform((text) => text.replace(/[\s\p{Cc}\p{Cs}]+/gu, " ").trim());

export const beneficiarySchema = oneLine.pipe(
  z.string().min(1, "beneficiary_missing").max(BENEFICIARY_LIMIT, "beneficiary_too_long"),
);

const structuredSchema = z.string().transform((text, context) => {
  const parsed = parseStructuredCommunication(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: "custom", message: parsed.refusal });
  return z.NEVER;
});

const referenceSchema = z.string().transform((text, context) => {
  const parsed = parseCreditorReference(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: "custom", message: parsed.refusal });
  return z.NEVER;
});

const COMMUNICATIONS = [
  /** Kept as twelve digits, however it was typed. */
  z.object({ kind: z.literal("structured"), value: structuredSchema }),
  /** ISO 11649. */
  z.object({ kind: z.literal("rf"), value: referenceSchema }),
  z.object({
    kind: z.literal("free"),
    value: oneLine.pipe(
      z
        .string()
        .min(1, "communication_missing")
        .max(FREE_COMMUNICATION_LIMIT, "communication_too_long"),
    ),
  }),
] as const;

const communicationSchema = z.discriminatedUnion("kind", COMMUNICATIONS);
export type Communication = z.infer<typeof communicationSchema>;

const valueName = z.string().min(1, "column_missing").max(100, "column_too_long");

const messageCommunicationSchema = z.discriminatedUnion("kind", [
  ...COMMUNICATIONS,
  /** Structured, each recipient the next number. */
  z.object({
    kind: z.literal("sequence"),
    first: z.string().regex(/^\d{1,10}$/, "sequence_format"),
  }),
  /** Structured, of the recipient's own number or communication in the value of this name. */
  z.object({ kind: z.literal("from_value"), name: valueName }),
]);

export const PARTS_LIMIT = 6;
const MOST_REMINDER_DAYS = 30;

const cents = z
  .int("amount_invalid")
  .min(LEAST_AMOUNT, "amount_zero")
  .max(MOST_AMOUNT, "amount_too_large");
/** YYYY-MM-DD, a day in Belgium; none when the payment has no term. */
const dueDate = z.string().refine(isCalendarDate, "due_date_invalid").nullish();

const paymentShape = {
  /** Null: who pays chooses how much. */
  amountCents: cents.nullable(),
  /** Of which VAT; the amount is what is paid, VAT included. */
  vatCents: cents.nullish(),
  iban: ibanSchema,
  bic: bicSchema,
  beneficiary: beneficiarySchema,
  dueDate,
  /** The amount in several payments, each with a term of its own; the whole has none then. */
  parts: z
    .array(z.object({ amountCents: cents, dueDate }))
    .min(2)
    .max(PARTS_LIMIT)
    .nullish(),
  /** So many days before a due date all recipients are reminded of it; null: they are not. */
  remindDaysBefore: z
    .int("reminder_days_invalid")
    .min(1, "reminder_days_invalid")
    .max(MOST_REMINDER_DAYS, "reminder_days_invalid")
    .nullish(),
};

type Shape = {
  amountCents: number | null;
  vatCents?: number | null;
  parts?: { amountCents: number }[] | null;
};

function isConsistent({ amountCents, vatCents, parts }: Shape): boolean {
  const sum = parts?.reduce((total, part) => total + part.amountCents, 0);
  return (
    (sum === undefined || sum === amountCents) &&
    (!vatCents || (amountCents !== null && vatCents < amountCents))
  );
}

/** What one recipient is asked to pay. */
export const paymentSchema = z
  .object({ ...paymentShape, communication: communicationSchema })
  .refine(isConsistent, { error: "vat_too_large", path: ["vatCents"] });
export type Payment = z.infer<typeof paymentSchema>;

/** What the recipients of a message are asked to pay, as far as it is the same for all. */
export const messagePaymentSchema = z
  .object({
    ...paymentShape,
    communication: messageCommunicationSchema,
    /** The names of each recipient's own values. */
    amountFrom: valueName.nullish(),
    dueDateFrom: valueName.nullish(),
  })
  .refine((payment) => Boolean(payment.amountFrom) || isConsistent(payment), {
    error: "vat_too_large",
    path: ["vatCents"],
  });
export type MessagePayment = z.infer<typeof messagePaymentSchema>;
