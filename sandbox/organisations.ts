/** Reference data: who may send what through which application (the "trio" organisation, application, type). */
import type { Language } from "./people";

export type TranslatedString = Partial<Record<Language, string>>;

export interface Organisation {
  enterpriseNumber: string;
  shortName: TranslatedString;
  url: TranslatedString;
  contact: string;
  applicationId: string;
  applicationName: TranslatedString;
  partitions: string[];
}

export interface ValidityPeriod {
  validityPeriodNumber: number;
  validityPeriodUnit: "day" | "month" | "year";
}

export interface MessageType {
  messageTypeId: string;
  name: TranslatedString;
  validityPeriod: ValidityPeriod;
}

export const organisations: readonly Organisation[] = [
  {
    enterpriseNumber: "0000000097",
    shortName: { nl: "Stad Maanrode", fr: "Ville de Maanrode", de: "Stadt Maanrode" },
    url: {
      nl: "https://maanrode.example/nl",
      fr: "https://maanrode.example/fr",
      de: "https://maanrode.example/de",
    },
    contact: "helpdesk@maanrode.example",
    applicationId: "maanrode:portal:sender",
    applicationName: {
      nl: "Verzendportaal Maanrode",
      fr: "Portail d'envoi Maanrode",
      de: "Versandportal Maanrode",
    },
    partitions: ["FINANCE", "PLANNING"],
  },
  {
    enterpriseNumber: "0000000196",
    shortName: { nl: "Getijdenagentschap", fr: "Agence des Marées", de: "Gezeitenagentur" },
    url: {
      nl: "https://tides.example/nl",
      fr: "https://tides.example/fr",
      de: "https://tides.example/de",
    },
    contact: "helpdesk@tides.example",
    applicationId: "tides:portal:sender",
    applicationName: {
      nl: "Verzendportaal Getijden",
      fr: "Portail d'envoi Marées",
      de: "Versandportal Gezeiten",
    },
    partitions: ["INSPECTION"],
  },
];

const ONE_YEAR: ValidityPeriod = { validityPeriodNumber: 1, validityPeriodUnit: "year" };
const months = (count: number): ValidityPeriod => ({
  validityPeriodNumber: count,
  validityPeriodUnit: "month",
});

function type(
  id: string,
  nl: string,
  fr: string,
  de: string,
  validityPeriod = ONE_YEAR,
): MessageType {
  return { messageTypeId: id, name: { nl, fr, de }, validityPeriod };
}

export const messageTypes: readonly MessageType[] = [
  type("MUNICIPAL_TAX", "Gemeentebelasting", "Taxe communale", "Gemeindesteuer"),
  type("INVOICE", "Factuur", "Facture", "Rechnung"),
  type("FINE", "Boete", "Amende", "Bußgeld"),
  type("APPOINTMENT", "Afspraak", "Rendez-vous", "Termin", months(3)),
  type(
    "PROCEDURE_INFORMATION",
    "Informatie over een procedure",
    "Information sur une procédure",
    "Verfahrensinformation",
  ),
  type("ROAD_WORKS", "Wegwerken", "Travaux routiers", "Straßenarbeiten", months(2)),
];

export function findOrganisation(enterpriseNumber: string): Organisation | undefined {
  return organisations.find((each) => each.enterpriseNumber === enterpriseNumber);
}

export function findMessageType(messageTypeId: string): MessageType | undefined {
  return messageTypes.find((each) => each.messageTypeId === messageTypeId);
}

/** Every test organisation may send every type, but only through its own application. */
export function isTrio(
  enterpriseNumber: string,
  applicationId: string,
  messageTypeId: string,
): boolean {
  return (
    findOrganisation(enterpriseNumber)?.applicationId === applicationId &&
    findMessageType(messageTypeId) !== undefined
  );
}
