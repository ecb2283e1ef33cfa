import { calendarDateOf, isCalendarDate } from "@/lib/format";
import { distinctNames, valueOf } from "@/lib/messages/body/rules";
import { formatCreditorReference } from "@/lib/payments/creditor-reference";
import { isWholeInCode } from "@/lib/payments/epc";
import { ok, refuse, type Result } from "@/lib/result";
import {
  LEAST_AMOUNT,
  MOST_AMOUNT,
  type Communication,
  type MessagePayment,
  type Payment,
} from "@/lib/payments/schema";
import {
  formatStructuredCommunication,
  parseStructuredCommunication,
  structuredCommunicationFor,
  type StructuredCommunicationRefusal,
} from "@/lib/payments/structured-communication";
import { timeZone, type Language } from "@/lib/text/languages";

export type AmountRefusal =
  "amount_missing" | "amount_invalid" | "amount_zero" | "amount_too_large";

/** The sign between euros and cents in each language; the other one only groups. */
const DECIMAL: Record<Language, "," | "."> = { nl: ",", fr: ",", de: ",", en: "." };

/**
 * An amount as people type it, in cents. "1.234,56" is clear in every language; of "1.234" only the
 * language tells whether the point groups, and where it would leave three decimals we ask instead
 * of guessing: the difference is a factor of a thousand.
 */
export function parseAmount(text: string, language: Language): Result<number, AmountRefusal> {
  const bare = text
    .replace(/€|\beuros?\b|\beur(?![a-z])/gi, "")
    .replace(/[\s'’]/g, "")
    // "86,-", as shops write whole euros.
    .replace(/,[-–—]+$/, "");
  if (bare === "") return refuse("amount_missing");
  if (!/^\d[\d.,]*$/.test(bare)) return refuse("amount_invalid");
  const parts = splitAmount(bare, DECIMAL[language]);
  if (!parts.ok) return parts;
  const { whole, decimals } = parts.value;
  if (whole.length > 12) return refuse("amount_too_large");
  const cents = Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  if (cents < LEAST_AMOUNT) return refuse("amount_zero");
  return cents > MOST_AMOUNT ? refuse("amount_too_large") : ok(cents);
}

type Parts = { whole: string; decimals: string };

function splitAmount(bare: string, decimal: "," | "."): Result<Parts, AmountRefusal> {
  const last = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  if (last === -1) return ok({ whole: bare, decimals: "" });
  const sign = bare.charAt(last);
  const before = bare.slice(0, last);
  const after = bare.slice(last + 1);
  const isOnlySign = !/[.,]/.test(before);
  if (after.length <= 2 && !before.includes(sign)) {
    return isGrouped(before) ? parts(before, after) : refuse("amount_invalid");
  }
  if (after.length !== 3 || !isGrouped(bare)) return refuse("amount_invalid");
  if (isOnlySign && sign === decimal) return refuse("amount_invalid");
  return parts(bare, "");
}

function parts(whole: string, decimals: string): Result<Parts, never> {
  return ok({ whole: whole.replace(/[.,]/g, ""), decimals });
}

/** Digits alone, or in threes with one and the same sign. */
function isGrouped(text: string): boolean {
  return /^\d+$/.test(text) || /^\d{1,3}([.,])\d{3}(?:\1\d{3})*$/.test(text);
}

export type PaymentRefusal = {
  code: AmountRefusal | StructuredCommunicationRefusal | PaymentValueRefusal;
  /** The value it is about. */
  name?: string;
};
type PaymentValueRefusal = "payment_value_missing" | "due_date_invalid" | "sequence_full";

/**
 * What one recipient is asked to pay: amount, term and communication of a message's payment with the
 * recipient's own values in their place. `position` is the recipient's, from 1; `language` is that
 * of the amounts among the values.
 */
export function paymentOf(
  { amountFrom, dueDateFrom, ...payment }: MessagePayment,
  {
    values,
    position,
    language = "nl",
  }: { values: Readonly<Record<string, string>>; position: number; language?: Language },
): Result<Payment, PaymentRefusal> {
  const amount = amountFrom
    ? read(values, amountFrom, (text) => parseAmount(text, language))
    : ok(payment.amountCents);
  if (!amount.ok) return amount;
  const dueDate = dueDateFrom ? read(values, dueDateFrom, parseDueDate) : ok(payment.dueDate);
  if (!dueDate.ok) return dueDate;
  const communication = communicationFor(payment.communication, values, position);
  if (!communication.ok) return communication;
  return ok({
    ...payment,
    amountCents: amount.value,
    dueDate: dueDate.value,
    communication: communication.value,
  });
}

/** The names of the values that a payment takes from each recipient: columns of a list of them. */
export function namesInPayment(payment: MessagePayment): string[] {
  const { amountFrom, dueDateFrom, communication } = payment;
  const number = communication.kind === "from_value" ? communication.name : null;
  return distinctNames(
    [amountFrom, dueDateFrom, number].filter((name) => typeof name === "string"),
  );
}

/** What is the same for all of it: stand-ins take the place of what comes of each recipient. */
export function withoutColumns(payment: MessagePayment): MessagePayment {
  const { amountFrom, communication } = payment;
  return {
    ...payment,
    amountCents: amountFrom ? LEAST_AMOUNT : payment.amountCents,
    amountFrom: null,
    dueDateFrom: null,
    communication:
      communication.kind === "from_value" ? { kind: "sequence", first: "1" } : communication,
  };
}

function read<T>(
  values: Readonly<Record<string, string>>,
  name: string,
  parse: (text: string) => Result<T, PaymentRefusal["code"]>,
): Result<T, PaymentRefusal> {
  const text = valueOf(values, name);
  if (text === undefined) return refuse({ code: "payment_value_missing", name });
  const parsed = parse(text);
  return parsed.ok ? parsed : refuse({ code: parsed.refusal, name });
}

/** 2026-12-02, 2/12/2026, 02.12.2026 or 2-12-2026: the day comes first in Belgium. */
function parseDueDate(text: string): Result<string, "due_date_invalid"> {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim()) ?? [];
  const date = year ? `${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}` : text.trim();
  return isCalendarDate(date) ? ok(date) : refuse("due_date_invalid");
}

function communicationFor(
  communication: MessagePayment["communication"],
  values: Readonly<Record<string, string>>,
  position: number,
): Result<Communication, PaymentRefusal> {
  if (communication.kind === "from_value") {
    const value = read(values, communication.name, communicationOfNumber);
    return value.ok ? ok({ kind: "structured", value: value.value }) : value;
  }
  if (communication.kind !== "sequence") return ok(communication);
  const number = BigInt(communication.first) + BigInt(position - 1);
  return number > MOST_NUMBER
    ? refuse({ code: "sequence_full" })
    : ok({ kind: "structured", value: structuredCommunicationFor(number) });
}

const MOST_NUMBER = 9_999_999_999n;

/** A whole structured communication, or a number of ten digits at most that one is made of. */
function communicationOfNumber(text: string): Result<string, StructuredCommunicationRefusal> {
  const digits = text.replace(/[\s.]/g, "");
  return /^\d{1,10}$/.test(digits)
    ? ok(structuredCommunicationFor(BigInt(digits)))
    : parseStructuredCommunication(text);
}

/** The single payments, each with its own term and code: several where it is paid in parts. */
export function singlePayments(payment: Payment): Payment[] {
  const { parts } = payment;
  if (!parts) return [payment];
  return parts.map((part) => ({ ...payment, ...part, vatCents: null, parts: null }));
}

/** Why the mailbox does not take a payment along, though its letter tells it; null where it does. */
export type MailboxGap = "free_amount" | "several_parts" | "no_due_date";

export function mailboxGap(
  payment: Pick<MessagePayment, "amountCents" | "amountFrom" | "dueDate" | "dueDateFrom" | "parts">,
): MailboxGap | null {
  if (payment.parts) return "several_parts";
  if (payment.amountCents === null && !payment.amountFrom) return "free_amount";
  return payment.dueDate || payment.dueDateFrom ? null : "no_due_date";
}

export type PaymentProblem =
  "due_date_past" | "due_date_far" | "bic_missing" | "payment_code_too_long";

/** A payment later than this is a slip of the keyboard. */
const FURTHEST_DUE_DATE_YEARS = 3;

/** SEPA countries outside the European Economic Area, where a transfer still needs the BIC. */
const NEEDS_BIC = [
  "AD",
  "AL",
  "CH",
  "GB",
  "GG",
  "IM",
  "JE",
  "MC",
  "MD",
  "ME",
  "MK",
  "RS",
  "SM",
  "VA",
];

/** What is wrong with a well-formed payment on the day it is sent. */
export function paymentProblems(payment: Payment, now: Date): PaymentProblem[] {
  const found = singlePayments(payment).flatMap((single) => problemsOf(single, now));
  return [...new Set(found)];
}

function problemsOf(payment: Payment, now: Date): PaymentProblem[] {
  const { dueDate, iban, bic } = payment;
  const today = calendarDateOf(now);
  const furthest = `${Number(today.slice(0, 4)) + FURTHEST_DUE_DATE_YEARS}${today.slice(4)}`;
  return [
    ...(dueDate && dueDate < today ? (["due_date_past"] as const) : []),
    ...(dueDate && dueDate > furthest ? (["due_date_far"] as const) : []),
    ...(!bic && NEEDS_BIC.includes(iban.slice(0, 2)) ? (["bic_missing"] as const) : []),
    ...(isWholeInCode(payment) ? [] : (["payment_code_too_long"] as const)),
  ];
}

/** In groups of four, as it is printed. */
export function formatIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, "$1 ");
}

