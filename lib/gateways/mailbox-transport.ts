import "server-only";
import { createHash, createPrivateKey, randomUUID, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { SignJWT } from "jose";
import { z } from "zod";
import type { CallTrace } from "@/lib/audit/calls/schema";
import { readBounded } from "@/lib/bounded-body";
import { environment } from "@/lib/env";
import { log } from "@/lib/log";

/**
 * How the eBox is spoken to: a token for each scope (client credentials with a signed assertion),
 * raw answers, and a clear line between "never arrived" and "nobody knows".
 */
/** What came back, byte for byte; status 0 when nothing did. */
export type RawAnswer = {
  status: number;
  body: Uint8Array<ArrayBuffer>;
  requestedAt: Date;
  answeredAt: Date;
  /** The mailbox's own clock, from the `Date` header: whole seconds. */
  mailboxTime: Date | null;
  /** How it was asked for. */
  call: CallTrace;
};

const SCOPES = {
  publish: "scope:document:management:consult:ws-eboxrestentreprise:publicationsender",
  consult:
    "scope:document:management:consult:ws-eboxrestentreprise:documentconsumer scope:document:management:consult:ws-eboxrestentreprise:messagesfull scope:document:management:consult:ws-eboxrestentreprise:summaryownebox",
  preference: "scope:documentmanagement:ebox:enterprise:federation-rest:preference",
} as const;

type Scope = keyof typeof SCOPES;
type Called =
  | { answer: RawAnswer; retryAfter?: number }
  | { failed: "unavailable" | "unknown"; answer: RawAnswer };

/** The token service answers within this, or the call is not made. */
const TOKEN_TIMEOUT = 15_000;
const LARGEST_TOKEN_BYTES = 64 * 1024;
/** A page of a box is a hundred descriptions of messages: many times what one weighs. */
const LARGEST_ANSWER_BYTES = 8 * 1024 * 1024;

/**
 * The longest that one `call` takes, in milliseconds: a token and an answer, and both once more after
 * an expired token. Whoever has not come back by then is dead.
 */
export function longestCall(): number {
  return 2 * (TOKEN_TIMEOUT + environment().MAILBOX_TIMEOUT_SECONDS * 1000);
}

/** Calls with a token; a token that the mailbox calls expired is replaced once. */
export async function call(
  enterpriseNumber: string,
  scope: Scope,
  url: string,
  init: RequestInit,
): Promise<Called> {
  const first = await callOnce(enterpriseNumber, scope, url, init);
  if ("failed" in first || first.answer.status !== 401) return first;
  tokens.delete(`${enterpriseNumber}/${scope}`);
  const second = await callOnce(enterpriseNumber, scope, url, init);
  // Still not let in: the authority or our registration is out of order, which passes or is mended.
  return "failed" in second || second.answer.status !== 401
    ? second
    : { failed: "unavailable", answer: second.answer };
}

function withOurs(given: HeadersInit | undefined, token: string): Headers {
  const headers = new Headers(given);
  headers.set("authorization", `Bearer ${token}`);
  headers.set("accept", "application/json");
  headers.set("belgov-trace-id", randomUUID());
  return headers;
}

async function callOnce(
  enterpriseNumber: string,
  scope: Scope,
  url: string,
  init: RequestInit,
): Promise<Called> {
  const requestedAt = new Date();
  const asked = { method: init.method === "POST" ? ("POST" as const) : ("GET" as const), url };
  const nothing = (call: Omit<CallTrace, "method" | "url">): RawAnswer => ({
    status: 0,
    body: new Uint8Array(0),
    requestedAt,
    answeredAt: new Date(),
    mailboxTime: null,
    call: { ...asked, ...call },
  });
  const token = await accessToken(enterpriseNumber, scope).catch((error: unknown) => {
    // The sentence names a file or the token service's code, never what is in them.
    const reason = error instanceof Error ? error.message : "unknown";
    log.error({ scope, reason }, "no access token for the mailbox");
    return null;
  });
  // Without a token the call was never made.
  if (!token) {
    const caller = { clientId: null, tokenSha256: null };
    return {
      failed: "unavailable",
      answer: nothing({ ...caller, fault: "NO_TOKEN", isUnsent: true }),
    };
  }
  const caller = { clientId: token.clientId, tokenSha256: sha256Hex(token.value) };
  try {
    const response = await fetch(url, {
      ...init,
      headers: withOurs(init.headers, token.value),
      // Followed, a redirect would turn the POST into a GET of some page, answered with 200.
      redirect: "manual",
      signal: AbortSignal.timeout(environment().MAILBOX_TIMEOUT_SECONDS * 1000),
    });
    const body = await readBounded(response, LARGEST_ANSWER_BYTES);
    if (!body) throw new Error("the answer is too large", { cause: { code: "TOO_LARGE" } });
    const answeredAt = new Date();
    const wait = secondsUntil(response.headers.get("retry-after"), answeredAt);
    return {
      answer: {
        status: response.status,
        body,
        requestedAt,
        answeredAt,
        mailboxTime: timeOf(response.headers.get("date")),
        call: { ...asked, ...caller, fault: null, isUnsent: false },
      },
      ...(wait > 0 ? { retryAfter: wait } : {}),
    };
  } catch (error) {
    // Refused before a byte went out: surely not taken. Anything else may have been.
    const isUnsent = neverConnected(error);
    const answer = nothing({ ...caller, fault: faultOf(error), isUnsent });
    return { failed: isUnsent ? "unavailable" : "unknown", answer };
  }
}

/** The request is written once the line and its encryption stand: these say that they never did. */
const BEFORE_WRITING = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
]);

