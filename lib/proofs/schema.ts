/**
 * The evidence record: the field names of ETSI EN 319 522-3 V1.2.1 written as JSON. What the
 * standard has no field for stands in one extension under our own names.
 */
import { z } from "zod";

/** Namespace of what EN 319 522 does not name. Never changes: old evidence speaks it. */
export const OWN_NAMESPACE = "urn:ebox-sender-portal";

/** Each event and the URI that names it in evidence. */
export const EVENT_URIS = {
  SubmissionAcceptance: "http://uri.etsi.org/19522/Event/SubmissionAcceptance",
  SubmissionRejection: "http://uri.etsi.org/19522/Event/SubmissionRejection",
  Approval: `${OWN_NAMESPACE}:event:Approval`,
  ContentConsignment: "http://uri.etsi.org/19522/Event/ContentConsignment",
  ContentConsignmentFailure: "http://uri.etsi.org/19522/Event/ContentConsignmentFailure",
  ContentAccessTracking: "http://uri.etsi.org/19522/Event/ContentAccessTracking",
  ContentHandoverFailure: "http://uri.etsi.org/19522/Event/ContentHandoverFailure",
  RelayToNonERDS: "http://uri.etsi.org/19522/Event/RelayToNonERDS",
  NotOpened: `${OWN_NAMESPACE}:event:NotOpened`,
  Reminder: `${OWN_NAMESPACE}:event:Reminder`,
  Reply: `${OWN_NAMESPACE}:event:Reply`,
  Outage: `${OWN_NAMESPACE}:event:Outage`,
  ContentErasure: `${OWN_NAMESPACE}:event:ContentErasure`,
} as const;

export type EvidenceEvent = keyof typeof EVENT_URIS;
export const EVIDENCE_EVENTS = Object.keys(EVENT_URIS) as EvidenceEvent[];

export const EVIDENCE_VERSION = "EN319522v1.1.1";
export const EVIDENCE_POLICY_URI = `${OWN_NAMESPACE}:policy:evidence:1`;
export const EXTENSION_NAME = `${OWN_NAMESPACE}:extension:1`;
export const DIGEST_METHOD_URI = "http://www.w3.org/2001/04/xmlenc#sha256";

/** `contents`: what was sent and what was replied; `replies`: the latter alone. */
export type ErasedPart = "contents" | "replies";

/** Each with how long it was kept (ISO 8601 duration) and since when. */
export const ERASURE_REASONS: Record<ErasedPart, string> = {
  contents: "urn:ebox-sender-portal:reason:contents_kept_long_enough",
  replies: "urn:ebox-sender-portal:reason:replies_kept_long_enough",
};

/** Whoever sends took the order back before the portal accepted it. */
export const CANCELLED_REASON = "urn:ebox-sender-portal:reason:cancelled_by_sender";

/** How identifiers of organisations, enterprises, citizens and the portal's own people are named. */
export const IDENTIFIER_SCHEMES = {
  enterprise: "urn:be:fgov:kbo-bce:organization:cbe-number",
  citizen: "urn:be:fgov:person:ssin",
  person: `${OWN_NAMESPACE}:person`,
} as const;

/** X.500 attribute types, as names of identity attributes. */
export const IDENTITY_ATTRIBUTES = {
  commonName: "urn:oid:2.5.4.3",
  organizationName: "urn:oid:2.5.4.10",
  organizationalUnitName: "urn:oid:2.5.4.11",
  address: "urn:oid:1.3.6.1.4.1.250.1.57",
} as const;

export const ASSURANCE_LEVEL_URIS = {
  low: "http://eidas.europa.eu/LoA/low",
  substantial: "http://eidas.europa.eu/LoA/substantial",
  high: "http://eidas.europa.eu/LoA/high",
} as const;

/** Where the time of an event comes from, as far as anybody knows it. */
export const TIME_BASES = ["portal", "mailbox", "between_observations"] as const;

/** The languages of letters, and so of what evidence quotes. */
const letterLanguageSchema = z.enum(["nl", "fr", "de"]);

export const timeSchema = z.iso.datetime({ precision: 3 });
export const base64Schema = z.base64();
export const textSchema = z.string().min(1);

export const identitySchema = z.strictObject({
  Attribute: z
    .array(
      z.strictObject({
        Name: textSchema,
        FriendlyName: textSchema,
        AttributeValue: z.array(z.string()).min(1),
      }),
    )
    .min(1),
});

export const identifierSchema = z.strictObject({
  Value: textSchema,
  IdentifierSchemeName: textSchema,
});

