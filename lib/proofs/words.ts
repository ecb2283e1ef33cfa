import type { Language } from "@/lib/text/languages";
import type { DocumentDigest } from "./evidence";
import type { Outcome } from "./moments";
import type { EvidenceEvent, EvidenceExtension } from "./schema";

type Choice = "normal" | "registered" | "registered_with_acknowledgement";
type Level = "low" | "substantial" | "high";

/** Why something happened; by the last part of the reason's code, with its details. */
type ReasonWords = {
  /** What the eBox said, and the code that it gave. */
  mailbox: (said: string, code: string) => string;
  /** Who took the order back. */
  cancelled_by_sender: (order: { by: string; level: Level; signedIn: string }) => string;
  validity_ended: string;
  no_usable_box: string;
  not_opened: string;
  not_opened_after_days: (days: string) => string;
  reminded_by: (reference: string) => string;
  kept_long_enough: (months: string, since: string) => string;
};

/** The fixed words of a readable proof, in the languages of the interface. */
export type ProofWords = {
  title: string;
  /** Of a letter that never went. */
  titleNotSent: string;
  testTitle: string;
  testNotice: string;
  message: { normal: string; registered: string };
  outcomes: Record<Outcome, string>;
  choices: Record<Choice, string>;
  momentsTitle: string;
  sent: string;
  madeAvailable: string;
  firstOpened: string;
  notKnown: string;
  /** Instead of a moment that never came: the order was over before it. */
  notSent: string;
  /** Of what would have come after that. */
  neverCame: string;
  notYet: (when: string) => string;
  sentHow: (order: {
    by: string;
    level: Level;
    signedIn: string;
    approvedBy: string | null;
  }) => string;
  availableHow: (answer: { status: string; messageId: string | null; isLate: boolean }) => string;
  neverOpenedBox: string;
  openedHow: string;
  openedBetween: (from: string, to: string) => string;
  observedAt: (when: string) => string;
  othersTitle: string;
  partiesTitle: string;
  sender: string;
  recipient: string;
  citizenNumber: string;
  enterpriseNumber: string;
  reference: string;
  subject: string;
  delivery: string;
  documents: Record<DocumentDigest["direction"], { title: string; note: string }>;
  /** What stands with documents that are gone. */
  erased: (when: string) => string;
  /** What stands below the picture of it. */
  firstPage: string;
  roles: Record<"main_content" | "attachment" | "print_file", string>;
  document: string;
  size: string;
  evidenceTitle: string;
  evidenceNote: (count: number) => string;
  event: string;
  identifier: string;
  logEntry: string;
  sealedAt: string;
  events: Record<EvidenceEvent, string>;
  reasons: ReasonWords;
  affected: Record<NonNullable<EvidenceExtension["Outage"]>["Affected"], string>;
  logTitle: string;
  logNote: string;
  logName: string;
  logSize: string;
  logRoot: string;
  logKey: string;
  logStamp: string;
  stampedBy: (when: string, authority: string) => string;
  notStamped: string;
  sealedBy: string;
  fingerprint: string;
  verifyTitle: string;
  verifySteps: [string, string, string];
  verifyCode: string;
  legal: string;
  page: [string, string];
  times: string;
};

