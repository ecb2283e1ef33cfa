import type { AuditLine } from "@/lib/audit/trail/schema";
import type { DeliveryDetail } from "@/lib/deliveries/schema";

/** A file that went out with a delivery: SHA-256 in hexadecimal, as it is stored and sealed. */
export type TransactionPart = {
  name: string;
  size: number | null;
  sha256: string;
  /** The same digest stands in the record of the publication; null where there is no such record. */
  isAsCalled: boolean | null;
};

/** One call to the eBox as the trail notes it, and its answer as it lies here. */
export type TransactionCall = {
  recordId: string;
  call: string;
  method: string;
  url: string;
  responseCode: string;
  timestamp: string;
  clientId: string | null;
  tokenSha256: string | null;
  details: Record<string, unknown>;
  answer: {
    size: number;
    sha256: string;
    /** Positions (from 1) of the pieces of evidence that hold these very bytes. */
    inEvidence: number[];
  } | null;
};

/** All that is on record about one delivery, from the order to the newest evidence. */
export type Transaction = {
  delivery: DeliveryDetail;
  parts: TransactionPart[];
  calls: TransactionCall[];
  records: AuditLine[];
};
