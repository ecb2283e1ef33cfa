/**
 * From the facts of a delivery to the exact bytes that are sealed, and back. The bytes are the
 * canonical JSON (RFC 8785) of a record after ETSI EN 319 522-3: the same facts are always the
 * same bytes, and bytes that are not canonical are no evidence.
 */
import canonicalize from "canonicalize";
import type { z } from "zod";
import { ok, refuse, type Result } from "@/lib/result";
import { decodeBase64, decodeUtf8, encodeBase64, utf8, type Bytes } from "./bytes";
import {
  ASSURANCE_LEVEL_URIS,
  DIGEST_METHOD_URI,
  EVENT_URIS,
  EVIDENCE_EVENTS,
  EVIDENCE_POLICY_URI,
  EVIDENCE_VERSION,
  EXTENSION_NAME,
  IDENTIFIER_SCHEMES,
  IDENTITY_ATTRIBUTES,
  evidenceRecordSchema,
  type EvidenceEvent,
  type EvidenceExtension,
  type EvidenceRecord,
  type partRoleSchema,
} from "./schema";

/** What every evidence of a delivery tells, whatever happened. */
export type DeliveryFacts = {
  /** A UUID, chosen by the caller. */
  evidenceId: string;
  environment: "test" | "production";
  portalUrl: string;
  organisation: { enterpriseNumber: string; name: string };
  service: { name: string };
  recipient: { kind: "citizen" | "enterprise"; number: string; name: string };
  /** The delivery's own reference, such as MR-2026-01187/041. */
  reference: string;
  subject: string;
  language: "nl" | "fr" | "de";
  deliveryChoice: "normal" | "registered" | "registered_with_acknowledgement";
  /** When the order was committed. */
  sentAt: Date;
  /** The identifier of an older evidence that this one adds to or corrects. */
  supersedes?: string;
};

export type PartFacts = {
  /** The file's name, as the recipient sees it. */
  identifier: string;
  role: z.infer<typeof partRoleSchema>;
  contentType: string;
  size: number;
  sha256: Uint8Array;
};

export type PersonFacts = { personId: string; name: string };

export type OrderFacts = PersonFacts & {
  /** How this person had signed in when giving the order. */
  signIn: { method: string; fasLevel: number; level: keyof typeof ASSURANCE_LEVEL_URIS; at: Date };
};

/** One answer of the mailbox; status 0 when none came. */
export type AnswerFacts = {
  call: "publish" | "status" | "reply";
  status: number;
  requestedAt: Date;
  answeredAt: Date;
  body: Uint8Array;
  sha256: Uint8Array;
};

export type ReasonFacts = { code: string; details?: string[] };

/** A moment that somebody else saw: theirs when they tell it, else the two observations around it. */
export type ObservedMoment = {
  observedAt: Date;
  occurredAt: Date | null;
  notYetSeenAt: Date | null;
};

