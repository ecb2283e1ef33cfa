/**
 * From what the log was found to contain for somebody to the exact bytes that are sealed, and back. What
 * contradicts itself is no record of ours, whoever sealed it.
 */
import canonicalize from "canonicalize";
import { ok, refuse, type Result } from "@/lib/result";
import { decodeBase64, decodeUtf8, encodeBase64, equalBytes, utf8, type Bytes } from "../bytes";
import { parseCheckpoint } from "../checkpoint";
import { parseCanonicalJson } from "../evidence";
import { identifier, identity } from "../evidence-writer";
import type { Sealed } from "../jws";
import {
  DIGEST_METHOD_URI,
  EVENT_URIS,
  EVIDENCE_POLICY_URI,
  EVIDENCE_VERSION,
  EXTENSION_NAME,
  IDENTIFIER_SCHEMES,
  type EvidenceEvent,
} from "../schema";
import { isPeriod } from "./rules";
import { FINDING_URI, findingRecordSchema, type FindingRecord, type FoundDelivery } from "./schema";

export type SealedFinding = Sealed<FindingRecord>;

export type FoundFacts = {
  reference: string;
  sentAt: Date;
  service: string;
  subject: string;
  deliveryChoice: FoundDelivery["DeliveryChoice"];
  evidence: readonly {
    evidenceId: string;
    event: EvidenceEvent;
    eventTime: Date;
    leafIndex: number;
    /** SHA-256 over the compact form of the sealed evidence. */
    sha256: Bytes;
  }[];
};

export type FindingFacts = {
  /** A UUID, chosen by the caller. */
  findingId: string;
  at: Date;
  environment: "test" | "production";
  portalUrl: string;
  organisation: { enterpriseNumber: string; name: string };
  /** `name`: null for somebody whom the portal does not know. */
  recipient: { kind: "citizen" | "enterprise"; number: string; name: string | null };
  purpose: string;
  /** Days by Belgian clocks, both included, and the instants that they are. */
  period: { fromDay: string; toDay: string; from: Date; before: Date };
  log: { origin: string; size: number; root: Bytes; note: Bytes; token: Bytes };
  deliveries: readonly FoundFacts[];
};

/** The exact bytes to be sealed. Throws when the facts contradict each other: that is a fault. */
export function findingPayload(facts: FindingFacts): Bytes {
  const { recipient, organisation, log, period } = facts;
  const record = {
    version: EVIDENCE_VERSION,
    EvidenceIdentifier: `urn:uuid:${facts.findingId}`,
    ERDSEventId: FINDING_URI,
    EventTime: facts.at.toISOString(),
    EvidenceIssuerPolicyID: { PolicyID: [EVIDENCE_POLICY_URI] },
    EvidenceIssuerDetails: {
      Identity: identity({ commonName: "eBox Sender Portal", address: facts.portalUrl }),
    },
    SenderDetails: {
      Identity: identity({ organizationName: organisation.name }),
      Identifier: identifier("enterprise", organisation.enterpriseNumber),
    },
    RecipientDetails: [
      {
        // Somebody whom the portal does not know is known by the number alone.
        Identity: identity({ commonName: recipient.name ?? recipient.number }),
        Identifier: identifier(recipient.kind, recipient.number),
      },
    ],
    Extensions: {
      Extension: [
        {
          isCritical: false,
          Name: EXTENSION_NAME,
          Environment: facts.environment,
          Purpose: facts.purpose,
          Period: {
            FromDay: period.fromDay,
            ToDay: period.toDay,
            TimeZone: "Europe/Brussels",
            From: period.from.toISOString(),
            Before: period.before.toISOString(),
          },
          Log: {
            Origin: log.origin,
            Size: log.size,
            Root: encodeBase64(log.root),
            Checkpoint: encodeBase64(log.note),
            TimeStamp: encodeBase64(log.token),
          },
          Deliveries: facts.deliveries.map(foundDelivery),
        },
      ],
    },
  };
  const payload = utf8(canonicalize(record) ?? "");
  const read = readFinding(payload);
  if (!read.ok) throw new Error("A certificate would contradict itself.");
  return payload;
}

