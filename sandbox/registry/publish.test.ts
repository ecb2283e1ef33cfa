import { statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestSandbox, TIDES, type TestSandbox } from "../test-sandbox";
import {
  annexInfo,
  letterAttachment,
  letterFile,
  message,
  publish,
  toBakery,
} from "./test-publication";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());

const annex = (name: string, mediaType = "application/pdf") => ({ ...letterFile, name, mediaType });

describe("a publication is accepted", () => {
  // The situations of the published samples, with values of our own.
  it.each([
    ["one file to an enterprise", toBakery, [letterFile]],
    [
      "one file and a text to an enterprise",
      { ...toBakery, bodyContent: { nl: "Lees de brief." }, isBodyMainContent: false },
      [letterFile],
    ],
    [
      "one file and business data",
      {
        ...toBakery,
        businessDataList: [{ key: "DOSSIER", values: [{ nl: "2026/17" }, { nl: "2026/18" }] }],
      },
      [letterFile],
    ],
    [
      "three files to an enterprise",
      { ...toBakery, attachments: [letterAttachment, annexInfo("upfile2"), annexInfo("upfile3")] },
      [letterFile, annex("upfile2", "text/csv"), annex("upfile3", "application/zip")],
    ],
    ["one file to a citizen", {}, [letterFile]],
    [
      "from another partition",
      { sender: { eboxType: "enterprise", enterpriseNumber: "0000000097", partition: "PLANNING" } },
      [letterFile],
    ],
    [
      "a text alone",
      { attachments: [], bodyContent: { nl: "Beste" }, isBodyMainContent: true },
      [],
    ],
    [
      "an expiry of its own, which is ignored",
      { expirationDate: "2026-12-01T00:00:00+01:00" },
      [letterFile],
    ],
    [
      "for somebody's attention",
      { forTheAttentionOf: { ssin: "08040901112", label: "Dirk" } },
      [letterFile],
    ],
  ])("with %s", async (_what, differences, files) => {
    const { status, body } = await publish(sandbox, message(differences), { files });
    expect(body).toEqual({
      messageId: expect.any(String) as unknown,
      expirationDate: expect.stringMatching(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$/,
      ) as unknown,
    });
    expect(status).toBe(201);
  });

  it("with its parts in any order and a slash at the end of the address", async () => {
    expect((await publish(sandbox, message(), { isJsonLast: true, addressEnd: "/" })).status).toBe(
      201,
    );
  });

  it("and expires when its type says so", async () => {
    const { body } = await publish(sandbox, message({ messageTypeId: "ROAD_WORKS" }));
    const days = (Date.parse(body.expirationDate ?? "") - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(57);
    expect(days).toBeLessThan(63);
  });

  it.each([
    { eboxType: "citizen", ssin: "07070701568" },
    { eboxType: "enterprise", enterpriseNumber: "0000000691" },
  ])("with NO_DIGITAL_USER when nobody ever opened the box", async (recipient) => {
    const { status, body } = await publish(sandbox, message({ recipient }));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      code: "NO_DIGITAL_USER",
      messageId: expect.any(String) as unknown,
    });
  });
});

describe("an idempotency key", () => {
  it("makes a repetition a conflict, even with another content", async () => {
    const idempotencyKey = '"key-1"';
    expect((await publish(sandbox, message(), { idempotencyKey })).status).toBe(201);
    expect((await publish(sandbox, message(), { idempotencyKey })).status).toBe(409);
    const other = await publish(sandbox, message({ subject: { nl: "Iets anders" } }), {
      idempotencyKey,
    });
    expect(other.status).toBe(409);
  });

  it("lets only one of two simultaneous requests through", async () => {
    const idempotencyKey = '"key-2"';
    const token = await sandbox.token();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => publish(sandbox, message(), { idempotencyKey, token })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
  });

  it("belongs to one sender application", async () => {
    const idempotencyKey = '"key-3"';
    await publish(sandbox, message(), { idempotencyKey });
    const fromTides = message({
      sender: { eboxType: "enterprise", enterpriseNumber: TIDES },
      senderApplicationId: "tides:portal:sender",
    });
    const token = await sandbox.token(sandbox.tides);
    expect((await publish(sandbox, fromTides, { idempotencyKey, token })).status).toBe(201);
  });

  it("is not used up by a refusal", async () => {
    const idempotencyKey = '"key-4"';
    expect((await publish(sandbox, message({ subject: {} }), { idempotencyKey })).status).toBe(400);
    expect((await publish(sandbox, message(), { idempotencyKey })).status).toBe(201);
  });

  it("is refused without its quotes", async () => {
    const { status, body } = await publish(sandbox, message(), { idempotencyKey: "key-5" });
    expect(status).toBe(400);
    expect(body.message).toContain("RFC 8941");
  });

  it("is remembered over a restart", async () => {
    const idempotencyKey = '"key-6"';
    await publish(sandbox, message(), { idempotencyKey });
    await sandbox.restart();
    expect((await publish(sandbox, message(), { idempotencyKey })).status).toBe(409);
  });
});

it("a publication adds one line to the log, however many there are already", async () => {
  const added = await sandbox.control("POST", "/recipients", { count: 200 });
  const { numbers } = (await added.json()) as { numbers: string[] };
  const token = await sandbox.token();
  const log = path.join(sandbox.folder, "data", "mailbox.log");
  const before = statSync(log).size;
  for (const ssin of numbers) {
    const { status } = await publish(
      sandbox,
      message({ recipient: { eboxType: "citizen", ssin } }),
      { token },
    );
    expect(status).toBe(201);
  }
  expect((statSync(log).size - before) / numbers.length).toBeLessThan(1_500);
});
