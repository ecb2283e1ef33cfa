import type { ReplyOption } from "@/lib/replies/options/schema";
/** What the demonstration sends: believable letters of a small town and an agency. */
export type SeedLetter = {
  type: string;
  language: "nl" | "fr" | "de";
  /** To whom one would write this: nobody asks a company for its school meals. */
  for: readonly ("citizen" | "enterprise")[];
  subject: string;
  text: string;
  amountCents?: number;
  choice: "normal" | "registered" | "registered_with_acknowledgement";
  reply: boolean;
  /** What is asked instead. */
  replyOption?: ReplyOption;
};

const EVERYBODY = ["citizen", "enterprise"] as const;
const CITIZENS = ["citizen"] as const;
const ENTERPRISES = ["enterprise"] as const;

/** Written, and not gone: somebody has to approve it. */
export const WAITING_LETTER: SeedLetter = {
  type: "FINE",
  language: "nl",
  for: CITIZENS,
  subject: "Administratieve geldboete: afval op het verkeerde moment buitengezet",
  text: `Geachte ((naam)),

Op 12 november stonden er huisvuilzakken op de stoep voor uw woning, drie dagen voor de ophaling. Het politiereglement laat dat pas toe vanaf 20 uur de avond ervoor.

Daarvoor leggen wij u een administratieve geldboete op van ((bedrag)), te betalen voor ((vervaldag)). Bent u het niet eens met deze boete? Antwoord dan binnen de dertig dagen op dit bericht.

Met vriendelijke groeten,
Dienst Financiën`,
  amountCents: 6000,
  choice: "registered",
  reply: true,
};

export const LETTERS: SeedLetter[] = [
  {
    type: "MUNICIPAL_TAX",
    language: "nl",
    for: EVERYBODY,
    subject: "Afvalbelasting 2026, tweede aanslag",
    text: `Geachte ((naam)),

Op 1 oktober stuurden wij u de aanslag voor de afvalbelasting 2026. Wij hebben uw betaling nog niet ontvangen. Mogen wij u vragen het bedrag van ((bedrag)) te betalen vóór ((vervaldag))?

Bent u het niet eens met deze aanslag? Dan kunt u bezwaar indienen binnen drie maanden.

Met vriendelijke groeten,
Dienst Financiën`,
    amountCents: 8600,
    choice: "registered",
    reply: false,
  },
  {
    type: "INVOICE",
    language: "nl",
    for: CITIZENS,
    subject: "Factuur schoolmaaltijden oktober",
    text: `Geachte ((naam)),

U vindt hieronder de factuur voor de schoolmaaltijden van oktober: ((bedrag)). Gebruik bij uw betaling de mededeling ((gestructureerde mededeling)).

Hebt u een vraag over deze factuur? Bel of mail ons, dan kijken we samen na wat er aangerekend is.`,
    amountCents: 4860,
    choice: "normal",
    reply: false,
  },
  {
    type: "PROCEDURE_INFORMATION",
    language: "nl",
    for: EVERYBODY,
    subject: "Uw aanvraag voor een omgevingsvergunning: er ontbreekt een stuk",
    text: `Geachte ((naam)),

Uw aanvraag is goed ontvangen. Om ze te kunnen behandelen hebben we nog een plan van de bestaande toestand nodig.

Antwoord op dit bericht in uw eBox en voeg het plan toe als pdf. Zodra we het hebben, gaat uw dossier verder.`,
    choice: "normal",
    reply: true,
  },
  {
    type: "ROAD_WORKS",
    language: "nl",
    for: EVERYBODY,
    subject: "Werken in de Kerkstraat vanaf 7 december",
    text: `Geachte ((naam)),

Vanaf 7 december vernieuwen we het wegdek van de Kerkstraat. Uw woning blijft te voet altijd bereikbaar. Met de wagen kunt u er tussen 7 en 18 uur niet door.

De huisvuilophaling gaat door op de hoek met de Markt.`,
    choice: "normal",
    reply: false,
  },
  {
    type: "APPOINTMENT",
    language: "nl",
    for: CITIZENS,
    subject: "Uw afspraak over een afbetalingsplan",
    text: `Geachte ((naam)),

U vroeg om uw aanslag in schijven te betalen. We verwachten u op donderdag 10 december om 14.30 uur aan loket 3, Markt 1. Breng uw laatste loonfiche of uitkeringsbewijs mee.

Past dit moment niet? Laat het ons weten met een antwoord op dit bericht.`,
    choice: "normal",
    reply: true,
  },
  {
    type: "PROCEDURE_INFORMATION",
    language: "nl",
    for: EVERYBODY,
    subject: "Openbaar onderzoek over de Molenweide",
    text: `Geachte ((naam)),

Van 30 november tot en met 29 december loopt een openbaar onderzoek over de inrichting van de Molenweide, in uw buurt. U kunt de plannen inkijken op de dienst Omgeving, Markt 1, elke werkdag van 9 tot 12 uur.

Een opmerking of bezwaar kunt u tot en met 29 december insturen met een antwoord op dit bericht.`,
    choice: "normal",
    reply: true,
  },
  {
    type: "MUNICIPAL_TAX",
    language: "nl",
    for: ENTERPRISES,
    subject: "Belasting op reclameborden 2026",
    text: `Geachte,

Op uw gevel aan de openbare weg staat een reclamebord van meer dan 1 m². De belasting voor 2026 bedraagt ((bedrag)), te betalen vóór ((vervaldag)).

Staat het bord er niet meer? Dan kunt u binnen drie maanden bezwaar indienen. Voeg een foto toe.`,
    amountCents: 15000,
    choice: "registered",
    reply: false,
  },
  {
    type: "FINE",
    language: "fr",
    for: EVERYBODY,
    subject: "Stationnement à quai sans autorisation : amende administrative",
    text: `Madame, Monsieur ((nom)),

Le 4 novembre, votre embarcation a été trouvée à quai sans autorisation valable. L’amende s’élève à ((montant)), à payer avant le ((date d’échéance)).

Vous pouvez présenter vos observations en répondant à ce message dans votre eBox.`,
    amountCents: 12500,
    choice: "registered_with_acknowledgement",
    reply: true,
  },
  {
    type: "PROCEDURE_INFORMATION",
    language: "fr",
    for: EVERYBODY,
    subject: "Votre demande d’autorisation d’amarrage est complète",
    text: `Madame, Monsieur ((nom)),

Votre demande est complète. Nous vous ferons connaître notre décision dans les trente jours.

Il n’y a rien à faire de votre côté.`,
    choice: "normal",
    reply: true,
  },
  {
    type: "APPOINTMENT",
    language: "de",
    for: EVERYBODY,
    subject: "Ihr Termin beim Finanzdienst",
    text: `Sehr geehrte/r ((Name)),

wir erwarten Sie am Dienstag, dem 15. Dezember, um 10 Uhr am Schalter 2. Bitte bringen Sie diesen Brief mit.

Wenn Ihnen der Termin nicht passt, antworten Sie einfach auf diese Nachricht.`,
    choice: "normal",
    reply: true,
  },
];

