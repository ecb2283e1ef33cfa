import "server-only";
import { createHash, randomBytes } from "node:crypto";
import NextAuth, { type NextAuthOptions } from "next-auth";
import type { NextRequest } from "next/server";
import { environment } from "@/lib/env";
import { log } from "@/lib/log";
import {
  ACR_VALUES,
  RECIPIENT_SCOPE,
  SCOPE,
  csamUrls,
  readIdentity,
  type CsamIdentity,
} from "@/lib/auth/csam";
import { endSession, openSession, rememberPerson } from "@/lib/auth/mutations";
import {
  endRecipientSession,
  openRecipientSession,
  recipientCookieName,
} from "@/lib/auth/recipient-session";
import { SESSION_HOURS, assuranceLevel, replyTokenOf, safeReturnPath } from "@/lib/auth/rules";
import { isSecure, sessionCookieOptions } from "@/lib/auth/session-cookie";

/** next-auth does the OpenID Connect dance; what a session is, is ours (data.ts, mutations.ts). */

export function sessionCookieName(): string {
  return isSecure() ? "__Host-portal-session" : "portal-session";
}

/** Who is signing in: somebody of the portal, or a recipient on the way to a reply page. */
type Newcomer = { kind: "person" } | { kind: "recipient"; page: string };

function newcomerTo(path: string): Newcomer {
  const link = replyTokenOf(safeReturnPath(path));
  return link === null ? { kind: "person" } : { kind: "recipient", page: `/reply/${link}` };
}

/** Where next-auth was told to come back to; who changes this cookie changes their own way alone. */
function newcomerOf(request: NextRequest): Newcomer {
  const name = `${isSecure() ? "__Secure-" : ""}next-auth.callback-url`;
  const url = request.cookies.get(name)?.value ?? "";
  const { PORTAL_URL } = environment();
  return newcomerTo(url.startsWith(PORTAL_URL) ? url.slice(PORTAL_URL.length) : "/");
}

function cookieNameOf({ kind }: Newcomer): string {
  return kind === "person" ? sessionCookieName() : recipientCookieName();
}

/** The page that tells a newcomer what went wrong. */
function entranceOf(newcomer: Newcomer): string {
  return newcomer.kind === "person" ? "/sign-in" : newcomer.page;
}

/** `older`: the session that this browser has still; it ends when another begins, not before. */
function options(newcomer: Newcomer, older?: string): NextAuthOptions {
  const env = environment();
  const urls = csamUrls();
  // next-auth reads its own address from the environment alone.
  process.env.NEXTAUTH_URL = env.PORTAL_URL;
  // What CSAM told in this one request: next-auth hands it to no adapter call.
  let identity: CsamIdentity | undefined;
  const told = (): CsamIdentity => {
    if (!identity) throw new Error("a session without a sign-in");
    return identity;
  };
  const entrance = entranceOf(newcomer);
  const isTooLow = () => assuranceLevel(told().fasLevel) === "low";
  return {
    secret: env.NEXTAUTH_SECRET,
    session: { strategy: "database", maxAge: SESSION_HOURS * 3600 },
    cookies: { sessionToken: { name: cookieNameOf(newcomer), options: sessionCookieOptions() } },
    pages: { signIn: entrance, error: entrance, signOut: entrance },
    logger: {
      error: (code, metadata) => log.warn({ code, error: errorText(metadata) }, "sign-in failed"),
      warn: () => undefined,
      debug: () => undefined,
    },
    providers: [
      {
        id: "csam",
        name: "CSAM",
        type: "oauth",
        idToken: true,
        issuer: urls.issuer,
        clientId: env.CSAM_CLIENT_ID,
        clientSecret: env.CSAM_CLIENT_SECRET,
        client: { token_endpoint_auth_method: "client_secret_basic" },
        authorization: {
          url: urls.authorization,
          params: {
            scope: newcomer.kind === "person" ? SCOPE : RECIPIENT_SCOPE,
            acr_values: ACR_VALUES,
          },
        },
        token: urls.token,
        jwks_endpoint: urls.jwks,
        userinfo: {
          url: urls.userinfo,
          request: async ({ tokens }) => {
            identity = await readIdentity({
              accessToken: tokens.access_token ?? "",
              idToken: tokens.id_token ?? "",
            });
            return { sub: identity.subject };
          },
        },
        checks: ["pkce", "state", "nonce"],
        profile: (profile: { sub: string }) => ({ id: profile.sub }),
      },
    ],
    callbacks: {
      signIn: () => (isTooLow() ? `${entrance}?error=level_too_low` : true),
      redirect: ({ url, baseUrl }) =>
        baseUrl + safeReturnPath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url),
    },
    adapter: {
      getUserByAccount: async () => {
        // Asked before the level is looked at: whoever is refused leaves nothing behind.
        if (isTooLow()) return { id: "refused", email: "", emailVerified: null };
        // A recipient is nobody the portal remembers.
        if (newcomer.kind === "recipient")
          return { id: "recipient", email: "", emailVerified: null };
        const person = await rememberPerson(told());
        return { id: person.id, email: "", emailVerified: null };
      },
      createSession: async ({ sessionToken, userId }) => {
        if (newcomer.kind === "recipient") {
          const ends = await openRecipientSession(sessionToken, told());
          if (older) await endRecipientSession(older, "signed_in_again");
          return { sessionToken, userId, expires: ends };
        }
        const expires = await openSession(sessionToken, userId, told());
        if (older) await endSession(older, "signed_in_again");
        return { sessionToken, userId, expires };
      },
      // Each sign-in makes a session of its own.
      getSessionAndUser: () => null,
      deleteSession: async (token) => {
        await endSession(token, "signed_out");
      },
    },
  };
}

