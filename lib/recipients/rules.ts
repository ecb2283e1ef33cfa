import { calendarDateOf } from "@/lib/format";
import type { NumberRefusal, RecipientKind } from "@/lib/recipients/schema";
import { ok, refuse, type Result } from "@/lib/result";

/**
 * Numbers of recipients: of citizens, eleven digits (NISS, BIS included); of enterprises, ten (CBE).
 * Sources: belgif SsinValidator and EnterpriseNumber.
 */
const LENGTH: Record<RecipientKind, number> = { citizen: 11, enterprise: 10 };

/** Reads a number as typed, pasted or spoilt by a spreadsheet; answers its digits alone. */
export function parseRecipientNumber(
  kind: RecipientKind,
  typed: string,
  now: Date,
): Result<string, NumberRefusal> {
  const text = typed.replace(/\p{Cf}/gu, "").trim();
  if (text === "") return refuse("number_missing");
  const spoilt = spoiltBySpreadsheet(text);
  if (spoilt) return refuse(spoilt);
  const digits = digitsOf(text);
  if (digits === null) return refuse("number_not_digits");
  const refusal = refusalOf(kind, digits, now);
  if (refusal === null) return ok(digits);
  const other = kind === "citizen" ? "enterprise" : "citizen";
  if (digits.length === LENGTH[other] && refusalOf(other, digits, now) === null) {
    return refuse(kind === "citizen" ? "number_is_enterprise" : "number_is_citizen");
  }
  return refuse(hasLostZero(kind, digits, now) ? "number_lost_zero" : refusal);
}

function spoiltBySpreadsheet(text: string): NumberRefusal | null {
  if (/^\d([.,]\d+)?e\+?\d{1,2}$/iu.test(text)) return "number_scientific";
  const isDate =
    /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b/u.test(text) || /^\d{4}[/-]\d{1,2}[/-]\d{1,2}\b/u.test(text);
  return isDate ? "number_date" : null;
}

/** Null when anything but digits is left after the signs that people put between them. */
function digitsOf(text: string): string | null {
  const digits = text
    .replace(/^BE(?=[\s.\-/]*\d)/iu, "")
    // A number that a spreadsheet took for an amount: 85073003328,00.
    .replace(/^(\d{9,11})[.,]0{1,2}$/u, "$1")
    .replace(/[\s.\-/\u2010-\u2015\u2212]/gu, "");
  return /^\d+$/.test(digits) ? digits : null;
}

function refusalOf(kind: RecipientKind, digits: string, now: Date): NumberRefusal | null {
  if (digits.length < LENGTH[kind]) return "number_incomplete";
  if (digits.length > LENGTH[kind]) return "number_too_long";
  return kind === "citizen" ? citizenRefusal(digits, now) : enterpriseRefusal(digits);
}

/** At most three zeros can be lost: somebody born in January 2000. Enterprises lose one. */
function hasLostZero(kind: RecipientKind, digits: string, now: Date): boolean {
  const lost = LENGTH[kind] - digits.length;
  if (lost < 1 || lost > (kind === "citizen" ? 3 : 1)) return false;
  return refusalOf(kind, digits.padStart(LENGTH[kind], "0"), now) === null;
}

function citizenRefusal(digits: string, now: Date): NumberRefusal | null {
  const base = Number(digits.slice(0, 9));
  const check = Number(digits.slice(9));
  const century = [1900, 2000].find(
    (from) => 97 - ((from === 2000 ? 2_000_000_000 + base : base) % 97) === check,
  );
  if (century === undefined) return "number_check_digit";
  return isPlausible(digits, century, now) ? null : "number_impossible";
}

/**
 * Month and day may be 00, unknown. A BIS number, of somebody outside the national register, has 20
 * or 40 added to the month, and only there the counter may be 000 or 999.
 */
function isPlausible(digits: string, century: number, now: Date): boolean {
  const year = century + Number(digits.slice(0, 2));
  const writtenMonth = Number(digits.slice(2, 4));
  const month = writtenMonth % 20;
  const day = Number(digits.slice(4, 6));
  const counter = digits.slice(6, 9);
  if (writtenMonth > 52 || month > 12) return false;
  if (writtenMonth < 20 && (counter === "000" || counter === "999")) return false;
  if (day > daysIn(year, month)) return false;
  const born = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return born <= calendarDateOf(now);
}

function daysIn(year: number, month: number): number {
  return month === 0 ? 31 : new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function enterpriseRefusal(digits: string): NumberRefusal | null {
  if (!/^[01]/.test(digits)) return "number_not_enterprise";
  const check = 97 - (Number(digits.slice(0, 8)) % 97);
  return check === Number(digits.slice(8)) ? null : "number_check_digit";
}

/** What somebody is typing, as soon as its length tells; null until then. */
export function guessKind(typed: string): RecipientKind | null {
  const text = typed.replace(/\p{Cf}/gu, "").trim();
  if (/^BE[\s.\-/]*\d/iu.test(text)) return "enterprise";
  const digits = digitsOf(text) ?? "";
  if (digits.length === LENGTH.citizen) return "citizen";
  return /^[01]\d{9}$/.test(digits) ? "enterprise" : null;
}

/** `08.04.09-011.12`, `0000.000.097`; anything of another length as it is. */
export function formatNumber(kind: RecipientKind, number: string): string {
  return kind === "citizen"
    ? number.replace(/^(\d\d)(\d\d)(\d\d)(\d{3})(\d\d)$/, "$1.$2.$3-$4.$5")
    : number.replace(/^(\d{4})(\d{3})(\d{3})$/, "$1.$2.$3");
}

/** `08.••.••-•••.12`: enough to tell two people apart. Numbers of enterprises are public and stay whole. */
export function maskNumber(kind: RecipientKind, number: string): string {
  if (kind === "enterprise") return formatNumber(kind, number);
  return `${number.slice(0, 2)}.••.••-•••.${number.slice(-2)}`;
}

const LETTERS: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ı: "i",
};

/** A name as search compares it: small letters without accents, one kind of apostrophe, single spaces. */
export function searchText(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[ßæœøłđı]/gu, (letter) => LETTERS[letter] ?? letter)
    .replace(/[’‘`´ʼ]/gu, "'")
    .replace(/\s+/gu, " ")
    .trim();
}
