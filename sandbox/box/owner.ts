import { enterprises, fullName, people, type Language } from "../people";
import type { State } from "../state";
import { findOrganisation } from "../organisations";
import type { EboxAddress } from "../registry/message";

/** Whose box is open. */
export interface BoxOwner {
  name: string;
  language: Language;
  /** The key of the box in the state. */
  key: string;
  /** The address of the box's pages. */
  path: string;
}

export function findOwner(
  state: State,
  kind: string | undefined,
  number = "",
): BoxOwner | undefined {
  const key = `${kind}:${number}`;
  const path = `/box/${kind}/${number}`;
  if (kind === "citizen") {
    const person = state.findPerson(number);
    if (person === undefined || person.box === "none") return undefined;
    return { name: fullName(person), language: person.language, key, path };
  }
  if (kind !== "enterprise") return undefined;
  const company = state.findEnterprise(number);
  if (company === undefined || company.box === "none" || !company.isActive) return undefined;
  return { name: company.name, language: company.language, key, path };
}

/** The named owners; people added in bulk have boxes too, reached by their number. */
export function listOwners(state: State): { citizens: BoxOwner[]; companies: BoxOwner[] } {
  const isOwner = (owner: BoxOwner | undefined): owner is BoxOwner => owner !== undefined;
  return {
    citizens: people.map(({ niss }) => findOwner(state, "citizen", niss)).filter(isOwner),
    companies: enterprises
      .map(({ enterpriseNumber }) => findOwner(state, "enterprise", enterpriseNumber))
      .filter(isOwner),
  };
}

/** How the writer of a message is shown to its reader, in the reader's language; a number when nobody named it. */
export function senderName(sender: EboxAddress, language: Language): string {
  if (sender.eboxType === "citizen") {
    const person = people.find(({ niss }) => niss === sender.ssin);
    return person === undefined ? sender.ssin : fullName(person);
  }
  const names = findOrganisation(sender.enterpriseNumber)?.shortName;
  const company = enterprises.find(
    ({ enterpriseNumber }) => enterpriseNumber === sender.enterpriseNumber,
  );
  return names?.[language] ?? company?.name ?? sender.enterpriseNumber;
}
