/** Client authentication by `private_key_jwt` (RFC 7523): the key is the one in the client's registered certificate. */
import { X509Certificate } from "node:crypto";
import { jwtVerify, decodeJwt, errors } from "jose";
import type { KeyValueLog } from "../key-value-log";
import type { MailboxClient } from "../registrations";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

type Authentication =
  | { ok: true; client: MailboxClient }
  | { ok: false; error: "invalid_request" | "invalid_client"; description: string };

const invalidClient = (description: string): Authentication => ({
  ok: false,
  error: "invalid_client",
  description,
});

interface AssertionChecks {
  clients: readonly MailboxClient[];
  /** The URL the assertion must be made out to. */
  audience: string[];
  /** Remembers which assertions were used. */
  store: KeyValueLog;
}

export async function authenticateClient(
  form: URLSearchParams,
  checks: AssertionChecks,
): Promise<Authentication> {
  const assertion = form.get("client_assertion");
  if (form.get("client_assertion_type") !== ASSERTION_TYPE || assertion === null) {
    return {
      ok: false,
      error: "invalid_request",
      description: "client_assertion of type jwt-bearer expected",
    };
  }
  const client = checks.clients.find((each) => each.clientId === issuerOf(assertion));
  if (client === undefined) return invalidClient("client unknown");
  const certificate = new X509Certificate(client.certificatePem);
  if (Date.parse(certificate.validTo) < Date.now())
    return invalidClient("client certificate expired");
  try {
    const { payload } = await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ["RS256"],
      issuer: client.clientId,
      subject: client.clientId,
      audience: checks.audience,
      requiredClaims: ["exp", "jti"],
      clockTolerance: 5,
    });
    const replayKey = `jti:${client.clientId}:${payload.jti}`;
    if (checks.store.get(replayKey) !== undefined)
      return invalidClient("assertion was used before");
    checks.store.set(replayKey, true, ((payload.exp ?? 0) + 60) * 1_000);
  } catch (error) {
    if (error instanceof errors.JOSEError) return invalidClient(error.message);
    throw error;
  }
  const named = form.get("client_id");
  if (named !== null && named !== client.clientId)
    return invalidClient("client_id does not match the assertion");
  return { ok: true, client };
}

function issuerOf(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).iss;
  } catch {
    return undefined;
  }
}