/** `TIMEOUT`, or the code that the system or the HTTP client gives for what broke. */
function faultOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "TIMEOUT";
  const { code } = (error as { cause?: { code?: unknown } }).cause ?? {};
  return typeof code === "string" && /^[A-Z_]{1,60}$/.test(code) ? code : "BROKEN";
}

function neverConnected(error: unknown): boolean {
  const { code, syscall } =
    (error as { cause?: { code?: unknown; syscall?: unknown } }).cause ?? {};
  return syscall === "connect" || BEFORE_WRITING.has(String(code));
}

/** An HTTP date, or null when there is none that can be read. */
function timeOf(header: string | null): Date | null {
  const time = new Date(header ?? "");
  return Number.isNaN(time.getTime()) ? null : time;
}

/** Whatever the mailbox asks for, an hour later it is asked again. */
const LONGEST_WAIT = 3600;

/** `Retry-After` holds seconds or an HTTP date (RFC 9110, 10.2.3); 0 when it says nothing. */
function secondsUntil(header: string | null, from: Date): number {
  if (header === null) return 0;
  if (/^\d+$/.test(header.trim())) return Math.min(LONGEST_WAIT, Number(header));
  const time = timeOf(header);
  const wait = time ? (time.getTime() - from.getTime()) / 1000 : 0;
  return Math.min(LONGEST_WAIT, Math.max(0, wait));
}

type Token = { value: string; clientId: string };
const tokens = new Map<string, Token & { expiresAt: number }>();
const tokenSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().default(300),
});

/** Client credentials with a signed assertion (RFC 7523, RS256); kept until 30 s before its end. */
async function accessToken(enterpriseNumber: string, scope: Scope): Promise<Token> {
  const key = `${enterpriseNumber}/${scope}`;
  const known = tokens.get(key);
  if (known && known.expiresAt > Date.now()) return known;
  const { clientId, privateKey, thumbprint } = await credentials(enterpriseNumber);
  const url = environment().MAILBOX_TOKEN_URL;
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: "RS256", "x5t#S256": thumbprint })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(url)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime("60s")
    .sign(privateKey);
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope: SCOPES[scope],
      client_id: clientId,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    }),
    signal: AbortSignal.timeout(TOKEN_TIMEOUT),
  });
  const told = parseJson((await readBounded(response, LARGEST_TOKEN_BYTES)) ?? new Uint8Array());
  if (!response.ok) throw new Error(tokenRefusal(response.status, told));
  const { access_token: value, expires_in: lifetime } = tokenSchema.parse(told);
  const token = { value, clientId };
  tokens.set(key, { ...token, expiresAt: Date.now() + Math.max(1, lifetime - 30) * 1000 });
  return token;
}

/** `token service answered 401 invalid_client`: the code of RFC 6749, 5.2, and nothing else of it. */
function tokenRefusal(status: number, told: unknown): string {
  const refusal = z.object({ error: z.string().regex(/^[a-z_]{1,60}$/) }).safeParse(told);
  return `token service answered ${status} ${refusal.success ? refusal.data.error : ""}`.trim();
}

async function credentials(enterpriseNumber: string) {
  const file = (extension: string) =>
    readFile(
      path.join(environment().KEYS_DIR, "mailbox", `${enterpriseNumber}.${extension}`),
      "utf8",
    );
  const certificate = new X509Certificate(await file("cert.pem"));
  return {
    clientId: (await file("client-id")).trim(),
    privateKey: createPrivateKey(await file("key.pem")),
    thumbprint: createHash("sha256").update(certificate.raw).digest("base64url"),
  };
}

function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** Date and time with an offset; anything else, `null` above all, is no time. */
export const timeSchema = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