export const PROOF_WORDS: Record<Language, ProofWords> = {
  nl: {
    title: "Bewijs van verzending",
    titleNotSent: "Bewijs van niet-verzending",
    testTitle: "TEST",
    testNotice: "Dit bewijs komt uit een testomgeving. Het heeft geen enkel rechtsgevolg.",
    message: { normal: "Bericht", registered: "Aangetekend bericht" },
    outcomes: {
      opened: "geopend door de geadresseerde",
      available: "beschikbaar gesteld in de eBox",
      sent: "verzonden",
      refused: "geweigerd door de eBox en niet afgeleverd",
      cancelled: "niet verzonden: geannuleerd voor het vertrok",
      rejected: "niet verzonden: geweigerd voor het vertrok",
      expired: "verlopen zonder te zijn geopend",
      on_paper: "op papier gezet",
    },
    choices: {
      normal: "Gewone zending",
      registered: "Aangetekend",
      registered_with_acknowledgement: "Aangetekend met ontvangstbevestiging",
    },
    momentsTitle: "Drie momenten, en hoe wij ze kennen",
    sent: "Verzonden",
    madeAvailable: "Beschikbaar gesteld",
    firstOpened: "Eerst geopend",
    notKnown: "Hiervan is geen bewijs.",
    notSent:
      "Dit gebeurde niet: de opdracht hield op voor deze brief vertrok. Er werd geen brief gemaakt en de eBox werd niet aangesproken.",
    neverCame: "Dit gebeurde niet.",
    notYet: (when) => `Niet vastgesteld tot en met ${when}.`,
    sentHow: ({ by, level, signedIn, approvedBy }) =>
      `Opdracht van ${by}, aangemeld op ${signedIn} met betrouwbaarheidsniveau ${{ low: "laag", substantial: "substantieel", high: "hoog" }[level]}.${approvedBy ? ` Goedgekeurd door ${approvedBy}.` : ""}`,
    availableHow: ({ status, messageId, isLate }) =>
      `De eBox antwoordde ${status}${messageId ? ` en gaf het bericht het nummer ${messageId}` : ""}.${isLate ? " Het eerste antwoord ging verloren; een later antwoord zei dat de eBox het bericht al had aanvaard." : ""} Het antwoord staat byte voor byte in het bewijsstuk.`,
    neverOpenedBox: "Volgens de eBox heeft de geadresseerde zijn eBox nog nooit geopend.",
    openedHow: "De eBox meldde dat de hoofdinhoud is geraadpleegd.",
    openedBetween: (from, to) =>
      `De eBox zegt niet wanneer: het moment ligt tussen onze twee waarnemingen van ${from} en ${to}.`,
    observedAt: (when) => `Door ons vastgesteld op ${when}.`,
    othersTitle: "Wat er verder gebeurde",
    partiesTitle: "Wie en wat",
    sender: "Afzender",
    recipient: "Geadresseerde",
    citizenNumber: "rijksregisternummer",
    enterpriseNumber: "ondernemingsnummer",
    reference: "Kenmerk",
    subject: "Onderwerp",
    delivery: "Verzending",
    documents: {
      sent: {
        title: "Verzonden documenten",
        note: "Een bestand is het verzonden bestand als zijn SHA-256 gelijk is aan wat hier staat.",
      },
      received: {
        title: "Ontvangen als antwoord",
        note: "De geadresseerde schreef dit; de eBox bezorgde het ons. Een bestand is het ontvangen bestand als zijn SHA-256 gelijk is aan wat hier staat.",
      },
    },
    erased: (when) =>
      `Gewist op ${when}, na de bewaartermijn van de afzender. Wat hier staat is wat ervan werd vastgesteld toen het er nog was; een exemplaar dat iemand bewaarde, kan er nog altijd mee worden vergeleken.`,
    firstPage: "Eerste bladzijde van de brief",
    roles: { main_content: "hoofdinhoud", attachment: "bijlage", print_file: "drukbestand" },
    document: "Document",
    size: "bytes",
    evidenceTitle: "Bewijsstukken",
    evidenceNote: (count) =>
      count === 1
        ? "Dit bewijsstuk is als bestand aan dit document gehecht, met het bewijs van zijn plaats in het logboek."
        : `Deze ${count} bewijsstukken zijn als bestand aan dit document gehecht, elk met het bewijs van zijn plaats in het logboek.`,
    event: "Feit",
    identifier: "Nummer",
    logEntry: "Plaats",
    sealedAt: "Verzegeld",
    events: {
      SubmissionAcceptance: "Verzonden",
      SubmissionRejection: "Niet verzonden",
      ContentConsignment: "Beschikbaar gesteld",
      ContentConsignmentFailure: "Door de eBox geweigerd",
      ContentAccessTracking: "Eerst geopend",
      ContentHandoverFailure: "Verlopen zonder te zijn geopend",
      RelayToNonERDS: "Op papier gezet",
      Approval: "Goedgekeurd door een tweede paar ogen",
      NotOpened: "Niet geopend in de gestelde tijd",
      Reminder: "Herinnering besteld",
      Reply: "Antwoord ontvangen",
      Outage: "Storing",
      ContentErasure: "Inhoud gewist",
    },
    reasons: {
      mailbox: (said, code) => `De eBox antwoordde: “${said}” (${code})`,
      cancelled_by_sender: ({ by, level, signedIn }) =>
        `geannuleerd door ${by}, aangemeld op ${signedIn} met betrouwbaarheidsniveau ${{ low: "laag", substantial: "substantieel", high: "hoog" }[level]}`,
      validity_ended: "de geldigheid van het bericht was voorbij",
      no_usable_box: "de geadresseerde heeft geen eBox die mag worden gebruikt",
      not_opened: "niet geopend in de gestelde tijd",
      not_opened_after_days: (days) => `niet geopend na ${days} dagen`,
      reminded_by: (reference) => `met bericht ${reference}`,
      kept_long_enough: (months, since) => `${months} maanden bewaard, vanaf ${since}`,
    },
    affected: { mailbox: "de eBox", portal: "het portaal", timestamp: "de tijdstempeldienst" },
    logTitle: "Plaats in het openbare logboek",
    logNote:
      "Elk bewijsstuk staat in een logboek waaraan alleen kan worden toegevoegd. Wie een bewijsstuk wijzigt, terugdateert of weglaat, verandert de stand van het logboek, en dat is voor iedereen te zien.",
    logName: "Logboek",
    logSize: "Aantal vermeldingen",
    logRoot: "Stand (wortel)",
    logKey: "Sleutel van het logboek",
    logStamp: "Tijdstempel",
    stampedBy: (when, authority) => `${when}, door ${authority}`,
    notStamped: "Deze stand van het logboek heeft nog geen tijdstempel.",
    sealedBy: "Verzegeld door",
    fingerprint: "SHA-256 van het certificaat",
    verifyTitle: "Zelf nagaan",
    verifySteps: [
      "Open het adres hiernaast en kies er dit bestand: uw browser controleert het op uw eigen computer en verstuurt er niets van.",
      "Leg de documenten erbij die u kreeg: de pagina zegt of het de verzonden documenten zijn.",
      "Wie ook die pagina niet vertrouwt, doet het zonder ons: met openssl en pdfsig. Hoe, staat onderaan op die pagina en in docs/verify-by-hand.md van de broncode.",
    ],
    verifyCode: "Adres van de controlepagina",
    legal:
      "Dit bewijs komt van een niet-gekwalificeerde dienst voor elektronische bezorging. Volgens artikel 43, lid 1, van verordening (EU) nr. 910/2014 (eIDAS) mag het niet als bewijs worden geweigerd louter omdat het elektronisch of niet gekwalificeerd is.",
    page: ["pagina", "van"],
    times: "Alle tijden zijn Belgische tijd.",
  },
  fr: {
    title: "Preuve d’envoi",
    titleNotSent: "Preuve de non-envoi",
    testTitle: "TEST",
    testNotice: "Cette preuve vient d’un environnement de test. Elle n’a aucun effet juridique.",
    message: { normal: "Message", registered: "Message recommandé" },
    outcomes: {
      opened: "ouvert par le destinataire",
      available: "mis à disposition dans l’eBox",
      sent: "envoyé",
      refused: "refusé par l’eBox et non remis",
      cancelled: "non envoyé : annulé avant le départ",
      rejected: "non envoyé : refusé avant le départ",
      expired: "expiré sans avoir été ouvert",
      on_paper: "mis sur papier",
    },
    choices: {
      normal: "Envoi normal",
      registered: "Recommandé",
      registered_with_acknowledgement: "Recommandé avec accusé de réception",
    },
    momentsTitle: "Trois moments, et comment nous les connaissons",
    sent: "Envoyé",
    madeAvailable: "Mis à disposition",
    firstOpened: "Ouvert pour la première fois",
    notKnown: "Il n’en existe pas de preuve.",
    notSent:
      "Cela n’a pas eu lieu : l’ordre a pris fin avant le départ de cette lettre. Aucune lettre n’a été faite et l’eBox n’a pas été appelée.",
    neverCame: "Cela n’a pas eu lieu.",
    notYet: (when) => `Pas constaté jusqu’au ${when} inclus.`,
    sentHow: ({ by, level, signedIn, approvedBy }) =>
      `Ordre de ${by}, identifié le ${signedIn} au niveau de garantie ${{ low: "faible", substantial: "substantiel", high: "élevé" }[level]}.${approvedBy ? ` Approuvé par ${approvedBy}.` : ""}`,
    availableHow: ({ status, messageId, isLate }) =>
      `L’eBox a répondu ${status}${messageId ? ` et a donné au message le numéro ${messageId}` : ""}.${isLate ? " La première réponse s’est perdue ; une réponse ultérieure a dit que l’eBox avait déjà accepté le message." : ""} La réponse figure octet par octet dans l’élément de preuve.`,
    neverOpenedBox: "Selon l’eBox, le destinataire n’a encore jamais ouvert son eBox.",
    openedHow: "L’eBox a signalé que le contenu principal a été consulté.",
    openedBetween: (from, to) =>
      `L’eBox ne dit pas quand : le moment se situe entre nos deux observations du ${from} et du ${to}.`,
    observedAt: (when) => `Constaté par nous le ${when}.`,
    othersTitle: "Autres faits",
    partiesTitle: "Qui et quoi",
    sender: "Expéditeur",
    recipient: "Destinataire",
    citizenNumber: "numéro de registre national",
    enterpriseNumber: "numéro d’entreprise",
    reference: "Référence",
    subject: "Objet",
    delivery: "Envoi",
    documents: {
      sent: {
        title: "Documents envoyés",
        note: "Un fichier est le fichier envoyé si son SHA-256 est égal à celui qui figure ici.",
      },
      received: {
        title: "Reçu en réponse",
        note: "Le destinataire l’a écrit ; l’eBox nous l’a remis. Un fichier est le fichier reçu si son SHA-256 est égal à celui qui figure ici.",
      },
    },
    erased: (when) =>
      `Effacé le ${when}, au terme du délai de conservation de l’expéditeur. Ce qui figure ici a été constaté quand le contenu existait encore ; un exemplaire que quelqu’un a conservé peut toujours y être comparé.`,
    firstPage: "Première page de la lettre",
    roles: {
      main_content: "contenu principal",
      attachment: "annexe",
      print_file: "fichier d’impression",
    },
    document: "Document",
    size: "octets",
    evidenceTitle: "Éléments de preuve",
    evidenceNote: (count) =>
      count === 1
        ? "Cet élément de preuve est joint à ce document, avec la preuve de sa place dans le registre."
        : `Ces ${count} éléments de preuve sont joints à ce document, chacun avec la preuve de sa place dans le registre.`,
    event: "Fait",
    identifier: "Numéro",
    logEntry: "Place",
    sealedAt: "Scellé",
    events: {
      SubmissionAcceptance: "Envoyé",
      SubmissionRejection: "Non envoyé",
      ContentConsignment: "Mis à disposition",
      ContentConsignmentFailure: "Refusé par l’eBox",
      ContentAccessTracking: "Ouvert pour la première fois",
      ContentHandoverFailure: "Expiré sans avoir été ouvert",
      RelayToNonERDS: "Mis sur papier",
      Approval: "Approuvé par une seconde personne",
      NotOpened: "Pas ouvert dans le délai fixé",
      Reminder: "Rappel commandé",
      Reply: "Réponse reçue",
      Outage: "Panne",
      ContentErasure: "Contenu effacé",
    },
    reasons: {
      mailbox: (said, code) => `L’eBox a répondu : « ${said} » (${code})`,
      cancelled_by_sender: ({ by, level, signedIn }) =>
        `annulé par ${by}, identifié le ${signedIn} au niveau de garantie ${{ low: "faible", substantial: "substantiel", high: "élevé" }[level]}`,
      validity_ended: "la validité du message était échue",
      no_usable_box: "le destinataire n’a pas d’eBox utilisable",
      not_opened: "pas ouvert dans le délai fixé",
      not_opened_after_days: (days) => `pas ouvert après ${days} jours`,
      reminded_by: (reference) => `par le message ${reference}`,
      kept_long_enough: (months, since) => `conservé ${months} mois, depuis le ${since}`,
    },
    affected: { mailbox: "l’eBox", portal: "le portail", timestamp: "le service d’horodatage" },
    logTitle: "Place dans le registre public",
    logNote:
      "Chaque élément de preuve figure dans un registre auquel on ne peut qu’ajouter. Modifier, antidater ou omettre un élément change l’état du registre, et chacun peut le voir.",
    logName: "Registre",
    logSize: "Entrées",
    logRoot: "État (racine)",
    logKey: "Clé du registre",
    logStamp: "Horodatage",
    stampedBy: (when, authority) => `${when}, par ${authority}`,
    notStamped: "Cet état du registre n’a pas encore d’horodatage.",
    sealedBy: "Scellé par",
    fingerprint: "SHA-256 du certificat",
    verifyTitle: "Vérifier vous-même",
    verifySteps: [
      "Ouvrez l’adresse ci-contre et choisissez-y ce fichier : votre navigateur le contrôle sur votre propre ordinateur et n’en envoie rien.",
      "Ajoutez les documents que vous avez reçus : la page dit si ce sont les documents envoyés.",
      "Qui ne se fie pas non plus à cette page le fait sans nous : avec openssl et pdfsig. Le bas de cette page et docs/verify-by-hand.md, dans le code source, disent comment.",
    ],
    verifyCode: "Adresse de la page de contrôle",
    legal:
      "Cette preuve provient d’un service d’envoi électronique non qualifié. Selon l’article 43, paragraphe 1, du règlement (UE) n° 910/2014 (eIDAS), elle ne peut être refusée comme preuve au seul motif qu’elle est électronique ou non qualifiée.",
    page: ["page", "sur"],
    times: "Toutes les heures sont en heure belge.",
  },
  de: {
    title: "Nachweis des Versands",
    titleNotSent: "Nachweis des Nichtversands",
    testTitle: "TEST",
    testNotice: "Dieser Nachweis stammt aus einer Testumgebung. Er hat keinerlei Rechtswirkung.",
    message: { normal: "Nachricht", registered: "Einschreiben" },
    outcomes: {
      opened: "vom Empfänger geöffnet",
      available: "in der eBox bereitgestellt",
      sent: "gesendet",
      refused: "von der eBox abgelehnt und nicht zugestellt",
      cancelled: "nicht gesendet: vor dem Versand storniert",
      rejected: "nicht gesendet: vor dem Versand abgelehnt",
      expired: "ungeöffnet abgelaufen",
      on_paper: "auf Papier gebracht",
    },
    choices: {
      normal: "Normale Sendung",
      registered: "Einschreiben",
      registered_with_acknowledgement: "Einschreiben mit Empfangsbestätigung",
    },
    momentsTitle: "Drei Zeitpunkte, und woher wir sie kennen",
    sent: "Gesendet",
    madeAvailable: "Bereitgestellt",
    firstOpened: "Erstmals geöffnet",
    notKnown: "Hierfür gibt es keinen Beleg.",
    notSent:
      "Dies geschah nicht: Der Auftrag endete, bevor dieser Brief hinausging. Es wurde kein Brief erstellt und die eBox nicht angesprochen.",
    neverCame: "Dies geschah nicht.",
    notYet: (when) => `Bis einschließlich ${when} nicht festgestellt.`,
    sentHow: ({ by, level, signedIn, approvedBy }) =>
      `Auftrag von ${by}, angemeldet am ${signedIn} mit Vertrauensniveau ${{ low: "niedrig", substantial: "substanziell", high: "hoch" }[level]}.${approvedBy ? ` Genehmigt von ${approvedBy}.` : ""}`,
    availableHow: ({ status, messageId, isLate }) =>
      `Die eBox antwortete ${status}${messageId ? ` und gab der Nachricht die Nummer ${messageId}` : ""}.${isLate ? " Die erste Antwort ging verloren; eine spätere besagte, dass die eBox die Nachricht bereits angenommen hatte." : ""} Die Antwort steht Byte für Byte im Beleg.`,
    neverOpenedBox: "Laut eBox hat der Empfänger seine eBox noch nie geöffnet.",
    openedHow: "Die eBox meldete, dass der Hauptinhalt eingesehen wurde.",
    openedBetween: (from, to) =>
      `Die eBox sagt nicht wann: Der Zeitpunkt liegt zwischen unseren beiden Beobachtungen vom ${from} und vom ${to}.`,
    observedAt: (when) => `Von uns festgestellt am ${when}.`,
    othersTitle: "Was sonst geschah",
    partiesTitle: "Wer und was",
    sender: "Absender",
    recipient: "Empfänger",
    citizenNumber: "Nationalregisternummer",
    enterpriseNumber: "Unternehmensnummer",
    reference: "Aktenzeichen",
    subject: "Betreff",
    delivery: "Versand",
    documents: {
      sent: {
        title: "Gesendete Dokumente",
        note: "Eine Datei ist die gesendete Datei, wenn ihr SHA-256 dem hier angegebenen gleicht.",
      },
      received: {
        title: "Als Antwort eingegangen",
        note: "Der Empfänger hat es geschrieben; die eBox hat es uns zugestellt. Eine Datei ist die eingegangene Datei, wenn ihr SHA-256 dem hier angegebenen gleicht.",
      },
    },
    erased: (when) =>
      `Gelöscht am ${when}, nach der Aufbewahrungsfrist des Absenders. Was hier steht, wurde festgestellt, als es noch da war; ein Exemplar, das jemand aufbewahrt hat, lässt sich weiterhin damit vergleichen.`,
    firstPage: "Erste Seite des Briefes",
    roles: { main_content: "Hauptinhalt", attachment: "Anlage", print_file: "Druckdatei" },
    document: "Dokument",
    size: "Byte",
    evidenceTitle: "Belege",
    evidenceNote: (count) =>
      count === 1
        ? "Dieser Beleg ist diesem Dokument als Datei angehängt, mit dem Nachweis seines Platzes im Protokoll."
        : `Diese ${count} Belege sind diesem Dokument als Dateien angehängt, jeder mit dem Nachweis seines Platzes im Protokoll.`,
    event: "Tatsache",
    identifier: "Nummer",
    logEntry: "Platz",
    sealedAt: "Gesiegelt",
    events: {
      SubmissionAcceptance: "Gesendet",
      SubmissionRejection: "Nicht gesendet",
      ContentConsignment: "Bereitgestellt",
      ContentConsignmentFailure: "Von der eBox abgelehnt",
      ContentAccessTracking: "Erstmals geöffnet",
      ContentHandoverFailure: "Ungeöffnet abgelaufen",
      RelayToNonERDS: "Auf Papier gebracht",
      Approval: "Von einer zweiten Person genehmigt",
      NotOpened: "In der gesetzten Zeit nicht geöffnet",
      Reminder: "Erinnerung veranlasst",
      Reply: "Antwort eingegangen",
      Outage: "Störung",
      ContentErasure: "Inhalt gelöscht",
    },
    reasons: {
      mailbox: (said, code) => `Die eBox antwortete: „${said}“ (${code})`,
      cancelled_by_sender: ({ by, level, signedIn }) =>
        `storniert von ${by}, angemeldet am ${signedIn} mit Vertrauensniveau ${{ low: "niedrig", substantial: "substanziell", high: "hoch" }[level]}`,
      validity_ended: "die Gültigkeit der Nachricht war abgelaufen",
      no_usable_box: "der Empfänger hat keine eBox, die benutzt werden darf",
      not_opened: "in der gesetzten Zeit nicht geöffnet",
      not_opened_after_days: (days) => `nach ${days} Tagen nicht geöffnet`,
      reminded_by: (reference) => `mit Nachricht ${reference}`,
      kept_long_enough: (months, since) => `${months} Monate aufbewahrt, seit dem ${since}`,
    },
    affected: { mailbox: "die eBox", portal: "das Portal", timestamp: "der Zeitstempeldienst" },
    logTitle: "Platz im öffentlichen Protokoll",
    logNote:
      "Jeder Beleg steht in einem Protokoll, dem nur hinzugefügt werden kann. Wer einen Beleg ändert, zurückdatiert oder weglässt, ändert den Stand des Protokolls, und das kann jeder sehen.",
    logName: "Protokoll",
    logSize: "Einträge",
    logRoot: "Stand (Wurzel)",
    logKey: "Schlüssel des Protokolls",
    logStamp: "Zeitstempel",
    stampedBy: (when, authority) => `${when}, von ${authority}`,
    notStamped: "Dieser Stand des Protokolls hat noch keinen Zeitstempel.",
    sealedBy: "Gesiegelt von",
    fingerprint: "SHA-256 des Zertifikats",
    verifyTitle: "Selbst prüfen",
    verifySteps: [
      "Öffnen Sie die nebenstehende Adresse und wählen Sie dort diese Datei: Ihr Browser prüft sie auf Ihrem eigenen Rechner und versendet nichts davon.",
      "Legen Sie die erhaltenen Dokumente dazu: Die Seite sagt, ob es die gesendeten sind.",
      "Wer auch dieser Seite nicht traut, prüft ohne uns: mit openssl und pdfsig. Wie, steht unten auf jener Seite und in docs/verify-by-hand.md des Quelltextes.",
    ],
    verifyCode: "Adresse der Prüfseite",
    legal:
      "Dieser Nachweis stammt von einem nicht qualifizierten elektronischen Zustelldienst. Nach Artikel 43 Absatz 1 der Verordnung (EU) Nr. 910/2014 (eIDAS) darf er nicht allein deshalb als Beweismittel abgelehnt werden, weil er elektronisch oder nicht qualifiziert ist.",
    page: ["Seite", "von"],
    times: "Alle Zeiten sind belgische Zeit.",
  },
  en: {
    title: "Proof of sending",
    titleNotSent: "Proof of not sending",
    testTitle: "TEST",
    testNotice: "This proof comes from a test environment. It has no legal effect.",
    message: { normal: "Message", registered: "Registered message" },
    outcomes: {
      opened: "opened by the recipient",
      available: "made available in the eBox",
      sent: "sent",
      refused: "refused by the eBox and not delivered",
      cancelled: "not sent: cancelled before it left",
      rejected: "not sent: refused before it left",
      expired: "expired unopened",
      on_paper: "put on paper",
    },
    choices: {
      normal: "Normal delivery",
      registered: "Registered",
      registered_with_acknowledgement: "Registered with acknowledgement of receipt",
    },
    momentsTitle: "Three moments, and how we know them",
    sent: "Sent",
    madeAvailable: "Made available",
    firstOpened: "First opened",
    notKnown: "There is no evidence of this.",
    notSent:
      "This did not happen: the order ended before this letter left. No letter was made and the eBox was not called.",
    neverCame: "This did not happen.",
    notYet: (when) => `Not observed up to ${when}.`,
    sentHow: ({ by, level, signedIn, approvedBy }) =>
      `Ordered by ${by}, who signed in on ${signedIn} at assurance level ${level}.${approvedBy ? ` Approved by ${approvedBy}.` : ""}`,
    availableHow: ({ status, messageId, isLate }) =>
      `The eBox answered ${status}${messageId ? ` and gave the message the number ${messageId}` : ""}.${isLate ? " Its first answer was lost; a later one said that it had already accepted the message." : ""} Its answer stands in the evidence byte for byte.`,
    neverOpenedBox: "According to the eBox, the recipient has never opened their eBox.",
    openedHow: "The eBox reported that the main content was consulted.",
    openedBetween: (from, to) =>
      `The eBox does not say when: the moment lies between our two observations of ${from} and ${to}.`,
    observedAt: (when) => `Observed by us on ${when}.`,
    othersTitle: "What else happened",
    partiesTitle: "Who and what",
    sender: "Sender",
    recipient: "Recipient",
    citizenNumber: "national register number",
    enterpriseNumber: "enterprise number",
    reference: "Reference",
    subject: "Subject",
    delivery: "Delivery",
    documents: {
      sent: {
        title: "Documents sent",
        note: "A file is the file that was sent if its SHA-256 equals the one printed here.",
      },
      received: {
        title: "Received in reply",
        note: "The recipient wrote this; the eBox handed it to us. A file is the file that was received if its SHA-256 equals the one printed here.",
      },
    },
    erased: (when) =>
      `Erased on ${when}, after the time that the sender keeps it. What stands here was established while it was still there; a copy that somebody kept can still be compared with it.`,
    firstPage: "First page of the letter",
    roles: { main_content: "main content", attachment: "attachment", print_file: "print file" },
    document: "Document",
    size: "bytes",
    evidenceTitle: "Evidence",
    evidenceNote: (count) =>
      count === 1
        ? "This piece of evidence is attached to this document as a file, with the proof of its place in the log."
        : `These ${count} pieces of evidence are attached to this document as files, each with the proof of its place in the log.`,
    event: "Fact",
    identifier: "Number",
    logEntry: "Place",
    sealedAt: "Sealed",
    events: {
      SubmissionAcceptance: "Sent",
      SubmissionRejection: "Not sent",
      ContentConsignment: "Made available",
      ContentConsignmentFailure: "Refused by the eBox",
      ContentAccessTracking: "First opened",
      ContentHandoverFailure: "Expired unopened",
      RelayToNonERDS: "Put on paper",
      Approval: "Approved by a second pair of eyes",
      NotOpened: "Not opened in the time set",
      Reminder: "Reminder ordered",
      Reply: "Reply received",
      Outage: "Outage",
      ContentErasure: "Contents erased",
    },
    reasons: {
      mailbox: (said, code) => `The eBox answered: “${said}” (${code})`,
      cancelled_by_sender: ({ by, level, signedIn }) =>
        `cancelled by ${by}, who signed in on ${signedIn} at assurance level ${level}`,
      validity_ended: "the validity of the message was over",
      no_usable_box: "the recipient has no eBox that may be used",
      not_opened: "not opened in the time set",
      not_opened_after_days: (days) => `not opened after ${days} days`,
      reminded_by: (reference) => `by message ${reference}`,
      kept_long_enough: (months, since) => `kept for ${months} months, from ${since}`,
    },
    affected: { mailbox: "the eBox", portal: "the portal", timestamp: "the time-stamp service" },
    logTitle: "Place in the public log",
    logNote:
      "Every piece of evidence stands in a log that can only be added to. Whoever changes, back-dates or leaves out a piece changes the state of the log, and everyone can see it.",
    logName: "Log",
    logSize: "Entries",
    logRoot: "State (root)",
    logKey: "Key of the log",
    logStamp: "Time stamp",
    stampedBy: (when, authority) => `${when}, by ${authority}`,
    notStamped: "This state of the log has no time stamp yet.",
    sealedBy: "Sealed by",
    fingerprint: "SHA-256 of the certificate",
    verifyTitle: "Check it yourself",
    verifySteps: [
      "Open the address beside this and choose this file there: your browser checks it on your own computer and sends nothing of it.",
      "Add the documents that you received: the page says whether they are those that were sent.",
      "If you do not trust that page either, do it without us: with openssl and pdfsig. The bottom of that page and docs/verify-by-hand.md in the source code tell how.",
    ],
    verifyCode: "Address of the page that checks",
    legal:
      "This proof comes from an electronic delivery service that is not qualified. Under Article 43(1) of Regulation (EU) No 910/2014 (eIDAS) it may not be denied as evidence solely because it is electronic or not qualified.",
    page: ["page", "of"],
    times: "All times are Belgian time.",
  },
};
