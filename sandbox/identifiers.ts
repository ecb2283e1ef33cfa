/** Belgian numbers: national register (NISS, with BIS) and enterprise (CBE), their checks and their making. */

function nissCheck(firstNine: string, isBornFrom2000: boolean): string {
  const base = Number(firstNine) + (isBornFrom2000 ? 2_000_000_000 : 0);
  return String(97 - (base % 97)).padStart(2, "0");
}

/** Eleven digits `YYMMDDSSSCC`; CC = 97 − (first nine mod 97), with a `2` in front when born from 2000. */
export function isNiss(value: string): boolean {
  if (!/^\d{11}$/.test(value)) return false;
  const month = Number(value.slice(2, 4));
  const day = Number(value.slice(4, 6));
  // A BIS number adds 20 to the month (sex unknown) or 40 (sex known).
  if (month % 20 > 12 || month > 52 || day > 31) return false;
  const firstNine = value.slice(0, 9);
  const check = value.slice(9);
  return check === nissCheck(firstNine, false) || check === nissCheck(firstNine, true);
}

/** Ten digits, first one 0 or 1; the last two are 97 − (first eight mod 97). */
export function isEnterpriseNumber(value: string): boolean {
  return /^[01]\d{9}$/.test(value) && value.slice(8) === enterpriseCheck(value.slice(0, 8));
}

function enterpriseCheck(firstEight: string): string {
  return String(97 - (Number(firstEight) % 97)).padStart(2, "0");
}

const DAYS_PER_YEAR = 365;
const YEARS = 10;

/**
 * The index-th invented citizen, always the same one: born in 1900–1909, so that the number belongs
 * to nobody alive, with counters from 500 up, which the named test people do not use.
 */
export function bulkNiss(index: number): string {
  const day = index % (DAYS_PER_YEAR * YEARS);
  const counter = 500 + Math.floor(index / (DAYS_PER_YEAR * YEARS));
  // 1901 stands in for each year: no 29 February to stumble over.
  const date = new Date(Date.UTC(1901, 0, 1 + (day % DAYS_PER_YEAR)));
  const firstNine = [
    String(Math.floor(day / DAYS_PER_YEAR)).padStart(2, "0"),
    String(date.getUTCMonth() + 1).padStart(2, "0"),
    String(date.getUTCDate()).padStart(2, "0"),
    String(counter).padStart(3, "0"),
  ].join("");
  return firstNine + nissCheck(firstNine, false);
}

/** The index-th invented enterprise: among the first numbers ever, far below those given out. */
export function bulkEnterpriseNumber(index: number): string {
  const firstEight = String(1_000 + index).padStart(8, "0");
  return firstEight + enterpriseCheck(firstEight);
}
