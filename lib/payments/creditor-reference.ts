/**
 * The creditor reference of ISO 11649: `RF`, two check digits, and up to 21 letters and digits; with
 * the first four moved to the end and A=10 … Z=35, the number modulo 97 is 1 (ISO 7064, MOD 97-10).
 * Printed in groups of four: `RF18 5390 0754 7034`.
 */
import { ok, refuse, type Result } from "@/lib/result";

export type CreditorReferenceRefusal =
  "reference_missing" | "reference_format" | "reference_check_digits";

/** What people type or paste, in any case and with spaces anywhere. Answers the compact form. */
export function parseCreditorReference(text: string): Result<string, CreditorReferenceRefusal> {
  const compact = text.replace(/[\s\p{Cf}]+/gu, "").toUpperCase();
  if (compact === "") return refuse("reference_missing");
  if (!/^RF\d{2}[0-9A-Z]{1,21}$/.test(compact)) return refuse("reference_format");
  return remainder(compact.slice(4) + compact.slice(0, 4)) === 1
    ? ok(compact)
    : refuse("reference_check_digits");
}

/** For 1 to 21 letters and digits, an invoice's number or a file's; throws `RangeError` for others. */
export function creditorReferenceFor(reference: string): string {
  const compact = reference.replace(/\s/g, "").toUpperCase();
  if (!/^[0-9A-Z]{1,21}$/.test(compact))
    throw new RangeError("a creditor reference holds 1 to 21 letters and digits");
  return `RF${String(98 - remainder(`${compact}RF00`)).padStart(2, "0")}${compact}`;
}

export function formatCreditorReference(compact: string): string {
  return compact.replace(/(.{4})(?=.)/g, "$1 ");
}

function remainder(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
