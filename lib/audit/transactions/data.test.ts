import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callKeys } from "@/lib/audit/calls/rules";
import { record } from "@/lib/audit/mutations";
import { findDeliveryOf, getTransaction } from "@/lib/audit/transactions/data";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { decryptBytes } from "@/lib/number-vault";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { enterOneOfEach, type TestRows } from "@/scripts/test-rows";

const portal = systemActor("test");
let actors: TestActors;
let an: TestRows;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  an = await withActor(portal, (tx) => enterOneOfEach(tx, actors.an));
});

afterAll(() => closeDatabase());

test("a record leads to the message, the call, the answer and the digests", async () => {
  const answer = await withActor(portal, async (tx) => {
    const row = await tx.mailboxAnswer.findFirstOrThrow({ where: { deliveryId: an.deliveryId } });
    const { letterSha256, organisationId, serviceId } = await tx.delivery.findUniqueOrThrow({
      where: { id: an.deliveryId },
    });
    const call = {
      method: "POST" as const,
      url: "https://ebox.example/v3/ebox/messages",
      clientId: "portal-0000000097",
      tokenSha256: "ab".repeat(32),
      fault: null,
      isUnsent: false,
    };
    const digestValue = Buffer.from(letterSha256 ?? []).toString("base64url");
    const details = {
      attachments: [{ size: 1, digest: { digestMethod: "sha_256", digestValue } }],
    };
    await record(tx, portal, {
      act: "mailbox_called",
      subjectKind: "delivery",
      subjectId: an.deliveryId,
      organisationId,
      serviceId,
      detail: {
        call: "publish",
        answerId: row.id,
        ...callKeys({ status: 201, requestedAt: row.requestedAt, call }, details),
      },
    });
    return row;
  });
  const found = await getTransaction(actors.luc, an.deliveryId);
  expect(found?.delivery.id).toBe(an.deliveryId);
  expect(found?.parts[0]).toMatchObject({ isAsCalled: true });
  expect(found?.parts.slice(1).every(({ isAsCalled }) => isAsCalled === false)).toBe(true);
  const body = decryptBytes(answer.body);
  expect(found?.calls).toMatchObject([
    {
      call: "publish",
      clientId: "portal-0000000097",
      responseCode: "201",
      answer: { size: body.length, sha256: createHash("sha256").update(body).digest("hex") },
    },
  ]);
  expect(found?.records.map(({ act }) => act)).toContain("mailbox_called");
});

test("a reply's record leads to the delivery that it answers", async () => {
  const about = (subjectKind: "reply" | "delivery" | "template", subjectId: string) =>
    findDeliveryOf(actors.luc, { subjectKind, subjectId });
  expect(await about("reply", an.replyId)).toBe(an.deliveryId);
  expect(await about("delivery", an.deliveryId)).toBe(an.deliveryId);
  expect(await about("template", an.templateId)).toBeNull();
});
