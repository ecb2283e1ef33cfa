/**
 * The certificate of what the log contains for somebody: the record that is sealed, with the field
 * names that evidence has, and what an auditor asks for.
 */
import { z } from "zod";
import { printableLine } from "@/lib/printable";
import {
  DIGEST_METHOD_URI,
  EVENT_URIS,
  EVIDENCE_POLICY_URI,
  EVIDENCE_VERSION,
  EXTENSION_NAME,
  OWN_NAMESPACE,
  base64Schema,
  identifierSchema,
  identitySchema,
  textSchema,
  timeSchema,
} from "@/lib/proofs/schema";
import { RECIPIENT_KINDS } from "@/lib/recipients/schema";
import { languages, type Language } from "@/lib/text/languages";

/** The event of a statement about what the log contains for one recipient, in our namespace. */
export const FINDING_URI = `${OWN_NAMESPACE}:event:Finding`;

/** More would make a certificate that nobody reads: a longer period is asked for in parts. */
export const MOST_FOUND = 200;
export const LONGEST_REASON = 200;

const countSchema = z.int().nonnegative();

const foundEvidenceSchema = z.strictObject({
  EvidenceIdentifier: textSchema,
  ERDSEventId: z.enum(EVENT_URIS),
  EventTime: timeSchema,
  /** Its place in the log, counted from 0. */
  LeafIndex: countSchema,
  /** SHA-256 over the compact form of the sealed evidence, which the log's leaf is made from. */
  DigestMethod: z.strictObject({ Algorithm: z.literal(DIGEST_METHOD_URI) }),
  DigestValue: base64Schema,
});

const foundDeliverySchema = z.strictObject({
  MessageIdentifier: textSchema,
  SubmissionTime: timeSchema,
  Service: textSchema,
  Subject: z.string(),
  DeliveryChoice: z.enum(["normal", "registered", "registered_with_acknowledgement"]),
  Evidence: z.array(foundEvidenceSchema).min(1),
});
export type FoundDelivery = z.infer<typeof foundDeliverySchema>;

const periodSchema = z.strictObject({
  /** Days by Belgian clocks, both included. */
  FromDay: z.iso.date(),
  ToDay: z.iso.date(),
  TimeZone: z.literal("Europe/Brussels"),
  /** The same as instants: from this one, */
  From: timeSchema,
  /** and before this one. Of a period that is not over, the moment of asking. */
  Before: timeSchema,
});

const findingExtensionSchema = z.strictObject({
  isCritical: z.literal(false),
  Name: z.literal(EXTENSION_NAME),
  Environment: z.enum(["test", "production"]),
  /** What it was asked for, in the words of whoever asked. */
  Purpose: textSchema,
  Period: periodSchema,
  /** The state of the log that was looked through. */
  Log: z.strictObject({
    Origin: textSchema,
    Size: z.int().positive(),
    Root: base64Schema,
    /** The signed note of that state, and the RFC 3161 token over it, byte for byte. */
    Checkpoint: base64Schema,
    TimeStamp: base64Schema,
  }),
  Deliveries: z.array(foundDeliverySchema).max(MOST_FOUND),
});

const entitySchema = z.strictObject({ Identity: identitySchema });
const partySchema = z.strictObject({ Identity: identitySchema, Identifier: identifierSchema });

export const findingRecordSchema = z.strictObject({
  version: z.literal(EVIDENCE_VERSION),
  EvidenceIdentifier: z.string().startsWith("urn:uuid:"),
  ERDSEventId: z.literal(FINDING_URI),
  EventTime: timeSchema,
  EvidenceIssuerPolicyID: z.strictObject({ PolicyID: z.tuple([z.literal(EVIDENCE_POLICY_URI)]) }),
  EvidenceIssuerDetails: entitySchema,
  /** The organisation whose deliveries were looked for: all its services. */
  SenderDetails: partySchema,
  RecipientDetails: z.tuple([partySchema]),
  Extensions: z.strictObject({ Extension: z.tuple([findingExtensionSchema]) }),
});
export type FindingRecord = z.infer<typeof findingRecordSchema>;

const typedSchema = z.string().max(1000);

/** What an auditor types. The rules tell what is wrong with it, all at once. */
export const orderFindingSchema = z.object({
  kind: z.enum(RECIPIENT_KINDS),
  number: typedSchema,
  from: typedSchema,
  to: typedSchema,
  reason: typedSchema.transform((text) => printableLine(text).trim()),
  language: z.enum(languages),
});
export type OrderFinding = z.infer<typeof orderFindingSchema>;

export const findingRefSchema = z.object({ findingId: z.uuid() });
export type FindingRef = z.infer<typeof findingRefSchema>;

export const FINDING_FILES = ["certificate", "statement", "log-proof"] as const;
export const findingFileSchema = findingRefSchema.extend({ file: z.enum(FINDING_FILES) });
export type FindingFileRef = z.infer<typeof findingFileSchema>;

/** Why something that was typed is not taken; numbers have refusals of their own. */
export const ORDER_REFUSALS = [
  "first_day_missing",
  "last_day_missing",
  "period_too_early",
  "period_upside_down",
  "period_in_future",
  "reason_missing",
  "reason_too_long",
  /** It stands in clear beside the certificate, where no national number belongs. */
  "reason_holds_number",
] as const;
export type OrderRefusal = (typeof ORDER_REFUSALS)[number];

/** A certificate that somebody asked for, as its list shows it. */
export type Finding = {
  id: string;
  orderedAt: Date;
  /** Masked: whoever holds the certificate sees the whole. */
  number: string;
  from: string;
  to: string;
  reason: string;
  language: Language;
  /** Null until it is made. */
  found: number | null;
  /** Bytes of the PDF; null until it is made. */
  size: number | null;
};
