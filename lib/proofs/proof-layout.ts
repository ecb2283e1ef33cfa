/** What the readable proof says, from the evidence alone: every word and number, none of the looks. */
import { formats } from "@/lib/text/formats";
import { locales, timeZone, type Language } from "@/lib/text/languages";
import { encodeBase64, encodeHex, type Bytes } from "./bytes";
import {
  DOCUMENT_DIRECTIONS,
  documentsOf,
  erasedAt,
  identityValue,
  type DocumentDigest,
} from "./evidence";
import { momentsOf, outcomeOf, type Moment } from "./moments";
import {
  ASSURANCE_LEVEL_URIS,
  CANCELLED_REASON,
  IDENTIFIER_SCHEMES,
  type EvidenceEvent,
  type EvidenceRecord,
} from "./schema";
import { PROOF_WORDS, type ProofWords } from "./words";

/** What every sealed paper tells of its place in the log, and of who seals it. */
export type PaperInput = {
  language: Language;
  portalUrl: string;
  checkpoint: { size: number; root: Bytes; note: Bytes };
  stamp: { token: Bytes; at: Date; authority: string } | null;
  log: { name: string; key: string };
  seal: { holder: string; fingerprint: string };
  /** SHA-256 of the newest sealed file in it: what the deep link names. */
  newestDigest: string;
};

export type ProofInput = PaperInput & {
  evidence: readonly {
    event: EvidenceEvent;
    record: EvidenceRecord;
    leafIndex: number;
    sealedAt: Date;
    evidence: { name: string; bytes: Bytes };
    logProof: { name: string; bytes: Bytes };
  }[];
  /** A picture (WebP) of the letter's first page; null where it cannot be drawn, or was erased. */
  firstPage: Bytes | null;
};

export type Row = { label: string; value: string };
export type MomentLayout = {
  kind: string;
  title: string;
  when: string;
  how: string[];
  isKnown: boolean;
};

/** Everything that proof.typ sets, as JSON. */
export function proofLayout(input: ProofInput) {
  const words = PROOF_WORDS[input.language];
  const format = formattersOf(input.language);
  const records = input.evidence.map(({ record }) => record);
  const moments = momentsOf(records);
  const [first] = records;
  if (!first) throw new Error("A proof needs evidence.");
  const [extension] = first.Extensions.Extension;
  const isRegistered = extension.DeliveryChoice !== "normal";
  const observations = records.map(({ Extensions }) => Extensions.Extension[0].ObservedAt);
  const lastSeen = format.exact(new Date(observations.sort().at(-1) ?? first.EventTime));
  const message = words.message[isRegistered ? "registered" : "normal"];
  const outcome = outcomeOf(moments);
  const isNotSent = outcome === "cancelled" || outcome === "rejected";
  const title = isNotSent ? words.titleNotSent : words.title;
  const telling = { words, format, lastSeen, isNotSent };
  return {
    language: input.language,
    title: `${title} ${first.MessageIdentifier}`,
    kind: title,
    headline: `${message}, ${words.outcomes[outcome]}`,
    reference: first.MessageIdentifier,
    choice: words.choices[extension.DeliveryChoice],
    isRegistered,
    test:
      extension.Environment === "test"
        ? { title: words.testTitle, notice: words.testNotice }
        : null,
    sender: senderOf(first),
    moments: {
      title: words.momentsTitle,
      rows: [
        momentLayout("sent", words.sent, moments.sent, sentHow, telling),
        momentLayout(
          "available",
          words.madeAvailable,
          moments.madeAvailable,
          availableHow,
          telling,
        ),
        momentLayout("opened", words.firstOpened, moments.firstOpened, openedHow, telling),
      ],
    },
    others: {
      title: words.othersTitle,
      rows: moments.others.map((moment) => ({
        label: words.events[moment.event],
        value: otherHow(moment, { words, format }).join(" · "),
      })),
    },
    parties: { title: words.partiesTitle, rows: partyRows(first, words) },
    documents: DOCUMENT_DIRECTIONS.map((direction) => ({
      ...words.documents[direction],
      ...erasedNote(erasedAt(records, direction), words, format),
      rows: documentRows(records, direction, words, format),
      picture: direction === "sent" && input.firstPage ? words.firstPage : null,
    })).filter(({ rows }) => rows.length > 0),
    evidence: {
      title: words.evidenceTitle,
      note: words.evidenceNote(records.length),
      head: [words.event, words.identifier, words.logEntry, words.sealedAt],
      rows: input.evidence.map(({ event, record, leafIndex, sealedAt }) => [
        words.events[event],
        record.EvidenceIdentifier.replace("urn:uuid:", ""),
        format.integer(leafIndex),
        format.exact(sealedAt),
      ]),
    },
    log: {
      title: words.logTitle,
      note: words.logNote,
      rows: logRows(input),
    },
    verify: {
      title: words.verifyTitle,
      steps: words.verifySteps,
      code: words.verifyCode,
      link: verifyLink(input),
      shown: `${input.portalUrl}/verify`,
    },
    legal: words.legal,
    page: words.page,
    times: words.times,
  };
}