function foundDelivery(found: FoundFacts): FoundDelivery {
  return {
    MessageIdentifier: found.reference,
    SubmissionTime: found.sentAt.toISOString(),
    Service: found.service,
    Subject: found.subject,
    DeliveryChoice: found.deliveryChoice,
    Evidence: found.evidence.map(({ evidenceId, event, eventTime, leafIndex, sha256 }) => ({
      EvidenceIdentifier: `urn:uuid:${evidenceId}`,
      ERDSEventId: EVENT_URIS[event],
      EventTime: eventTime.toISOString(),
      LeafIndex: leafIndex,
      DigestMethod: { Algorithm: DIGEST_METHOD_URI },
      DigestValue: encodeBase64(sha256),
    })),
  };
}

/** Refuses bytes that `findingPayload` would not have written for the same record. */
export function readFinding(payload: Uint8Array): Result<FindingRecord, "finding_malformed"> {
  const parsed = findingRecordSchema.safeParse(parseCanonicalJson(decodeUtf8(payload) ?? ""));
  if (!parsed.success) return refuse("finding_malformed");
  return agrees(parsed.data) ? ok(parsed.data) : refuse("finding_malformed");
}

/** Whether a payload means to be such a record, whatever else is wrong with it. */
export function meansFinding(payload: Uint8Array): boolean {
  return (decodeUtf8(payload) ?? "").includes(`"ERDSEventId":"${FINDING_URI}"`);
}

/** Everything named is within the period and within the state of the log, and each thing once. */
function agrees(record: FindingRecord): boolean {
  const { Period, Log, Deliveries } = record.Extensions.Extension[0];
  const [from, before] = [new Date(Period.From), new Date(Period.Before)];
  const evidence = Deliveries.flatMap(({ Evidence }) => Evidence);
  const checkpoint = stateOf(record);
  return (
    isPeriod(Period, { from, before }) &&
    before <= new Date(record.EventTime) &&
    checkpoint !== null &&
    checkpoint.origin === Log.Origin &&
    checkpoint.size === Log.Size &&
    equalBytes(checkpoint.root, decodeBase64(Log.Root) ?? new Uint8Array()) &&
    Deliveries.every(({ SubmissionTime }) => isBetween(SubmissionTime, from, before)) &&
    evidence.every(({ LeafIndex }) => LeafIndex < Log.Size) &&
    isOnce(Deliveries.map(({ MessageIdentifier }) => MessageIdentifier)) &&
    isOnce(evidence.map(({ EvidenceIdentifier }) => EvidenceIdentifier)) &&
    isOnce(evidence.map(({ LeafIndex }) => LeafIndex))
  );
}

function isBetween(time: string, from: Date, before: Date): boolean {
  const moment = new Date(time);
  return moment >= from && moment < before;
}

function isOnce(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

function stateOf(record: FindingRecord) {
  const parsed = parseCheckpoint(stateFiles(record).checkpoint);
  return parsed.ok ? parsed.value.checkpoint : null;
}

/** The state of the log that was looked through, as the files that it is checked by. */
export function stateFiles(record: FindingRecord): { checkpoint: Bytes; stamp: Bytes } {
  const { Checkpoint, TimeStamp } = record.Extensions.Extension[0].Log;
  const bytes = (text: string) => decodeBase64(text) ?? new Uint8Array();
  return { checkpoint: bytes(Checkpoint), stamp: bytes(TimeStamp) };
}

/** Of somebody whom the portal does not know, the number stands in the place of the name. */
export function recipientOf(record: FindingRecord): {
  kind: "citizen" | "enterprise";
  number: string;
  name: string | null;
} {
  const [{ Identity, Identifier }] = record.RecipientDetails;
  const name = Identity.Attribute[0]?.AttributeValue[0] ?? null;
  const isCitizen = Identifier.IdentifierSchemeName === IDENTIFIER_SCHEMES.citizen;
  return {
    kind: isCitizen ? "citizen" : "enterprise",
    number: Identifier.Value,
    name: name === Identifier.Value ? null : name,
  };
}

/** Ordered, and taken back before it left. */
export function isNotSent({ Evidence }: FoundDelivery): boolean {
  return Evidence.some(({ ERDSEventId }) => ERDSEventId === EVENT_URIS.SubmissionRejection);
}
