/**
 * The names in `((name))`: those the portal fills in by itself, and how names are compared. People
 * write "Naam", "naam " and "NAAM" and mean one thing.
 */
export const BUILT_INS = [
  "name",
  "date",
  "amount",
  "due_date",
  "structured_communication",
  "own_reference",
  "reference",
  "reply_link",
] as const;
export type BuiltIn = (typeof BUILT_INS)[number];
type LetterLanguage = "nl" | "fr" | "de";

/** What the editor offers first, and what else is understood. */
const LABELS: Record<BuiltIn, Record<LetterLanguage, readonly [string, ...string[]]>> = {
  name: { nl: ["naam"], fr: ["nom"], de: ["Name"] },
  date: { nl: ["datum"], fr: ["date"], de: ["Datum"] },
  amount: { nl: ["bedrag"], fr: ["montant"], de: ["Betrag"] },
  due_date: {
    nl: ["vervaldatum", "vervaldag"],
    fr: ["date d’échéance", "échéance"],
    de: ["Fälligkeitsdatum", "Fälligkeit"],
  },
  structured_communication: {
    nl: ["gestructureerde mededeling"],
    fr: ["communication structurée"],
    de: ["strukturierte Mitteilung"],
  },
  own_reference: {
    nl: ["ons kenmerk", "eigen kenmerk"],
    fr: ["notre référence"],
    de: ["unser Zeichen"],
  },
  reference: { nl: ["referentie"], fr: ["référence"], de: ["Referenz"] },
  reply_link: {
    nl: ["antwoordlink"],
    fr: ["lien de réponse"],
    de: ["Antwortlink"],
  },
};

/** Equal for names that differ in case, accents, spaces, hyphens, underscores, kind of apostrophe or signs without a shape only. */
export function placeholderKey(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase();
  const key = plain.replace(/[\s_\-'’`]/gu, "");
  return key === "" ? name.trim() : key;
}

const BY_KEY = new Map<string, BuiltIn>(
  BUILT_INS.flatMap((builtIn) =>
    [builtIn, ...Object.values(LABELS[builtIn]).flat()].map((label): [string, BuiltIn] => [
      placeholderKey(label),
      builtIn,
    ]),
  ),
);

export function builtInOf(name: string): BuiltIn | null {
  return BY_KEY.get(placeholderKey(name)) ?? null;
}

export function isBuiltIn(name: string): boolean {
  return builtInOf(name) !== null;
}

export function builtInLabel(builtIn: BuiltIn, language: LetterLanguage): string {
  return LABELS[builtIn][language][0];
}

/** Each name once, as first written. */
export function distinctNames(names: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const name of names) {
    const key = placeholderKey(name);
    if (!first.has(key)) first.set(key, name);
  }
  return [...first.values()];
}

/**
 * The value of a name, however either was written; undefined when it is absent or blank. What the
 * portal knows itself, kept under the built-in's own name, wins over what somebody typed for it.
 */
export function valueOf(
  values: Readonly<Record<string, string>>,
  name: string,
): string | undefined {
  const known = Object.entries(values).filter(([, value]) => value.trim() !== "");
  const builtIn = builtInOf(name);
  const key = placeholderKey(name);
  const found =
    known.find(([written]) => written === builtIn) ??
    known.find(([written]) => placeholderKey(written) === key);
  return found?.[1];
}
