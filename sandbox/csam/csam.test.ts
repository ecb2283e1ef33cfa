import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestSandbox, type TestSandbox } from "../test-sandbox";
import { levelUrn } from "./levels";
import { Browser } from "./test-browser";

const AN = "01031200268";
const REDIRECT = "http://localhost:9/callback";
const SIGNED_OUT = "http://localhost:9/signed-out";
const SCOPE = "openid profile egovnrn certificateInfo citizen enterprise roles";

let sandbox: TestSandbox;
let receiver: Server;
const logoutTokens: string[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      logoutTokens.push(new URLSearchParams(text).get("logout_token") ?? "");
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  const port = typeof address === "object" ? address?.port : undefined;
  sandbox = await startTestSandbox(
    {},
    {
      oidcClients: [
        {
          clientId: "portal",
          clientSecret: "a secret of the test",
          redirectUris: [REDIRECT],
          postLogoutRedirectUris: [SIGNED_OUT],
          backchannelLogoutUri: `http://127.0.0.1:${port}/logout`,
        },
      ],
    },
  );
});

afterAll(async () => {
  await sandbox.stop();
  receiver.close();
});

beforeEach(() => {
  logoutTokens.length = 0;
});

function authorizeUrl(parameters: Record<string, string> = {}) {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: "portal",
    response_type: "code",
    redirect_uri: REDIRECT,
    scope: SCOPE,
    state: "the state",
    nonce: "the nonce",
    acr_values: levelUrn(450),
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...parameters,
  });
  return { verifier, url: `${sandbox.url}/fas/oauth2/authorize?${query}` };
}

async function exchange(code: string, verifier: string, secret = "a secret of the test") {
  return fetch(`${sandbox.url}/fas/oauth2/access_token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`portal:${encodeURIComponent(secret)}`).toString("base64")}`,
    },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      redirect_uri: REDIRECT,
      code_verifier: verifier,
    }),
  });
}

async function signIn(browser: Browser, means: string, niss = AN) {
  const { url, verifier } = authorizeUrl();
  const picker = await browser.go(url);
  const end = await browser.go(picker.url, { niss, means, decision: "continue" });
  const callback = new URL(end.url);
  const response = await exchange(callback.searchParams.get("code") ?? "", verifier);
  const tokens = (await response.json()) as { id_token: string; access_token: string };
  return { callback, tokens, picker };
}