/** The state of the log that a paper is proved against, and who seals it. */
export function logRows({ language, checkpoint, stamp, log, seal }: PaperInput): Row[] {
  const words = PROOF_WORDS[language];
  const format = formattersOf(language);
  const stamped = stamp && words.stampedBy(format.exact(stamp.at), stamp.authority);
  return [
    { label: words.logName, value: log.name },
    { label: words.logSize, value: format.integer(checkpoint.size) },
    { label: words.logRoot, value: encodeBase64(checkpoint.root) },
    { label: words.logKey, value: log.key },
    { label: words.logStamp, value: stamped ?? words.notStamped },
    { label: words.sealedBy, value: seal.holder },
    { label: words.fingerprint, value: seal.fingerprint },
  ];
}

/** The digest stands behind the hash sign, so that the browser keeps it to itself. */
function verifyLink({ portalUrl, newestDigest }: ProofInput): string {
  return `${portalUrl}/verify#sha256=${newestDigest}`;
}

type Format = ReturnType<typeof formattersOf>;

export function formattersOf(language: Language) {
  const locale = locales[language];
  const exact = new Intl.DateTimeFormat(locale, { ...formats.dateTime.exact, timeZone });
  const day = new Intl.DateTimeFormat(locale, { ...formats.dateTime.date, timeZone });
  const integer = new Intl.NumberFormat(locale, formats.number.integer);
  return {
    exact: (date: Date) => exact.format(date),
    day: (date: Date) => day.format(date),
    between: (from: Date, to: Date) => exact.formatRange(from, to),
    integer: (value: number) => integer.format(value),
  };
}

function erasedNote(at: Date | null, words: ProofWords, format: Format) {
  return at ? { note: words.erased(format.exact(at)) } : {};
}

type Telling = { words: ProofWords; format: Format; lastSeen: string; isNotSent: boolean };

function momentLayout(
  kind: string,
  title: string,
  moment: Moment | null,
  how: (moment: Moment, telling: Telling) => string[],
  telling: Telling,
): MomentLayout {
  if (!moment) {
    return { kind, title, when: "", how: [absentHow(kind, telling)], isKnown: false };
  }
  return {
    kind,
    title,
    when: whenOf(moment, telling.format),
    how: how(moment, telling),
    isKnown: true,
  };
}

function absentHow(kind: string, { words, lastSeen, isNotSent }: Telling): string {
  if (isNotSent) return kind === "sent" ? words.notSent : words.neverCame;
  return kind === "sent" ? words.notKnown : words.notYet(lastSeen);
}

function whenOf({ at, between }: Moment, format: Format): string {
  if (at) return format.exact(at);
  return between ? format.between(between.from, between.to) : "";
}

function sentHow({ record }: Moment, { words, format }: Telling): string[] {
  const { SenderDelegateDetails: person, Extensions } = record;
  const assurance = person?.AssuranceLevelsDetails;
  if (!assurance) return [];
  const { ApprovedBy: approver } = Extensions.Extension[0];
  return [
    words.sentHow({
      by: identityValue(person.Identity, "commonName") ?? "",
      level: levelOf(assurance.GlobalAssuranceLevel.AssuranceLevel),
      signedIn: format.exact(new Date(assurance.AuthenticationDetails.AuthenticationTime)),
      approvedBy: (approver && identityValue(approver.Identity, "commonName")) ?? null,
    }),
  ];
}

function availableHow(moment: Moment, { words, format }: Telling): string[] {
  const [extension] = moment.record.Extensions.Extension;
  // What the mailbox told of the message later, such as its status, stands behind.
  const answer = extension.MailboxAnswers?.findLast(({ Call }) => Call === "publish");
  return [
    words.availableHow({
      status: String(answer?.Status ?? ""),
      messageId: extension.MailboxMessageIdentifier ?? null,
      isLate: extension.IsOutcomeLearnedLater ?? false,
    }),
    ...(extension.HasDigitalUser === false ? [words.neverOpenedBox] : []),
    ...(moment.basis === "mailbox" ? [words.observedAt(format.exact(moment.observedAt))] : []),
  ];
}

function openedHow({ between, observedAt }: Moment, { words, format }: Telling): string[] {
  return [
    words.openedHow,
    between
      ? words.openedBetween(format.exact(between.from), format.exact(between.to))
      : words.observedAt(format.exact(observedAt)),
  ];
}

