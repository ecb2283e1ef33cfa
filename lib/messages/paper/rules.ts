/** So many letters in one file for the printer: more would be long in coming. */
export const LETTERS_A_RUN = 200;

/** A Belgian postcode at the head of an address's last lines: `9999 Maanrode`, `B-9999 Maanrode`. */
export function postcodeOf(addressLines: readonly string[]): string {
  for (const line of addressLines.toReversed()) {
    const found = /^(?:B\s*-\s*)?(\d{4})\s+\S/u.exec(line)?.[1];
    if (found) return found;
  }
  return "";
}

/** As postmen sort: by postcode, those abroad or without one last, and within it by the rest of the address. */
export function byPostcode(
  one: { addressLines: readonly string[] },
  other: { addressLines: readonly string[] },
): number {
  const key = ({ addressLines }: { addressLines: readonly string[] }) =>
    `${postcodeOf(addressLines) || "99999"} ${addressLines.join(" ")}`;
  return key(one).localeCompare(key(other), "nl");
}
