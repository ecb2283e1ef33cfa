import { randomUUID } from "node:crypto";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { problem, problemOnPage, route } from "@/lib/auth/gate";
import { openSession } from "@/lib/auth/mutations";
import { sessionCookieName } from "@/lib/auth/next-auth";
import { closeDatabase, withActor } from "@/lib/db";
import { environment } from "@/lib/env";
import { statusOf, type RefusalCode } from "@/lib/errors";
import { hashNumber } from "@/lib/number-vault";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, TEST_PEOPLE } from "@/scripts/test-house";

beforeAll(async () => {
  await testDatabase();
  await layTestHouse();
});
afterAll(() => closeDatabase());

async function signIn(person: keyof typeof TEST_PEOPLE): Promise<string> {
  const token = randomUUID();
  const { id } = await withActor(systemActor("test"), (tx) =>
    tx.person.findUniqueOrThrow({ where: { numberHash: hashNumber(TEST_PEOPLE[person]) } }),
  );
  await openSession(token, id, {
    subject: TEST_PEOPLE[person],
    session: null,
    nationalNumber: TEST_PEOPLE[person],
    givenName: person,
    surname: person,
    email: null,
    language: "nl",
    method: "eid",
    fasLevel: 500,
    idToken: "",
  });
  return token;
}

const ask = route("message:write", async (actor) => Response.json({ is: actor.givenName }), {
  write: true,
});

async function codeOf(
  token: string | null,
  origin = new URL(environment().PORTAL_URL).origin,
  method = "POST",
): Promise<string> {
  const headers = { origin, cookie: token ? `${sessionCookieName()}=${token}` : "" };
  const request = new NextRequest("http://localhost:3000/api/x", { method, headers });
  const answer = await ask(request, { params: Promise.resolve({}) });
  if (answer.ok) return "ok";
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const { code, status } = (await answer.json()) as { code: RefusalCode; status: number };
  expect([answer.status, status]).toEqual([statusOf(code), statusOf(code)]);
  return code;
}

describe("a route opens", () => {
  test("for whoever may", async () => {
    expect(await codeOf(await signIn("an"))).toBe("ok");
  });
  test("not without a session, nor with one that never was", async () => {
    expect(await codeOf(null)).toBe("session_ended");
    expect(await codeOf(randomUUID())).toBe("session_ended");
  });
  test("not for another role, who is told that nothing is there", async () => {
    expect(await codeOf(await signIn("luc"))).toBe("not_found");
  });
  test("not to a request from another site, nor from nowhere", async () => {
    const token = await signIn("an");
    expect(await codeOf(token, "https://evil.example")).toBe("wrong_origin");
    expect(await codeOf(token, "null")).toBe("wrong_origin");
    expect(await codeOf(token, "")).toBe("wrong_origin");
  });
  test("without an origin when it only looks: browsers send none", async () => {
    expect(await codeOf(await signIn("an"), "", "HEAD")).toBe("ok");
  });
  test("300 times a minute and no more, and still for others", async () => {
    const token = await signIn("karim");
    for (let count = 0; count < 300; count += 50) {
      const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf(token)));
      expect(new Set(codes)).toEqual(new Set(["ok"]));
    }
    expect(await codeOf(token)).toBe("too_many_requests");
    expect(await codeOf(await signIn("marie"))).toBe("ok");
  });
});

test("a refusal has an instance of its own, so that a person's report finds the log's line", async () => {
  const [one, other] = await Promise.all(
    [1, 2].map(async () => (await problem({ code: "conflict" }).json()) as { instance: string }),
  );
  expect(one?.instance).toMatch(/^urn:uuid:/);
  expect(one?.instance).not.toBe(other?.instance);
});

test("a link that a person follows leads to the page that says why, and a program gets the problem", async () => {
  const asked = (accept: string) =>
    problemOnPage(
      new Request("http://localhost/api/audit/export/csv", { headers: { accept } }),
      { code: "selection_too_large" },
      "/audit?refused=selection_too_large",
    );
  const person = asked("text/html,application/xhtml+xml");
  expect(person.status).toBe(303);
  expect(person.headers.get("location")).toBe("/audit?refused=selection_too_large");
  const program = asked("text/csv");
  expect(program.status).toBe(422);
  expect(await program.json()).toMatchObject({ code: "selection_too_large" });
});
