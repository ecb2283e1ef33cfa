import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { findSession } from "@/lib/auth/data";
import {
  actFor,
  endSession,
  endSessionsOf,
  openSession,
  rememberPerson,
} from "@/lib/auth/mutations";
import { closeDatabase, withActor } from "@/lib/db";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse } from "@/scripts/test-house";

const NORA = {
  subject: "nora-at-csam",
  session: "csam-1",
  nationalNumber: "07082100652",
  givenName: "Nora",
  surname: "Peeters",
  email: null,
  language: "fr" as const,
  method: "eid",
  fasLevel: 500,
  idToken: "the id token",
};
let token: string;
let personId: string;

beforeAll(async () => {
  await testDatabase();
  await layTestHouse();
});
afterAll(() => closeDatabase());

beforeEach(async () => {
  token = randomUUID();
  ({ id: personId } = await rememberPerson(NORA));
  await openSession(token, personId, NORA);
});

const stateOf = async (one: string) => (await findSession(one)).state;

async function signedIn() {
  const found = await findSession(token);
  if (found.state !== "signed_in") throw new Error(found.state);
  return found.signedIn;
}

const records = (act: string) =>
  withActor(systemActor("test"), (tx) =>
    tx.auditRecord.findMany({ where: { act, personId }, orderBy: { id: "asc" } }),
  );

describe("a session", () => {
  test("ends once, on record, and gives what CSAM asks for to end it there", async () => {
    expect(await endSession(token, "signed_out")).toEqual({ idToken: "the id token" });
    expect(await endSession(token, "signed_out")).toBeNull();
    expect(await stateOf(token)).not.toBe("signed_in");
    const { length } = await records("signed_out");
    expect((await records("signed_out")).at(length - 1)?.detail).toEqual({ reason: "signed_out" });
  });

  test("that never was ends nothing", async () => {
    expect(await endSession(randomUUID(), "signed_out")).toBeNull();
    expect(await stateOf(token)).toBe("signed_in");
  });
});

describe("when CSAM says that somebody signed out", () => {
  const keepUntil = new Date(Date.now() + 60_000);

  test("the session it names ends, and the token counts once", async () => {
    const other = randomUUID();
    await openSession(other, personId, { ...NORA, session: "csam-2" });
    const id = randomUUID();
    expect(await endSessionsOf({ session: "csam-2" }, { id, keepUntil })).toBe(1);
    expect([await stateOf(token), await stateOf(other)]).toEqual(["signed_in", "ended"]);
    expect(await endSessionsOf({ session: "csam-1" }, { id, keepUntil })).toBeNull();
    expect(await stateOf(token)).toBe("signed_in");
  });

  test("without a session all of the person's end", async () => {
    const other = randomUUID();
    await openSession(other, personId, { ...NORA, session: "csam-3" });
    await endSessionsOf({ subject: "nora-at-csam" }, { id: randomUUID(), keepUntil });
    expect([await stateOf(token), await stateOf(other)]).toEqual(["ended", "ended"]);
  });

  test("about nobody signed in, it ends nothing and is used up", async () => {
    const id = randomUUID();
    expect(await endSessionsOf({ subject: "nobody" }, { id, keepUntil })).toBe(0);
    expect(await endSessionsOf({ subject: "nobody" }, { id, keepUntil })).toBeNull();
  });
});

describe("acting for somebody", () => {
  test("is switched to what one holds, on record", async () => {
    const { sessionId, ...known } = await signedIn();
    const options = known.options.map(({ organisationId, serviceId }) => ({
      organisationId,
      serviceId,
    }));
    for (const option of options) {
      expect(await actFor({ id: sessionId, personId }, option)).toMatchObject({ ok: true });
      expect((await signedIn()).actor?.actingFor).toEqual(option);
    }
    expect(new Set(options.map((option) => option.organisationId)).size).toBe(2);
    expect(await records("acting_for_changed")).toHaveLength(options.length);
  });

  test("is never switched to what one does not hold", async () => {
    const { sessionId, actor } = await signedIn();
    const foreign = { organisationId: randomUUID(), serviceId: randomUUID() };
    expect(await actFor({ id: sessionId, personId }, foreign)).toMatchObject({ ok: false });
    expect((await signedIn()).actor?.actingFor).toEqual(actor?.actingFor);
  });
});
