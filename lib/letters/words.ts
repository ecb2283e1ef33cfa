import type { DeliveryChoice } from "@/lib/messages/schema";
import type { LetterLanguage } from "@/lib/letters/schema";

/** The fixed words of a letter. The reader is always addressed formally: u, vous, Sie. */
type Words = {
  reference: string;
  ownReference: string;
  date: string;
  delivery: string;
  deliveryChoice: Record<Exclude<DeliveryChoice, "normal">, string>;
  attention: (name: string) => string;
  testTitle: string;
  testNotice: string;
  payment: string;
  paymentPart: (number: number, of: number) => string;
  amount: string;
  freeAmount: string;
  vat: string;
  beneficiary: string;
  account: string;
  bic: string;
  communication: string;
  dueDate: string;
  scan: string;
  /** For those who do not see the code: what it holds. */
  codeHolds: (
    payment: Record<"amount" | "beneficiary" | "iban" | "communication", string>,
  ) => string;
  reply: string;
  replyInEbox: string;
  replyOnPage: string;
  replyOnSite: string;
  replyUntil: (date: string) => string;
  replyScan: string;
  replyCodeHolds: (address: string) => string;
  contact: string;
  email: string;
  phone: string;
  website: string;
  byPost: string;
  open: string;
  /** "page" and "of" in "page 1 of 2". */
  page: [string, string];
};

export const WORDS: Record<LetterLanguage, Words> = {
  nl: {
    reference: "Kenmerk",
    ownReference: "Ons dossier",
    date: "Datum",
    delivery: "Verzending",
    deliveryChoice: {
      registered: "Aangetekend",
      registered_with_acknowledgement: "Aangetekend met ontvangstbevestiging",
    },
    attention: (name) => `t.a.v. ${name}`,
    testTitle: "TEST",
    testNotice: "Dit is een testbericht. Het heeft geen enkel rechtsgevolg.",
    payment: "Betaling",
    paymentPart: (number, of) => `Betaling ${number} van ${of}`,
    amount: "Bedrag",
    freeAmount: "naar keuze",
    vat: "waarvan btw",
    beneficiary: "Begunstigde",
    account: "Rekening",
    bic: "BIC",
    communication: "Mededeling",
    dueDate: "Uiterlijk op",
    scan: "Scan met uw bankapp",
    codeHolds: ({ amount, beneficiary, iban, communication }) =>
      `QR-code voor uw bankapp: ${amount} aan ${beneficiary}, rekening ${iban}, mededeling ${communication}`,
    reply: "Antwoorden",
    replyInEbox:
      "U kunt op dit bericht antwoorden in uw eBox: open het bericht en kies ‘Antwoorden’. Wij ontvangen uw antwoord daar meteen.",
    replyOnPage:
      "U antwoordt op onze beveiligde pagina. U meldt er zich aan via CSAM, met uw identiteitskaart of itsme: zo zijn wij zeker dat het antwoord van u komt.",
    replyOnSite: "U antwoordt op onze website.",
    replyUntil: (date) => `Antwoord uiterlijk op ${date}.`,
    replyScan: "Scan om te antwoorden",
    replyCodeHolds: (address) => `QR-code met het adres van de pagina waar u antwoordt: ${address}`,
    contact: "Hebt u een vraag?",
    email: "E-mail",
    phone: "Telefoon",
    website: "Website",
    byPost: "Per post",
    open: "Open",
    page: ["Pagina", "van"],
  },
  fr: {
    reference: "Référence",
    ownReference: "Notre dossier",
    date: "Date",
    delivery: "Envoi",
    deliveryChoice: {
      registered: "Recommandé",
      registered_with_acknowledgement: "Recommandé avec accusé de réception",
    },
    attention: (name) => `à l’attention de ${name}`,
    testTitle: "TEST",
    testNotice: "Ceci est un message de test. Il n’a aucun effet juridique.",
    payment: "Paiement",
    paymentPart: (number, of) => `Paiement ${number} sur ${of}`,
    amount: "Montant",
    freeAmount: "au choix",
    vat: "dont TVA",
    beneficiary: "Bénéficiaire",
    account: "Compte",
    bic: "BIC",
    communication: "Communication",
    dueDate: "Au plus tard le",
    scan: "Scannez avec votre app bancaire",
    codeHolds: ({ amount, beneficiary, iban, communication }) =>
      `Code QR pour votre application bancaire : ${amount} à ${beneficiary}, compte ${iban}, communication ${communication}`,
    reply: "Répondre",
    replyInEbox:
      "Vous pouvez répondre à ce message dans votre eBox : ouvrez le message et choisissez « Répondre ». Nous y recevons votre réponse immédiatement.",
    replyOnPage:
      "Vous répondez sur notre page sécurisée. Vous vous y identifiez par CSAM, avec votre carte d’identité ou itsme : nous sommes ainsi certains que la réponse vient de vous.",
    replyOnSite: "Vous répondez sur notre site web.",
    replyUntil: (date) => `Répondez au plus tard le ${date}.`,
    replyScan: "Scannez pour répondre",
    replyCodeHolds: (address) => `Code QR avec l’adresse de la page où vous répondez : ${address}`,
    contact: "Vous avez une question ?",
    email: "E-mail",
    phone: "Téléphone",
    website: "Site web",
    byPost: "Par courrier",
    open: "Ouverture",
    page: ["Page", "sur"],
  },
  de: {
    reference: "Referenz",
    ownReference: "Unser Zeichen",
    date: "Datum",
    delivery: "Versand",
    deliveryChoice: {
      registered: "Einschreiben",
      registered_with_acknowledgement: "Einschreiben mit Empfangsbestätigung",
    },
    attention: (name) => `z. Hd. ${name}`,
    testTitle: "TEST",
    testNotice: "Dies ist eine Testnachricht. Sie hat keinerlei Rechtswirkung.",
    payment: "Zahlung",
    paymentPart: (number, of) => `Zahlung ${number} von ${of}`,
    amount: "Betrag",
    freeAmount: "nach Wahl",
    vat: "davon MwSt.",
    beneficiary: "Empfänger",
    account: "Konto",
    bic: "BIC",
    communication: "Mitteilung",
    dueDate: "Spätestens am",
    scan: "Mit Ihrer Banking-App scannen",
    codeHolds: ({ amount, beneficiary, iban, communication }) =>
      `QR-Code für Ihre Banking-App: ${amount} an ${beneficiary}, Konto ${iban}, Mitteilung ${communication}`,
    reply: "Antworten",
    replyInEbox:
      "Sie können auf diese Nachricht in Ihrer eBox antworten: Öffnen Sie die Nachricht und wählen Sie „Antworten“. Wir erhalten Ihre Antwort dort sofort.",
    replyOnPage:
      "Sie antworten auf unserer gesicherten Seite. Sie melden sich dort über CSAM an, mit Ihrem Personalausweis oder itsme: So sind wir sicher, dass die Antwort von Ihnen kommt.",
    replyOnSite: "Sie antworten auf unserer Website.",
    replyUntil: (date) => `Antworten Sie spätestens am ${date}.`,
    replyScan: "Zum Antworten scannen",
    replyCodeHolds: (address) =>
      `QR-Code mit der Adresse der Seite, auf der Sie antworten: ${address}`,
    contact: "Haben Sie eine Frage?",
    email: "E-Mail",
    phone: "Telefon",
    website: "Website",
    byPost: "Per Post",
    open: "Geöffnet",
    page: ["Seite", "von"],
  },
};
