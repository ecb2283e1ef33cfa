import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ALL_SCOPES,
  makeAssertion,
  REGISTRY,
  startTestSandbox,
  tokenForm,
  type TestSandbox,
} from "../test-sandbox";

let sandbox: TestSandbox;
let tokenUrl: string;
const [scope = ""] = ALL_SCOPES;

beforeAll(async () => {
  sandbox = await startTestSandbox({ SANDBOX_TOKEN_SECONDS: "2" });
  tokenUrl = `${sandbox.url}/REST/oauth/v5/token`;
});
afterAll(() => sandbox.stop());

async function ask(body: URLSearchParams) {
  const response = await fetch(tokenUrl, { method: "POST", body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe("the token service", () => {
  it("gives an opaque token for a scope that is granted and named", async () => {
    const answer = await ask(tokenForm(await makeAssertion(sandbox.maanrode, tokenUrl), scope));
    expect(answer).toMatchObject({
      status: 200,
      body: { token_type: "Bearer", expires_in: 2, scope },
    });
    expect(answer.body.access_token).not.toContain(".");
  });

  it("tells who a token belongs to, the enterprise number without its leading zeros", async () => {
    const introspectUrl = `${sandbox.url}/REST/oauth/v5/introspect`;
    const body = new URLSearchParams({
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await makeAssertion(sandbox.tides, introspectUrl),
      token: await sandbox.token(),
    });
    const response = await fetch(introspectUrl, { method: "POST", body });
    expect(await response.json()).toMatchObject({
      active: true,
      client_id: sandbox.maanrode.clientId,
      principalAttributes: { "urn:be:fgov:kbo-bce:organization:cbe-number": ["97"] },
    });
  });

  it("refuses an assertion made out to another address", async () => {
    const assertion = await makeAssertion(sandbox.maanrode, "https://elsewhere.example/token");
    expect(await ask(tokenForm(assertion, scope))).toMatchObject({
      status: 401,
      body: { error: "invalid_client" },
    });
  });

  it("refuses an assertion used before", async () => {
    const assertion = await makeAssertion(sandbox.maanrode, tokenUrl);
    expect((await ask(tokenForm(assertion, scope))).status).toBe(200);
    expect(await ask(tokenForm(assertion, scope))).toMatchObject({
      status: 401,
      body: { error: "invalid_client" },
    });
  });

  it("refuses an assertion that has expired", async () => {
    const assertion = await makeAssertion(sandbox.maanrode, tokenUrl, { expiresIn: "-1m" });
    expect((await ask(tokenForm(assertion, scope))).status).toBe(401);
  });

  it("refuses an assertion signed with another client's key", async () => {
    const assertion = await makeAssertion(sandbox.tides, tokenUrl, {
      issuer: sandbox.maanrode.clientId,
    });
    expect((await ask(tokenForm(assertion, scope))).status).toBe(401);
  });

  it("refuses a client it does not know", async () => {
    const assertion = await makeAssertion(sandbox.maanrode, tokenUrl, { issuer: "stranger" });
    expect((await ask(tokenForm(assertion, scope))).status).toBe(401);
  });

  it("refuses a scope that is not granted", async () => {
    const assertion = await makeAssertion(sandbox.maanrode, tokenUrl);
    expect(await ask(tokenForm(assertion, "scope:of:others"))).toMatchObject({
      status: 400,
      body: { error: "invalid_scope" },
    });
  });

  it("refuses another grant and a missing assertion", async () => {
    expect((await ask(new URLSearchParams({ grant_type: "password" }))).body.error).toBe(
      "unsupported_grant_type",
    );
    expect((await ask(new URLSearchParams({ grant_type: "client_credentials" }))).body.error).toBe(
      "invalid_request",
    );
  });
});

describe("a resource service", () => {
  const publish = (token?: string) =>
    fetch(`${sandbox.url}${REGISTRY}/ebox/messages`, {
      method: "POST",
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });

  it("answers 401 without a token, with an unknown one and with one that has expired", async () => {
    const token = await sandbox.token();
    expect((await publish(token)).status).toBe(400);
    expect((await publish()).status).toBe(401);
    expect((await publish("unknown")).status).toBe(401);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await publish(token)).status).toBe(401);
  });

  it("answers 403 when the scope was not named", async () => {
    const response = await publish(await sandbox.token(sandbox.maanrode, []));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "FORBIDDEN", environment: "simulation" });
  });
});
