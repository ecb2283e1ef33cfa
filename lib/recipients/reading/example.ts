/** The spreadsheet that a sender fills in for one message: its columns, and a row that shows how. */
import { placeholderKey } from "@/lib/messages/body/placeholder";
import type { RecipientNeeds } from "@/lib/recipients/files/schema";

const COLUMNS = {
  nl: ["INSZ", "naam", "straat en nummer", "postcode", "gemeente"],
  fr: ["NISS", "nom", "rue et numéro", "code postal", "commune"],
  de: ["ENSS", "Vor- und Nachname", "Straße und Nummer", "Postleitzahl", "Gemeinde"],
} as const;

/** Numbers that nobody has: a row left in by mistake is found, and no letter goes to anybody. */
const ROWS = {
  nl: ["00.00.00-000.00", "Voornaam Familienaam", "Kerkstraat 14", "9999", "Maanrode"],
  fr: ["00.00.00-000.00", "Prénom Nom", "Rue de l’Église 14", "9999", "Maanrode"],
  de: ["00.00.00-000.00", "Vorname Nachname", "Kirchstraße 14", "9999", "Maanrode"],
} as const;

/** The column's name, and how it names two files. */
const FILES = {
  nl: ["bijlagen", "dossier.pdf; plan.pdf"],
  fr: ["annexes", "dossier.pdf; plan.pdf"],
  de: ["anlagen", "akte.pdf; plan.pdf"],
} as const;

const YES = { nl: "ja", fr: "oui", de: "ja" } as const;

/** The column in which a row of a message in several says its own. */
const OWN_LANGUAGE = { nl: "taal", fr: "langue", de: "Sprache" } as const;

export function exampleRows(needs: RecipientNeeds): string[][] {
  const language = needs.language ?? "nl";
  const columns = COLUMNS[language];
  const taken = columns.map((name) => placeholderKey(name));
  const own = needs.placeholders.filter(({ name }) => !taken.includes(placeholderKey(name)));
  // Where a ZIP lies beside it, and no word of the text's own is called so.
  const files = FILES[language].filter(
    () => needs.archive && !own.some(({ name }) => placeholderKey(name) === FILES[language][0]),
  );
  const languages = needs.texts ? [OWN_LANGUAGE[language]] : [];
  return [
    [...columns, ...languages, ...own.map(({ name }) => name), ...files.slice(0, 1)],
    [
      ...ROWS[language],
      ...languages.map(() => language),
      ...own.map(({ name, isQuestion }) => (isQuestion ? YES[language] : name)),
      ...files.slice(1),
    ],
  ];
}
