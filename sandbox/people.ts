/** The invented people and enterprises of the sandbox. Their numbers belong to nobody. */

export type Language = "nl" | "fr" | "de";
/** `neverOpened`: there is a box, nobody has looked into it (NO_DIGITAL_USER). */
type BoxState = "active" | "neverOpened" | "none";

export interface Person {
  niss: string;
  givenName: string;
  surname: string;
  language: Language;
  box: BoxState;
  /** What this person does in the portal; absent for citizens. */
  portalRole?: string;
  /** The enterprises that this person may act for, as the access managers of those have told CSAM. */
  actsFor?: readonly string[];
}

export interface Enterprise {
  enterpriseNumber: string;
  name: string;
  language: Language;
  box: BoxState;
  /** False once struck off in the register of enterprises. */
  isActive: boolean;
  /** Chose the eBox as only channel: no paper any more. */
  isExclusivelyEbox: boolean;
}

function user(
  niss: string,
  givenName: string,
  surname: string,
  language: Language,
  portalRole: string,
): Person {
  return { niss, givenName, surname, language, box: "none", portalRole };
}

function citizen(
  niss: string,
  givenName: string,
  surname: string,
  language: Language,
  box: BoxState = "active",
  actsFor: readonly string[] = [],
): Person {
  return { niss, givenName, surname, language, box, actsFor };
}

export const people: readonly Person[] = [
  user("01031200268", "An", "Willems", "nl", "sender, Stad Maanrode, Dienst Financiën"),
  user("02070400167", "Karim", "Haddad", "nl", "sender, Stad Maanrode, Dienst Omgeving"),
  user("03112300329", "Peter", "Maes", "nl", "approver, Stad Maanrode, Dienst Financiën"),
  user("04051700292", "Sofie", "Jacobs", "nl", "administrator, Stad Maanrode"),
  user("05093000539", "Luc", "Lambert", "fr", "auditor, Stad Maanrode"),
  user("06021400407", "Ingrid", "Schmitz", "de", "operator of the portal"),
  user(
    "07082100652",
    "Nora",
    "Peeters",
    "fr",
    "sender and auditor, Stad Maanrode; sender, Agence des Marées",
  ),
  user("08120100721", "Tom", "Claes", "nl", "no role"),
  user("09060600843", "Marie", "Dupont", "fr", "sender, Agence des Marées, Inspection"),
  citizen("08040901112", "Dirk", "Verhoeven", "nl"),
  citizen("06100201227", "Amélie", "Lefèbvre", "fr"),
  citizen("05012801335", "Jürgen", "Müller", "de"),
  citizen("09030301409", "Siobhán", "O'Neill-Van den Bossche 王", "nl"),
  citizen("07070701568", "Pieter", "Goossens", "nl", "neverOpened"),
  citizen("04022901784", "Hendrik", "De Smedt", "nl", "none"),
  citizen("03081901618", "Lucie", "Martin", "fr", "active", ["0000000394"]),
  citizen("02050501806", "Els", "Wouters", "nl", "active", ["0000000295", "0000000691"]),
  citizen("01090901986", "Mohamed", "El Amrani", "nl"),
  citizen("09111102013", "Greta", "Jansen", "de", "active", ["0000000592"]),
  citizen("01122402143", "Jan", "Peeters", "nl"),
];

function enterprise(
  enterpriseNumber: string,
  name: string,
  language: Language,
  differences: Partial<Enterprise> = {},
): Enterprise {
  return {
    enterpriseNumber,
    name,
    language,
    box: "active",
    isActive: true,
    isExclusivelyEbox: false,
    ...differences,
  };
}

export const enterprises: readonly Enterprise[] = [
  enterprise("0000000097", "Stad Maanrode", "nl"),
  enterprise("0000000196", "Agence des Marées", "fr"),
  enterprise("0000000295", "Bakkerij De Zonnebloem", "nl"),
  enterprise("0000000394", "Menuiserie Dubois SRL", "fr", { isExclusivelyEbox: true }),
  enterprise("0000000493", "Oude Molen NV", "nl", { isActive: false }),
  enterprise("0000000592", "Elektro Ost GmbH", "de"),
  enterprise("0000000691", "Garage Centrum BV", "nl", { box: "neverOpened" }),
  enterprise("0000000790", "Brasserie du Quai SA", "fr", { box: "none" }),
];

export function fullName(person: Person): string {
  return `${person.givenName} ${person.surname}`;
}