export type EventFacts =
  | {
      event: "SubmissionAcceptance";
      at: Date;
      orderedBy: OrderFacts;
      approvedBy?: PersonFacts;
      parts: readonly PartFacts[];
    }
  /** A second pair of eyes let the order go. */
  | { event: "Approval"; at: Date; approvedBy: OrderFacts }
  | {
      event: "SubmissionRejection";
      at: Date;
      orderedBy: OrderFacts;
      reasons: readonly ReasonFacts[];
    }
  | {
      event: "ContentConsignment";
      observedAt: Date;
      /** When the mailbox says that it received the message, if it says so. */
      mailboxTime: Date | null;
      /** The mailbox took it after this and before `observedAt`, when its answer to that was lost. */
      notYetSeenAt?: Date | null;
      /** Null when the mailbox accepted but its answer was lost and asking did not tell. */
      mailboxMessageId: string | null;
      hasDigitalUser?: boolean;
      isOutcomeLearnedLater: boolean;
      expiresAt: Date | null;
      answers: readonly AnswerFacts[];
      parts: readonly PartFacts[];
    }
  | {
      event: "ContentConsignmentFailure";
      at: Date;
      reasons: readonly ReasonFacts[];
      answers: readonly AnswerFacts[];
    }
  | {
      event: "ContentAccessTracking";
      moment: ObservedMoment;
      mailboxMessageId: string;
      answers: readonly AnswerFacts[];
    }
  | {
      event: "ContentHandoverFailure";
      /** When the validity ended. */
      at: Date;
      observedAt: Date;
      mailboxMessageId: string | null;
      answers: readonly AnswerFacts[];
    }
  | {
      event: "RelayToNonERDS";
      at: Date;
      reasons: readonly ReasonFacts[];
      printFile: PartFacts;
    }
  /** The mailbox says that nobody has opened it so many days after it was made available. */
  | {
      event: "NotOpened";
      at: Date;
      afterDays: number;
      mailboxMessageId: string;
      answers: readonly AnswerFacts[];
    }
  /** Another message was ordered that reminds of this one. */
  | {
      event: "Reminder";
      at: Date;
      /** The reminder's own. */
      reminderReference: string;
    }
  | {
      event: "Reply";
      moment: ObservedMoment;
      mailboxMessageId: string;
      inReplyTo: string;
      answers: readonly AnswerFacts[];
      parts: readonly PartFacts[];
    }
  /** On the reply page, after signing in: seen by the portal itself. */
  | {
      event: "Reply";
      at: Date;
      answeredBy: Pick<OrderFacts, "name" | "signIn">;
      parts: readonly PartFacts[];
    }
  | {
      event: "Outage";
      affected: "mailbox" | "portal" | "timestamp";
      from: Date;
      to: Date | null;
      observedAt: Date;
      probes: readonly { at: Date; outcome: string }[];
    }
  /** What was sent, or what was replied, was erased under a policy; with what was sent goes what was replied. */
  | { event: "ContentErasure"; at: Date; what: ErasedPart; keptMonths: number; endedAt: Date };

/** `contents`: what was sent and what was replied; `replies`: the latter alone. */
export type ErasedPart = "contents" | "replies";

export type EvidenceFacts = DeliveryFacts & EventFacts;

/** The exact bytes to be sealed. Throws when the facts do not fit the schema: that is a fault. */
export function evidencePayload(facts: EvidenceFacts): Bytes {
  const record = evidenceRecordSchema.parse({ ...deliveryFields(facts), ...eventFields(facts) });
  return utf8(canonicalize(record) ?? "");
}

/** Refuses bytes that `evidencePayload` would not have written for the same record. */
export function readEvidence(payload: Uint8Array): Result<EvidenceRecord, "evidence_malformed"> {
  const text = decodeUtf8(payload);
  const value = text === null ? undefined : parseCanonicalJson(text);
  const record = evidenceRecordSchema.safeParse(value);
  return record.success ? ok(record.data) : refuse("evidence_malformed");
}

