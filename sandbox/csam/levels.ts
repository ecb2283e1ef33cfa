/** Means of identification and the level each reaches, as CSAM writes them in `amr` and `acr_values`. */

const PREFIX = "urn:be:fedict:iam:fas:Level";

export interface Means {
  /** The value in the form and in `amr`. `eid` and `bmid` are CSAM's own words; the others stand in for theirs. */
  id: string;
  label: string;
  level: number;
}

/** Strongest first. */
export const means: readonly Means[] = [
  { id: "eid", label: "eID card", level: 500 },
  { id: "bmid", label: "itsme", level: 450 },
  { id: "totp", label: "Code by app", level: 400 },
  { id: "sms", label: "Code by text message", level: 350 },
  { id: "password", label: "User name and password", level: 200 },
  { id: "selfRegistered", label: "Self-registered account", level: 100 },
];

export function levelUrn(level: number): string {
  return `${PREFIX}${level}`;
}

export const allLevelUrns: readonly string[] = means.map(({ level }) => levelUrn(level));

/** The lowest level that satisfies `acr_values` (several may be named, any will do); 0 when none is asked. */
export function requiredLevel(acrValues: string | undefined): number {
  const levels = (acrValues ?? "")
    .split(" ")
    .filter((value) => value.startsWith(PREFIX))
    .map((value) => Number(value.slice(PREFIX.length)))
    .filter((level) => Number.isInteger(level));
  return levels.length === 0 ? 0 : Math.min(...levels);
}

export function reachedLevel(amr: readonly string[] | undefined): number {
  return Math.max(0, ...(amr ?? []).map((value) => requiredLevel(value)));
}
