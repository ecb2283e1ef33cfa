/** What is entered in the log besides evidence, as it waits in the queue. */
export const QUEUED_KINDS = [
  "audit_record",
  "delivery_event",
  "message",
  "statement",
  "finding",
] as const;
export type QueuedKind = (typeof QUEUED_KINDS)[number];

/** What has leaves in the log besides evidence: its own earlier states too. */
export const RECORD_KINDS = [...QUEUED_KINDS, "checkpoint"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