type RouteContext = { params: Promise<{ nextauth: string[] }> };

export async function handleNextAuth(
  request: NextRequest,
  context: RouteContext,
): Promise<Response> {
  const path = (await context.params).nextauth.join("/");
  // Where next-auth sends whom it could not sign in.
  const newcomer = newcomerOf(request);
  if (path === "error" || path === "signin")
    return failed(newcomer, request.nextUrl.searchParams.get("error"));
  // Else only the way back from CSAM goes through next-auth; the rest of its routes are not ours.
  if (path !== "callback/csam") return new Response(null, { status: 404 });
  if (request.nextUrl.searchParams.get("error") === "access_denied")
    return failed(newcomer, "access_denied");
  const older = request.cookies.get(cookieNameOf(newcomer))?.value;
  try {
    return (await NextAuth(request, context, options(newcomer, older))) as Response;
  } catch (error) {
    // Such as a cookie that somebody else wrote.
    log.warn({ error: errorText(error) }, "sign-in failed");
    return failed(newcomer, "Callback");
  }
}

/** Back to the page that says what went wrong; the code is its support code. */
function failed(newcomer: Newcomer, code: string | null): Response {
  const known = /^\w{1,40}$/.test(code ?? "") ? code : "unknown";
  return new Response(null, {
    status: 303,
    headers: { location: `${entranceOf(newcomer)}?error=${known}`, "cache-control": "no-store" },
  });
}

/**
 * Sends the browser to CSAM; works as a plain form, without JavaScript. next-auth asks for its own
 * CSRF token first, which a page cannot set while it renders: the caller has checked the origin,
 * so the token is made and spent here.
 */
export async function startSignIn(returnPath: string): Promise<Response> {
  const newcomer = newcomerTo(returnPath);
  const current = options(newcomer);
  const csrf = randomBytes(32).toString("hex");
  const hash = createHash("sha256").update(`${csrf}${current.secret}`).digest("hex");
  const csrfCookie = isSecure() ? "__Host-next-auth.csrf-token" : "next-auth.csrf-token";
  const headers = new Headers();
  const response = {
    status: () => response,
    getHeader: () => headers.getSetCookie(),
    setHeader(name: string, value: string | string[]) {
      headers.delete(name);
      for (const entry of [value].flat()) headers.append(name, entry);
      return response;
    },
    end: () => undefined,
    send: () => undefined,
  };
  const request = {
    method: "POST",
    query: { nextauth: ["signin", "csam"] },
    body: { csrfToken: csrf, callbackUrl: environment().PORTAL_URL + safeReturnPath(returnPath) },
    cookies: { [csrfCookie]: `${csrf}|${hash}` },
    headers: {},
  };
  await NextAuth(request as never, response as never, current);
  if (!headers.has("location"))
    headers.set("location", `${entranceOf(newcomer)}?error=csam_unreachable`);
  return new Response(null, { status: 303, headers });
}

function errorText(metadata: unknown): string {
  const error = metadata instanceof Error ? metadata : (metadata as { error?: unknown }).error;
  return error instanceof Error ? error.message : "unknown";
}
