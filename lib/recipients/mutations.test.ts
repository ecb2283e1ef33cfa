import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { environment } from "@/lib/env";
import { getDraft } from "@/lib/messages/data";
import { saveRecipient, startMessage } from "@/lib/messages/mutations";
import { hashNumber } from "@/lib/number-vault";
import { checkBox } from "@/lib/recipients/mutations";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";

const DIRK = "08040901112";
let sandbox: TestSandbox;
let actors: TestActors;
let messageId: string;

beforeAll(async () => {
  await testDatabase();
  sandbox = await startTestSandbox(environment().DATA_DIR);
  actors = await layTestHouse();
});

afterAll(async () => {
  await closeDatabase();
  await sandbox.close();
});

beforeEach(async () => {
  const type = await withActor(actors.an, (tx) => tx.messageType.findFirstOrThrow());
  const started = await startMessage(actors.an, { messageTypeId: type.id });
  if (!started.ok) throw new Error(started.refusal.code);
  messageId = started.value.id;
});

async function saveDirk(): Promise<void> {
  await saveRecipient(actors.an, {
    messageId,
    lockNumber: 1,
    kind: "citizen",
    number: DIRK,
    name: "Dirk Verhoeven",
    address: [],
    attention: "",
    language: "nl",
  });
}

const records = () =>
  withActor(systemActor("test"), (tx) =>
    tx.auditRecord.findMany({ where: { act: "box_checked" }, orderBy: { id: "desc" }, take: 1 }),
  );

describe("looking up a box", () => {
  test.each([
    ["a citizen who uses it", "citizen", DIRK, "reachable"],
    ["a citizen who never opened it", "citizen", "07070701568", "box_never_opened"],
    ["a citizen without consent", "citizen", "04022901784", "not_reachable"],
    ["an enterprise that uses it", "enterprise", "0000000295", "reachable"],
    ["an enterprise that never opened it", "enterprise", "0000000691", "box_never_opened"],
    ["an enterprise without one", "enterprise", "0000000790", "not_reachable"],
  ] as const)("finds %s", async (_who, kind, number, reachability) => {
    expect(await checkBox(actors.an, { messageId, kind, number })).toMatchObject({
      ok: true,
      value: { reachability },
    });
  });

  test("keeps the answer with the draft's recipient", async () => {
    await saveDirk();
    await checkBox(actors.an, { messageId, kind: "citizen", number: DIRK });
    const draft = await getDraft(actors.an, messageId);
    expect(draft?.recipient?.reachability).toBe("reachable");
    expect(draft?.recipient?.checkedAt).toBeInstanceOf(Date);
  });

  test("keeps no answer about somebody who is no longer the recipient", async () => {
    await saveDirk();
    await checkBox(actors.an, { messageId, kind: "citizen", number: "04022901784" });
    expect(await getDraft(actors.an, messageId)).toMatchObject({
      recipient: { reachability: "unknown" },
    });
  });

  test("leaves a trace by the number's keyed hash, and without the number", async () => {
    await checkBox(actors.an, { messageId, kind: "citizen", number: DIRK });
    const [trace] = await records();
    expect(Buffer.from(trace?.numberHash ?? "")).toEqual(Buffer.from(hashNumber(DIRK)));
    expect(trace?.detail).toMatchObject({
      messageId,
      answer: "reachable",
      calls: [
        {
          API_CALL_REQUEST_URL: expect.stringMatching(/\/citizenEboxConsents\/search$/) as string,
          API_CALL_RESPONSE_CODE: "200",
          API_CALL_DETAILS: { recipients: 1 },
        },
      ],
    });
    expect(JSON.stringify(trace?.detail)).not.toContain(DIRK);
  });

  test("asks nobody about a wrong number", async () => {
    const before = await sandbox.journal();
    expect(
      await checkBox(actors.an, { messageId, kind: "citizen", number: "08040901113" }),
    ).toMatchObject({
      refusal: { code: "invalid_input", fields: { number: "number_check_digit" } },
    });
    expect(await sandbox.journal()).toHaveLength(before.length);
  });

  test("is not for a draft of another service", async () => {
    expect(
      await checkBox(actors.karim, { messageId, kind: "citizen", number: DIRK }),
    ).toMatchObject({ refusal: { code: "not_found" } });
  });

  test("says that the eBox does not answer, and keeps nothing of that", async () => {
    await saveDirk();
    await sandbox.close();
    sandbox = { ...sandbox, close: () => Promise.resolve() };
    expect(await checkBox(actors.an, { messageId, kind: "citizen", number: DIRK })).toMatchObject({
      ok: true,
      value: { reachability: "unknown" },
    });
    expect(await getDraft(actors.an, messageId)).toMatchObject({
      recipient: { reachability: "unknown", checkedAt: null },
    });
  });
});
