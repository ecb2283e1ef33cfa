import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import { closeDatabase, withActor } from "@/lib/db";
import { getEarlierMessages } from "@/lib/messages/earlier/data";
import { startMessage } from "@/lib/messages/mutations";
import { encryptNumber, hashNumber } from "@/lib/number-vault";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

let actors: TestActors;
let draftId: string;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
});
afterAll(() => closeDatabase());

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);
const dirk = "08040901112";
const els = "02050501806";
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

async function begin(
  actor: PersonActor,
  code: string,
  subject: string,
  numbers: readonly string[],
): Promise<string> {
  return asPortal(async (tx) => {
    const organisationId = actor.actingFor.organisationId ?? "";
    const serviceId = actor.actingFor.serviceId ?? "";
    const type = await tx.messageType.findFirstOrThrow({ where: { code, organisationId } });
    const started = await startMessage(actor, { messageTypeId: type.id });
    if (!started.ok) throw new Error(started.refusal.code);
    const messageId = started.value.id;
    await tx.message.update({ where: { id: messageId }, data: { subject } });
    await tx.messageRecipient.createMany({
      data: numbers.map((number, index) => ({
        messageId,
        organisationId,
        serviceId,
        position: index + 1,
        kind: "citizen",
        numberEncrypted: encryptNumber(number),
        numberHash: hashNumber(number),
        name: number,
      })),
    });
    return messageId;
  });
}

/** The like of it, sent; `state` is what became of every letter. */
async function send(
  actor: PersonActor,
  code: string,
  subject: string,
  numbers: readonly string[],
  { sentAt = daysAgo(3), state = "published" } = {},
): Promise<string> {
  const messageId = await begin(actor, code, subject, numbers);
  await asPortal(async (tx) => {
    const message = await tx.message.update({
      where: { id: messageId },
      data: { state: "sending", sentAt },
    });
    await tx.delivery.createMany({
      data: numbers.map((number, index) => ({
        messageId,
        organisationId: message.organisationId,
        serviceId: message.serviceId,
        position: index + 1,
        reference: `${message.reference}/${index + 1}`,
        recipientKind: "citizen",
        recipientNumberEncrypted: encryptNumber(number),
        recipientNumberHash: hashNumber(number),
        recipientName: number,
        recipientSearch: number,
        language: "nl",
        subject,
        deliveryChoice: "normal",
        state,
        letter: {},
        sentAt,
      })),
    });
  });
  return messageId;
}

const found = () => getEarlierMessages(actors.an, draftId);

beforeEach(async () => {
  await asPortal((tx) => tx.delivery.deleteMany());
  // Twice in the list is once a person.
  draftId = await begin(actors.an, "FINE", "Uw boete", [dirk, els, dirk]);
});

test("whoever approves it is told what the sender is told", async () => {
  await send(actors.an, "FINE", "Een boete", [dirk]);
  const told = await getEarlierMessages(actors.an, draftId);
  expect(told?.count).toBe(1);
  expect(await getEarlierMessages(actors.peter, draftId)).toEqual(told);
});

test("nobody is told of where nobody got the like of it", async () => {
  await send(actors.an, "FINE", "Uw boete", ["01090901986"]);
  expect(await found()).toBeNull();
});

test("the same type or the same subject counts, each person once, the newest first", async () => {
  const type = await send(actors.an, "FINE", "Andere boete", [dirk, els], { sentAt: daysAgo(9) });
  const subject = await send(actors.an, "INVOICE", " Uw boete ", [dirk]);
  await send(actors.an, "INVOICE", "Uw factuur", [dirk, els]);
  expect(await found()).toMatchObject({
    recipients: 2,
    count: 2,
    newest: [
      { id: subject, subject: " Uw boete ", recipients: 1 },
      { id: type, recipients: 2 },
    ],
  });
});

test("what is older than thirty days, failed or was cancelled does not", async () => {
  await send(actors.an, "FINE", "Uw boete", [dirk], { sentAt: daysAgo(31) });
  await send(actors.an, "FINE", "Uw boete", [dirk], { state: "failed" });
  await send(actors.an, "FINE", "Uw boete", [dirk], { state: "cancelled" });
  expect(await found()).toBeNull();
});

test("what another service sent stays its own", async () => {
  await send(actors.karim, "FINE", "Uw boete", [dirk]);
  expect(await found()).toBeNull();
  await send(actors.an, "FINE", "Uw boete", [dirk]);
  expect(await getEarlierMessages(actors.karim, draftId)).toBeNull();
});

test("two messages without a subject are not alike for that", async () => {
  draftId = await begin(actors.an, "FINE", "", [dirk]);
  await send(actors.an, "INVOICE", "", [dirk]);
  expect(await found()).toBeNull();
});

test("of many the newest are named, and the others counted", async () => {
  for (const days of [1, 2, 3, 4, 5])
    await send(actors.an, "FINE", `Boete ${days}`, [dirk], { sentAt: daysAgo(days) });
  const earlier = await found();
  expect(earlier).toMatchObject({ recipients: 1, count: 5 });
  expect(earlier?.newest.map(({ subject }) => subject)).toEqual(["Boete 1", "Boete 2", "Boete 3"]);
});
