/**
 * Which column of a spreadsheet gives what: by its name, whatever its case, accents, spaces and
 * order, unless the sender chose by hand.
 */
import { placeholderKey } from "@/lib/messages/body/placeholder";
import { valueKey } from "@/lib/recipients/files/rules";
import {
  COLUMN_TARGETS,
  type ColumnMatch,
  type ColumnTarget,
  type HandMatch,
  type RecipientNeeds,
} from "@/lib/recipients/files/schema";

/** What public services call these columns, in the three languages and in English. */
const NAMES: Record<ColumnTarget, readonly string[]> = {
  number: [
    "NISS",
    "INSZ",
    "number",
    "rijksregisternummer",
    "nationaal nummer",
    "RRN",
    "identificatienummer",
    "ondernemingsnummer",
    "KBO",
    "KBO-nummer",
    "numéro national",
    "numéro de registre national",
    "NRN",
    "numéro d'identification",
    "numéro d'entreprise",
    "BCE",
    "numéro BCE",
    "Nationalregisternummer",
    "Nationalnummer",
    "ENSS",
    "Unternehmensnummer",
    "ZUD",
    "national register number",
    "enterprise number",
    "CBE",
    "nummer",
    "numéro",
  ],
  name: ["name", "naam", "nom", "volledige naam", "nom complet", "Vor- und Nachname", "full name"],
  given_name: ["given name", "first name", "voornaam", "prénom", "Vorname"],
  surname: ["surname", "last name", "achternaam", "familienaam", "nom de famille", "Nachname"],
  attention: [
    "attention",
    "for the attention of",
    "ter attentie van",
    "t.a.v.",
    "tav",
    "à l'attention de",
    "z. Hd.",
    "zu Händen",
  ],
  address: ["address", "adres", "adresse", "Anschrift"],
  street: [
    "street",
    "straat",
    "straat en nummer",
    "rue",
    "rue et numéro",
    "Straße",
    "Straße und Nummer",
  ],
  postcode: ["postcode", "code postal", "CP", "Postleitzahl", "PLZ", "postal code"],
  municipality: [
    "municipality",
    "gemeente",
    "commune",
    "localité",
    "Gemeinde",
    "Ort",
    "woonplaats",
    "city",
    "stad",
    "ville",
  ],
  language: ["language", "taal", "langue", "Sprache"],
  attachments: [
    "attachments",
    "attachment",
    "files",
    "file",
    "bijlagen",
    "bijlage",
    "bestanden",
    "bestand",
    "pièces jointes",
    "pièce jointe",
    "annexes",
    "annexe",
    "fichiers",
    "fichier",
    "Anlagen",
    "Anlage",
    "Anhänge",
    "Anhang",
    "Dateien",
    "Datei",
  ],
};

/** A name as columns are compared by: full stops and brackets count as little as spaces. */
function key(name: string): string {
  return placeholderKey(name.replace(/ß/g, "ss")).replace(/[.:()[\]]/g, "");
}

const TARGET_BY_KEY = new Map<string, ColumnTarget>(
  COLUMN_TARGETS.flatMap((target) =>
    [target, ...NAMES[target]].map((name): [string, ColumnTarget] => [key(name), target]),
  ),
);

export function matchColumns(
  header: readonly string[],
  needs: RecipientNeeds,
  byHand: HandMatch,
): ColumnMatch {
  const keys = header.map(key);
  const targets: ColumnMatch["targets"] = {};
  for (const target of COLUMN_TARGETS) {
    const found = keys.findIndex((each) => TARGET_BY_KEY.get(each) === target);
    const column = chosen(byHand, target, header) ?? (found === -1 ? null : found);
    if (column !== null && byHand[target] !== null) targets[target] = column;
  }
  const values: ColumnMatch["values"] = {};
  for (const { name, others = [], accepted = [] } of needs.placeholders) {
    const place = valueKey(name);
    const columnOf = (one: string) => {
      const column = keys.indexOf(key(one));
      return column === -1 ? null : column;
    };
    const names = [name, ...others];
    const any = [...names, ...accepted].map(columnOf).find((column) => column !== null) ?? null;
    if (byHand[place] === null) continue;
    for (const one of names) {
      // A list may still have a column for each language.
      const column = chosen(byHand, place, header) ?? columnOf(one) ?? any;
      if (column !== null) values[one] = column;
    }
  }
  // A word of the text's own is meant as that word.
  if (byHand.attachments === undefined && Object.values(values).includes(targets.attachments ?? -1))
    delete targets.attachments;
  const used = new Set([...Object.values(targets), ...Object.values(values)]);
  return {
    targets,
    values,
    ignored: header.flatMap((_, column) => (used.has(column) ? [] : [column])),
    missing: [
      ...(targets.number === undefined ? ["number"] : []),
      ...(hasName(targets) ? [] : ["name"]),
      ...(needs.archive && targets.attachments === undefined ? ["attachments"] : []),
      ...needs.placeholders.flatMap(({ name }) => (values[name] === undefined ? [name] : [])),
    ],
  };
}

function chosen(byHand: HandMatch, place: string, header: readonly string[]): number | null {
  const column = byHand[place];
  return column !== undefined && column !== null && column < header.length ? column : null;
}

function hasName({ name, given_name, surname }: ColumnMatch["targets"]): boolean {
  return name !== undefined || (given_name !== undefined && surname !== undefined);
}
