/** What CSAM knows of a test person. */
import { createHash } from "node:crypto";
import { people, type Person } from "../people";

/** A pseudonym that says nothing: the real `sub` is none of the person's own numbers either. */
export function subjectOf(niss: string): string {
  return createHash("sha256").update(`sandbox subject ${niss}`).digest("base64url").slice(0, 22);
}

const bySubject = new Map(people.map((person) => [subjectOf(person.niss), person]));

export function findAccount(subject: string): Person | undefined {
  return bySubject.get(subject);
}

function mailOf(person: Person): string {
  const plain = (text: string) =>
    text
      .normalize("NFD")
      .replace(/[^A-Za-z]+/g, "")
      .toLowerCase();
  return `${plain(person.givenName)}.${plain(person.surname)}@people.example`;
}

export const ENTERPRISE_CLAIM = "urn:be:fgov:kbo-bce:organization:cbe-number";

/** Claims by CSAM's names: `surname` and `givenName`, not `family_name` and `given_name`. */
export function claimsOf(person: Person): Record<string, unknown> {
  return {
    sub: subjectOf(person.niss),
    egovNRN: person.niss,
    surname: person.surname,
    givenName: person.givenName,
    mail: mailOf(person),
    prefLanguage: person.language,
    fedid: subjectOf(`fedid ${person.niss}`).replace(/[^A-Za-z0-9]/g, "0"),
    roles: [],
    ...(person.actsFor?.length && { [ENTERPRISE_CLAIM]: person.actsFor }),
  };
}