describe("signing in as at CSAM", () => {
  it("gives the person's claims and the level reached, all signed", async () => {
    const { callback, tokens, picker } = await signIn(new Browser(sandbox.url), "bmid");
    expect(picker.text).toContain('<html lang="en">');
    expect(picker.text).toContain("An Willems");
    expect(picker.text).toMatch(/value="bmid"\s+required\s+checked/);
    expect(callback.searchParams.get("state")).toBe("the state");

    const keys = createRemoteJWKSet(new URL(`${sandbox.url}/fas/oauth2/connect/jwk_uri`));
    const issuer = `${sandbox.url}/fas/oauth2`;
    const idToken = await jwtVerify(tokens.id_token, keys, {
      issuer,
      audience: "portal",
      algorithms: ["RS256"],
    });
    expect(idToken.payload).toMatchObject({ nonce: "the nonce", amr: ["bmid", levelUrn(450)] });
    expect(idToken.payload.sid).toEqual(expect.any(String));

    const userinfo = await fetch(`${issuer}/userinfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(userinfo.headers.get("content-type")).toContain("application/jwt");
    const claims = await jwtVerify(await userinfo.text(), keys, { issuer, audience: "portal" });
    expect(claims.payload).toMatchObject({
      sub: idToken.payload.sub,
      egovNRN: AN,
      surname: "Willems",
      givenName: "An",
      prefLanguage: "nl",
      mail: "an.willems@people.example",
      fedid: expect.any(String) as unknown,
      amr: ["bmid", levelUrn(450)],
    });
  });

  it("lets a level be chosen that is lower than asked, so that the service can refuse it", async () => {
    const { tokens, picker } = await signIn(new Browser(sandbox.url), "password");
    expect(picker.text).toContain("Lower than the service asks");
    expect(decodeJwt(tokens.id_token).amr).toEqual(["password", levelUrn(200)]);
  });

  it("asks again for identification when the session's level is lower than asked", async () => {
    const browser = new Browser(sandbox.url);
    await signIn(browser, "password");
    const again = await browser.go(authorizeUrl().url);
    expect(again.text).toContain("Who are you today?");
  });

  it("signs in silently while the session lasts, also over a restart", async () => {
    const browser = new Browser(sandbox.url);
    await signIn(browser, "eid");
    await sandbox.restart();
    const { url, verifier } = authorizeUrl();
    const end = new URL((await browser.go(url)).url);
    const response = await exchange(end.searchParams.get("code") ?? "", verifier);
    const { id_token } = (await response.json()) as { id_token: string };
    expect(decodeJwt(id_token).amr).toEqual(["eid", levelUrn(500)]);
  });

  it("refuses a request without PKCE", async () => {
    const query = new URL(authorizeUrl().url);
    query.searchParams.delete("code_challenge");
    query.searchParams.delete("code_challenge_method");
    const end = new URL((await new Browser(sandbox.url).go(query.href)).url);
    expect(end.searchParams.get("error")).toBe("invalid_request");
  });

  it("refuses a redirect address that is not registered, on a page of its own", async () => {
    const page = await new Browser(sandbox.url).go(
      authorizeUrl({ redirect_uri: "http://localhost:9/elsewhere" }).url,
    );
    expect(page.status).toBe(400);
    expect(page.text).toContain("Signing in did not work");
  });

  it("refuses a wrong verifier and a wrong secret", async () => {
    const browser = new Browser(sandbox.url);
    const { url, verifier } = authorizeUrl();
    const picker = await browser.go(url);
    const end = await browser.go(picker.url, { niss: AN, means: "eid", decision: "continue" });
    const code = new URL(end.url).searchParams.get("code") ?? "";
    expect((await exchange(code, verifier, "wrong")).status).toBe(401);
    const wrongVerifier = await exchange(code, "x".repeat(43));
    expect(await wrongVerifier.json()).toMatchObject({ error: "invalid_grant" });
  });

  it("tells the service when the person cancels", async () => {
    const browser = new Browser(sandbox.url);
    const picker = await browser.go(authorizeUrl().url);
    const end = new URL((await browser.go(picker.url, { decision: "cancel" })).url);
    expect(end.searchParams.get("error")).toBe("access_denied");
  });
});

describe("signing out as at CSAM", () => {
  it("ends the session, tells the service by the back channel and returns to it", async () => {
    const browser = new Browser(sandbox.url);
    const { tokens } = await signIn(browser, "eid");
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: SIGNED_OUT,
      state: "bye",
    });
    const page = await browser.go(`${sandbox.url}/fas/oauth2/connect/endSession?${query}`);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    const action = /action="([^"]+)"/.exec(page.text)?.[1] ?? "";
    const end = await browser.go(action, { xsrf, logout: "yes" });
    expect(end.url).toBe(`${SIGNED_OUT}?state=bye`);

    const [logoutToken = ""] = logoutTokens;
    expect(decodeJwt(logoutToken)).toMatchObject({
      aud: "portal",
      sid: decodeJwt(tokens.id_token).sid,
      sub: decodeJwt(tokens.id_token).sub,
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    });
    expect((await browser.go(authorizeUrl().url)).text).toContain("Who are you today?");
  });
});

describe("being signed out by somebody else", () => {
  it("reaches the service by the back channel alone and ends the session", async () => {
    const browser = new Browser(sandbox.url);
    const { tokens } = await signIn(browser, "eid", "02070400167");
    const response = await sandbox.control("POST", "/logout", { ssin: "02070400167" });
    expect(await response.json()).toEqual({ sessions: 1, notified: 1, failed: 0 });
    expect(decodeJwt(logoutTokens[0] ?? "").sid).toBe(decodeJwt(tokens.id_token).sid);
    expect((await browser.go(authorizeUrl().url)).text).toContain("Who are you today?");
  });
});
