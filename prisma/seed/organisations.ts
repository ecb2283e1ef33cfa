/** The demonstration's organisations, services, message types and people. All invented. */
import type { UnopenedRule } from "@/lib/follow-ups/schema";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";

type Localized = { nl: string; fr: string; de: string; en: string };

export type SeedService = {
  partition: string;
  name: Localized;
  addressLines: string[];
  contactEmail: string;
  contactPhone: string;
  website: string;
  iban: string;
  bic: string;
};

export type SeedOrganisation = {
  enterpriseNumber: string;
  name: Localized;
  senderApplicationId: string;
  /** Petals and colour of the invented mark on the letterhead. */
  logo: { colour: string; letter: string };
  services: SeedService[];
};

export const ORGANISATIONS: SeedOrganisation[] = [
  {
    enterpriseNumber: "0000000097",
    name: {
      nl: "Stad Maanrode",
      fr: "Ville de Maanrode",
      de: "Stadt Maanrode",
      en: "Town of Maanrode",
    },
    senderApplicationId: "maanrode:portal:sender",
    logo: { colour: "#0b5563", letter: "M" },
    services: [
      {
        partition: "FINANCE",
        name: {
          nl: "Dienst Financiën",
          fr: "Service des finances",
          de: "Finanzdienst",
          en: "Finance",
        },
        addressLines: ["Markt 1", "9999 Maanrode"],
        contactEmail: "financien@maanrode.example",
        contactPhone: "+32 0 000 00 01",
        website: "https://maanrode.example/financien",
        iban: "BE72000000001616",
        bic: "KREDBEBB",
      },
      {
        partition: "PLANNING",
        name: {
          nl: "Dienst Omgeving",
          fr: "Service de l’urbanisme",
          de: "Dienst Raumordnung",
          en: "Town Planning",
        },
        addressLines: ["Kerkplein 4", "9999 Maanrode"],
        contactEmail: "omgeving@maanrode.example",
        contactPhone: "+32 0 000 00 02",
        website: "https://maanrode.example/omgeving",
        iban: "BE72000000001616",
        bic: "KREDBEBB",
      },
    ],
  },
  {
    enterpriseNumber: "0000000196",
    name: {
      nl: "Getijdenagentschap",
      fr: "Agence des Marées",
      de: "Gezeitenagentur",
      en: "Tides Agency",
    },
    senderApplicationId: "tides:portal:sender",
    logo: { colour: "#1f4f8f", letter: "A" },
    services: [
      {
        partition: "INSPECTION",
        name: { nl: "Inspectie", fr: "Inspection", de: "Aufsicht", en: "Inspection" },
        addressLines: ["Quai des Brumes 12", "9998 Port-la-Lune"],
        contactEmail: "inspection@marees.example",
        contactPhone: "+32 0 000 00 03",
        website: "https://marees.example",
        iban: "BE72000000001616",
        bic: "KREDBEBB",
      },
    ],
  },
];

export type SeedMessageType = {
  code: string;
  name: Localized;
  description: Localized;
  validityNumber: number;
  validityUnit: "day" | "month" | "year";
  paymentExpected: boolean;
  /** Null: the sender says so each time. */
  defaultReplyOption: ReplyOption | null;
  /** What is done when it stays unopened for so many days; null: nothing. */
  unopened: UnopenedRule | null;
  defaultDeliveryChoice: "normal" | null;
  legalBasis: string | null;
  /** Where registered delivery is open. */
  registered: ("citizen" | "enterprise")[];
};

