import { z } from "zod";
import { formatCreditorReference } from "@/lib/payments/creditor-reference";
import {
  formatIban,
  parseAmount,
  paymentOf,
  paymentProblems,
  singlePayments,
  withoutColumns,
  type PaymentProblem,
} from "@/lib/payments/rules";
import { reminderProblem } from "@/lib/payments/reminder";
import { messagePaymentSchema, type MessagePayment } from "@/lib/payments/schema";
import {
  formatStructuredCommunication,
  structuredCommunicationFor,
} from "@/lib/payments/structured-communication";
import { ok, refuse, type Result } from "@/lib/result";
import type { Language } from "@/lib/text/languages";

const PART_NUMBERS = ["1", "2", "3", "4", "5", "6"] as const;
type PartNumber = (typeof PART_NUMBERS)[number];
export type PartField = `amount${PartNumber}` | `dueDate${PartNumber}`;

function partFields(): Record<PartField, z.ZodString> {
  const fields = PART_NUMBERS.flatMap((number) => [`amount${number}`, `dueDate${number}`]);
  return Object.fromEntries(fields.map((field) => [field, z.string()])) as Record<
    PartField,
    z.ZodString
  >;
}

/** What the payment page of the composer holds while one types, and what is sent of it. */
export const paymentAnswersSchema = z.object({
  /** Empty: not answered yet. */
  wanted: z.enum(["yes", "no", ""]),
  kind: z.enum(["one", "parts", "free_amount"]),
  /** `column`: each recipient's own, from the column of that name; else the same for all. */
  amountSource: z.string(),
  amount: z.string(),
  amountFrom: z.string(),
  vat: z.string(),
  /** YYYY-MM-DD, as a date field has it; empty without a term. */
  dueDate: z.string(),
  dueDateSource: z.string(),
  dueDateFrom: z.string(),
  /** So many days before it, all are reminded; empty: they are not. */
  remind: z.string(),
  /** In how many parts it is paid, and each of them. */
  partCount: z.string(),
  ...partFields(),
  iban: z.string(),
  bic: z.string(),
  beneficiary: z.string(),
  communicationKind: z.enum(["structured", "sequence", "from_value", "rf", "free"]),
  /** The column with each recipient's number. */
  from_value: z.string(),
  structured: z.string(),
  sequence: z.string(),
  rf: z.string(),
  free: z.string(),
});
export type PaymentAnswers = z.infer<typeof paymentAnswersSchema>;

type Refusals = Partial<Record<keyof PaymentAnswers, string>>;

const FIELD_OF: Record<string, keyof PaymentAnswers> = {
  amountCents: "amount",
  vatCents: "vat",
  iban: "iban",
  bic: "bic",
  beneficiary: "beneficiary",
  dueDate: "dueDate",
  amountFrom: "amountFrom",
  dueDateFrom: "dueDateFrom",
  remindDaysBefore: "remind",
};

/** The numbers of the parts that are filled in, as far as they count. */
export function partsIn({ partCount }: Pick<PaymentAnswers, "partCount">): PartNumber[] {
  const count = /^[2-6]$/.test(partCount) ? Number(partCount) : 2;
  return PART_NUMBERS.slice(0, count);
}

/** What is the recipients' own is taken from a column; parts are the same for everybody. */
function columnsIn({ kind, ...answers }: PaymentAnswers) {
  const isColumn = (source: string) => source === "column";
  return {
    amountFrom: kind === "one" && isColumn(answers.amountSource) ? answers.amountFrom.trim() : null,
    dueDateFrom:
      kind !== "parts" && isColumn(answers.dueDateSource) ? answers.dueDateFrom.trim() : null,
  };
}

/** The payment in these answers, or what is wrong with them, by field. `language` is the typist's. */
export function readPayment(
  answers: PaymentAnswers,
  language: Language,
): Result<MessagePayment, Refusals> {
  const refusals: Refusals = {};
  const cents = (field: "amount" | "vat" | PartField): number => {
    const parsed = parseAmount(answers[field], language);
    if (parsed.ok) return parsed.value;
    refusals[field] = parsed.refusal;
    return 2;
  };
  const { kind, communicationKind } = answers;
  const { amountFrom, dueDateFrom } = columnsIn(answers);
  const day = (field: "dueDate" | PartField) => answers[field] || null;
  const parts =
    kind === "parts"
      ? partsIn(answers).map((number) => ({
          amountCents: cents(`amount${number}`),
          dueDate: day(`dueDate${number}`),
        }))
      : null;
  const parsed = messagePaymentSchema.safeParse({
    amountCents: {
      one: () => (amountFrom === null ? cents("amount") : null),
      parts: () => parts?.reduce((sum, part) => sum + part.amountCents, 0),
      free_amount: () => null,
    }[kind](),
    amountFrom,
    vatCents: kind === "one" && amountFrom === null && answers.vat.trim() ? cents("vat") : null,
    iban: answers.iban,
    bic: answers.bic.trim(),
    beneficiary: answers.beneficiary,
    communication: communicationIn(answers),
    dueDate: kind === "parts" || dueDateFrom !== null ? null : day("dueDate"),
    dueDateFrom,
    parts,
    remindDaysBefore: answers.remind.trim() === "" ? null : Number(answers.remind.trim()),
  });
  for (const { path, message } of parsed.error?.issues ?? []) {
    refusals[fieldOf(path, communicationKind)] ??= message;
  }
  return parsed.success && Object.keys(refusals).length === 0 ? ok(parsed.data) : refuse(refusals);
}

