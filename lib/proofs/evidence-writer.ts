/**
 * From the facts of a delivery to the exact bytes that are sealed: the canonical JSON (RFC 8785) of a
 * record after ETSI EN 319 522-3. The same facts are always the same bytes.
 */
import canonicalize from "canonicalize";
import { encodeBase64, utf8, type Bytes } from "./bytes";
import type {
  AnswerFacts,
  DeliveryFacts,
  EventFacts,
  EvidenceFacts,
  ObservedMoment,
  OrderFacts,
  PartFacts,
  PersonFacts,
  ReasonFacts,
} from "./evidence-facts";
import {
  ASSURANCE_LEVEL_URIS,
  DIGEST_METHOD_URI,
  ERASURE_REASONS,
  EVENT_URIS,
  EVIDENCE_POLICY_URI,
  EVIDENCE_VERSION,
  EXTENSION_NAME,
  IDENTIFIER_SCHEMES,
  IDENTITY_ATTRIBUTES,
  evidenceRecordSchema,
  type EvidenceExtension,
} from "./schema";

/** The exact bytes to be sealed. Throws when the facts do not fit the schema: that is a fault. */
export function evidencePayload(facts: EvidenceFacts): Bytes {
  const record = evidenceRecordSchema.parse({ ...deliveryFields(facts), ...eventFields(facts) });
  return utf8(canonicalize(record) ?? "");
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
        ...sent(facts),
        SenderDelegateDetails: {
          ...person(facts.cancelledBy),
          ...assuranceOf(facts.cancelledBy.signIn),
        },
        ...reasons(facts.reasons),
        ...happened(facts, facts.at, { SignInMeans: facts.cancelledBy.signIn.method }),
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
