import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mintRecipientActor, systemActor } from "@/lib/auth/actor";
import type { RecipientActor } from "@/lib/auth/schema";
import { closeDatabase, withActor } from "@/lib/db";
import { deliveryEventSchema } from "@/lib/deliveries/schema";
import { decryptBytes, hashNumber } from "@/lib/number-vault";
import { readEvidence } from "@/lib/proofs/evidence";
import { keepAnswer } from "@/lib/replies/answers/jobs";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";
import { getReplyRequest } from "@/lib/replies/requests/data";
import {
  downloadReceipt,
  giveAnswer,
  openOwnLetter,
  viewReplyRequest,
} from "@/lib/replies/requests/mutations";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import { sendTestMessage } from "@/scripts/test-send";
import { environment } from "@/lib/env";

const DIRK = "08040901112";
const AMELIE = "06100201227";
const BAKERY = "0000000295";

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

const choice: ReplyOption = {
  ...emptyReplyOption("choice"),
  question: "Komt u?",
  labels: ["Ik kom", "Ik kom niet"],
};

type Asked = { deliveryId: string; token: string };

async function ask(option: Partial<ReplyOption> = {}, number = DIRK): Promise<Asked> {
  const deliveryId = await sendTestMessage(actors.an, {
    number,
    replyOption: { ...choice, ...option },
  });
  const { letter } = await asPortal((tx) =>
    tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } }),
  );
  const { url } = (letter as { reply: { url: string } }).reply;
  return { deliveryId, token: url.split("/").at(-1) ?? "" };
}

function recipient(token: string, ...numbers: string[]): RecipientActor {
  return mintRecipientActor({
    sessionId: randomUUID(),
    givenName: "Dirk",
    surname: "Verhoeven",
    signIn: { method: "bmid", fasLevel: 450, level: "substantial", at: new Date() },
    numberHashes: numbers.map((number) => Buffer.from(hashNumber(number)).toString("hex")),
    tokenHash: createHash("sha256").update(token).digest("hex"),
  });
}

const answer = (value: string, seen = 0, attemptId: string = randomUUID()) => ({
  attemptId,
  seen,
  typed: { choice: value },
  files: {},
});

const answersTo = (deliveryId: string) =>
  asPortal((tx) => tx.replyAnswer.findMany({ where: { deliveryId }, orderBy: { number: "asc" } }));

/** The day before the last one, as the database alone can have it. */
const close = (deliveryId: string) =>
  asPortal(async (tx) => {
    await tx.$executeRaw`ALTER TABLE "ReplyRequest" DISABLE TRIGGER written_once`;
    await tx.replyRequest.update({
      where: { deliveryId },
      data: { closesAt: new Date(Date.now() - 1000) },
    });
    await tx.$executeRaw`ALTER TABLE "ReplyRequest" ENABLE TRIGGER written_once`;
  });

describe("a recipient", () => {
  test("sees what they are asked, and that they looked goes on record", async () => {
    const { deliveryId, token } = await ask();
    expect(await viewReplyRequest(recipient(token, DIRK))).toMatchObject({
      ok: true,
      value: { deliveryId, asked: { labels: ["Ik kom", "Ik kom niet"] }, answer: null },
    });
    const acts = await asPortal((tx) =>
      tx.auditRecord.findMany({ where: { subjectId: deliveryId, act: "reply_page_viewed" } }),
    );
    expect(acts).toMatchObject([{ personId: null, detail: { level: "substantial" } }]);
  });

  test("answers once, however often the button is pressed", async () => {
    const { deliveryId, token } = await ask();
    const press = answer("Ik kom");
    const both = await Promise.all([
      giveAnswer(recipient(token, DIRK), press),
      giveAnswer(recipient(token, DIRK), press),
    ]);
    expect(both).toEqual([
      { ok: true, value: { number: 1 } },
      { ok: true, value: { number: 1 } },
    ]);
    expect(await giveAnswer(recipient(token, DIRK), press)).toMatchObject({ ok: true });
    expect(await answersTo(deliveryId)).toHaveLength(1);
    expect(await giveAnswer(recipient(token, DIRK), answer("Ik kom niet", 1))).toEqual({
      ok: false,
      refusal: { code: "reply_given" },
    });
  });

  test("of two windows finds the answer of the faster one", async () => {
    const { deliveryId, token } = await ask({ isChangeable: true });
    const outcomes = await Promise.all(
      ["Ik kom", "Ik kom niet"].map((value) => giveAnswer(recipient(token, DIRK), answer(value))),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "reply_changed" } });
    expect(await answersTo(deliveryId)).toHaveLength(1);
  });

  test("changes the answer where that is allowed, and the older one stays", async () => {
    const { deliveryId, token } = await ask({ isChangeable: true });
    await giveAnswer(recipient(token, DIRK), answer("Ik kom"));
    expect(await giveAnswer(recipient(token, DIRK), answer("Ik kom niet", 1))).toMatchObject({
      ok: true,
      value: { number: 2 },
    });
    expect(await answersTo(deliveryId)).toMatchObject([{ number: 1 }, { number: 2 }]);
    const request = await getReplyRequest(recipient(token, DIRK));
    expect(request?.answer).toMatchObject({ number: 2, entries: [{ value: "Ik kom niet" }] });
  });

  test("of a page that the browser took out again does not answer unseen", async () => {
    const { token } = await ask({ isChangeable: true });
    const press = answer("Ik kom");
    await giveAnswer(recipient(token, DIRK), press);
    const later = { ...press, typed: { choice: "Ik kom niet" } };
    expect(await giveAnswer(recipient(token, DIRK), later)).toMatchObject({
      refusal: { code: "reply_changed" },
    });
  });

  test("is told after the last day that it is over", async () => {
    const { deliveryId, token } = await ask({ deadline: "2100-01-01" });
    await close(deliveryId);
    expect(await giveAnswer(recipient(token, DIRK), answer("Ik kom"))).toEqual({
      ok: false,
      refusal: { code: "reply_closed" },
    });
  });

  test.each<Record<string, string>>([{}, { choice: "Misschien" }, { choice: "x".repeat(100_000) }])(
    "cannot answer what was not offered",
    async (typed) => {
      const { deliveryId, token } = await ask();
      const given = await giveAnswer(recipient(token, DIRK), { ...answer(""), typed });
      expect(given).toMatchObject({ ok: false, refusal: { code: "answer_incomplete" } });
      expect(await answersTo(deliveryId)).toEqual([]);
    },
  );

  test("may be an enterprise, for which somebody acts", async () => {
    const { token } = await ask({}, BAKERY);
    expect(await getReplyRequest(recipient(token, "02050501806"))).toBeNull();
    const acting = recipient(token, "02050501806", BAKERY);
    expect(await getReplyRequest(acting)).toMatchObject({ isEnterprise: true });
    expect(await giveAnswer(acting, answer("Ik kom"))).toMatchObject({ ok: true });
  });
});

