/**
 * The exact bytes of a record that stands in the log beside the evidence: the canonical JSON (RFC 8785)
 * of its row, so that nothing is kept twice and anybody who has the row can make its leaf again.
 * Columns that are empty are left out: a column that is added later changes no older record.
 */
import canonicalize from "canonicalize";
import { decodeUtf8, encodeBase64, utf8, type Bytes } from "./bytes";
import { compactOf } from "./jws";
import type { RecordKind } from "./log/schema";

/** A row as it is read from the database, by the names of its columns. */
export type RecordRow = Readonly<Record<string, unknown>>;

/** The kinds whose bytes are made from a row; a checkpoint's are its note. */
export type RowKind = "audit_record" | "delivery_event" | "message";

/** What of a message may not change once it has set out; the rest of its row tells how it went on. */
const OF_A_MESSAGE = [
  ...["id", "reference", "organisationId", "serviceId", "messageTypeId", "authorId"],
  ...["subject", "body", "payment", "deliveryChoice", "order", "plan"],
];

/** The bytes of an audit record as a text: what one who holds the record hands out, and what its leaf is of. */
export function auditRecordText(row: RecordRow): string {
  return recordText("audit_record", row);
}

/** The leaf of the log is SHA-256(0x00 ‖ SHA-256(salt ‖ UTF-8 of this text)), the salt being 32 random bytes. */
export function recordText(kind: RowKind, row: RecordRow): string {
  const columns = kind === "message" ? OF_A_MESSAGE : Object.keys(row);
  const told = columns.flatMap((name) => {
    const value = jsonOf(row[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return canonicalize({ recordKind: kind, ...Object.fromEntries(told) }) ?? "";
}

/**
 * What the leaf of a record is of, whatever its kind: a state of the log is its note, what is sealed its seal.
 * A finding's row holds its file encrypted: it is given here as it was sealed.
 */
export function leafText(kind: RecordKind, row: RecordRow): string {
  if (kind === "checkpoint") return decodeUtf8(row.note as Bytes) ?? "";
  return kind === "statement" || kind === "finding"
    ? compactOf(row.file as Bytes)
    : recordText(kind, row);
}

/** What a proof about an audit record is checked with. */
export function auditRecordBytes(row: RecordRow): Bytes {
  return utf8(auditRecordText(row));
}

/** Times as ISO 8601 in UTC with milliseconds, bytes as base64, large numbers as digits. */
function jsonOf(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return encodeBase64(value);
  return typeof value === "bigint" ? value.toString() : value;
}
