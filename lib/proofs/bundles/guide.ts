/** What a bundle says about itself to whoever opens it: what lies in it, and how to check it without us. */
import { utf8, type Bytes } from "../bytes";
import type { Language } from "@/lib/text/languages";

type Facts = {
  language: Language;
  portalUrl: string;
  /** Of the delivery, or null for many together. */
  reference: string | null;
  /** The check by hand, as docs/verify-by-hand.md has it. */
  script: string;
};

type Words = {
  title: (reference: string) => string;
  titleMany: string;
  holds: string;
  files: readonly (readonly [string, string])[];
  filesMany: readonly (readonly [string, string])[];
  easy: (address: string) => string;
  program: (address: string) => string;
  trust: (address: string) => string;
  byHand: string;
};

const WORDS: Record<Language, Words> = {
  en: {
    title: (reference) => `Bundle of proof for delivery ${reference}`,
    titleMany: "Bundles of proof for several deliveries",
    holds: "In this file:",
    files: [
      ["proof.pdf", "the proof to read, sealed, with the evidence attached"],
      ["letter.pdf, attachments/", "what was sent, unless its contents were erased since"],
      ["evidence/", "each fact as a sealed record, and the proof of its place in the log"],
      ["log/", "the log's signed state, its time stamp, and its key"],
      ["mailbox/", "what the eBox answered, byte for byte"],
      ["certificates/", "the certificates of the seal and of the time stamp"],
      [
        "META-INF/",
        "the list of all files with their SHA-256, and the seal over it (ASiC-E, CAdES)",
      ],
    ],
    filesMany: [
      ["deliveries/", "one bundle for each delivery, each whole in itself"],
      ["contents.csv", "the list of the deliveries"],
      [
        "META-INF/",
        "the list of all files with their SHA-256, and the seal over it (ASiC-E, CAdES)",
      ],
    ],
    easy: (address) =>
      `The easy way: open ${address}/verify and choose this file. Your browser checks it on your own computer and sends nothing of it.`,
    program: (address) =>
      `Without that page: the program at ${address}/verify.mjs, run with Node.js.`,
    trust: (address) =>
      `Both need to know whom you believe: the authority of the seal, that of the time stamp, and the log's key. Take them from the organisation itself, or from ${address}/log, never from this file alone.`,
    byHand:
      "Without any program of the portal: lay seal-ca.pem, timestamp-ca.pem and log.vkey beside this file, put the lines below into verify.sh, and run: bash verify.sh NAME-OF-THIS-FILE.asice",
  },
  nl: {
    title: (reference) => `Bewijsbundel voor zending ${reference}`,
    titleMany: "Bewijsbundels voor verschillende zendingen",
    holds: "In dit bestand:",
    files: [
      ["proof.pdf", "het leesbare bewijs, verzegeld, met de bewijsstukken als bijlage"],
      ["letter.pdf, attachments/", "wat werd verzonden, tenzij de inhoud sindsdien is gewist"],
      [
        "evidence/",
        "elk feit als verzegeld bewijsstuk, en het bewijs van zijn plaats in het logboek",
      ],
      ["log/", "de ondertekende stand van het logboek, het tijdstempel ervan, en de sleutel"],
      ["mailbox/", "wat de eBox antwoordde, byte voor byte"],
      ["certificates/", "de certificaten van het zegel en van het tijdstempel"],
      [
        "META-INF/",
        "de lijst van alle bestanden met hun SHA-256, en het zegel erover (ASiC-E, CAdES)",
      ],
    ],
    filesMany: [
      ["deliveries/", "één bundel per zending, elk op zich volledig"],
      ["contents.csv", "de lijst van de zendingen"],
      [
        "META-INF/",
        "de lijst van alle bestanden met hun SHA-256, en het zegel erover (ASiC-E, CAdES)",
      ],
    ],
    easy: (address) =>
      `De eenvoudige weg: open ${address}/verify en kies dit bestand. Uw browser controleert het op uw eigen computer en verstuurt er niets van.`,
    program: (address) => `Zonder die pagina: het programma op ${address}/verify.mjs, met Node.js.`,
    trust: (address) =>
      `Beide moeten weten wie u gelooft: de autoriteit van het zegel, die van het tijdstempel, en de sleutel van het logboek. Haal ze bij de organisatie zelf, of op ${address}/log, nooit uit dit bestand alleen.`,
    byHand:
      "Zonder enig programma van het portaal: leg seal-ca.pem, timestamp-ca.pem en log.vkey naast dit bestand, zet de regels hieronder in verify.sh, en voer uit: bash verify.sh NAAM-VAN-DIT-BESTAND.asice",
  },
  fr: {
    title: (reference) => `Dossier de preuve pour l’envoi ${reference}`,
    titleMany: "Dossiers de preuve pour plusieurs envois",
    holds: "Dans ce fichier :",
    files: [
      ["proof.pdf", "la preuve lisible, scellée, avec les pièces de preuve en annexe"],
      ["letter.pdf, attachments/", "ce qui a été envoyé, sauf si le contenu a été effacé depuis"],
      [
        "evidence/",
        "chaque fait en pièce de preuve scellée, et la preuve de sa place dans le registre",
      ],
      ["log/", "l’état signé du registre, son horodatage, et sa clé"],
      ["mailbox/", "ce que l’eBox a répondu, octet par octet"],
      ["certificates/", "les certificats du sceau et de l’horodatage"],
      [
        "META-INF/",
        "la liste de tous les fichiers avec leur SHA-256, et le sceau sur celle-ci (ASiC-E, CAdES)",
      ],
    ],
    filesMany: [
      ["deliveries/", "un dossier par envoi, chacun complet en soi"],
      ["contents.csv", "la liste des envois"],
      [
        "META-INF/",
        "la liste de tous les fichiers avec leur SHA-256, et le sceau sur celle-ci (ASiC-E, CAdES)",
      ],
    ],
    easy: (address) =>
      `La voie simple : ouvrez ${address}/verify et choisissez ce fichier. Votre navigateur le contrôle sur votre propre ordinateur et n’en envoie rien.`,
    program: (address) =>
      `Sans cette page : le programme à l’adresse ${address}/verify.mjs, avec Node.js.`,
    trust: (address) =>
      `Les deux doivent savoir qui vous croyez : l’autorité du sceau, celle de l’horodatage, et la clé du registre. Demandez-les à l’organisation elle-même, ou à ${address}/log, jamais à ce seul fichier.`,
    byHand:
      "Sans aucun programme du portail : placez seal-ca.pem, timestamp-ca.pem et log.vkey à côté de ce fichier, mettez les lignes ci-dessous dans verify.sh, et exécutez : bash verify.sh NOM-DE-CE-FICHIER.asice",
  },
  de: {
    title: (reference) => `Nachweisbündel für die Sendung ${reference}`,
    titleMany: "Nachweisbündel für mehrere Sendungen",
    holds: "In dieser Datei:",
    files: [
      ["proof.pdf", "der lesbare Nachweis, gesiegelt, mit den Belegen als Anhang"],
      [
        "letter.pdf, attachments/",
        "was gesendet wurde, sofern der Inhalt nicht seither gelöscht ist",
      ],
      [
        "evidence/",
        "jede Tatsache als gesiegelter Beleg, und der Nachweis ihres Platzes im Protokoll",
      ],
      ["log/", "der unterzeichnete Stand des Protokolls, sein Zeitstempel und sein Schlüssel"],
      ["mailbox/", "was die eBox geantwortet hat, Byte für Byte"],
      ["certificates/", "die Zertifikate des Siegels und des Zeitstempels"],
      [
        "META-INF/",
        "die Liste aller Dateien mit ihrem SHA-256, und das Siegel darüber (ASiC-E, CAdES)",
      ],
    ],
    filesMany: [
      ["deliveries/", "ein Bündel je Sendung, jedes in sich vollständig"],
      ["contents.csv", "die Liste der Sendungen"],
      [
        "META-INF/",
        "die Liste aller Dateien mit ihrem SHA-256, und das Siegel darüber (ASiC-E, CAdES)",
      ],
    ],
    easy: (address) =>
      `Der einfache Weg: Öffnen Sie ${address}/verify und wählen Sie diese Datei. Ihr Browser prüft sie auf Ihrem eigenen Rechner und versendet nichts davon.`,
    program: (address) =>
      `Ohne diese Seite: das Programm unter ${address}/verify.mjs, mit Node.js.`,
    trust: (address) =>
      `Beide müssen wissen, wem Sie glauben: der Stelle hinter dem Siegel, der hinter dem Zeitstempel, und dem Schlüssel des Protokolls. Holen Sie sie bei der Organisation selbst oder unter ${address}/log, nie aus dieser Datei allein.`,
    byHand:
      "Ohne ein Programm des Portals: Legen Sie seal-ca.pem, timestamp-ca.pem und log.vkey neben diese Datei, schreiben Sie die Zeilen unten in verify.sh, und führen Sie aus: bash verify.sh NAME-DIESER-DATEI.asice",
  },
};

export function bundleGuide({ language, portalUrl, reference, script }: Facts): Bytes {
  const words = WORDS[language];
  const files = reference === null ? words.filesMany : words.files;
  const width = Math.max(...files.map(([name]) => name.length));
  return utf8(
    [
      reference === null ? words.titleMany : words.title(reference),
      "",
      words.holds,
      ...files.map(([name, holds]) => `  ${name.padEnd(width)}  ${holds}`),
      "",
      words.easy(portalUrl),
      "",
      words.program(portalUrl),
      "",
      words.trust(portalUrl),
      "",
      ...(reference === null ? [] : [words.byHand, "", "-".repeat(72), "", script]),
    ].join("\n"),
  );
}
