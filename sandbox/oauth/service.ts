/** The token service: POST …/v5/token and …/v5/introspect. */
import { jsonAnswer, type Answer } from "../http/answer";
import { formOf, type SandboxRequest } from "../http/request";
import { route, type Route } from "../http/router";
import type { KeyValueLog } from "../key-value-log";
import type { Registrations } from "../registrations";
import { authenticateClient } from "./assertion";
import type { Tokens } from "./tokens";

const BASE = "/REST/oauth/v5";

interface OauthContext {
  registrations: () => Registrations;
  store: KeyValueLog;
  tokens: Tokens;
  publicUrl: string;
  tokenSeconds: number;
}

function errorAnswer(status: number, error: string, description: string): Answer {
  return { ...jsonAnswer(status, { error, error_description: description }), code: error };
}

/** A client may have reached us as localhost or by address: both spell the URL it called. */
function audienceOf(request: SandboxRequest, publicUrl: string): string[] {
  return [`${publicUrl}${request.path}`, `${request.origin}${request.path}`];
}

async function authenticate(request: SandboxRequest, context: OauthContext) {
  const outcome = await authenticateClient(formOf(request), {
    clients: context.registrations().mailboxClients,
    audience: audienceOf(request, context.publicUrl),
    store: context.store,
  });
  if (outcome.ok) return outcome;
  const status = outcome.error === "invalid_client" ? 401 : 400;
  return { ok: false as const, answer: errorAnswer(status, outcome.error, outcome.description) };
}

async function token(request: SandboxRequest, context: OauthContext): Promise<Answer> {
  const form = formOf(request);
  if (form.get("grant_type") !== "client_credentials") {
    return errorAnswer(400, "unsupported_grant_type", "client_credentials expected");
  }
  const authentication = await authenticate(request, context);
  if (!authentication.ok) return authentication.answer;
  const { client } = authentication;
  // A scope must be granted to the client and named here. Without a name the token opens nothing:
  // the resource service answers 403 later, as the real one does.
  const scopes = (form.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  const missing = scopes.filter((scope) => !client.scopes.includes(scope));
  if (missing.length > 0)
    return errorAnswer(400, "invalid_scope", `not granted: ${missing.join(" ")}`);
  const issued = context.tokens.issue({
    clientId: client.clientId,
    enterpriseNumber: client.enterpriseNumber,
    scopes,
  });
  return jsonAnswer(200, {
    access_token: issued.token,
    token_type: "Bearer",
    expires_in: context.tokenSeconds,
    scope: scopes.join(" "),
  });
}

async function introspect(request: SandboxRequest, context: OauthContext): Promise<Answer> {
  const authentication = await authenticate(request, context);
  if (!authentication.ok) return authentication.answer;
  const grant = context.tokens.find(formOf(request).get("token") ?? "");
  if (grant === undefined) return jsonAnswer(200, { active: false });
  return jsonAnswer(200, {
    active: true,
    client_id: grant.clientId,
    token_type: "Bearer",
    sub: grant.clientId,
    aud: grant.clientId,
    iss: context.publicUrl,
    jti: grant.jti,
    iat: grant.issuedAt,
    nbf: grant.issuedAt,
    exp: grant.expiresAt,
    scope: grant.scopes.join(" "),
    // The real service drops leading zeros here: whoever reads it must pad to ten digits.
    principalAttributes: {
      "urn:be:fgov:kbo-bce:organization:cbe-number": [grant.enterpriseNumber.replace(/^0+/, "")],
    },
  });
}

export function oauthRoutes(context: OauthContext): Route[] {
  return [
    route("POST", `${BASE}/token`, (request) => token(request, context)),
    route("POST", `${BASE}/introspect`, (request) => introspect(request, context)),
  ];
}
