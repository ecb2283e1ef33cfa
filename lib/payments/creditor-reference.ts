/**
 * The creditor reference of ISO 11649: `RF`, two check digits, up to 21 letters and digits. Check:
 * `RFcc` moved to the end, letters as numbers (A = 10 … Z = 35), the whole modulo 97 is 1.
 */
import { ok, refuse, type Result } from "@/lib/result";

export type CreditorReferenceRefusal = "reference_not_rf" | "reference_check_digits";

export function isCreditorReference(compact: string): boolean {
  return (
    /^RF\d{2}[A-Z0-9]{1,21}$/.test(compact) &&
    remainder(compact.slice(4) + compact.slice(0, 4)) === 1
  );
}

/** For up to 21 letters and digits; throws `RangeError` for anything else. */
export function creditorReferenceFor(text: string): string {
  const body = text.replace(/[\s\-/.]/g, "").toUpperCase();
  if (!/^[A-Z0-9]{1,21}$/.test(body)) {
    throw new RangeError("a creditor reference holds 1 to 21 letters and digits");
  }
  return `RF${String(98 - remainder(`${body}RF00`)).padStart(2, "0")}${body}`;
}

/** Answers the reference without spaces, in capitals. */
export function parseCreditorReference(text: string): Result<string, CreditorReferenceRefusal> {
  const compact = text.replace(/\s/g, "").toUpperCase();
  if (!/^RF\d{2}[A-Z0-9]{1,21}$/.test(compact)) return refuse("reference_not_rf");
  return isCreditorReference(compact) ? ok(compact) : refuse("reference_check_digits");
}

/** In groups of four, as it is printed. */
export function formatCreditorReference(compact: string): string {
  return compact.replace(/(.{4})(?=.)/g, "$1 ");
}

function remainder(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
