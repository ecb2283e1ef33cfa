import { afterAll, beforeAll, expect, it } from "vitest";
import { ALL_SCOPES, startTestSandbox, type TestSandbox } from "../test-sandbox";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());

async function search(path: string, body: unknown, token?: string) {
  const response = await fetch(`${sandbox.url}/REST/ebox/enterprise/federation/v1${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token ?? (await sandbox.token())}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

const preferences = (eboxIdValueList: string[]) => ({
  eboxType: "ENTERPRISE",
  eboxIdType: "EnterpriseNumber",
  eboxIdValueList,
});

it("enterprises with a box are found, those without one are absent", async () => {
  const asked = preferences(["0000000295", "0000000394", "0000000691", "0000000790", "0000000493"]);
  const { body } = await search("/eboxPreferences/search", asked);
  expect(body).toEqual([
    {
      eboxId: { eboxType: "enterprise", eboxIdValue: "0000000295" },
      exclusivelyEbox: false,
      lastConnectionDate: expect.stringMatching(/\+02:00$/) as unknown,
    },
    {
      eboxId: { eboxType: "enterprise", eboxIdValue: "0000000394" },
      exclusivelyEbox: true,
      lastConnectionDate: expect.any(String) as unknown,
    },
    { eboxId: { eboxType: "enterprise", eboxIdValue: "0000000691" }, exclusivelyEbox: false },
    // A box outlives its enterprise: that this one has stopped is told when publishing.
    {
      eboxId: { eboxType: "enterprise", eboxIdValue: "0000000493" },
      exclusivelyEbox: false,
      lastConnectionDate: expect.any(String) as unknown,
    },
  ]);
});

it("citizens have consented or not", async () => {
  const { body } = await search("/citizenEboxConsents/search", {
    ssinList: ["08040901112", "04022901784", "07070701568"],
  });
  expect(body).toEqual([
    { ssin: "08040901112", hasConsent: true, lastConnectionDate: expect.any(String) as unknown },
    { ssin: "04022901784", hasConsent: false },
    { ssin: "07070701568", hasConsent: true },
  ]);
});

it("a search with an unknown property is refused", async () => {
  const answer = await search("/citizenEboxConsents/search", {
    ssinList: ["08040901112"],
    other: true,
  });
  expect(answer).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(/^Invalid Schema/) as unknown },
  });
});

it("a token without the preference scope is refused", async () => {
  const token = await sandbox.token(
    sandbox.maanrode,
    ALL_SCOPES.filter((scope) => !scope.includes("preference")),
  );
  const { status } = await search("/eboxPreferences/search", preferences(["0000000295"]), token);
  expect(status).toBe(403);
});
