/** The words of the certificate, in the four languages; what it shares with the proof stands there. */
import type { Language } from "@/lib/text/languages";

export type FindingWords = {
  title: string;
  headline: (count: number) => string;
  /** In one sentence: who to whom, when, and how much. */
  said: (facts: { organisation: string; count: number; from: string; before: string }) => string;
  aboutTitle: string;
  organisation: string;
  recipient: string;
  unknownName: string;
  period: string;
  days: (from: string, to: string) => string;
  instants: (from: string, before: string) => string;
  purpose: string;
  statedAt: string;
  identifier: string;
  foundTitle: string;
  none: string;
  noneNote: string;
  head: [string, string, string, string];
  by: (service: string) => string;
  foundNote: string;
  /** So many of them were cancelled before they left. */
  notSent: (notSent: number, count: number) => string;
  checkTitle: string;
  checks: string[];
  wordTitle: string;
  words: string[];
  stateSize: string;
  stateRoot: string;
  stateStamp: string;
  verifySteps: [string, string, string];
};

export const FINDING_WORDS: Record<Language, FindingWords> = {
  nl: {
    title: "Verklaring over het logboek",
    headline: (count) =>
      count === 0
        ? "Geen aflevering gevonden"
        : count === 1
          ? "Eén aflevering gevonden"
          : `${count} afleveringen gevonden`,
    said: ({ organisation, count, from, before }) =>
      `${count === 0 ? "Het logboek bevat geen enkele aflevering" : count === 1 ? "Het logboek bevat één aflevering" : `Het logboek bevat ${count} afleveringen`} van ${organisation} aan deze ontvanger, besteld vanaf ${from} en vóór ${before}.`,
    aboutTitle: "Waarover deze verklaring gaat",
    organisation: "Afzender",
    recipient: "Ontvanger",
    unknownName: "naam niet bekend in dit portaal",
    period: "Periode",
    days: (from, to) => (from === to ? from : `${from} tot en met ${to}`),
    instants: (from, before) => `vanaf ${from}, vóór ${before}`,
    purpose: "Gevraagd voor",
    statedAt: "Verklaard op",
    identifier: "Nummer",
    foundTitle: "Wat het logboek bevat",
    none: "Geen enkele aflevering.",
    noneNote:
      "Deze verklaring geldt voor alle diensten van de afzender samen. Ze zegt niets over post die niet langs dit portaal is verzonden.",
    head: ["Feit", "Moment", "Plaats", "SHA-256 van het bewijsstuk"],
    by: (service) => `door ${service}`,
    foundNote:
      "Elk bewijsstuk is als bestand bij dit document gevoegd, met het bewijs van zijn plaats in het logboek. De SHA-256 is die van de compacte vorm van het zegel (JWS), waaruit de plaats in het logboek is gemaakt.",
    notSent: (notSent, count) =>
      count === 1
        ? "Zij is geannuleerd voor ze vertrok en niet verzonden."
        : notSent === 1
          ? "Eén daarvan is geannuleerd voor ze vertrok en niet verzonden."
          : `${notSent} daarvan zijn geannuleerd voor ze vertrokken en niet verzonden.`,
    checkTitle: "Wat u zelf kunt nagaan",
    checks: [
      "Deze verklaring is verzegeld en staat zelf in het logboek, achter de toestand waarover ze gaat.",
      "Die toestand is ondertekend door het logboek en draagt de tijdstempel van een ander.",
      "Elk bewijsstuk dat hier genoemd wordt, staat in het logboek op de genoemde plaats.",
    ],
    wordTitle: "Waarvoor u de ondertekenaar moet geloven",
    words: [
      "Dat er niets ontbreekt. Het logboek toont aan niemand wie wat kreeg: zijn regels zijn onleesbaar gemaakt. Volledigheid is dus het woord van wie hieronder verzegelt.",
      "Dat woord kan weerlegd worden: wie een bewijsstuk bezit van een aflevering in deze periode die hier ontbreekt, legt het naast deze verklaring op de controlepagina. Staat het in deze toestand van het logboek, dan is de verklaring onjuist, en is bewezen wie ze verzegelde.",
    ],
    stateSize: "Doorzochte toestand",
    stateRoot: "Haar wortel",
    stateStamp: "Haar tijdstempel",
    verifySteps: [
      "Open het adres hiernaast en kies daar dit bestand: uw browser controleert het op uw eigen computer en verstuurt er niets van.",
      "Leg er bewijsstukken bij die u zelf bezit: de pagina zegt of deze verklaring ze noemt.",
      "Wie ook die pagina niet vertrouwt, doet het zonder ons: met openssl en pdfsig. Hoe, staat onderaan op die pagina en in docs/verify-by-hand.md van de broncode.",
    ],
  },
  fr: {
    title: "Attestation sur le registre",
    headline: (count) =>
      count === 0
        ? "Aucune remise trouvée"
        : count === 1
          ? "Une remise trouvée"
          : `${count} remises trouvées`,
    said: ({ organisation, count, from, before }) =>
      `Le registre ${count === 0 ? "ne contient aucune remise" : count === 1 ? "contient une remise" : `contient ${count} remises`} de ${organisation} à ce destinataire, ordonnée${count > 1 ? "s" : ""} à partir du ${from} et avant le ${before}.`,
    aboutTitle: "Objet de cette attestation",
    organisation: "Expéditeur",
    recipient: "Destinataire",
    unknownName: "nom inconnu de ce portail",
    period: "Période",
    days: (from, to) => (from === to ? from : `du ${from} au ${to} inclus`),
    instants: (from, before) => `à partir du ${from}, avant le ${before}`,
    purpose: "Demandée pour",
    statedAt: "Établie le",
    identifier: "Numéro",
    foundTitle: "Contenu du registre",
    none: "Aucune remise.",
    noneNote:
      "Cette attestation vaut pour tous les services de l’expéditeur ensemble. Elle ne dit rien du courrier qui n’est pas passé par ce portail.",
    head: ["Fait", "Moment", "Place", "SHA-256 de l’élément de preuve"],
    by: (service) => `par ${service}`,
    foundNote:
      "Chaque élément de preuve est joint à ce document, avec la preuve de sa place dans le registre. Le SHA-256 est celui de la forme compacte du sceau (JWS), dont la place dans le registre est tirée.",
    notSent: (notSent, count) =>
      count === 1
        ? "Elle a été annulée avant son départ et n’a pas été envoyée."
        : notSent === 1
          ? "L’une d’elles a été annulée avant son départ et n’a pas été envoyée."
          : `${notSent} d’entre elles ont été annulées avant leur départ et n’ont pas été envoyées.`,
    checkTitle: "Ce que vous pouvez vérifier vous-même",
    checks: [
      "Cette attestation est scellée et figure elle-même dans le registre, derrière l’état dont elle parle.",
      "Cet état est signé par le registre et porte l’horodatage d’un tiers.",
      "Chaque élément de preuve nommé ici figure dans le registre à la place indiquée.",
    ],
    wordTitle: "Ce pour quoi il faut croire le signataire",
    words: [
      "Que rien ne manque. Le registre ne montre à personne qui a reçu quoi : ses lignes sont rendues illisibles. L’exhaustivité est donc la parole de celui qui scelle ci-dessous.",
      "Cette parole peut être réfutée : quiconque possède un élément de preuve d’une remise de cette période qui manque ici le joint à cette attestation sur la page de contrôle. S’il figure dans cet état du registre, l’attestation est fausse, et il est prouvé qui l’a scellée.",
    ],
    stateSize: "État parcouru",
    stateRoot: "Sa racine",
    stateStamp: "Son horodatage",
    verifySteps: [
      "Ouvrez l’adresse ci-contre et choisissez-y ce fichier : votre navigateur le contrôle sur votre propre ordinateur et n’en envoie rien.",
      "Ajoutez les éléments de preuve que vous possédez : la page dit si cette attestation les nomme.",
      "Qui ne se fie pas non plus à cette page le fait sans nous : avec openssl et pdfsig. Le bas de cette page et docs/verify-by-hand.md, dans le code source, disent comment.",
    ],
  },
  de: {
    title: "Bescheinigung aus dem Protokoll",
    headline: (count) =>
      count === 0
        ? "Keine Zustellung gefunden"
        : count === 1
          ? "Eine Zustellung gefunden"
          : `${count} Zustellungen gefunden`,
    said: ({ organisation, count, from, before }) =>
      `Das Protokoll enthält ${count === 0 ? "keine Zustellung" : count === 1 ? "eine Zustellung" : `${count} Zustellungen`} von ${organisation} an diesen Empfänger, in Auftrag gegeben ab ${from} und vor ${before}.`,
    aboutTitle: "Worum es in dieser Bescheinigung geht",
    organisation: "Absender",
    recipient: "Empfänger",
    unknownName: "Name diesem Portal nicht bekannt",
    period: "Zeitraum",
    days: (from, to) => (from === to ? from : `${from} bis einschließlich ${to}`),
    instants: (from, before) => `ab ${from}, vor ${before}`,
    purpose: "Erbeten für",
    statedAt: "Bescheinigt am",
    identifier: "Nummer",
    foundTitle: "Was das Protokoll enthält",
    none: "Keine Zustellung.",
    noneNote:
      "Diese Bescheinigung gilt für alle Dienste des Absenders zusammen. Sie sagt nichts über Post, die nicht über dieses Portal versandt wurde.",
    head: ["Tatsache", "Zeitpunkt", "Platz", "SHA-256 des Belegs"],
    by: (service) => `durch ${service}`,
    foundNote:
      "Jeder Beleg ist diesem Dokument als Datei angehängt, mit dem Nachweis seines Platzes im Protokoll. Der SHA-256 ist der der kompakten Form des Siegels (JWS), aus der der Platz im Protokoll gebildet wird.",
    notSent: (notSent, count) =>
      count === 1
        ? "Sie wurde vor dem Versand storniert und nicht gesendet."
        : notSent === 1
          ? "Eine davon wurde vor dem Versand storniert und nicht gesendet."
          : `${notSent} davon wurden vor dem Versand storniert und nicht gesendet.`,
    checkTitle: "Was Sie selbst prüfen können",
    checks: [
      "Diese Bescheinigung ist gesiegelt und steht selbst im Protokoll, hinter dem Stand, von dem sie spricht.",
      "Dieser Stand ist vom Protokoll unterschrieben und trägt den Zeitstempel eines Dritten.",
      "Jeder hier genannte Beleg steht im Protokoll an dem genannten Platz.",
    ],
    wordTitle: "Was Sie dem Unterzeichner glauben müssen",
    words: [
      "Dass nichts fehlt. Das Protokoll zeigt niemandem, wer was erhielt: Seine Zeilen sind unlesbar gemacht. Vollständigkeit ist also das Wort dessen, der unten siegelt.",
      "Dieses Wort lässt sich widerlegen: Wer einen Beleg über eine Zustellung aus diesem Zeitraum besitzt, die hier fehlt, legt ihn auf der Prüfseite neben diese Bescheinigung. Steht er in diesem Stand des Protokolls, ist die Bescheinigung falsch, und es ist bewiesen, wer sie gesiegelt hat.",
    ],
    stateSize: "Durchsuchter Stand",
    stateRoot: "Seine Wurzel",
    stateStamp: "Sein Zeitstempel",
    verifySteps: [
      "Öffnen Sie die nebenstehende Adresse und wählen Sie dort diese Datei: Ihr Browser prüft sie auf Ihrem eigenen Rechner und versendet nichts davon.",
      "Legen Sie Belege dazu, die Sie selbst besitzen: Die Seite sagt, ob diese Bescheinigung sie nennt.",
      "Wer auch dieser Seite nicht traut, prüft ohne uns: mit openssl und pdfsig. Wie, steht unten auf jener Seite und in docs/verify-by-hand.md des Quelltextes.",
    ],
  },
  en: {
    title: "Certificate of the log",
    headline: (count) =>
      count === 0
        ? "No delivery found"
        : count === 1
          ? "One delivery found"
          : `${count} deliveries found`,
    said: ({ organisation, count, from, before }) =>
      `The log contains ${count === 0 ? "no delivery" : count === 1 ? "one delivery" : `${count} deliveries`} from ${organisation} to this recipient, ordered from ${from} and before ${before}.`,
    aboutTitle: "What this certificate is about",
    organisation: "Sender",
    recipient: "Recipient",
    unknownName: "name not known to this portal",
    period: "Period",
    days: (from, to) => (from === to ? from : `${from} up to and including ${to}`),
    instants: (from, before) => `from ${from}, before ${before}`,
    purpose: "Asked for",
    statedAt: "Stated on",
    identifier: "Number",
    foundTitle: "What the log contains",
    none: "No delivery at all.",
    noneNote:
      "This certificate is about all services of the sender together. It says nothing of post that was not sent through this portal.",
    head: ["Fact", "Moment", "Place", "SHA-256 of the evidence"],
    by: (service) => `by ${service}`,
    foundNote:
      "Each piece of evidence is attached to this document as a file, with the proof of its place in the log. The SHA-256 is that of the compact form of its seal (JWS), which its place in the log is made from.",
    notSent: (notSent, count) =>
      count === 1
        ? "It was cancelled before it left and not sent."
        : notSent === 1
          ? "One of them was cancelled before it left and not sent."
          : `${notSent} of them were cancelled before they left and not sent.`,
    checkTitle: "What you can check yourself",
    checks: [
      "This certificate is sealed and stands in the log itself, behind the state that it speaks of.",
      "That state is signed by the log and carries somebody else’s time stamp.",
      "Each piece of evidence that is named here stands in the log at the place that is named.",
    ],
    wordTitle: "What you must take the signer’s word for",
    words: [
      "That nothing is missing. The log shows nobody who received what: its entries are blinded. Completeness is therefore the word of whoever seals below.",
      "That word can be refuted: whoever holds evidence of a delivery in this period that is missing here lays it beside this certificate on the page that checks. If it stands in this state of the log, the certificate is untrue, and it is proved who sealed it.",
    ],
    stateSize: "State looked through",
    stateRoot: "Its root",
    stateStamp: "Its time stamp",
    verifySteps: [
      "Open the address beside this and choose this file there: your browser checks it on your own computer and sends nothing of it.",
      "Add evidence that you hold yourself: the page says whether this certificate names it.",
      "If you do not trust that page either, do it without us: with openssl and pdfsig. The bottom of that page and docs/verify-by-hand.md in the source code tell how.",
    ],
  },
};
