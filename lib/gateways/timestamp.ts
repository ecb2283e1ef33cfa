import "server-only";
import { randomBytes } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";
import { readBounded } from "@/lib/bounded-body";
import { log } from "@/lib/log";
import { ok, refuse, type Result } from "@/lib/result";

/**
 * The time-stamp authority, spoken to as RFC 3161 over HTTP (§3.4). What it answers is checked for
 * being the answer to our question; whom it comes from is for whoever relies on it to check.
 */
export type TimestampClient = {
  /** The DER of a time-stamp token over this SHA-256 digest. */
  stamp: (digest: Uint8Array) => Promise<Result<Uint8Array<ArrayBuffer>, TimestampFailure>>;
};

export type TimestampFailure =
  /** No answer in time, or none over HTTP. */
  | { code: "timestamp_unreachable"; detail: string }
  /** The authority answered that it will not stamp. */
  | { code: "timestamp_refused"; detail: string }
  /** The answer is not one to our question: another digest, another nonce, or no token at all. */
  | { code: "timestamp_mismatch"; detail: string }
  /** It is one, and nobody would believe it: of another authority, of an ended one, or of a wrong clock. */
  | { code: "timestamp_untrusted"; detail: string };

export type TimestampSettings = {
  url: string;
  timeoutMs?: number;
  /** Bearer token or basic credentials, whole, for authorities that ask for them. */
  authorization?: string;
};

const DEFAULT_TIMEOUT_MS = 10_000;
const NONCE_BYTES = 16;
const LARGEST_ANSWER_BYTES = 256 * 1024;
const SHA256 = "2.16.840.1.101.3.4.2.1";
const ID_SIGNED_DATA = "1.2.840.113549.1.7.2";
const ID_TST_INFO = "1.2.840.113549.1.9.16.1.4";

export function openTimestampClient(settings: TimestampSettings): TimestampClient {
  return {
    async stamp(digest) {
      const nonce = makeNonce();
      const answer = await ask(settings, encodeRequest(digest, nonce));
      return answer.ok ? readAnswer(answer.value, digest, nonce) : answer;
    },
  };
}

/** Asks one after another until one stamps; when none does, tells what the last one answered. */
export function firstToStamp(clients: readonly TimestampClient[]): TimestampClient {
  return {
    async stamp(digest) {
      let answer: Awaited<ReturnType<TimestampClient["stamp"]>> =
        unreachable("there is no authority");
      for (const client of clients) {
        answer = await client.stamp(digest);
        if (answer.ok) return answer;
        log.warn({ ...answer.refusal }, "a time-stamp authority did not stamp");
      }
      return answer;
    },
  };
}

/** Positive and without leading zeros, so that it has one encoding. */
function makeNonce(): asn1js.Integer {
  const bytes = new Uint8Array(randomBytes(NONCE_BYTES));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return new asn1js.Integer({ valueHex: bytes.buffer });
}

function encodeRequest(digest: Uint8Array, nonce: asn1js.Integer): ArrayBuffer {
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({
        algorithmId: SHA256,
        algorithmParams: new asn1js.Null(),
      }),
      hashedMessage: new asn1js.OctetString({ valueHex: new Uint8Array(digest).buffer }),
    }),
    nonce,
    certReq: true,
  });
  return request.toSchema().toBER(false);
}

async function ask(
  { url, timeoutMs = DEFAULT_TIMEOUT_MS, authorization }: TimestampSettings,
  body: ArrayBuffer,
): Promise<Result<ArrayBuffer, TimestampFailure>> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/timestamp-query",
        accept: "application/timestamp-reply",
        ...(authorization && { authorization }),
      },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = await readBounded(response, LARGEST_ANSWER_BYTES);
    if (!response.ok) return unreachable(`HTTP ${response.status}`);
    return answer ? ok(answer.buffer) : unreachable("the answer is too large");
  } catch (error) {
    return unreachable(error instanceof Error ? error.message : String(error));
  }
}

function readAnswer(
  answer: ArrayBuffer,
  digest: Uint8Array,
  nonce: asn1js.Integer,
): Result<Uint8Array<ArrayBuffer>, TimestampFailure> {
  const response = readResponse(answer);
  if (!response) return mismatch("the answer is not a time-stamp response");
  const { status, statusStrings, failInfo } = response.status;
  if (status !== pkijs.PKIStatus.granted && status !== pkijs.PKIStatus.grantedWithMods) {
    const words = (statusStrings ?? []).map((text) => text.valueBlock.value).join("; ");
    const bits = failInfo ? Buffer.from(failInfo.valueBlock.valueHexView).toString("hex") : "none";
    const detail = `status ${status}, failure bits ${bits}, ${words || "no words"}`;
    return refuse({ code: "timestamp_refused", detail });
  }
  const info = response.timeStampToken && readTokenInfo(response.timeStampToken);
  if (!info) return mismatch("the answer holds no token");
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const isOurs =
    hashAlgorithm.algorithmId === SHA256 &&
    Buffer.from(hashedMessage.valueBlock.valueHexView).equals(digest);
  if (!isOurs) return mismatch("the token is about another digest");
  if (!info.nonce?.isEqual(nonce)) return mismatch("the token answers another request");
  return ok(sliceToken(answer));
}

/** The token's own bytes: encoding it anew could break the authority's signature. */
function sliceToken(answer: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const response = asn1js.fromBER(answer).result;
  const [, token] = response instanceof asn1js.Sequence ? response.valueBlock.value : [];
  if (!token) throw new Error("A response that was read has lost its token.");
  return new Uint8Array(token.valueBeforeDecodeView);
}

function readResponse(answer: ArrayBuffer): pkijs.TimeStampResp | null {
  try {
    return pkijs.TimeStampResp.fromBER(answer);
  } catch {
    return null;
  }
}

function readTokenInfo(token: pkijs.ContentInfo): pkijs.TSTInfo | null {
  try {
    if (token.contentType !== ID_SIGNED_DATA) return null;
    const signed = new pkijs.SignedData({ schema: token.content });
    const content = signed.encapContentInfo.eContent;
    if (signed.encapContentInfo.eContentType !== ID_TST_INFO || !content) return null;
    return pkijs.TSTInfo.fromBER(content.getValue());
  } catch {
    return null;
  }
}

function unreachable(detail: string) {
  return refuse<TimestampFailure>({ code: "timestamp_unreachable", detail });
}

function mismatch(detail: string) {
  return refuse<TimestampFailure>({ code: "timestamp_mismatch", detail });
}
