import { z } from "zod";
import type { Noted } from "@/lib/audit/schema";

/** One call to the eBox as it went out, beside its answer. */
export type CallTrace = {
  method: "GET" | "POST";
  url: string;
  /** The OAuth client that called, and the SHA-256 (hexadecimal) of its access token; null without one. */
  clientId: string | null;
  tokenSha256: string | null;
  /** Why there is no answer: `TIMEOUT`, or the code of what broke; null when there is one. */
  fault: string | null;
  /** It surely never reached the eBox. */
  isUnsent: boolean;
};

/** A call and the HTTP status it was answered with, 0 when no answer came. */
export type TracedCall = { status: number; requestedAt: Date; call: CallTrace };

/** What a call was about: no number of anybody, no content. */
export type CallDetails = Record<string, Noted>;

/** What BOSA asks of an audit trail, under its own names. */
export const callKeysSchema = z.object({
  /** Belgian clocks: `yyyy-mm-ddThh:mm:ss.ffffff`. */
  TIMESTAMP: z.string(),
  /** SHA-256 of the access token, hexadecimal; null where the caller died with it. */
  SUBJECT_TOKEN_HASHED: z.string().nullable(),
  CLIENT_ID: z.string().nullable(),
  API_CALL_REQUEST_METHOD: z.string(),
  API_CALL_REQUEST_URL: z.string(),
  /** An HTTP status, or the code of the fault where no answer came. */
  API_CALL_RESPONSE_CODE: z.string(),
  API_CALL_DETAILS: z.record(z.string(), z.unknown()),
});
export type CallKeys = z.infer<typeof callKeysSchema> & { API_CALL_DETAILS: CallDetails };

/** What an audit record of one call notes. `answerId`: where the answer lies, byte for byte. */
export const calledDetailSchema = callKeysSchema.extend({
  call: z.enum(["publish", "status", "reply"]),
  answerId: z.uuid().nullable(),
});