/** The smallest PNG. */
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

describe("a file in a form", () => {
  const fields = [
    { id: "f1", kind: "file" as const, label: "Bewijs", isRequired: true, options: [] },
  ];
  const attached = (name: string, content: string) => ({
    attemptId: randomUUID(),
    seen: 0,
    typed: {},
    files: { f1: new File([content], name) },
  });

  test("is taken for what is inside it", async () => {
    const { token } = await ask({ kind: "form", fields });
    const given = await giveAnswer(recipient(token, DIRK), attached("a.pdf", "no pdf at all"));
    expect(given).toMatchObject({ refusal: { fields: { f1: "file_type" } } });
    const broken = await giveAnswer(recipient(token, DIRK), attached("a.pdf", "%PDF-1.7 broken"));
    expect(broken).toMatchObject({ refusal: { fields: { f1: "file_damaged" } } });
  });

  test("stays with a changed answer, unless another is attached", async () => {
    const name = { id: "f2", kind: "text" as const, label: "Naam", isRequired: true, options: [] };
    const optional = { ...fields[0]!, isRequired: false };
    const { deliveryId, token } = await ask({
      kind: "form",
      fields: [optional, name],
      isChangeable: true,
    });
    const press = { attemptId: randomUUID(), seen: 0, typed: { f2: "Dirk" } };
    const png = new File([Buffer.from(PIXEL, "base64")], "bewijs.png");
    expect(
      await giveAnswer(recipient(token, DIRK), { ...press, files: { f1: png } }),
    ).toMatchObject({ ok: true });
    const again = { attemptId: randomUUID(), seen: 1, typed: { f2: "Dirk V." }, files: {} };
    expect(await giveAnswer(recipient(token, DIRK), again)).toMatchObject({ ok: true });
    const request = await getReplyRequest(recipient(token, DIRK));
    expect(request?.answer).toMatchObject({
      number: 2,
      entries: [{ file: { fileName: "bewijs.png", mediaType: "image/png" } }, { value: "Dirk V." }],
    });
    expect(await answersTo(deliveryId)).toHaveLength(2);
  });

  test("that is too large is refused before it is read", async () => {
    const { token } = await ask({ kind: "form", fields });
    const large = attached("a.pdf", "x".repeat(3 * 1024 * 1024 + 1));
    expect(await giveAnswer(recipient(token, DIRK), large)).toMatchObject({
      refusal: { fields: { f1: "file_too_large" } },
    });
  });
});

