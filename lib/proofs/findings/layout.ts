/** What the certificate says, from the sealed statement alone: every word and number, none of the looks. */
import { noonOf } from "@/lib/format";
import { formatNumber } from "@/lib/recipients/rules";
import { encodeHex, decodeBase64, type Bytes } from "../bytes";
import { identityValue } from "../evidence";
import { formattersOf, logRows, type PaperInput } from "../proof-layout";
import { EVENT_URIS, EVIDENCE_EVENTS } from "../schema";
import { PROOF_WORDS } from "../words";
import { isNotSent, recipientOf } from "./record";
import type { FindingRecord } from "./schema";
import { FINDING_WORDS } from "./words";

export type FindingInput = PaperInput & {
  record: FindingRecord;
  statement: { name: string; bytes: Bytes };
  logProof: { name: string; bytes: Bytes };
  /** When the state that was looked through was stamped, and by whom. */
  state: { stampedAt: Date; authority: string };
  /** All evidence that it names, with the proofs of its places. */
  evidence: readonly { name: string; bytes: Bytes; mediaType: string }[];
};

/** Everything that finding.typ sets, as JSON. */
export function findingLayout(input: FindingInput) {
  const { record, language, portalUrl, newestDigest, state } = input;
  const [words, proof] = [FINDING_WORDS[language], PROOF_WORDS[language]];
  const format = formattersOf(language);
  const [extension] = record.Extensions.Extension;
  const { Period, Log, Deliveries } = extension;
  const organisation = identityValue(record.SenderDetails.Identity, "organizationName") ?? "";
  const exact = (time: string) => format.exact(new Date(time));
  const notSent = Deliveries.filter(isNotSent).length;
  const instants = { from: exact(Period.From), before: exact(Period.Before) };
  const day = (text: string) => format.day(noonOf(text));
  return {
    language,
    title: `${words.title} ${organisation}`,
    kind: words.title,
    headline: words.headline(Deliveries.length),
    said: [
      words.said({ organisation, count: Deliveries.length, ...instants }),
      ...(notSent > 0 ? [words.notSent(notSent, Deliveries.length)] : []),
    ].join(" "),
    reference:
      day(Period.FromDay) + (Period.FromDay === Period.ToDay ? "" : ` – ${day(Period.ToDay)}`),
    test:
      extension.Environment === "test"
        ? { title: proof.testTitle, notice: proof.testNotice }
        : null,
    sender: { organisation, service: "" },
    about: {
      title: words.aboutTitle,
      rows: [
        {
          label: words.organisation,
          value: `${organisation}\n${proof.enterpriseNumber} ${formatNumber("enterprise", record.SenderDetails.Identifier.Value)}`,
        },
        { label: words.recipient, value: recipientLines(record, words.unknownName, proof) },
        {
          label: words.period,
          value: `${words.days(day(Period.FromDay), day(Period.ToDay))}\n${words.instants(instants.from, instants.before)}`,
        },
        { label: words.purpose, value: extension.Purpose },
        { label: words.statedAt, value: exact(record.EventTime) },
        { label: words.identifier, value: record.EvidenceIdentifier.replace("urn:uuid:", "") },
      ],
    },
    found: {
      title: words.foundTitle,
      none: words.none,
      note: Deliveries.length === 0 ? words.noneNote : `${words.foundNote} ${words.noneNote}`,
      head: words.head.slice(0, 3),
      digestTitle: words.head[3],
      deliveries: Deliveries.map((found) => ({
        reference: found.MessageIdentifier,
        choice: proof.choices[found.DeliveryChoice],
        subject: found.Subject,
        service: words.by(found.Service),
        rows: found.Evidence.map(({ ERDSEventId, EventTime, LeafIndex }) => [
          proof.events[eventNamed(ERDSEventId)],
          exact(EventTime),
          format.integer(LeafIndex),
        ]),
        digests: found.Evidence.map(
          ({ LeafIndex, DigestValue }) =>
            `${format.integer(LeafIndex)}: ${encodeHex(decodeBase64(DigestValue) ?? new Uint8Array())}`,
        ),
      })),
    },
    checks: { title: words.checkTitle, items: words.checks },
    words: { title: words.wordTitle, items: words.words },
    log: {
      title: proof.logTitle,
      note: proof.logNote,
      rows: [
        { label: words.stateSize, value: format.integer(Log.Size) },
        { label: words.stateRoot, value: Log.Root },
        {
          label: words.stateStamp,
          value: proof.stampedBy(format.exact(state.stampedAt), state.authority),
        },
        ...logRows(input),
      ],
    },
    verify: {
      title: proof.verifyTitle,
      steps: words.verifySteps,
      code: proof.verifyCode,
      link: `${portalUrl}/verify#sha256=${newestDigest}`,
      shown: `${portalUrl}/verify`,
    },
    legal: proof.legal,
    page: proof.page,
    times: proof.times,
  };
}

function recipientLines(
  record: FindingRecord,
  unknownName: string,
  words: { citizenNumber: string; enterpriseNumber: string },
): string {
  const { kind, number, name } = recipientOf(record);
  const label = kind === "citizen" ? words.citizenNumber : words.enterpriseNumber;
  return `${name ?? unknownName}\n${label} ${formatNumber(kind, number)}`;
}

function eventNamed(uri: string) {
  const event = EVIDENCE_EVENTS.find((name) => EVENT_URIS[name] === uri);
  if (!event) throw new Error(`The schema let an unknown event through: ${uri}`);
  return event;
}
