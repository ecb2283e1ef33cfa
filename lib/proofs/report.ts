/** What a check of proofs answers: codes and facts; the sentences live with whoever shows them. */
import type { ContainerRefusal } from "./bundles/container-reader";
import type { DocumentDigest } from "./evidence";
import type { EvidenceEvent, EvidenceExtension } from "./schema";

/** Each thing that is checked, in the order in which a reader wants to know it. */
export const CHECK_CODES = [
  /** A bundle is built as this portal builds bundles: no file in it that programs could see differently. */
  "bundle_form",
  /** The seal of a bundle is right and covers the list of its files. */
  "bundle_seal",
  /** A file of a bundle is the one that the sealed list names. */
  "bundle_file",
  /** The seal of a PDF is right and covers the whole file. */
  "pdf_seal",
  /** An evidence file is whole, and its seal is right. */
  "evidence_seal",
  /** A certificate of what the log contains is whole, and its seal is right. */
  "finding_seal",
  /** It is about a state of the log that was there before it. */
  "finding_state",
  /** Each delivery that it names stands in the log as it says. */
  "finding_deliveries",
  /** It leaves nothing out: the signer's word, which evidence laid beside can only contradict. */
  "finding_complete",
  /** The chain of the seal's certificate holds, and held at the time of the seal. */
  "seal_certificate",
  /** The seal comes from an authority that one was told to trust. */
  "seal_trust",
  /** A document laid beside is one of those that were sent. */
  "document",
  /** A document laid beside is one of those that the recipient answered with. */
  "received_document",
  /** A file is what the mailbox answered, as an evidence tells it. */
  "mailbox_answer",
  /** An evidence stands in the log, at the place that its proof names. */
  "log_entry",
  /** The log's state was signed by the log. */
  "checkpoint_signature",
  /** The log's key is the one that one was told to trust. */
  "log_trust",
  /** Witnesses that one was told to trust saw the log's state. */
  "witnesses",
  /** The log's state existed at the time that an authority stamped it. */
  "checkpoint_stamp",
  /** The seal of a PDF existed at the time that an authority stamped it. */
  "pdf_stamp",
  /** The seal of a bundle existed at the time that an authority stamped it. */
  "bundle_stamp",
  /** The stamp comes from an authority that one was told to trust. */
  "stamp_trust",
  /** A file that is part of no check. */
  "file",
  /**
   * That no certificate was revoked when a PDF was stamped, as the lists in it tell; whether one was since,
   * only the network can tell.
   */
  "revocation",
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

/** What only ever stays open. */
type OpenCode = "file";
export type ProvableCode = Exclude<CheckCode, OpenCode | "finding_complete">;
/** A file that is not the one received may be one that was sent: only the sent ones are refused. */
export type FailableCode = Exclude<CheckCode, OpenCode | "received_document">;
/** The seals stand in the very files that are given: they are right or wrong. */
export type OpenableCode = Exclude<
  CheckCode,
  | "pdf_seal"
  | "evidence_seal"
  | "finding_seal"
  | "bundle_form"
  | "bundle_seal"
  | "bundle_file"
  | "mailbox_answer"
>;

export type Check = {
  /** The file that it is about; attached ones are named after the PDF that holds them. */
  file: string | null;
  detail: CheckDetail;
} & (
  | { outcome: "proved"; code: ProvableCode; reason: null }
  | { outcome: "failed"; code: FailableCode; reason: CheckReason }
  | { outcome: "not_checked"; code: OpenableCode; reason: CheckReason }
);
/** How much a sealed PDF carries along to be believed by: ETSI EN 319 142-1 §6. */
export type PadesLevel = "B-B" | "B-T" | "B-LT";
export type CheckOutcome = Check["outcome"];

/** What a check tells besides its outcome. Times are ISO 8601, fingerprints hexadecimal SHA-256. */
export type CheckDetail = {
  /** The name that the evidence gives it, and what it was there for. */
  document?: string;
  role?: DocumentDigest["role"];
  event?: EvidenceEvent;
  identifier?: string;
  holder?: string;
  /** Who sealed what lies inside, when that is somebody else. */
  others?: string;
  index?: number;
  size?: number;
  log?: string;
  time?: string;
  at?: string;
  claimedAt?: string;
  sha256?: string;
  fingerprint?: string;
  authority?: string;
  /** Of the certificate at which the chain ends. */
  root?: string;
  level?: PadesLevel;
  /** How many deliveries a certificate names; which one it is about. */
  found?: number;
  reference?: string;
  key?: string;
  /** Names, with commas between, and how many they are. */
  witnesses?: string;
  count?: number;
};
export type DetailName = keyof CheckDetail;

export type CheckReason =
  | ContainerRefusal
  | "manifest_malformed"
  | "bundle_not_sealed"
  | "bundle_file_changed"
  | "bundle_file_missing"
  | "bundle_file_unlisted"
  | "bundle_file_unknown"
  | "bundle_of_several"
  | "bundle_not_given"
  | "mailbox_answer_unknown"
  | "evidence_malformed"
  | "seal_malformed"
  | "seal_signature_wrong"
  | "seal_after_stamp"
  | "event_after_stamp"
  | "finding_malformed"
  /** It says something of a state of the log that came after it, or of another log. */
  | "finding_before_state"
  | "finding_of_another_log"
  /** An evidence laid beside is not the one that it names, or stands elsewhere. */
  | "finding_evidence_differs"
  | "finding_evidence_not_given"
  /** Evidence laid beside tells of a delivery that it should name. */
  | "finding_leaves_out"
  | "finding_word_of_signer"
  | "chain_broken"
  | "chain_incomplete"
  | "certificate_expired"
  | "certificate_revoked"
  | "certificate_not_for_seals"
  | "authority_untrusted"
  | "sealer_differs"
  | "pdf_not_sealed"
  | "pdf_not_covered"
  | "pdf_malformed"
  | "cms_malformed"
  | "cms_digest_wrong"
  | "cms_signature_wrong"
  | "document_unknown"
  | "document_not_given"
  | "document_erased"
  | "log_proof_malformed"
  | "log_proof_of_nothing_given"
  | "log_proof_not_given"
  | "checkpoint_malformed"
  | "checkpoint_key_unknown"
  | "checkpoint_signature_wrong"
  | "cosignature_wrong"
  | "log_key_not_given"
  | "log_key_untrusted"
  | "timestamp_malformed"
  | "timestamp_signature_wrong"
  | "timestamp_of_other_bytes"
  | "timestamp_not_given"
  | "trust_not_given"
  | "needs_network"
  | "no_evidence_given";

/**
 * What a whole proof shows and these files do not, or not to somebody who believes whom one was told
 * to: anybody can make a seal, a log and a time stamp of their own, and all of them will be right.
 */
export const GAPS = [
  /** Who sealed. */
  "seal",
  /** That it stands in the log. */
  "log",
  /** When, by somebody else's clock. */
  "stamp",
] as const;
export type Gap = (typeof GAPS)[number];

export type Verdict =
  /** Nothing failed, and origin, place in the log and time are those of somebody one trusts. */
  | "whole"
  /** As it was when somebody sealed it; who, where or when is open. */
  | "unchanged"
  /** Something failed. */
  | "changed"
  /** There is no sealed evidence to go by. */
  | "cannot_tell";

export type ToldMoment = {
  event: EvidenceEvent;
  /** ISO 8601; null when only the two observations around it are known. */
  at: string | null;
  between: { from: string; to: string } | null;
  observedAt: string;
  basis: EvidenceExtension["TimeBasis"];
};

/** What the evidence that was proved says of one delivery. */
export type DeliverySummary = {
  reference: string;
  environment: EvidenceExtension["Environment"];
  organisation: string;
  service: string;
  recipient: string;
  subject: string;
  deliveryChoice: EvidenceExtension["DeliveryChoice"];
  sent: ToldMoment | null;
  madeAvailable: ToldMoment | null;
  firstOpened: ToldMoment | null;
  others: ToldMoment[];
};

/** What a certificate says that the log contains for somebody. */
export type FindingSummary = {
  identifier: string;
  environment: EvidenceExtension["Environment"];
  organisation: string;
  /** Null for somebody whom the portal does not know by name. */
  recipient: string | null;
  number: string;
  purpose: string;
  fromDay: string;
  toDay: string;
  /** ISO 8601: from this one, before that one. */
  from: string;
  before: string;
  size: number;
  log: string;
  statedAt: string;
  deliveries: {
    reference: string;
    /** When it was ordered. */
    sentAt: string;
    subject: string;
    service: string;
    /** Cancelled before it left. */
    isNotSent: boolean;
  }[];
};

export type Report = {
  verdict: Verdict;
  /** What is still open, in the order of `GAPS`. */
  gaps: Gap[];
  checks: Check[];
  deliveries: DeliverySummary[];
  findings: FindingSummary[];
  /** SHA-256 of each file given, in hexadecimal, as deep links name them. */
  digests: { name: string; sha256: string }[];
};

export function verdictOf(checks: readonly Check[], gaps: readonly Gap[]): Verdict {
  if (checks.some(({ outcome }) => outcome === "failed")) return "changed";
  const isSealed = checks.some(
    ({ code, outcome }) =>
      (code === "evidence_seal" || code === "finding_seal") && outcome === "proved",
  );
  if (!isSealed) return "cannot_tell";
  return gaps.length > 0 ? "unchanged" : "whole";
}

export function proved(code: ProvableCode, file: string | null, detail: CheckDetail): Check {
  return { code, outcome: "proved", file, reason: null, detail };
}

export function refused(
  code: FailableCode,
  file: string | null,
  reason: CheckReason,
  detail: CheckDetail = {},
): Check {
  return { code, outcome: "failed", file, reason, detail };
}

export function notChecked(
  code: OpenableCode,
  file: string | null,
  reason: CheckReason,
  detail: CheckDetail,
): Check {
  return { code, outcome: "not_checked", file, reason, detail };
}
