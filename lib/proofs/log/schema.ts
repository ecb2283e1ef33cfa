/** What has leaves in the log besides evidence. */
export const RECORD_KINDS = [
  "audit_record",
  "delivery_event",
  "message",
  "statement",
  "checkpoint",
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