export function formatCommunication({ kind, value }: Communication): string {
  if (kind === "structured") return formatStructuredCommunication(value);
  return kind === "rf" ? formatCreditorReference(value) : value;
}

/**
 * The mailbox's `paymentData`: one amount with a due date; where there is none such, `mailboxGap` says
 * why, and the letter alone tells what to pay. Amount in euro without VAT, VAT beside it. The contract's
 * `reference` is an object without named members; ours are those of Belgif's
 * `BelgianRemittanceInformation` (openapi-money): twelve digits, or free text.
 */
export function toMailboxPayment(payment: Payment, id: string) {
  const { amountCents, iban, bic, dueDate, communication } = payment;
  if (mailboxGap(payment) || amountCents === null || !dueDate) return undefined;
  const vatCents = payment.vatCents ?? 0;
  return {
    paymentDataId: id,
    amount: (amountCents - vatCents) / 100,
    vatAmount: vatCents / 100,
    currency: "EUR" as const,
    iban,
    ...(bic ? { bic } : {}),
    dueDate: endOfDay(dueDate),
    reference:
      communication.kind === "structured"
        ? { structured: communication.value }
        : { unstructured: communication.value },
  };
}

/** The last second of the day in Brussels, with the offset that holds there then. */
function endOfDay(date: string): string {
  const zone = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(new Date(`${date}T21:00:00Z`))
    .find((part) => part.type === "timeZoneName");
  return `${date}T23:59:59${zone?.value.replace("GMT", "") ?? "+01:00"}`;
}
