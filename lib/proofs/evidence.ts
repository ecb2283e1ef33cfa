/**
 * From the exact bytes that were sealed to what an evidence says. Bytes that are not the canonical JSON
 * (RFC 8785) of a record are no evidence.
 */
import canonicalize from "canonicalize";
import type { z } from "zod";
import { ok, refuse, type Result } from "@/lib/result";
import { decodeBase64, decodeUtf8, type Bytes } from "./bytes";
import {
  ERASURE_REASONS,
  EVENT_URIS,
  EVIDENCE_EVENTS,
  IDENTITY_ATTRIBUTES,
  evidenceRecordSchema,
  type EvidenceEvent,
  type EvidenceRecord,
  type partRoleSchema,
} from "./schema";

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
  role: z.infer<typeof partRoleSchema>;
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
