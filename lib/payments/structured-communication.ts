/**
 * The Belgian structured communication (OGM-VCS): twelve digits, of which the last two are the first
 * ten modulo 97, 97 standing for 0. Printed as `+++010/8068/17183+++`, sometimes with asterisks.
 * Source: Belgif openapi-money, `BelgianRemittanceInformationStructured`.
 */
import { ok, refuse, type Result } from "@/lib/result";

export type StructuredCommunicationRefusal =
  "communication_missing" | "communication_not_twelve_digits" | "communication_check_digit";

function checkDigitsOf(tenDigits: string): string {
  const rest = Number(tenDigits) % 97;
  return String(rest === 0 ? 97 : rest).padStart(2, "0");
}

/** Whether these are twelve digits, the last two of which are right. */
function isStructuredCommunication(digits: string): boolean {
  return /^\d{12}$/.test(digits) && checkDigitsOf(digits.slice(0, 10)) === digits.slice(10);
}

/** For a number of at most ten digits, an invoice's or a file's; throws `RangeError` beyond that. */
export function structuredCommunicationFor(number: number | bigint): string {
  if (BigInt(number) < 0n || BigInt(number) > 9_999_999_999n) {
    throw new RangeError("a structured communication holds a number of at most ten digits");
  }
  const base = String(number).padStart(10, "0");
  return base + checkDigitsOf(base);
}

/** What people type or paste: with or without `+++` or `***`, slashes, spaces, points, dashes. Answers the digits. */
export function parseStructuredCommunication(
  text: string,
): Result<string, StructuredCommunicationRefusal> {
  const inner = text.trim().replace(/^(\++|\*+)|(\++|\*+)$/g, "");
  if (inner === "") return refuse("communication_missing");
  if (!/^[\d\s/.\-\u2010-\u2015]+$/.test(inner)) return refuse("communication_not_twelve_digits");
  const digits = inner.replace(/\D/g, "");
  if (digits.length !== 12) return refuse("communication_not_twelve_digits");
  return isStructuredCommunication(digits) ? ok(digits) : refuse("communication_check_digit");
}

export function formatStructuredCommunication(digits: string): string {
  return `+++${digits.slice(0, 3)}/${digits.slice(3, 7)}/${digits.slice(7)}+++`;
}
