import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isEnterpriseNumber, isNiss } from "../identifiers";
import { call, DIRK, message, publish } from "../registry/test-publication";
import { REGISTRY, startTestSandbox, type TestSandbox } from "../test-sandbox";
import type { JournalEntry } from "./journal";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());
afterEach(() => sandbox.control("DELETE", "/faults"));

async function journal(query = ""): Promise<{ items: JournalEntry[]; totalItems: number }> {
  const response = await sandbox.control("GET", `/journal${query}`);
  return (await response.json()) as { items: JournalEntry[]; totalItems: number };
}

async function putFault(effect: unknown, match: Record<string, unknown> = {}, times?: number) {
  const rule = {
    match: { service: "messageRegistry", ...match },
    effect,
    ...(times !== undefined && { times }),
  };
  expect((await sandbox.control("PUT", "/faults", [rule])).status).toBe(200);
}

async function messagesOf(recipient: string) {
  const response = await sandbox.control("GET", `/messages?recipient=${recipient}`);
  return (await response.json()) as {
    items: { messageId: string; readAt?: string }[];
    totalItems: number;
  };
}

const citizen = (ssin: string) => message({ recipient: { eboxType: "citizen", ssin } });

describe("a fault", () => {
  it("may accept a message and break the line, so that the sender cannot know", async () => {
    await putFault({ kind: "acceptThenTimeout", ms: 20 }, {}, 1);
    const startedAt = new Date().toISOString();
    const idempotencyKey = '"cannot know"';
    await expect(publish(sandbox, citizen("06100201227"), { idempotencyKey })).rejects.toThrow(
      "fetch failed",
    );
    expect((await messagesOf("06100201227")).totalItems).toBe(1);
    expect((await publish(sandbox, citizen("06100201227"), { idempotencyKey })).status).toBe(409);

    const { items } = await journal(`?service=messageRegistry&since=${startedAt}`);
    expect(items).toMatchObject([
      {
        idempotencyKey,
        recipient: "06100201227",
        fault: "acceptThenTimeout",
        messageId: expect.any(String) as unknown,
      },
      { idempotencyKey, status: 409, code: "CONFLICT" },
    ]);
    expect(items[0]).not.toHaveProperty("status");
  });

  it("may break the line before any work", async () => {
    await putFault({ kind: "dropBefore" });
    await expect(publish(sandbox, citizen("05012801335"))).rejects.toThrow("fetch failed");
    expect((await messagesOf("05012801335")).totalItems).toBe(0);
  });

  it("may answer another status, and say when to come back", async () => {
    await putFault(
      { kind: "status", status: 503, retryAfter: 7 },
      { method: "POST", path: `${REGISTRY}/ebox/messages` },
      1,
    );
    const refused = await call(sandbox, "/ebox/messages", { method: "POST" });
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("7");
    expect((await publish(sandbox, message())).status).toBe(201);
  });

  it("may delay", async () => {
    await putFault({ kind: "delay", ms: 150 }, {}, 1);
    const startedAt = performance.now();
    expect((await publish(sandbox, message())).status).toBe(201);
    expect(performance.now() - startedAt).toBeGreaterThan(140);
  });

  it("may strike one recipient only", async () => {
    await putFault({ kind: "status", status: 500 }, { recipient: "03081901618" });
    expect((await publish(sandbox, citizen("03081901618"))).status).toBe(500);
    expect((await publish(sandbox, citizen(DIRK))).status).toBe(201);
  });

  it("may kill the token presented, and a new one works", async () => {
    const token = await sandbox.token();
    await putFault({ kind: "tokenExpired" }, {}, 1);
    expect((await publish(sandbox, message(), { token })).status).toBe(401);
    expect((await publish(sandbox, message(), { token })).status).toBe(401);
    expect((await publish(sandbox, message())).status).toBe(201);
  });

  it("may give out a token that is dead already", async () => {
    await putFault({ kind: "tokenExpired" }, { service: "oauth" }, 1);
    const token = await sandbox.token();
    expect((await publish(sandbox, message(), { token })).status).toBe(401);
  });

  it.each(["csam", "tsa", "federation", "oauth"])(
    "may take %s down until it is taken away",
    async (service) => {
      await putFault({ kind: "down" }, { service });
      const addresses: Record<string, string> = {
        csam: "/fas/oauth2/.well-known/openid-configuration",
        tsa: "/tsa/ca.pem",
        federation: "/REST/ebox/enterprise/federation/v1/eboxPreferences/search",
        oauth: "/REST/oauth/v5/token",
      };
      const address = `${sandbox.url}${addresses[service]}`;
      await expect(fetch(address)).rejects.toThrow("fetch failed");
      await sandbox.control("DELETE", "/faults");
      expect((await fetch(address)).status).toBeLessThan(500);
    },
  );

  it("may make sign-in answer late, wrongly or not at all", async () => {
    const address = `${sandbox.url}/fas/oauth2/.well-known/openid-configuration`;
    await putFault({ kind: "status", status: 502 }, { service: "csam" }, 1);
    expect((await fetch(address)).status).toBe(502);
    await putFault({ kind: "acceptThenTimeout" }, { service: "csam" }, 1);
    await expect(fetch(address)).rejects.toThrow("fetch failed");
    await putFault({ kind: "delay", ms: 50 }, { service: "csam" }, 1);
    expect((await fetch(address)).status).toBe(200);
  });

  it("that is not understood is refused", async () => {
    const response = await sandbox.control("PUT", "/faults", [
      { match: { service: "weather" }, effect: { kind: "rain" } },
    ]);
    expect(response.status).toBe(400);
  });
});