describe("nobody else", () => {
  const attempts: Record<string, (actor: RecipientActor) => Promise<unknown>> = {
    getReplyRequest: (actor) => getReplyRequest(actor),
    viewReplyRequest: async (actor) => (await viewReplyRequest(actor)).ok || null,
    giveAnswer: async (actor) => (await giveAnswer(actor, answer("Ik kom"))).ok || null,
    openOwnLetter: async (actor) => (await openOwnLetter(actor, "pdf")).ok || null,
    downloadReceipt: async (actor) => (await downloadReceipt(actor, "answer")).ok || null,
  };

  test.each(Object.keys(attempts))("gets anything by %s", async (name) => {
    const { deliveryId, token } = await ask();
    const strangers = [
      recipient(token, AMELIE),
      recipient(`${token}A`, DIRK),
      recipient("", DIRK),
      recipient(token),
    ];
    for (const stranger of strangers) expect(await attempts[name]?.(stranger)).toBeNull();
    expect(await answersTo(deliveryId)).toEqual([]);
  });

  test("sees more than one's own, nor anything else, without any condition of ours", async () => {
    const { deliveryId, token } = await ask();
    await ask();
    const seen = await withActor(recipient(token, DIRK), async (tx) => ({
      deliveries: await tx.delivery.findMany({ select: { id: true } }),
      requests: await tx.replyRequest.count(),
      messages: await tx.message.count(),
      recipients: await tx.messageRecipient.count(),
      replies: await tx.reply.count(),
      evidences: await tx.evidence.count(),
      services: await tx.service.count(),
      audit: await tx.auditRecord.count(),
    }));
    expect(seen).toEqual({
      deliveries: [{ id: deliveryId }],
      requests: 1,
      messages: 0,
      recipients: 0,
      replies: 0,
      evidences: 0,
      services: 0,
      audit: 0,
    });
  });

  test("the portal's own role forges no answer, and changes none", async () => {
    const { deliveryId, token } = await ask();
    await giveAnswer(recipient(token, DIRK), answer("Ik kom"));
    const [given] = await answersTo(deliveryId);
    if (!given) throw new Error("There is no answer.");
    const forged = {
      ...given,
      id: randomUUID(),
      number: 2,
      attemptId: randomUUID(),
      answeredAt: new Date(),
      fileDigests: [],
    };
    for (const actor of [actors.an, recipient(token, AMELIE), recipient(token, DIRK)])
      await expect(
        withActor(actor, (tx) => tx.replyAnswer.createMany({ data: forged })),
      ).rejects.toThrow(/row-level security/);
    await expect(
      withActor(recipient(token, DIRK), (tx) =>
        tx.replyAnswer.updateMany({ data: { answeredAt: new Date(0) } }),
      ),
    ).rejects.toThrow(/permission denied/);
  });

  test("after the last day the database itself takes no answer", async () => {
    const { deliveryId, token } = await ask({ deadline: "2100-01-01" });
    const { organisationId, serviceId } = await asPortal((tx) =>
      tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } }),
    );
    await close(deliveryId);
    const late = withActor(recipient(token, DIRK), (tx) =>
      tx.replyAnswer.createMany({
        data: {
          deliveryId,
          organisationId,
          serviceId,
          number: 1,
          attemptId: randomUUID(),
          answeredAt: new Date(),
          content: new Uint8Array(1),
          answeredBy: new Uint8Array(1),
        },
      }),
    );
    await expect(late).rejects.toThrow(/row-level security/);
  });
});

describe("an answer becomes", () => {
  test("one event and one evidence, which holds its digest and not its words", async () => {
    const { deliveryId, token } = await ask();
    await giveAnswer(recipient(token, DIRK), answer("Ik kom niet"));
    const [given] = await answersTo(deliveryId);
    const answerId = given?.id ?? "";
    const job = systemActor("keep_answer");
    await Promise.all([keepAnswer(job, { answerId }), keepAnswer(job, { answerId })]);
    await keepAnswer(job, { answerId });
    const events = await asPortal((tx) =>
      tx.deliveryEvent.findMany({ where: { deliveryId, kind: "answered" } }),
    );
    expect(events).toHaveLength(1);
    expect(deliveryEventSchema.parse(events[0])).toMatchObject({
      detail: { answerId, number: 1, method: "bmid", level: "substantial" },
    });
    const evidences = await asPortal((tx) =>
      tx.evidence.findMany({ where: { deliveryId, event: "Reply" } }),
    );
    expect(evidences.map(({ id }) => id)).toEqual([answerId]);
    const payload = decryptBytes(evidences[0]!.payload);
    const text = Buffer.from(payload).toString("utf8");
    expect(text).not.toContain("Ik kom");
    const record = readEvidence(payload);
    const receipt = await downloadReceipt(recipient(token, DIRK), "answer");
    if (!record.ok || !receipt.ok) throw new Error("There is no evidence or no receipt.");
    const digest = createHash("sha256").update(receipt.value.bytes).digest("base64");
    expect(record.value.UserContentInfo?.PartsInfo.PartInfo).toMatchObject([
      { Identifier: "answer-1.json", DigestValue: digest },
    ]);
    expect(record.value.RecipientDetails[0]?.AssuranceLevelsDetails).toMatchObject({
      GlobalAssuranceLevel: { AssuranceLevel: "http://eidas.europa.eu/LoA/substantial" },
    });
    const row = await asPortal((tx) =>
      tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } }),
    );
    expect(row.repliedAt).toEqual(given?.answeredAt);
    expect(await downloadReceipt(recipient(token, DIRK), "evidence")).toEqual({
      ok: false,
      refusal: { code: "proof_not_ready" },
    });
  });
});