export type SeedRecipient = {
  kind: "citizen" | "enterprise";
  number: string;
  name: string;
  language: "nl" | "fr" | "de";
  address: string;
};

export const RECIPIENTS: SeedRecipient[] = [
  {
    kind: "citizen",
    number: "08040901112",
    name: "Dirk Verhoeven",
    language: "nl",
    address: "Kerkstraat 14 bus 2\n9999 Maanrode",
  },
  {
    kind: "citizen",
    number: "06100201227",
    name: "Amélie Lefèbvre",
    language: "fr",
    address: "Rue du Phare 3\n9998 Port-la-Lune",
  },
  {
    kind: "citizen",
    number: "05012801335",
    name: "Jürgen Müller",
    language: "de",
    address: "Marktplatz 8\n9997 Mondorf",
  },
  {
    kind: "citizen",
    number: "09030301409",
    name: "Siobhán O’Neill-Van den Bossche",
    language: "nl",
    address: "Molenweg 102\n9999 Maanrode",
  },
  {
    kind: "citizen",
    number: "07070701568",
    name: "Pieter Goossens",
    language: "nl",
    address: "Lindelaan 5\n9999 Maanrode",
  },
  {
    kind: "citizen",
    number: "03081901618",
    name: "Lucie Martin",
    language: "fr",
    address: "Avenue des Mouettes 41\n9998 Port-la-Lune",
  },
  {
    kind: "citizen",
    number: "02050501806",
    name: "Els Wouters",
    language: "nl",
    address: "Kerkstraat 16\n9999 Maanrode",
  },
  {
    kind: "citizen",
    number: "01090901986",
    name: "Mohamed El Amrani",
    language: "nl",
    address: "Stationsplein 1\n9999 Maanrode",
  },
  {
    kind: "citizen",
    number: "09111102013",
    name: "Greta Jansen",
    language: "de",
    address: "Bachstraße 20\n9997 Mondorf",
  },
  {
    kind: "citizen",
    number: "01122402143",
    name: "Jan Peeters",
    language: "nl",
    address: "Kerkstraat 2\n9999 Maanrode",
  },
  {
    kind: "enterprise",
    number: "0000000295",
    name: "Bakkerij De Zonnebloem",
    language: "nl",
    address: "Markt 12\n9999 Maanrode",
  },
  {
    kind: "enterprise",
    number: "0000000394",
    name: "Menuiserie Dubois SRL",
    language: "fr",
    address: "Rue de l’Écluse 7\n9998 Port-la-Lune",
  },
  {
    kind: "enterprise",
    number: "0000000493",
    name: "Oude Molen NV",
    language: "nl",
    address: "Molenweg 1\n9999 Maanrode",
  },
  {
    kind: "enterprise",
    number: "0000000592",
    name: "Elektro Ost GmbH",
    language: "de",
    address: "Industriestraße 3\n9997 Mondorf",
  },
  {
    kind: "enterprise",
    number: "0000000691",
    name: "Garage Centrum BV",
    language: "nl",
    address: "Ringlaan 88\n9999 Maanrode",
  },
];
