import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import { closeDatabase, withActor } from "@/lib/db";
import { environment } from "@/lib/env";
import { startMessage } from "@/lib/messages/mutations";
import { listRecentRecipients } from "@/lib/recipients/recent/data";
import { recallRecipient } from "@/lib/recipients/recent/mutations";
import { stopTypst } from "@/lib/typst/compile";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import { sendTestMessage } from "@/scripts/test-send";

let actors: TestActors;
let sandbox: TestSandbox;
/** A message that An begins. */
let messageId: string;

beforeAll(async () => {
  await testDatabase();
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});
afterAll(async () => {
  await stopTypst();
  await closeDatabase();
  await sandbox.close();
});

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);

async function begin(actor: PersonActor): Promise<string> {
  const organisationId = actor.actingFor.organisationId ?? "";
  const type = await asPortal((tx) =>
    tx.messageType.findFirstOrThrow({ where: { code: "INVOICE", organisationId } }),
  );
  const started = await startMessage(actor, { messageTypeId: type.id });
  if (!started.ok) throw new Error(started.refusal.code);
  return started.value.id;
}

const changeDelivery = (id: string, data: { sentAt?: Date; state?: string }) =>
  asPortal((tx) => tx.delivery.update({ where: { id }, data }));
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const find = (query = "") => listRecentRecipients(actors.an, { messageId, query });
const names = async (query = "") => (await find(query)).map(({ name }) => name);

beforeEach(async () => {
  messageId = await begin(actors.an);
});

test("those a service wrote to are offered, the newest first, each once, their number hidden", async () => {
  const older = await sendTestMessage(actors.an);
  await changeDelivery(older, { sentAt: daysAgo(20) });
  const els = await sendTestMessage(actors.an, { number: "02050501806" });
  await changeDelivery(els, { sentAt: daysAgo(10) });
  const bakery = await sendTestMessage(actors.an, { number: "0000000295" });
  await changeDelivery(bakery, { sentAt: daysAgo(5) });
  const newer = await sendTestMessage(actors.an);
  expect(await find()).toMatchObject([
    { deliveryId: newer, kind: "citizen", name: "Dirk Verhoeven", masked: "08.••.••-•••.12" },
    { deliveryId: bakery, kind: "enterprise", masked: "0000.000.295" },
    { deliveryId: els, name: "Els Wouters", sentAt: expect.stringMatching(/Z$/) as string },
  ]);
});

test("they are found by a part of their name, without accents and capitals, and signs mean themselves", async () => {
  await sendTestMessage(actors.an, { number: "06100201227" });
  expect(await names("LEFEBVRE")).toEqual(["Amélie Lefèbvre"]);
  expect(await names("amél")).toEqual(["Amélie Lefèbvre"]);
  expect(await names("%")).toEqual([]);
  expect(await names("_")).toEqual([]);
});

test("nobody of another service is offered, nor to another, nor for a message that was sent", async () => {
  await sendTestMessage(actors.karim, { number: "01090901986" });
  expect(await names("Mohamed")).toEqual([]);
  expect(await listRecentRecipients(actors.karim, { messageId, query: "" })).toEqual([]);
  await asPortal((tx) =>
    tx.message.update({ where: { id: messageId }, data: { state: "sending" } }),
  );
  expect(await find()).toEqual([]);
});

test("what was cancelled or is more than a year ago does not count", async () => {
  const cancelled = await sendTestMessage(actors.an, { number: "01122402143" });
  await changeDelivery(cancelled, { state: "cancelled" });
  const old = await sendTestMessage(actors.an, { number: "09111102013" });
  await changeDelivery(old, { sentAt: daysAgo(400) });
  expect(await names("Peeters")).toEqual([]);
  expect(await names("Greta")).toEqual([]);
});

test("whoever is chosen is filled in as they stood in that letter, and that is on record", async () => {
  const deliveryId = await sendTestMessage(actors.an, {
    number: "0000000295",
    attention: "Boekhouding",
  });
  const recalled = await recallRecipient(actors.an, { messageId, deliveryId });
  expect(recalled).toMatchObject({
    ok: true,
    value: {
      kind: "enterprise",
      number: "0000.000.295",
      name: "Bakkerij De Zonnebloem",
      attention: "Boekhouding",
      language: "nl",
    },
  });
  const record = await asPortal((tx) =>
    tx.auditRecord.findFirst({ where: { act: "recipient_recalled" }, orderBy: { at: "desc" } }),
  );
  expect(record?.numberHash).not.toBeNull();
  const foreign = await sendTestMessage(actors.karim, { number: "01090901986" });
  const notFound = { ok: false, refusal: { code: "not_found" } };
  expect(await recallRecipient(actors.an, { messageId, deliveryId: foreign })).toEqual(notFound);
  // A draft recalls whom its own service wrote to, and nobody else.
  expect(
    await recallRecipient(actors.karim, { messageId: await begin(actors.karim), deliveryId }),
  ).toEqual(notFound);
});