function communicationIn({ communicationKind: kind, ...answers }: PaymentAnswers) {
  if (kind === "sequence") return { kind, first: answers.sequence.replace(/[\s.]/g, "") };
  if (kind === "from_value") return { kind, name: answers.from_value.trim() };
  return { kind, value: answers[kind] };
}

function fieldOf(
  [first, index, of]: readonly PropertyKey[],
  communicationKind: PaymentAnswers["communicationKind"],
): keyof PaymentAnswers {
  if (first === "parts" && typeof index === "number") {
    const number = PART_NUMBERS[index] ?? "1";
    return of === "dueDate" ? `dueDate${number}` : `amount${number}`;
  }
  return FIELD_OF[String(first)] ?? communicationKind;
}

/** What stands in the way of going on, by field. */
export function paymentRefusals(answers: PaymentAnswers, language: Language, now: Date): Refusals {
  if (answers.wanted === "") return { wanted: "wanted_missing" };
  if (answers.wanted === "no") return {};
  const payment = readPayment(answers, language);
  if (!payment.ok) return payment.refusal;
  // What comes of each recipient is looked at with them; the rest is everybody's.
  const payable = paymentOf(withoutColumns(payment.value), { values: {}, position: 1 });
  if (!payable.ok) return { [answers.communicationKind]: payable.refusal.code };
  const singles = singlePayments(payable.value);
  const reminder = payment.value.dueDateFrom ? null : reminderProblem(payable.value, now);
  const refusals: Refusals = reminder ? { remind: reminder } : {};
  singles.forEach((single, index) => {
    const dueDate =
      singles.length > 1 ? (`dueDate${index + 1}` as PartField) : ("dueDate" as const);
    for (const problem of paymentProblems(single, now)) {
      refusals[fieldOfProblem(problem, dueDate, answers)] ??= problem;
    }
  });
  return refusals;
}

function fieldOfProblem(
  problem: PaymentProblem,
  dueDate: "dueDate" | PartField,
  { communicationKind }: PaymentAnswers,
): keyof PaymentAnswers {
  if (problem === "bic_missing") return "bic";
  return problem === "payment_code_too_long" ? communicationKind : dueDate;
}

/** What can be saved of it; null while a payment is wanted and not yet whole. */
export function paymentInput(
  answers: PaymentAnswers,
  language: Language,
): { payment: MessagePayment | null } | null {
  if (answers.wanted === "") return null;
  if (answers.wanted === "no") return { payment: null };
  const payment = readPayment(answers, language);
  return payment.ok ? { payment: payment.value } : null;
}

/** A kept payment as the fields show it; the account of the service stands there for a new one. */
export function paymentAnswers(
  { wanted, payment }: { wanted: boolean | null; payment: MessagePayment | null },
  account: { iban: string | null; bic: string | null; beneficiary: string },
  language: Language,
): PaymentAnswers {
  const communication = payment?.communication;
  const amountOf = (cents: number | null | undefined) =>
    cents ? typedAmount(cents, language) : "";
  const parts = PART_NUMBERS.flatMap((number, index) => {
    const part = payment?.parts?.[index];
    return [
      [`amount${number}`, amountOf(part?.amountCents)],
      [`dueDate${number}`, part?.dueDate ?? ""],
    ];
  });
  return {
    wanted: wanted === null ? "" : wanted ? "yes" : "no",
    kind: kindOf(payment),
    amountSource: payment?.amountFrom ? "column" : "same",
    amount: payment?.parts ? "" : amountOf(payment?.amountCents),
    amountFrom: payment?.amountFrom ?? "",
    vat: amountOf(payment?.vatCents),
    partCount: String(payment?.parts?.length ?? 2),
    ...(Object.fromEntries(parts) as Record<PartField, string>),
    iban: formatIban(payment?.iban ?? account.iban ?? ""),
    bic: payment ? (payment.bic ?? "") : (account.bic ?? ""),
    beneficiary: payment?.beneficiary ?? account.beneficiary,
    communicationKind: communication?.kind ?? "structured",
    from_value: communication?.kind === "from_value" ? communication.name : "",
    structured:
      communication?.kind === "structured"
        ? formatStructuredCommunication(communication.value)
        : "",
    sequence: communication?.kind === "sequence" ? communication.first : "",
    rf: communication?.kind === "rf" ? formatCreditorReference(communication.value) : "",
    free: communication?.kind === "free" ? communication.value : "",
    dueDateSource: payment?.dueDateFrom ? "column" : "same",
    dueDate: payment?.dueDate ?? "",
    dueDateFrom: payment?.dueDateFrom ?? "",
    remind: payment?.remindDaysBefore ? String(payment.remindDaysBefore) : "",
  };
}

function kindOf(payment: MessagePayment | null): PaymentAnswers["kind"] {
  if (!payment) return "one";
  if (payment.parts) return "parts";
  return payment.amountCents === null && !payment.amountFrom ? "free_amount" : "one";
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
