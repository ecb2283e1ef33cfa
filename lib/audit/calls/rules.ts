import type { CallDetails, CallKeys, TracedCall } from "@/lib/audit/calls/schema";
import { brusselsTimestamp } from "@/lib/brussels";

/**
 * Whether a call belongs in the audit trail (BOSA, ATREQ04): a GET when it was answered well; anything
 * else unless it surely did not succeed. A 409 says that it was taken before, and belongs in it.
 */
export function belongsInTrail({ status, call: { method, isUnsent } }: TracedCall): boolean {
  if (method === "GET") return status >= 200 && status < 300;
  return !isUnsent && (status < 400 || status >= 500 || status === 409);
}

/** The keys that BOSA asks for, of one call. */
export function callKeys(
  { status, requestedAt, call }: TracedCall,
  details: CallDetails,
): CallKeys {
  return {
    TIMESTAMP: brusselsTimestamp(requestedAt),
    SUBJECT_TOKEN_HASHED: call.tokenSha256,
    CLIENT_ID: call.clientId,
    API_CALL_REQUEST_METHOD: call.method,
    API_CALL_REQUEST_URL: call.url,
    API_CALL_RESPONSE_CODE: status === 0 ? (call.fault ?? "NO_ANSWER") : String(status),
    API_CALL_DETAILS: details,
  };
}

/** Of several calls those that belong in the trail, for a record of its own act. */
export function callsInTrail(
  calls: readonly TracedCall[],
  details: CallDetails,
): { calls: CallKeys[] } {
  return { calls: calls.filter(belongsInTrail).map((call) => callKeys(call, details)) };
}

/** Size and digest of a part, as a publication names it on the wire (base64url). */
export function attachmentDetail({ size, sha256 }: { size: number; sha256: string }) {
  return { size, digest: { digestMethod: "sha_256", digestValue: sha256 } };
}