export const MESSAGE_TYPES: SeedMessageType[] = [
  {
    code: "MUNICIPAL_TAX",
    name: {
      nl: "Gemeentebelasting",
      fr: "Taxe communale",
      de: "Gemeindesteuer",
      en: "Municipal tax",
    },
    description: {
      nl: "Aanslagbiljet of herinnering van een belasting",
      fr: "Avertissement-extrait de rôle ou rappel d’une taxe",
      de: "Steuerbescheid oder Erinnerung",
      en: "Assessment or reminder of a tax",
    },
    validityNumber: 1,
    validityUnit: "year",
    paymentExpected: true,
    defaultReplyOption: null,
    unopened: { afterDays: 14, step: "tell", isByItself: false },
    defaultDeliveryChoice: null,
    legalBasis: "Regl. DEMO 2026, art. 1",
    registered: ["citizen", "enterprise"],
  },
  {
    code: "INVOICE",
    name: { nl: "Factuur", fr: "Facture", de: "Rechnung", en: "Invoice" },
    description: {
      nl: "Factuur voor een dienst van het bestuur",
      fr: "Facture pour un service de l’administration",
      de: "Rechnung für eine Leistung der Verwaltung",
      en: "Invoice for a service of the administration",
    },
    validityNumber: 1,
    validityUnit: "year",
    paymentExpected: true,
    defaultReplyOption: null,
    unopened: { afterDays: 14, step: "remind", isByItself: false },
    defaultDeliveryChoice: null,
    legalBasis: null,
    registered: [],
  },
  {
    code: "FINE",
    name: { nl: "Boete", fr: "Amende", de: "Geldbuße", en: "Fine" },
    description: {
      nl: "Administratieve geldboete of aanmaning",
      fr: "Amende administrative ou mise en demeure",
      de: "Verwaltungsstrafe oder Mahnung",
      en: "Administrative fine or formal notice",
    },
    validityNumber: 1,
    validityUnit: "year",
    paymentExpected: true,
    defaultReplyOption: emptyReplyOption("ebox"),
    unopened: { afterDays: 10, step: "paper", isByItself: false },
    defaultDeliveryChoice: null,
    legalBasis: "Regl. DEMO 2026, art. 7",
    registered: ["citizen", "enterprise"],
  },
  {
    code: "APPOINTMENT",
    name: { nl: "Afspraak", fr: "Rendez-vous", de: "Termin", en: "Appointment" },
    description: {
      nl: "Bevestiging of wijziging van een afspraak",
      fr: "Confirmation ou modification d’un rendez-vous",
      de: "Bestätigung oder Änderung eines Termins",
      en: "Confirmation or change of an appointment",
    },
    validityNumber: 3,
    validityUnit: "month",
    paymentExpected: false,
    defaultReplyOption: emptyReplyOption("ebox"),
    unopened: { afterDays: 7, step: "remind", isByItself: true },
    defaultDeliveryChoice: "normal",
    legalBasis: null,
    registered: [],
  },
  {
    code: "PROCEDURE_INFORMATION",
    name: {
      nl: "Stap in een procedure",
      fr: "Étape d’une procédure",
      de: "Verfahrensschritt",
      en: "Step in a procedure",
    },
    description: {
      nl: "Vraag om stukken, beslissing of stand van een dossier",
      fr: "Demande de pièces, décision ou état d’un dossier",
      de: "Anforderung von Unterlagen, Entscheidung oder Stand einer Akte",
      en: "Request for documents, decision or state of a file",
    },
    validityNumber: 1,
    validityUnit: "year",
    paymentExpected: false,
    defaultReplyOption: emptyReplyOption("ebox"),
    unopened: { afterDays: 14, step: "tell", isByItself: false },
    defaultDeliveryChoice: null,
    legalBasis: "Regl. DEMO 2026, art. 12",
    registered: ["citizen"],
  },
  {
    code: "ROAD_WORKS",
    name: {
      nl: "Werken in uw straat",
      fr: "Travaux dans votre rue",
      de: "Bauarbeiten in Ihrer Straße",
      en: "Works in your street",
    },
    description: {
      nl: "Aankondiging van hinder door werken",
      fr: "Annonce de travaux et de leurs désagréments",
      de: "Ankündigung von Bauarbeiten",
      en: "Announcement of works",
    },
    validityNumber: 2,
    validityUnit: "month",
    paymentExpected: false,
    defaultReplyOption: null,
    unopened: null,
    defaultDeliveryChoice: "normal",
    legalBasis: null,
    registered: [],
  },
];

type SeedRole = { role: string; organisation?: string; partition?: string };
export type SeedPerson = {
  niss: string;
  givenName: string;
  surname: string;
  language: string;
  roles: SeedRole[];
};

const MAANRODE = "0000000097";
const TIDES = "0000000196";

export const PEOPLE: SeedPerson[] = [
  {
    niss: "01031200268",
    givenName: "An",
    surname: "Willems",
    language: "nl",
    roles: [{ role: "sender", organisation: MAANRODE, partition: "FINANCE" }],
  },
  {
    niss: "02070400167",
    givenName: "Karim",
    surname: "Haddad",
    language: "nl",
    roles: [{ role: "sender", organisation: MAANRODE, partition: "PLANNING" }],
  },
  {
    niss: "03112300329",
    givenName: "Peter",
    surname: "Maes",
    language: "nl",
    roles: [{ role: "approver", organisation: MAANRODE, partition: "FINANCE" }],
  },
  {
    niss: "04051700292",
    givenName: "Sofie",
    surname: "Jacobs",
    language: "nl",
    roles: [{ role: "administrator", organisation: MAANRODE }],
  },
  {
    niss: "05093000539",
    givenName: "Luc",
    surname: "Lambert",
    language: "fr",
    roles: [{ role: "auditor", organisation: MAANRODE }],
  },
  {
    niss: "06021400407",
    givenName: "Ingrid",
    surname: "Schmitz",
    language: "de",
    roles: [{ role: "operator" }],
  },
  {
    niss: "07082100652",
    givenName: "Nora",
    surname: "Peeters",
    language: "fr",
    roles: [
      { role: "sender", organisation: MAANRODE, partition: "FINANCE" },
      { role: "sender", organisation: MAANRODE, partition: "PLANNING" },
      { role: "auditor", organisation: MAANRODE },
      { role: "sender", organisation: TIDES, partition: "INSPECTION" },
    ],
  },
  {
    niss: "09060600843",
    givenName: "Marie",
    surname: "Dupont",
    language: "fr",
    roles: [{ role: "sender", organisation: TIDES, partition: "INSPECTION" }],
  },
];
