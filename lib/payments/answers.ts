import { z } from "zod";
import { formatIban, parseAmount, paymentProblems } from "@/lib/payments/rules";
import { paymentSchema, type Payment } from "@/lib/payments/schema";
import {
  formatStructuredCommunication,
  structuredCommunicationFor,
} from "@/lib/payments/structured-communication";
import { ok, refuse, type Result } from "@/lib/result";
import type { Language } from "@/lib/text/languages";

/** What the payment page of the composer holds while one types, and what is sent of it. */
export const paymentAnswersSchema = z.object({
  /** Empty: not answered yet. */
  wanted: z.enum(["yes", "no", ""]),
  amount: z.string(),
  iban: z.string(),
  bic: z.string(),
  beneficiary: z.string(),
  communicationKind: z.enum(["structured", "free"]),
  structured: z.string(),
  free: z.string(),
  /** YYYY-MM-DD, as a date field has it; empty without a term. */
  dueDate: z.string(),
});
export type PaymentAnswers = z.infer<typeof paymentAnswersSchema>;

type Refusals = Partial<Record<keyof PaymentAnswers, string>>;

const FIELD_OF: Record<string, keyof PaymentAnswers> = {
  amountCents: "amount",
  iban: "iban",
  bic: "bic",
  beneficiary: "beneficiary",
  dueDate: "dueDate",
};

/** The payment in these answers, or what is wrong with them, by field. `language` is the typist's. */
export function readPayment(
  answers: PaymentAnswers,
  language: Language,
): Result<Payment, Refusals> {
  const amount = parseAmount(answers.amount, language);
  const isStructured = answers.communicationKind === "structured";
  const parsed = paymentSchema.safeParse({
    amountCents: amount.ok ? amount.value : 1,
    iban: answers.iban,
    bic: answers.bic.trim(),
    beneficiary: answers.beneficiary,
    communication: isStructured
      ? { kind: "structured", value: answers.structured }
      : { kind: "free", value: answers.free },
    dueDate: answers.dueDate === "" ? null : answers.dueDate,
  });
  if (amount.ok && parsed.success) return ok(parsed.data);
  const refusals: Refusals = {};
  if (!amount.ok) refusals.amount = amount.refusal;
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = FIELD_OF[String(path[0])] ?? (isStructured ? "structured" : "free");
    refusals[field] ??= message;
  }
  return refuse(refusals);
}

/** What stands in the way of going on, by field. */
export function paymentRefusals(answers: PaymentAnswers, language: Language, now: Date): Refusals {
  if (answers.wanted === "") return { wanted: "wanted_missing" };
  if (answers.wanted === "no") return {};
  const payment = readPayment(answers, language);
  if (!payment.ok) return payment.refusal;
  const fields: Record<ReturnType<typeof paymentProblems>[number], keyof PaymentAnswers> = {
    due_date_past: "dueDate",
    due_date_far: "dueDate",
    bic_missing: "bic",
    payment_code_too_long: answers.communicationKind,
  };
  return Object.fromEntries(
    paymentProblems(payment.value, now).map((problem) => [fields[problem], problem]),
  );
}

/** What can be saved of it; null while a payment is wanted and not yet whole. */
export function paymentInput(
  answers: PaymentAnswers,
  language: Language,
): { payment: Payment | null } | null {
  if (answers.wanted === "") return null;
  if (answers.wanted === "no") return { payment: null };
  const payment = readPayment(answers, language);
  return payment.ok ? { payment: payment.value } : null;
}

/** A kept payment as the fields show it; the account of the service stands there for a new one. */
export function paymentAnswers(
  { wanted, payment }: { wanted: boolean | null; payment: Payment | null },
  account: { iban: string | null; bic: string | null; beneficiary: string },
  language: Language,
): PaymentAnswers {
  const communication = payment?.communication;
  return {
    wanted: wanted === null ? "" : wanted ? "yes" : "no",
    amount: payment ? typedAmount(payment.amountCents, language) : "",
    iban: formatIban(payment?.iban ?? account.iban ?? ""),
    bic: payment ? (payment.bic ?? "") : (account.bic ?? ""),
    beneficiary: payment?.beneficiary ?? account.beneficiary,
    communicationKind: communication?.kind ?? "structured",
    structured:
      communication?.kind === "structured"
        ? formatStructuredCommunication(communication.value)
        : "",
    free: communication?.kind === "free" ? communication.value : "",
    dueDate: payment?.dueDate ?? "",
  };
}

function typedAmount(cents: number, language: Language): string {
  const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
  return language === "en" ? text : text.replace(".", ",");
}

/**
 * A structured communication of a message's own: the digits of its reference, `MR-2026-00042`,
 * which no other message of the portal has.
 */
export function communicationOf(reference: string): string {
  const digits = reference.replace(/\D/g, "").slice(-10);
  return formatStructuredCommunication(structuredCommunicationFor(BigInt(digits || "0")));
}
