import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { GONE_AFTER } from "@/lib/messages/presence/schema";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { enterOneOfEach } from "@/scripts/test-rows";
import { noteHere } from "./mutations";

let actors: TestActors;
let messageId: string;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  ({ messageId } = await withActor(systemActor("test"), (tx) => enterOneOfEach(tx, actors.an)));
  await set({ state: "draft" });
});
afterAll(() => closeDatabase());

const set = (data: { state: string }) =>
  withActor(systemActor("test"), (tx) => tx.message.update({ where: { id: messageId }, data }));

/** A colleague who may write for the same service. */
const colleague = () => ({
  ...actors.karim,
  actingFor: actors.an.actingFor,
  reads: actors.an.reads,
  writes: actors.an.writes,
});

test("two people in one draft are told of each other, and nobody of themselves", async () => {
  expect(await noteHere(actors.an, messageId)).toEqual({ ok: true, value: { others: [] } });
  expect(await noteHere(colleague(), messageId)).toEqual({
    ok: true,
    value: { others: [`${actors.an.givenName} ${actors.an.surname}`] },
  });
  expect(await noteHere(actors.an, messageId)).toEqual({
    ok: true,
    value: { others: [`${actors.karim.givenName} ${actors.karim.surname}`] },
  });
});

test("who was not heard of for a while is gone", async () => {
  await withActor(systemActor("test"), (tx) =>
    tx.draftPresence.updateMany({
      where: { messageId, personId: actors.karim.personId },
      data: { seenAt: new Date(Date.now() - GONE_AFTER - 1) },
    }),
  );
  expect(await noteHere(actors.an, messageId)).toEqual({ ok: true, value: { others: [] } });
});

test("nobody is in a message that has gone, nor in another service's", async () => {
  expect(await noteHere(actors.karim, messageId)).toMatchObject({ refusal: { code: "not_found" } });
  await set({ state: "sending" });
  expect(await noteHere(actors.an, messageId)).toMatchObject({ refusal: { code: "not_found" } });
});
