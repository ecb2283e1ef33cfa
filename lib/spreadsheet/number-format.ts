/** What a cell's number format makes of its number (ECMA-376 part 1, 18.8.30 and 18.8.31). */

export type NumberFormat =
  | { kind: "plain" }
  | { kind: "date"; hasDate: boolean; hasTime: boolean; hasSeconds: boolean }
  /** Digits that are always shown, with what stands between them: `00000000000`, `00\.00\.00-000\.00`. */
  | { kind: "zeros"; pattern: Token[] };

/** A literal, or a place for a digit: `0` always shown, `#` only when there is one. */
type Token = { literal: string } | { digit: "0" | "#" };

const PLAIN: NumberFormat = { kind: "plain" };

/** Formats that every program knows by number, those of East Asia included. */
const DATES = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const TIMES = new Set([18, 20, 32, 34, 55]);
const TIMES_WITH_SECONDS = new Set([19, 21, 33, 35, 45, 46, 47, 56]);

export function builtInFormat(id: number): NumberFormat {
  if (DATES.has(id)) return { kind: "date", hasDate: true, hasTime: false, hasSeconds: false };
  if (id === 22) return { kind: "date", hasDate: true, hasTime: true, hasSeconds: false };
  if (TIMES.has(id)) return { kind: "date", hasDate: false, hasTime: true, hasSeconds: false };
  if (TIMES_WITH_SECONDS.has(id))
    return { kind: "date", hasDate: false, hasTime: true, hasSeconds: true };
  return PLAIN;
}

/** Only the first section counts: the others are for negative numbers, zero and text. */
const TOKENS = /"([^"]*)"?|\\(.)|_.|\*.|\[([^\]]*)\]|(;)|(general)|(.)/gisu;

export function parseFormat(code: string): NumberFormat {
  const pattern: Token[] = [];
  let letters = "";
  let isPattern = true;
  for (const [, quoted, escaped, bracketed, end, general, character = ""] of code.matchAll(
    TOKENS,
  )) {
    if (end !== undefined) break;
    if (general !== undefined) return PLAIN;
    // Elapsed time, [h]:mm; other brackets are colours, languages and conditions.
    if (bracketed !== undefined) letters += /^(?:h+|m+|s+)$/i.test(bracketed) ? bracketed : "";
    else if (quoted !== undefined || escaped !== undefined)
      pattern.push({ literal: quoted ?? escaped ?? "" });
    else if (character === "0" || character === "#") pattern.push({ digit: character });
    else if (/[-/ ()+:]/.test(character)) pattern.push({ literal: character });
    else if (character !== "") {
      letters += character;
      isPattern = false;
    }
  }
  const shown = letters.toLowerCase();
  if (/[dyhms]/.test(shown)) {
    const hasTime = /[hs]/.test(shown);
    const hasDate = /[dy]/.test(shown) || !hasTime;
    return { kind: "date", hasDate, hasTime, hasSeconds: shown.includes("s") };
  }
  const zeros = pattern.filter((token) => "digit" in token && token.digit === "0").length;
  return isPattern && zeros > 1 ? { kind: "zeros", pattern } : PLAIN;
}

/** A whole number as its format shows it; null for anything that such a format would round or sign. */
export function showZeros(number: string, pattern: readonly Token[]): string | null {
  if (!/^\d+$/.test(number)) return null;
  const first = pattern.findIndex((token) => "digit" in token);
  let left = number;
  let shown = "";
  for (let at = pattern.length - 1; at >= 0; at -= 1) {
    const token = pattern[at];
    if (!token) continue;
    if ("literal" in token) shown = token.literal + shown;
    else if (at === first) shown = (left || (token.digit === "0" ? "0" : "")) + shown;
    else {
      shown = (left.slice(-1) || (token.digit === "0" ? "0" : "")) + shown;
      left = left.slice(0, -1);
    }
  }
  return shown;
}

/**
 * All digits of a number, without an exponent: the shortest decimal that is this very number.
 * @returns null when it is no number
 */
export function plainDecimal(stored: string): string | null {
  const text = stored.trim();
  // Whole numbers as they are stored: a JavaScript number would lose digits after the fifteenth.
  if (/^-?\d+$/.test(text)) return text;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  if (!Number.isFinite(value)) return null;
  const [, sign = "", whole = "", fraction = "", exponent] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  if (exponent === undefined) return String(value);
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const DAY_SECONDS = 86_400;
/** 1904-01-01, day 0 of the old Macintosh, in the days of Windows. */
const DAYS_TO_1904 = 1462;
/** 9999-12-31; beyond, and below zero, programs show ##### instead of a date. */
const LAST_DAY = 2_958_465;

/**
 * The date and time that a number stands for: `2026-11-23`, with ` 14:30` or ` 14:30:05` where the
 * format shows it, or the time alone. Null where no program would show a date.
 */
export function showDate(
  number: string,
  format: Extract<NumberFormat, { kind: "date" }>,
  is1904: boolean,
): string | null {
  const value = Number(number) + (is1904 ? DAYS_TO_1904 : 0);
  if (!(value >= 0 && value < LAST_DAY + 1)) return null;
  let day = Math.floor(value);
  let second = Math.round((value - day) * DAY_SECONDS);
  if (second === DAY_SECONDS) {
    day += 1;
    second = 0;
  }
  const time = showTime(second, format.hasSeconds);
  if (!format.hasDate) return time;
  const date = showDay(day);
  return format.hasTime && second > 0 ? `${date} ${time}` : date;
}

function showTime(second: number, hasSeconds: boolean): string {
  const parts = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  return parts
    .slice(0, hasSeconds ? 3 : 2)
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

/** Day 60 is 29 February 1900, which never was: Lotus 1-2-3 thought so, and all have kept it. */
function showDay(day: number): string {
  if (day === 60) return "1900-02-29";
  const offset = day < 60 ? 1 : 0;
  return new Date(Date.UTC(1899, 11, 30 + day + offset)).toISOString().slice(0, 10);
}
