import { calendarDateOf } from "@/lib/format";
import { isWholeInCode } from "@/lib/payments/epc";
import { ok, refuse, type Result } from "@/lib/result";
import { LEAST_AMOUNT, MOST_AMOUNT, type Communication, type Payment } from "@/lib/payments/schema";
import { formatStructuredCommunication } from "@/lib/payments/structured-communication";
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

export function formatCommunication(communication: Communication): string {
  return communication.kind === "structured"
    ? formatStructuredCommunication(communication.value)
    : communication.value;
}

/**
 * The mailbox's `paymentData`, which must have a due date: without one there is none, and the letter
 * alone tells what to pay. Amount in euro; VAT is never ours to split, so it is 0. The contract's
 * `reference` is an object without named members; ours are those of Belgif's
 * `BelgianRemittanceInformation` (openapi-money): twelve digits, or free text.
 */
export function toMailboxPayment(payment: Payment, id: string) {
  const { amountCents, iban, bic, dueDate, communication } = payment;
  if (!dueDate) return undefined;
  return {
    paymentDataId: id,
    amount: amountCents / 100,
    vatAmount: 0,
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
