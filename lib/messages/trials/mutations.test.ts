import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { getDraft } from "@/lib/messages/data";
import { saveRecipient, saveText, startMessage } from "@/lib/messages/mutations";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { listTrials } from "./data";
import { sendTrial } from "./mutations";

let actors: TestActors;
let messageId: string;
const asSystem = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
});
afterAll(() => closeDatabase());

beforeEach(async () => {
  const type = await asSystem((tx) =>
    tx.messageType.findFirstOrThrow({
      where: { organisationId: actors.an.actingFor.organisationId ?? "" },
    }),
  );
  const begun = await startMessage(actors.an, { messageTypeId: type.id, templateId: null });
  if (!begun.ok) throw new Error(begun.refusal.code);
  messageId = begun.value.id;
  await asSystem((tx) =>
    tx.message.update({ where: { id: messageId }, data: { paymentWanted: false } }),
  );
  await saveRecipient(actors.an, {
    messageId,
    lockNumber: 1,
    kind: "citizen",
    number: "08040901112",
    name: "Dirk Verhoeven",
    address: ["Kerkstraat 14", "9999 Maanrode"],
    attention: "",
    language: "nl",
  });
});

const write = (text: string, values: Record<string, string>) =>
  saveText(actors.an, {
    messageId,
    lockNumber: 2,
    subject: "Uw afspraak",
    ownReference: "",
    body: documentFromPlainText(text),
    values,
  });

test("the letter goes to a test citizen as a message of its own, and the draft stays as it is", async () => {
  await write("Geachte ((naam)), tot ((dag)).", { dag: "maandag" });
  const before = await getDraft(actors.an, messageId);
  const sent = await sendTrial(actors.an, { messageId, lockNumber: 3, recipient: 0 });
  expect(sent).toMatchObject({ ok: true });
  expect(await getDraft(actors.an, messageId)).toEqual(before);
  const deliveries = await asSystem((tx) =>
    tx.delivery.findMany({ where: { message: { trialOfId: messageId } } }),
  );
  expect(deliveries).toMatchObject([
    { subject: "TEST · Uw afspraak", recipientName: "Els Wouters", deliveryChoice: "normal" },
  ]);
  expect(JSON.stringify(deliveries[0]?.letter)).toContain("maandag");
  expect(await asSystem((tx) => tx.delivery.count({ where: { messageId } }))).toBe(0);
  expect(await listTrials(actors.an, messageId)).toMatchObject([
    { deliveryId: deliveries[0]?.id, recipientName: "Els Wouters" },
  ]);
  const records = await asSystem((tx) =>
    tx.auditRecord.findMany({ where: { act: "test_sent", subjectId: messageId } }),
  );
  expect(records).toHaveLength(1);
});

test("a test needs no second pair of eyes, and a message in earnest does not become one", async () => {
  await write("Geachte ((naam))", {});
  await asSystem((tx) => tx.messageType.updateMany({ data: { fourEyes: true } }));
  const sent = await sendTrial(actors.an, { messageId, lockNumber: 3, recipient: 0 });
  expect(sent).toMatchObject({ ok: true });
  await expect(
    withActor(
      actors.an,
      (tx) => tx.$executeRaw`UPDATE "Message" SET "trialOfId" = id WHERE id = ${messageId}::uuid`,
    ),
  ).rejects.toThrow("a message does not become a test");
});

test("what the letter lacks is told, and what was saved meanwhile is not sent unseen", async () => {
  await write("Tot ((dag)).", {});
  const refusal = async (lockNumber: number, recipient: number) => {
    const sent = await sendTrial(actors.an, { messageId, lockNumber, recipient });
    return sent.ok ? null : sent.refusal.code;
  };
  expect(await refusal(3, 0)).toBe("message_incomplete");
  expect(await refusal(2, 0)).toBe("conflict");
  expect(await refusal(3, 1)).toBe("not_found");
});