function otherHow(moment: Moment, { words, format }: Pick<Telling, "words" | "format">): string[] {
  const { Outage: outage } = moment.record.Extensions.Extension[0];
  if (outage) {
    const [from, to] = [new Date(outage.From), outage.To && new Date(outage.To)];
    return [to ? format.between(from, to) : format.exact(from), words.affected[outage.Affected]];
  }
  const reasons = moment.record.EventReasons?.EventReason ?? [];
  return [
    whenOf(moment, format),
    ...reasons.map(({ Code, Details }) =>
      Code === CANCELLED_REASON
        ? cancelledHow(moment, { words, format })
        : reasonInWords(Code, Details ?? [], { words, format }),
    ),
  ];
}

function cancelledHow({ record }: Moment, { words, format }: Pick<Telling, "words" | "format">) {
  const { SenderDelegateDetails: person } = record;
  const assurance = person?.AssuranceLevelsDetails;
  if (!assurance) return words.outcomes.cancelled;
  return words.reasons.cancelled_by_sender({
    by: identityValue(person.Identity, "commonName") ?? "",
    level: levelOf(assurance.GlobalAssuranceLevel.AssuranceLevel),
    signedIn: format.exact(new Date(assurance.AuthenticationDetails.AuthenticationTime)),
  });
}

const REASON_URN = "urn:ebox-sender-portal:reason:";

/** A code that nobody knows is told as it stands in the evidence. */
function reasonInWords(
  code: string,
  details: readonly string[],
  { words: { reasons }, format }: Pick<Telling, "words" | "format">,
): string {
  const [kind, said] = code.startsWith(REASON_URN) ? code.slice(REASON_URN.length).split(":") : [];
  const [one = "", other = ""] = details;
  switch (kind) {
    case "mailbox":
      return reasons.mailbox(details.join(" "), said ?? "");
    case "validity_ended":
    case "no_usable_box":
    case "not_opened":
      return reasons[kind];
    case "not_opened_after_days":
    case "reminded_by":
      return reasons[kind](one);
    case "contents_kept_long_enough":
    case "replies_kept_long_enough":
      return reasons.kept_long_enough(one.replace(/\D/g, ""), format.day(new Date(other)));
    default:
      return [code, ...details].join(": ");
  }
}

function levelOf(uri: string): keyof typeof ASSURANCE_LEVEL_URIS {
  const levels = Object.entries(ASSURANCE_LEVEL_URIS);
  const level = levels.find(([, known]) => known === uri)?.[0];
  return level === "high" || level === "substantial" ? level : "low";
}

function senderOf({ SenderDetails: { Identity } }: EvidenceRecord) {
  return {
    organisation: identityValue(Identity, "organizationName") ?? "",
    service: identityValue(Identity, "organizationalUnitName") ?? "",
  };
}

function partyRows(record: EvidenceRecord, words: ProofWords): Row[] {
  const { organisation, service } = senderOf(record);
  const [recipient] = record.RecipientDetails;
  const [extension] = record.Extensions.Extension;
  return [
    {
      label: words.sender,
      value: `${organisation}, ${service}\n${words.enterpriseNumber} ${enterpriseNumber(record.SenderDetails.Identifier.Value)}`,
    },
    ...(recipient
      ? [
          {
            label: words.recipient,
            value: `${identityValue(recipient.Identity, "commonName") ?? ""}\n${numberOf(recipient, words)}`,
          },
        ]
      : []),
    { label: words.reference, value: record.MessageIdentifier },
    { label: words.subject, value: extension.Subject },
    { label: words.delivery, value: words.choices[extension.DeliveryChoice] },
  ];
}

function numberOf(
  { Identifier }: EvidenceRecord["RecipientDetails"][number],
  words: ProofWords,
): string {
  const isCitizen = Identifier.IdentifierSchemeName === IDENTIFIER_SCHEMES.citizen;
  return isCitizen
    ? `${words.citizenNumber} ${citizenNumber(Identifier.Value)}`
    : `${words.enterpriseNumber} ${enterpriseNumber(Identifier.Value)}`;
}

/** 85.07.30-033.28 */
function citizenNumber(number: string): string {
  return number.replace(/^(..)(..)(..)(...)(..)$/, "$1.$2.$3-$4.$5");
}

/** 0206.731.645 */
function enterpriseNumber(number: string): string {
  return number.replace(/^(....)(...)(...)$/, "$1.$2.$3");
}

/** Each document once, though several pieces of evidence name it. */
function documentRows(
  records: readonly EvidenceRecord[],
  direction: DocumentDigest["direction"],
  words: ProofWords,
  format: Format,
) {
  const documents = new Map<string, DocumentDigest>();
  const named = records.flatMap(documentsOf).filter((one) => one.direction === direction);
  for (const document of named) {
    const key = `${document.name} ${encodeHex(document.sha256)}`;
    if (!documents.has(key)) documents.set(key, document);
  }
  return [...documents.values()].map(({ name, role, size, sha256 }) => ({
    name,
    role: `${words.roles[role]}, ${format.integer(size)} ${words.size}`,
    digest: encodeHex(sha256),
  }));
}