describe("the journal", () => {
  it("tells what every request became, page by page, and can be emptied", async () => {
    await sandbox.control("DELETE", "/journal");
    const { body } = await publish(sandbox, message());
    await publish(sandbox, message({ subject: {} }));
    expect(await journal("?service=messageRegistry")).toMatchObject({
      totalItems: 2,
      items: [
        {
          method: "POST",
          path: `${REGISTRY}/ebox/messages`,
          status: 201,
          messageId: body.messageId,
        },
        { status: 400, code: "INVALID_INPUT" },
      ],
    });
    expect((await journal("?page=2&pageSize=1")).items).toHaveLength(1);
    expect((await sandbox.control("GET", "/journal?service=weather")).status).toBe(400);
  });

  it("and messages, recipients and readings survive a restart", async () => {
    const added = await sandbox.control("POST", "/recipients", { count: 3, kind: "citizen" });
    const { numbers } = (await added.json()) as { numbers: string[] };
    const [ssin = ""] = numbers;
    const { body } = await publish(sandbox, citizen(ssin));
    await sandbox.control("POST", `/messages/${body.messageId}/open`);
    const before = await messagesOf(ssin);
    const { totalItems } = await journal();
    await sandbox.restart();
    expect(await messagesOf(ssin)).toEqual(before);
    expect(before.items[0]?.readAt).toEqual(expect.any(String));
    expect((await journal()).totalItems).toBe(totalItems);
    expect((await publish(sandbox, citizen(ssin))).status).toBe(201);
  });
});

describe("the control endpoint", () => {
  it("adds recipients with valid numbers, and others the next time", async () => {
    const add = async (kind: string) => {
      const response = await sandbox.control("POST", "/recipients", { count: 50, kind });
      return ((await response.json()) as { numbers: string[] }).numbers;
    };
    const citizens = [...(await add("citizen")), ...(await add("citizen"))];
    expect(new Set(citizens).size).toBe(100);
    expect(citizens.every(isNiss)).toBe(true);
    const companies = await add("enterprise");
    expect(companies.every(isEnterpriseNumber)).toBe(true);
    const recipient = { eboxType: "enterprise", enterpriseNumber: companies[0] };
    expect((await publish(sandbox, message({ recipient }))).status).toBe(201);
  });

  it("opens a message as its recipient would, once", async () => {
    const { body } = await publish(sandbox, message());
    const open = async () =>
      (await (await sandbox.control("POST", `/messages/${body.messageId}/open`)).json()) as {
        readAt: string;
      };
    const first = await open();
    expect((await open()).readAt).toBe(first.readAt);
  });

  it("replies only when the message allows it", async () => {
    const { body } = await publish(sandbox, message({ isReplyAuthorized: false }));
    const response = await sandbox.control("POST", `/messages/${body.messageId}/reply`, {
      text: "Toch.",
    });
    expect(response.status).toBe(409);
  });

  it("lets a message expire", async () => {
    const { body } = await publish(sandbox, message());
    const response = await sandbox.control("POST", `/messages/${body.messageId}/expire`);
    const { expirationDate } = (await response.json()) as { expirationDate: string };
    expect(Date.parse(expirationDate)).toBeLessThanOrEqual(Date.now());
  });

  it("knows no message that was never sent", async () => {
    expect((await sandbox.control("POST", "/messages/unknown/open")).status).toBe(404);
  });

  it("stands on a page with everything else", async () => {
    const home = await (await fetch(sandbox.url)).text();
    for (const path of ["/box", "/control/journal", "/control/faults", "/tsa/ca.pem", "/health"]) {
      expect(home).toContain(`href="${path}"`);
      expect((await fetch(sandbox.url + path)).status).toBe(200);
    }
    expect(await (await fetch(`${sandbox.url}/health`)).json()).toEqual({ status: "UP" });
    expect((await fetch(`${sandbox.url}/nowhere`)).status).toBe(404);
    expect((await fetch(`${sandbox.url}/health`, { method: "POST" })).status).toBe(405);
  });
});