/** Undefined unless the text is the canonical form of its value: duplicate keys do not survive. */
export function parseCanonicalJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalize(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

export function eventOf(record: EvidenceRecord): EvidenceEvent {
  const event = EVIDENCE_EVENTS.find((name) => EVENT_URIS[name] === record.ERDSEventId);
  if (!event) throw new Error(`The schema let an unknown event through: ${record.ERDSEventId}`);
  return event;
}

/** The sender's own documents, and what the recipient answered with. */
export const DOCUMENT_DIRECTIONS = ["sent", "received"] as const;

export type DocumentDigest = {
  name: string;
  role: PartFacts["role"];
  direction: (typeof DOCUMENT_DIRECTIONS)[number];
  size: number;
  sha256: Bytes;
};

/** The documents that an evidence names, with the digests that they must have. */
export function documentsOf(record: EvidenceRecord): DocumentDigest[] {
  const [extension] = record.Extensions.Extension;
  const direction = eventOf(record) === "Reply" ? "received" : "sent";
  return (record.UserContentInfo?.PartsInfo.PartInfo ?? []).map((part, index) => ({
    name: part.Identifier,
    role: extension.Parts?.[index]?.Role ?? "attachment",
    direction,
    size: extension.Parts?.[index]?.Size ?? 0,
    sha256: decodeBase64(part.DigestValue) ?? new Uint8Array(),
  }));
}

/** What the mailbox answered, byte for byte, as an evidence holds it. */
export function mailboxAnswersOf(record: EvidenceRecord) {
  return (record.Extensions.Extension[0].MailboxAnswers ?? []).map((answer) => ({
    call: answer.Call,
    status: answer.Status,
    body: decodeBase64(answer.Body) ?? new Uint8Array(),
    sha256: decodeBase64(answer.DigestValue) ?? new Uint8Array(),
  }));
}

/** The first value of one attribute of somebody's identity. */
export function identityValue(
  identity: EvidenceRecord["SenderDetails"]["Identity"],
  attribute: keyof typeof IDENTITY_ATTRIBUTES,
): string | undefined {
  return identity.Attribute.find(({ Name }) => Name === IDENTITY_ATTRIBUTES[attribute])
    ?.AttributeValue[0];
}

function deliveryFields(facts: DeliveryFacts) {
  return {
    version: EVIDENCE_VERSION,
    EvidenceIdentifier: `urn:uuid:${facts.evidenceId}`,
    EvidenceIssuerPolicyID: { PolicyID: [EVIDENCE_POLICY_URI] },
    EvidenceIssuerDetails: {
      Identity: identity({ commonName: "eBox Sender Portal", address: facts.portalUrl }),
    },
    RecipientDetails: [
      {
        Identity: identity({ commonName: facts.recipient.name }),
        Identifier: identifier(facts.recipient.kind, facts.recipient.number),
      },
    ],
    EvidenceRefersToRecipient: 1,
    SubmissionTime: facts.sentAt.toISOString(),
    MessageIdentifier: facts.reference,
  };
}

/** Each with how long it was kept (ISO 8601 duration) and since when. */
const ERASURE_REASONS: Record<ErasedPart, string> = {
  contents: "urn:ebox-sender-portal:reason:contents_kept_long_enough",
  replies: "urn:ebox-sender-portal:reason:replies_kept_long_enough",
};

/** Since when documents of a delivery are gone, as its evidence says; null: they were not erased. */
export function erasedAt(
  records: readonly EvidenceRecord[],
  direction: DocumentDigest["direction"],
): Date | null {
  const erasing = records.find((record) => {
    const [reason] = record.EventReasons?.EventReason ?? [];
    if (eventOf(record) !== "ContentErasure") return false;
    return reason?.Code === ERASURE_REASONS.contents || direction === "received";
  });
  return erasing ? new Date(erasing.EventTime) : null;
}

/** What differs from event to event, the sender and the extension included. */
function eventFields(facts: EvidenceFacts) {
  switch (facts.event) {
    case "SubmissionAcceptance":
      return {
        ...ordered(facts, facts.orderedBy),
        ...parts(facts.parts),
        ...happened(facts, facts.at, {
          SignInMeans: facts.orderedBy.signIn.method,
          ...(facts.approvedBy && { ApprovedBy: person(facts.approvedBy) }),
          ...partDetails(facts.parts),
        }),
      };
    case "Approval":
      return {
        ...sent(facts),
        SenderDelegateDetails: {
          ...person(facts.approvedBy),
          ...assuranceOf(facts.approvedBy.signIn),
        },
        ...happened(facts, facts.at, { SignInMeans: facts.approvedBy.signIn.method }),
      };
    case "SubmissionRejection":
      return {
        ...ordered(facts, facts.orderedBy),
        ...reasons(facts.reasons),
        ...happened(facts, facts.at, { SignInMeans: facts.orderedBy.signIn.method }),
      };
    case "ContentConsignment":
      return {
        ...sent(facts),
        ...parts(facts.parts),
        ...MAILBOX,
        ...happened(facts, facts.mailboxTime ?? facts.observedAt, {
          ObservedAt: facts.observedAt.toISOString(),
          TimeBasis: facts.mailboxTime
            ? "mailbox"
            : facts.notYetSeenAt
              ? "between_observations"
              : "portal",
          ...(facts.notYetSeenAt && {
            ObservedBetween: {
              From: facts.notYetSeenAt.toISOString(),
              To: facts.observedAt.toISOString(),
            },
          }),
          ...(facts.mailboxTime && { MailboxTime: facts.mailboxTime.toISOString() }),
          ...(facts.mailboxMessageId && { MailboxMessageIdentifier: facts.mailboxMessageId }),
          HasDigitalUser: facts.hasDigitalUser,
          IsOutcomeLearnedLater: facts.isOutcomeLearnedLater,
          ...(facts.expiresAt && { ExpiresAt: facts.expiresAt.toISOString() }),
          ...answers(facts.answers),
          ...partDetails(facts.parts),
        }),
      };
    case "ContentConsignmentFailure":
      return {
        ...sent(facts),
        ...reasons(facts.reasons),
        ...MAILBOX,
        ...happened(facts, facts.at, answers(facts.answers)),
      };
    case "ContentAccessTracking":
      return {
        ...sent(facts),
        ...MAILBOX,
        ...observed(facts, facts.moment, {
          MailboxMessageIdentifier: facts.mailboxMessageId,
          ...answers(facts.answers),
        }),
      };
    case "ContentHandoverFailure":
      return {
        ...sent(facts),
        ...reasons([{ code: "urn:ebox-sender-portal:reason:validity_ended" }]),
        ...MAILBOX,
        ...happened(facts, facts.at, {
          ObservedAt: facts.observedAt.toISOString(),
          ...(facts.mailboxMessageId && { MailboxMessageIdentifier: facts.mailboxMessageId }),
          ...answers(facts.answers),
        }),
      };
    case "RelayToNonERDS":
      return {
        ...sent(facts),
        ...reasons(facts.reasons),
        ...parts([facts.printFile]),
        ...happened(facts, facts.at, partDetails([facts.printFile])),
      };
    case "NotOpened":
      return {
        ...sent(facts),
        ...reasons([
          {
            code: "urn:ebox-sender-portal:reason:not_opened_after_days",
            details: [String(facts.afterDays)],
          },
        ]),
        ...MAILBOX,
        ...happened(facts, facts.at, {
          MailboxMessageIdentifier: facts.mailboxMessageId,
          ...answers(facts.answers),
        }),
      };
    case "Reminder":
      return {
        ...sent(facts),
        ...reasons([
          {
            code: "urn:ebox-sender-portal:reason:reminded_by",
            details: [facts.reminderReference],
          },
        ]),
        ...happened(facts, facts.at, {}),
      };
    case "Reply":
      if ("answeredBy" in facts) return answered(facts, facts);
      return {
        ...sent(facts),
        ...parts(facts.parts),
        ...MAILBOX,
        ...observed(facts, facts.moment, {
          MailboxMessageIdentifier: facts.mailboxMessageId,
          InReplyTo: facts.inReplyTo,
          ...answers(facts.answers),
          ...partDetails(facts.parts),
        }),
      };
    case "ContentErasure":
      return {
        ...sent(facts),
        ...reasons([
          {
            code: ERASURE_REASONS[facts.what],
            details: [`P${facts.keptMonths}M`, facts.endedAt.toISOString()],
          },
        ]),
        ...happened(facts, facts.at, {}),
      };
    case "Outage":
      return {
        ...sent(facts),
        ...happened(facts, facts.from, {
          ObservedAt: facts.observedAt.toISOString(),
          Outage: {
            Affected: facts.affected,
            From: facts.from.toISOString(),
            ...(facts.to && { To: facts.to.toISOString() }),
            Probes: facts.probes.map(({ at, outcome }) => ({
              At: at.toISOString(),
              Outcome: outcome,
            })),
          },
        }),
      };
  }
}

/** The mailbox is a delivery service of its own, which answers for what it tells. */
const MAILBOX = {
  ExternalERDSDetails: { Identity: identity({ commonName: "eBox" }) },
};

function happened(facts: EvidenceFacts, at: Date, more: Partial<EvidenceExtension>) {
  const extension = {
    isCritical: false,
    Name: EXTENSION_NAME,
    Environment: facts.environment,
    Subject: facts.subject,
    Language: facts.language,
    DeliveryChoice: facts.deliveryChoice,
    ObservedAt: at.toISOString(),
    TimeBasis: "portal",
    ...(facts.supersedes && { Supersedes: `urn:uuid:${facts.supersedes}` }),
    ...more,
  };
  return {
    ERDSEventId: EVENT_URIS[facts.event],
    EventTime: at.toISOString(),
    Extensions: { Extension: [extension] },
  };
}

/** The record asks for a time: the mailbox's when it tells one, else when we saw that it had happened. */
function observed(facts: EvidenceFacts, moment: ObservedMoment, more: Partial<EvidenceExtension>) {
  const { observedAt, occurredAt, notYetSeenAt } = moment;
  return happened(facts, occurredAt ?? observedAt, {
    ObservedAt: observedAt.toISOString(),
    TimeBasis: occurredAt ? "mailbox" : "between_observations",
    ...(!occurredAt && {
      ObservedBetween: {
        From: (notYetSeenAt ?? facts.sentAt).toISOString(),
        To: observedAt.toISOString(),
      },
    }),
    ...more,
  });
}

function sent({ organisation, service }: DeliveryFacts) {
  return {
    SenderDetails: {
      Identity: identity({
        organizationName: organisation.name,
        organizationalUnitName: service.name,
      }),
      Identifier: identifier("enterprise", organisation.enterpriseNumber),
    },
  };
}

/** The organisation sends; a person gave the order, and how they had signed in counts for both. */
function ordered(facts: DeliveryFacts, order: OrderFacts) {
  const assurance = assuranceOf(order.signIn);
  return {
    SenderDetails: { ...sent(facts).SenderDetails, ...assurance },
    SenderDelegateDetails: { ...person(order), ...assurance },
  };
}

/** The recipient answers as they signed in; for an enterprise, a person does. */
function answered(
  facts: DeliveryFacts & { event: "Reply" },
  { at, answeredBy, parts: given }: Extract<EventFacts, { answeredBy: unknown }>,
) {
  const { recipient } = facts;
  const [details] = deliveryFields(facts).RecipientDetails;
  return {
    ...sent(facts),
    RecipientDetails: [{ ...details, ...assuranceOf(answeredBy.signIn) }],
    ...parts(given),
    ...happened(facts as EvidenceFacts, at, {
      SignInMeans: answeredBy.signIn.method,
      ...(recipient.kind === "enterprise" && {
        AnsweredBy: { Identity: identity({ commonName: answeredBy.name }) },
      }),
      InReplyTo: facts.reference,
      ...partDetails(given),
    }),
  };
}

function assuranceOf({ level, fasLevel, at }: OrderFacts["signIn"]) {
  return {
    AssuranceLevelsDetails: {
      GlobalAssuranceLevel: { AssuranceLevel: ASSURANCE_LEVEL_URIS[level] },
      AuthenticationDetails: {
        AuthenticationTime: at.toISOString(),
        AuthenticationMethod: `urn:be:fedict:iam:fas:Level${fasLevel}`,
      },
    },
  };
}

function person({ personId, name }: PersonFacts) {
  return {
    Identity: identity({ commonName: name }),
    Identifier: identifier("person", personId),
  };
}

/** An identity of these attributes, as a record holds it. */
export function identity(values: Partial<Record<keyof typeof IDENTITY_ATTRIBUTES, string>>) {
  return {
    Attribute: Object.entries(values).map(([name, value]) => ({
      Name: IDENTITY_ATTRIBUTES[name as keyof typeof IDENTITY_ATTRIBUTES],
      FriendlyName: name,
      AttributeValue: [value],
    })),
  };
}

export function identifier(scheme: keyof typeof IDENTIFIER_SCHEMES, value: string) {
  return { Value: value, IdentifierSchemeName: IDENTIFIER_SCHEMES[scheme] };
}

function reasons(facts: readonly ReasonFacts[]) {
  return {
    EventReasons: {
      EventReason: facts.map(({ code, details }) => ({
        Code: code,
        ...(details && { Details: details }),
      })),
    },
  };
}

function parts(facts: readonly PartFacts[]) {
  if (facts.length === 0) return {};
  const PartInfo = facts.map((part) => ({
    Identifier: part.identifier,
    ContentType: part.contentType,
    ...digest(part.sha256),
  }));
  return { UserContentInfo: { ComposingParts: facts.length, PartsInfo: { PartInfo } } };
}

function partDetails(facts: readonly PartFacts[]): Partial<EvidenceExtension> {
  if (facts.length === 0) return {};
  return { Parts: facts.map(({ role, size }) => ({ Role: role, Size: size })) };
}

function answers(facts: readonly AnswerFacts[]): Partial<EvidenceExtension> {
  return {
    MailboxAnswers: facts.map((answer) => ({
      Call: answer.call,
      Status: answer.status,
      RequestedAt: answer.requestedAt.toISOString(),
      AnsweredAt: answer.answeredAt.toISOString(),
      Body: encodeBase64(answer.body),
      ...digest(answer.sha256),
    })),
  };
}

function digest(sha256: Uint8Array) {
  return {
    DigestMethod: { Algorithm: DIGEST_METHOD_URI },
    DigestValue: encodeBase64(sha256),
  } as const;
}
