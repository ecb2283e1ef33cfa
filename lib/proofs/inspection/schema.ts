import { z } from "zod";

/** What checking the database against its log can find. */
export const INSPECTION_FINDINGS = [
  /** The newest state is none that our key signed. */
  "checkpoint_not_ours",
  /** Its row tells something else than its note, or its note another tree. */
  "checkpoint_changed",
  /** A time stamp is not over the state that it is kept with, or not whole. */
  "stamp_changed",
  /** A witness signed another state than the one that stands under its line. */
  "state_not_the_one_witnessed",
  /** More was signed than the database tells of. */
  "log_shorter_than_remembered",
  "log_not_the_one_remembered",
  /** A place of the log that nothing stands at, or two things. */
  "leaf_missing",
  "leaf_twice",
  /** Entries behind the newest state: states were taken away. */
  "leaf_beyond_newest_state",
  "node_changed",
  "node_missing",
  "node_surplus",
  /** An evidence that is not the one that was entered. */
  "evidence_changed",
  /** The evidence is whole, and what stands beside it in its row or in its delivery is not what it says. */
  "evidence_row_differs",
  "delivery_missing",
  "delivery_differs",
  "delivery_without_evidence",
  /** The order is whole, and what pages show of its message is not what was ordered. */
  "message_differs",
  /** An audit record, event, message or state that is not the one that was entered, or is gone. */
  "record_changed",
  "record_missing",
  /** Says that its contents were erased, and no audit record of that is there, or it tells another story. */
  "erasure_not_on_record",
  "erasure_differs",
  /** Written past the log: it is neither in it nor waiting for it. */
  "row_without_leaf",
  /** Waits for its leaf longer than it should. */
  "leaf_late",
  /** Entered long after the time that it claims. */
  "dated_back",
] as const;

export type InspectionFinding = {
  code: (typeof INSPECTION_FINDINGS)[number];
  detail: Record<string, string | number>;
};

/** What the audit record of an erasure says of an order in the log. Digests are base64. */
export const erasedOrderSchema = z.object({
  leafIndex: z.int().min(0),
  /** The leaf that the order had while it was whole. */
  leafHash: z.base64(),
  /** SHA-256 of the text that its row makes now (lib/proofs/log-record.ts). */
  leftSha256: z.base64(),
  /** How long its type keeps contents. */
  months: z.int().optional(),
});

/** A message whose order stands in the log and whose contents were erased under a policy. */
export type ErasedOrder = { id: string; index: number; at: string; months: number | null };

export type Inspection = {
  /** Entries of the log, and how many of each kind. */
  size: number;
  counts: Record<string, number>;
  checkpoints: number;
  /** How often each was found; of each, the first are told in `findings`. */
  totals: Partial<Record<InspectionFinding["code"], number>>;
  findings: InspectionFinding[];
  /** How many orders of the log were erased on record; of them, the first. */
  erasedCount: number;
  erased: ErasedOrder[];
};

/** What is noted as one goes; `tell` notes what is found. */
export type Notebook = Pick<Inspection, "findings" | "totals" | "erasedCount" | "erased"> & {
  tell: (code: InspectionFinding["code"], detail?: InspectionFinding["detail"]) => void;
};
