import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mintRecipientActor, systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { environment } from "@/lib/env";
import { hashNumber } from "@/lib/number-vault";
import { getDeliveryAnswers, getMessageAnswers } from "@/lib/replies/answers/data";
import { assignReply, exportAnswers, handleReply } from "@/lib/replies/answers/mutations";
import { handlingState } from "@/lib/replies/answers/handling";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import { giveAnswer } from "@/lib/replies/requests/mutations";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import { sendTestMessage } from "@/scripts/test-send";

const DIRK = "08040901112";

let sandbox: TestSandbox;
let actors: TestActors;

beforeAll(async () => {
  await testDatabase();
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});

afterAll(async () => {
  await closeDatabase();
  await sandbox.close();
});

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);

/** Sent, and answered so many times with these words. */
async function answered(...values: string[]) {
  const deliveryId = await sendTestMessage(actors.an, {
    number: DIRK,
    replyOption: {
      ...emptyReplyOption("choice"),
      question: "Komt u?",
      labels: ["Ja", "=2+2"],
      isChangeable: true,
    },
  });
  const row = await asPortal((tx) => tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } }));
  const { url } = (row.letter as { reply: { url: string } }).reply;
  const recipient = mintRecipientActor({
    sessionId: randomUUID(),
    givenName: "Dirk",
    surname: "Verhoeven",
    signIn: { method: "eid", fasLevel: 500, level: "high", at: new Date() },
    numberHashes: [Buffer.from(hashNumber(DIRK)).toString("hex")],
    tokenHash: createHash("sha256")
      .update(url.split("/").at(-1) ?? "")
      .digest("hex"),
  });
  let seen = 0;
  const answer = async (value: string) => {
    const attemptId = randomUUID();
    await giveAnswer(recipient, { attemptId, seen, typed: { choice: value }, files: {} });
    seen += 1;
  };
  for (const value of values) await answer(value);
  return { deliveryId, messageId: row.messageId, answer };
}

async function found(deliveryId: string) {
  const answers = await getDeliveryAnswers(actors.an, deliveryId);
  if (!answers) throw new Error("There are no answers.");
  return answers;
}

const seenOf = ({ newestAt }: { newestAt: Date | null }) => (newestAt ?? new Date(0)).toISOString();

describe("the answers of a message", () => {
  test("are counted once for each recipient, by the newest", async () => {
    const { messageId } = await answered("Ja", "=2+2");
    expect(await getMessageAnswers(actors.an, { messageId, page: 1 })).toMatchObject({
      sent: 1,
      answered: 1,
      toHandle: 1,
      counts: [
        {
          label: "Komt u?",
          options: [
            { label: "Ja", count: 0 },
            { label: "=2+2", count: 1 },
          ],
        },
      ],
      lines: [{ answer: { number: 2, by: { name: "Dirk Verhoeven" } } }],
    });
  });

  test("are taken out as a table in which nothing is a formula, and that goes on record", async () => {
    const { messageId } = await answered("=2+2");
    const wanted = { messageId, language: "nl" as const };
    const csv = await exportAnswers(actors.an, { ...wanted, format: "csv" });
    if (!csv.ok) throw new Error("There is no file.");
    const text = Buffer.from(csv.value.bytes).toString("utf8");
    expect(text).toContain("Komt u?");
    expect(text).toContain("'=2+2");
    const xlsx = await exportAnswers(actors.an, { ...wanted, format: "xlsx" });
    expect(xlsx.ok && Buffer.from(xlsx.value.bytes.subarray(0, 2)).toString()).toBe("PK");
    const acts = await asPortal((tx) =>
      tx.auditRecord.findMany({ where: { subjectId: messageId, act: "answers_exported" } }),
    );
    expect(acts).toHaveLength(2);
  });
});

describe("seeing to an answer", () => {
  test("is given to a colleague of the service, and to nobody else", async () => {
    const { deliveryId } = await answered("Ja");
    const assign = (personId: string, lockNumber: number) =>
      assignReply(actors.an, { deliveryId, lockNumber, personId });
    expect(await assign(actors.karim.personId, 0)).toMatchObject({
      refusal: { code: "not_found" },
    });
    expect(await assign(actors.an.personId, 0)).toMatchObject({ ok: true });
    expect((await found(deliveryId)).handling).toMatchObject({
      lockNumber: 1,
      assignedTo: { name: "An Willems" },
    });
  });

  test("at once by two is done by one, and told to the other", async () => {
    const { deliveryId } = await answered("Ja");
    const before = await found(deliveryId);
    const press = () =>
      handleReply(actors.an, {
        deliveryId,
        lockNumber: before.handling.lockNumber,
        isHandled: true,
        seenUntil: seenOf(before),
      });
    const both = await Promise.all([press(), press()]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toEqual({
      ok: false,
      refusal: { code: "reply_handling_changed" },
    });
  });

  test("does not count for an answer that came after the page was opened", async () => {
    const { deliveryId, answer } = await answered("Ja");
    const before = await found(deliveryId);
    await answer("=2+2");
    const late = await handleReply(actors.an, {
      deliveryId,
      lockNumber: 0,
      isHandled: true,
      seenUntil: seenOf(before),
    });
    expect(late).toMatchObject({ refusal: { code: "reply_handling_changed" } });
  });

  test("is open again once the recipient changes the answer, and when somebody says so", async () => {
    const { deliveryId, messageId, answer } = await answered("Ja");
    const mark = async (isHandled: boolean) => {
      const seen = await found(deliveryId);
      return handleReply(actors.an, {
        deliveryId,
        lockNumber: seen.handling.lockNumber,
        isHandled,
        seenUntil: seenOf(seen),
      });
    };
    const state = async () => {
      const { handling, newestAt } = await found(deliveryId);
      return handlingState(handling.handledAt, newestAt);
    };
    expect(await mark(true)).toMatchObject({ ok: true });
    expect(await state()).toBe("handled");
    const whole = await getMessageAnswers(actors.an, { messageId, page: 1 });
    expect(whole?.toHandle).toBe(0);
    await answer("=2+2");
    expect(await state()).toBe("changed");
    expect(await mark(true)).toMatchObject({ ok: true });
    expect(await mark(false)).toMatchObject({ ok: true });
    expect(await state()).toBe("open");
  });
});
