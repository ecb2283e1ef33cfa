/** The OpenID provider with CSAM's paths, scopes and claims. */
import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";
import Provider, { interactionPolicy, type AccessToken, type Context } from "oidc-provider";
import { z } from "zod";
import type { KeyFolder } from "../key-folder";
import type { KeyValueLog } from "../key-value-log";
import type { Registrations } from "../registrations";
import { claimsOf, ENTERPRISE_CLAIM, findAccount } from "./accounts";
import { createAdapter } from "./adapter";
import { allLevelUrns, reachedLevel, requiredLevel } from "./levels";
import { logoutPage, signedOutPage, errorPage } from "./pages";

export const CSAM_PATH = "/fas/oauth2";
const SCOPES = [
  "openid",
  "profile",
  "egovnrn",
  "certificateInfo",
  "citizen",
  "enterprise",
  "roles",
];

const secretsSchema = z.object({ jwk: z.record(z.string(), z.unknown()), cookieKey: z.string() });

async function makeSecrets(): Promise<string> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = {
    ...(await exportJWK(privateKey)),
    kid: randomBytes(8).toString("hex"),
    alg: "RS256",
    use: "sig",
  };
  return JSON.stringify({ jwk, cookieKey: randomBytes(32).toString("base64url") });
}

/** A session opened with less than the service now asks is not enough: one must identify again, once. */
function levelCheck(): interactionPolicy.Check {
  return new interactionPolicy.Check("level", "a higher level is required", ({ oidc }) => {
    const isJustChosen = oidc.result?.login !== undefined;
    return !isJustChosen && reachedLevel(oidc.session.amr) < requiredLevel(oidc.params.acr_values);
  });
}

/** CSAM asks nobody for consent: signing in to a registered service grants what it asks. */
async function grantAll({ oidc }: Context) {
  const { accountId } = oidc.session;
  if (accountId === undefined) return undefined;
  const grant = new oidc.provider.Grant({ accountId, clientId: oidc.client.clientId });
  grant.addOIDCScope(SCOPES.join(" "));
  await grant.save();
  return grant;
}

interface CsamContext {
  keys: KeyFolder;
  store: KeyValueLog;
  registrations: () => Registrations;
  publicUrl: string;
}

export async function createProvider({
  keys,
  store,
  registrations,
  publicUrl,
}: CsamContext): Promise<Provider> {
  const secrets = secretsSchema.parse(JSON.parse(await keys.readOrMake("csam.json", makeSecrets)));
  const policy = interactionPolicy.base();
  policy.get("login")?.checks.add(levelCheck());

  const provider: Provider = new Provider(`${publicUrl}${CSAM_PATH}`, {
    adapter: createAdapter(store, (clientId) =>
      registrations().oidcClients.find((client) => client.clientId === clientId),
    ),
    jwks: { keys: [secrets.jwk] },
    cookies: { keys: [secrets.cookieKey] },
    routes: {
      authorization: "/authorize",
      token: "/access_token",
      userinfo: "/userinfo",
      jwks: "/connect/jwk_uri",
      end_session: "/connect/endSession",
    },
    scopes: SCOPES,
    claims: {
      acr: null,
      auth_time: null,
      iss: null,
      sid: null,
      openid: ["sub", "amr"],
      profile: ["surname", "givenName", "mail", "prefLanguage", "fedid"],
      egovnrn: ["egovNRN"],
      roles: ["roles"],
      enterprise: [ENTERPRISE_CLAIM],
    },
    acrValues: allLevelUrns,
    responseTypes: ["code"],
    pkce: { required: () => true },
    clientAuthMethods: ["client_secret_basic"],
    async findAccount(_context: Context, subject: string, token?: AccessToken) {
      const person = findAccount(subject);
      if (person === undefined) return undefined;
      return {
        accountId: subject,
        async claims() {
          const session = token?.sessionUid && (await provider.Session.findByUid(token.sessionUid));
          return { ...claimsOf(person), ...(session && { amr: session.amr }) };
        },
      };
    },
    loadExistingGrant: grantAll,
    interactions: {
      policy,
      url: (_context: Context, { uid }: { uid: string }) => `${CSAM_PATH}/interaction/${uid}`,
    },
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (context: Context, form: string) =>
          void (context.body = logoutPage(form)),
        postLogoutSuccessSource: async (context: Context) => void (context.body = signedOutPage()),
      },
    },
    renderError: async (context: Context, error: { error: string; error_description?: string }) => {
      context.type = "html";
      context.body = errorPage(error);
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 8 * 3_600,
      IdToken: 600,
      Interaction: 3_600,
      Session: 8 * 3_600,
    },
    // The provider's own fetch refuses loopback addresses; here everything is on one.
    fetch: (url: string | URL, options: RequestInit) =>
      globalThis.fetch(url, {
        method: options.method,
        headers: options.headers,
        body: options.body,
        redirect: options.redirect,
        signal: AbortSignal.timeout(5_000),
      }),
  });
  return provider;
}