const assuranceSchema = z.strictObject({
  GlobalAssuranceLevel: z.strictObject({ AssuranceLevel: z.enum(ASSURANCE_LEVEL_URIS) }),
  AuthenticationDetails: z.strictObject({
    AuthenticationTime: timeSchema,
    AuthenticationMethod: textSchema,
  }),
});

const userSchema = z.strictObject({
  Identity: identitySchema,
  Identifier: identifierSchema,
  AssuranceLevelsDetails: assuranceSchema.optional(),
});

const digestSchema = z.strictObject({
  DigestMethod: z.strictObject({ Algorithm: z.literal(DIGEST_METHOD_URI) }),
  DigestValue: base64Schema,
});

export const partRoleSchema = z.enum(["main_content", "attachment", "print_file"]);

const partSchema = z.strictObject({
  Identifier: textSchema,
  ContentType: textSchema,
  ...digestSchema.shape,
});

/** What the mailbox answered, whole: evidence must not depend on our reading of it. */
const answerSchema = z.strictObject({
  Call: z.enum(["publish", "status", "reply"]),
  Status: z.int().min(0).max(599),
  RequestedAt: timeSchema,
  AnsweredAt: timeSchema,
  Body: base64Schema,
  ...digestSchema.shape,
});

const extensionSchema = z.strictObject({
  isCritical: z.literal(false),
  Name: z.literal(EXTENSION_NAME),
  Environment: z.enum(["test", "production"]),
  Subject: z.string(),
  Language: letterLanguageSchema,
  DeliveryChoice: z.enum(["normal", "registered", "registered_with_acknowledgement"]),
  ObservedAt: timeSchema,
  TimeBasis: z.enum(TIME_BASES),
  /** When nobody knows the moment: it lies between these two. */
  ObservedBetween: z.strictObject({ From: timeSchema, To: timeSchema }).optional(),
  /** Role and size of each part, in the order of PartsInfo. */
  Parts: z.array(z.strictObject({ Role: partRoleSchema, Size: z.int().nonnegative() })).optional(),
  SignInMeans: textSchema.optional(),
  ApprovedBy: z.strictObject({ Identity: identitySchema, Identifier: identifierSchema }).optional(),
  MailboxMessageIdentifier: textSchema.optional(),
  MailboxTime: timeSchema.optional(),
  /** False when the mailbox says that the recipient never opened their box. */
  HasDigitalUser: z.boolean().optional(),
  /** True when the mailbox's first answer never came and a later one told that it had accepted. */
  IsOutcomeLearnedLater: z.boolean().optional(),
  ExpiresAt: timeSchema.optional(),
  MailboxAnswers: z.array(answerSchema).optional(),
  InReplyTo: textSchema.optional(),
  /** Who answered for the recipient, when that is an enterprise. */
  AnsweredBy: z.strictObject({ Identity: identitySchema }).optional(),
  Outage: z
    .strictObject({
      Affected: z.enum(["mailbox", "portal", "timestamp"]),
      From: timeSchema,
      To: timeSchema.optional(),
      Probes: z.array(z.strictObject({ At: timeSchema, Outcome: textSchema })),
    })
    .optional(),
  /** The evidence that this one adds to or corrects. */
  Supersedes: textSchema.optional(),
});
export type EvidenceExtension = z.infer<typeof extensionSchema>;

export const evidenceRecordSchema = z.strictObject({
  version: z.literal(EVIDENCE_VERSION),
  EvidenceIdentifier: textSchema,
  ERDSEventId: z.enum(EVENT_URIS),
  EventTime: timeSchema,
  EventReasons: z
    .strictObject({
      EventReason: z
        .array(z.strictObject({ Code: textSchema, Details: z.array(z.string()).optional() }))
        .min(1),
    })
    .optional(),
  EvidenceIssuerPolicyID: z.strictObject({ PolicyID: z.array(textSchema).min(1) }),
  EvidenceIssuerDetails: z.strictObject({ Identity: identitySchema }),
  SenderDetails: userSchema,
  SenderDelegateDetails: userSchema.optional(),
  RecipientDetails: z.array(userSchema).min(1),
  EvidenceRefersToRecipient: z.literal(1),
  SubmissionTime: timeSchema,
  MessageIdentifier: textSchema,
  UserContentInfo: z
    .strictObject({
      ComposingParts: z.int().positive(),
      PartsInfo: z.strictObject({ PartInfo: z.array(partSchema).min(1) }),
    })
    .optional(),
  ExternalERDSDetails: z.strictObject({ Identity: identitySchema }).optional(),
  Extensions: z.strictObject({ Extension: z.tuple([extensionSchema]) }),
});
export type EvidenceRecord = z.infer<typeof evidenceRecordSchema>;
