import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chooseMainContent } from "@/lib/attachments/mutations";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { publishDelivery } from "@/lib/deliveries/jobs";
import { drawSentLetter, openLetter } from "@/lib/deliveries/mutations";
import { environment } from "@/lib/env";
import { storeFile } from "@/lib/gateways/storage";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { makePreview } from "@/lib/messages/data";
import {
  saveDelivery,
  savePayment,
  saveRecipient,
  saveReplies,
  saveText,
  startMessage,
} from "@/lib/messages/mutations";
import { giveOrder } from "@/lib/messages/orders/mutations";
import { decryptBytes } from "@/lib/number-vault";
import { readEvidence } from "@/lib/proofs/evidence";
import { checkBox } from "@/lib/recipients/mutations";
import type { Result } from "@/lib/result";
import { smallPdf } from "@/e2e/fixtures/pdf";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { startTestSandbox, type TestSandbox } from "@/scripts/test-sandbox";
import { emptyReplyOption } from "@/lib/replies/options/rules";

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

const owner = systemActor("test");
const recipient = { kind: "citizen", number: "08040901112" } as const;

function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

/** A draft whose letter is the sender's own PDF, with a text that stays unsent and one attachment. */
async function draftWithOwnLetter() {
  const an = actors.an;
  const type = await withActor(an, (tx) =>
    tx.messageType.findFirstOrThrow({ where: { code: "INVOICE" } }),
  );
  const { id: messageId } = must(await startMessage(an, { messageTypeId: type.id }));
  let { lockNumber } = must(
    await saveRecipient(an, {
      messageId,
      lockNumber: 1,
      ...recipient,
      name: "Dirk Verhoeven",
      address: [],
      attention: "",
      language: "nl",
    }),
  );
  must(await checkBox(an, { messageId, ...recipient }));
  const ref = () => ({ messageId, lockNumber });
  const text = { subject: "Aanslagbiljet ((jaar))", ownReference: "", values: { jaar: "2026" } };
  const body = documentFromPlainText("Geachte ((aanspreking)), dit wordt niet verzonden.");
  ({ lockNumber } = must(await saveText(an, { ...ref(), ...text, body })));
  ({ lockNumber } = must(await savePayment(an, { ...ref(), payment: null })));
  ({ lockNumber } = must(
    await saveReplies(an, { ...ref(), replyOption: emptyReplyOption("none") }),
  ));
  ({ lockNumber } = must(await saveDelivery(an, { ...ref(), deliveryChoice: "normal" })));
  const letterId = await keep(messageId, "Aanslagbiljet.pdf", smallPdf(), 1);
  await keep(messageId, "Tarief.pdf", Buffer.concat([smallPdf(), Buffer.from("\n")]), 2);
  ({ lockNumber } = must(await chooseMainContent(an, { ...ref(), attachmentId: letterId })));
  return ref();
}

async function keep(messageId: string, fileName: string, bytes: Buffer, position: number) {
  const stored = await storeFile(bytes);
  const id = crypto.randomUUID();
  await withActor(owner, async (tx) => {
    const { organisationId, serviceId } = await tx.message.findUniqueOrThrow({
      where: { id: messageId },
    });
    const mediaType = "application/pdf";
    const place = { id, messageId, organisationId, serviceId, position };
    await tx.attachment.create({
      data: { ...place, fileName, mediaType, ...stored, scanState: "clean", pageCount: 1 },
    });
  });
  return id;
}

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("the sender's own PDF is what is seen, sent, sealed and shown, byte for byte", async () => {
  const draft = await draftWithOwnLetter();
  const preview = must(await makePreview(actors.an, draft.messageId, "pdf"));
  expect(preview.fileName).toBe("Aanslagbiljet.pdf");
  expect(digest(preview.bytes)).toBe(digest(smallPdf()));
  const picture = must(await makePreview(actors.an, draft.messageId, "picture"));
  expect(picture.mediaType).toBe("image/webp");

  must(
    await giveOrder(actors.an, { ...draft, isConfirmed: false, plan: { kind: "now" }, note: "" }),
  );
  const { id } = await withActor(owner, (tx) =>
    tx.delivery.findFirstOrThrow({ where: { messageId: draft.messageId } }),
  );
  await publishDelivery(systemActor("publish_delivery"), { deliveryId: id });
  const row = await withActor(owner, (tx) => tx.delivery.findUniqueOrThrow({ where: { id } }));
  expect(row).toMatchObject({ state: "published", subject: "Aanslagbiljet 2026" });
  expect(Buffer.from(row.letterSha256 ?? []).toString("hex")).toBe(digest(smallPdf()));

  const evidences = await withActor(owner, (tx) =>
    tx.evidence.findMany({ where: { deliveryId: id } }),
  );
  expect(evidences.length).toBeGreaterThan(0);
  for (const { payload } of evidences) {
    const sealed = readEvidence(decryptBytes(payload));
    const told = JSON.stringify(sealed.ok && sealed.value);
    expect(told).toContain("Aanslagbiljet.pdf");
    expect(told).toContain("Tarief.pdf");
    expect(told).toContain(Buffer.from(digest(smallPdf()), "hex").toString("base64"));
  }
  const opened = must(await openLetter(actors.an, { deliveryId: id }));
  expect(opened.fileName).toBe("Aanslagbiljet.pdf");
  expect(digest(opened.bytes)).toBe(digest(smallPdf()));
  const drawn = must(await drawSentLetter(actors.an, { deliveryId: id }));
  expect(drawn.mediaType).toBe("image/webp");
});

test("an own PDF that is an attachment again leaves the text to be sent, and asks for its values", async () => {
  const draft = await draftWithOwnLetter();
  const { lockNumber } = must(await chooseMainContent(actors.an, { ...draft, attachmentId: null }));
  const sent = await giveOrder(actors.an, {
    ...draft,
    lockNumber,
    isConfirmed: false,
    plan: { kind: "now" },
    note: "",
  });
  expect(sent).toMatchObject({
    refusal: { code: "message_incomplete", fields: { text: "placeholder_without_value" } },
  });
});
