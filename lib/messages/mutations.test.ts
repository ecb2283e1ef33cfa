import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import { closeDatabase, withActor } from "@/lib/db";
import { environment } from "@/lib/env";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { getDraft, getPreview, getSentMessage, makePreview } from "@/lib/messages/data";
import {
  discardMessage,
  removeRecipient,
  saveDelivery,
  saveRecipient,
  saveText,
  startMessage,
} from "@/lib/messages/mutations";
import { giveOrder } from "@/lib/messages/orders/mutations";
import type { DeliveryChoice } from "@/lib/messages/schema";
import { testDatabase } from "@/scripts/test-database";
import { readyDraft, typeOf, value } from "@/scripts/test-draft";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

const DIRK = "08040901112";
const JURGEN = "05012801335";
let actors: TestActors;
let messageId: string;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
});
afterAll(() => closeDatabase());

beforeEach(async () => {
  const started = await startMessage(actors.an, {
    messageTypeId: await typeOf(actors.an, "INVOICE"),
  });
  messageId = value(started).id;
});

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);

const to = (number: string) => ({
  kind: "citizen" as const,
  number,
  name: "Dirk Verhoeven",
  address: ["Kerkstraat 14", "9999 Maanrode"],
  attention: "",
  language: "nl" as const,
});

function text(lockNumber: number, words = "Geachte ((naam))", values = {}) {
  const body = documentFromPlainText(words);
  return { messageId, lockNumber, subject: "Afvalbelasting", ownReference: "", body, values };
}

/** Every answer but the sending; answers the save to send on. */
async function ready(choice: DeliveryChoice = "normal", code = "INVOICE"): Promise<number> {
  const ref = await readyDraft(actors.an, { choice, code });
  ({ messageId } = ref);
  return ref.lockNumber;
}

const send = (lockNumber: number, isConfirmed = false, actor: PersonActor = actors.an) =>
  giveOrder(actor, { messageId, lockNumber, isConfirmed, plan: { kind: "now" }, note: "" });
const deliveries = () => asPortal((tx) => tx.delivery.count({ where: { messageId } }));
const refusal = (code: string) => ({ ok: false, refusal: { code } });

describe("a draft", () => {
  test("is begun for a service: whoever acts for none begins nothing", async () => {
    const messageTypeId = await typeOf(actors.an, "INVOICE");
    expect(await startMessage(actors.luc, { messageTypeId })).toMatchObject(refusal("not_allowed"));
  });

  test("is where it was: every answer comes back", async () => {
    await ready();
    expect(await getDraft(actors.an, messageId)).toMatchObject({
      state: "draft",
      language: "nl",
      subject: "Afvalbelasting",
      paymentWanted: false,
      replyOption: { kind: "ebox" },
      deliveryChoice: "normal",
      recipient: { number: DIRK, addressLines: ["Kerkstraat 14", "9999 Maanrode"] },
    });
  });

  test("changes for the first of two who saw the same save, and tells the other", async () => {
    const [first, second] = await Promise.all([
      saveText(actors.an, text(1, "een")),
      saveText(actors.an, text(1, "twee")),
    ]);
    expect([first.ok, second.ok].sort()).toEqual([false, true]);
    const loser = first.ok ? second : first;
    expect(loser).toMatchObject(refusal("conflict"));
    expect(await getDraft(actors.an, messageId)).toMatchObject({ lockNumber: 2 });
  });

  test("does not take a wrong number", async () => {
    const wrong = { messageId, lockNumber: 1, ...to("08040901113") };
    expect(await saveRecipient(actors.an, wrong)).toMatchObject({
      refusal: { code: "invalid_input", fields: { number: "number_check_digit" } },
    });
  });

  test("forgets what was known of a box when the number becomes another", async () => {
    const lockNumber = await ready();
    await saveRecipient(actors.an, { messageId, lockNumber, ...to(JURGEN) });
    expect(await getDraft(actors.an, messageId)).toMatchObject({
      recipient: { reachability: "unknown", checkedAt: null },
    });
  });

  test("keeps what is known of a box when only the name changes", async () => {
    const lockNumber = await ready();
    await saveRecipient(actors.an, { messageId, lockNumber, ...to(DIRK), name: "D. Verhoeven" });
    expect(await getDraft(actors.an, messageId)).toMatchObject({
      recipient: { name: "D. Verhoeven", reachability: "reachable" },
    });
  });

  test("shows its letter with the gaps marked", async () => {
    const { lockNumber } = value(
      await saveRecipient(actors.an, { messageId, lockNumber: 1, ...to(DIRK) }),
    );
    await saveText(actors.an, text(lockNumber, "Vraag naar ((contactpersoon))"));
    const preview = await getPreview(actors.an, messageId);
    expect(JSON.stringify(preview?.letter.body)).toContain("«contactpersoon»");
    expect(JSON.stringify(preview)).not.toContain(DIRK);
  });

  test("is set for one person a few times at once and no more, and for others all the same", async () => {
    await ready();
    const previews = await Promise.all(
      Array.from({ length: 8 }, () => makePreview(actors.an, messageId, "pdf")),
    );
    const codes = previews.map((made) => (made.ok ? "ok" : made.refusal.code));
    expect(new Set(codes)).toEqual(new Set(["ok", "too_many_requests"]));
    expect(await makePreview(actors.peter, messageId, "pdf")).toMatchObject({ ok: true });
    expect(await makePreview(actors.an, messageId, "picture")).toMatchObject({ ok: true });
  });

  test("can be discarded, and is then no draft any more", async () => {
    expect(await discardMessage(actors.an, { messageId, lockNumber: 1 })).toMatchObject({
      ok: true,
    });
    expect(await saveText(actors.an, text(2))).toMatchObject(refusal("already_sent"));
  });
});

describe("sending", () => {
  test("leaves one delivery, one job and one record, all of the same moment", async () => {
    expect(await send(await ready())).toMatchObject({ ok: true });
    const [delivery] = await asPortal((tx) => tx.delivery.findMany({ where: { messageId } }));
    expect(delivery).toMatchObject({ state: "waiting", recipientName: "Dirk Verhoeven" });
    const sent = await getSentMessage(actors.an, messageId);
    expect(sent).toMatchObject({ deliveryId: delivery?.id, recipientName: "Dirk Verhoeven" });
    const jobs = await asPortal(
      (tx) =>
        tx.$queryRaw`SELECT 1 FROM graphile_worker.jobs WHERE key = ${`publish:${delivery?.id}`}`,
    );
    expect(jobs).toHaveLength(1);
    const records = await asPortal((tx) =>
      tx.auditRecord.count({ where: { act: "message_sent", subjectId: messageId } }),
    );
    expect(records).toBe(1);
  });

  test("freezes the logo that was on the letter", async () => {
    await send(await ready());
    const { letter } = await asPortal((tx) =>
      tx.delivery.findFirstOrThrow({ where: { messageId } }),
    );
    const service = { id: actors.an.actingFor.serviceId ?? "" };
    const { logo } = await asPortal((tx) => tx.service.findUniqueOrThrow({ where: service }));
    const digest = createHash("sha256")
      .update(logo ?? "")
      .digest("hex");
    expect(letter).toMatchObject({ logoSha256: logo ? digest : null });
  });

  test("happens once, however often and however fast it is asked", async () => {
    const lockNumber = await ready();
    const answers = await Promise.all([send(lockNumber), send(lockNumber), send(lockNumber)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await send(lockNumber)).toMatchObject(refusal("already_sent"));
    expect(await deliveries()).toBe(1);
  });

  test("does not happen over a save that the sender has not seen", async () => {
    const lockNumber = await ready();
    await saveText(actors.an, text(lockNumber, "Een andere tekst"));
    expect(await send(lockNumber)).toMatchObject(refusal("conflict"));
    expect(await deliveries()).toBe(0);
  });

  test("does not happen while something is missing, and says what", async () => {
    expect(await send(1)).toMatchObject({
      refusal: { code: "message_incomplete", fields: { recipient: "recipient_missing" } },
    });
  });

  test("does not happen to somebody without a box", async () => {
    const lockNumber = await ready();
    await asPortal((tx) =>
      tx.messageRecipient.updateMany({
        where: { messageId },
        data: { reachability: "not_reachable" },
      }),
    );
    expect(await send(lockNumber)).toMatchObject({
      refusal: { fields: { recipient: "recipient_not_reachable" } },
    });
  });

  test("registered asks for the explicit confirmation", async () => {
    const lockNumber = await ready("registered", "FINE");
    expect(await send(lockNumber, false)).toMatchObject(refusal("confirmation_missing"));
    expect(await send(lockNumber, true)).toMatchObject({ ok: true });
  });

  test("registered stops, and normal goes on, when the time-stamp authority is away too long", async () => {
    await ready();
    const size = 1n;
    const old = new Date(Date.now() - (environment().TIMESTAMP_STOP_HOURS + 1) * 3_600_000);
    const [rootHash, note] = [new Uint8Array(32), new Uint8Array(1)];
    await asPortal((tx) =>
      tx.checkpoint.create({ data: { size, rootHash, note, createdAt: old } }),
    );
    try {
      expect(await send(await ready("registered", "FINE"), true)).toMatchObject(
        refusal("registered_stopped"),
      );
      const { lockNumber } = (await getDraft(actors.an, messageId)) ?? { lockNumber: 0 };
      const normal = await saveDelivery(actors.an, {
        messageId,
        lockNumber,
        deliveryChoice: "normal",
      });
      expect(await send(value(normal).lockNumber)).toMatchObject({ ok: true });
    } finally {
      const stamp = { checkpointId: 0n, token: new Uint8Array(1), stampedAt: new Date() };
      await asPortal(async (tx) => {
        const { id } = await tx.checkpoint.findFirstOrThrow({ where: { size } });
        await tx.checkpointStamp.create({ data: { ...stamp, checkpointId: id } });
      });
    }
  });

  test("registered is refused where it is not open", async () => {
    expect(await send(await ready("registered"), true)).toMatchObject({
      refusal: { code: "message_incomplete", fields: { delivery: "registered_not_open" } },
    });
  });

  test("tells which characters the letter cannot print", async () => {
    const lockNumber = await ready();
    const saved = value(await saveText(actors.an, text(lockNumber, "Geachte 王")));
    expect(await send(saved.lockNumber)).toMatchObject({
      refusal: { code: "message_incomplete", fields: { text: "text_unprintable" } },
    });
    expect((await getDraft(actors.an, messageId))?.unprintable).toEqual(["王"]);
  });

  test("does not happen when the letter cannot be set, which is told at once", async () => {
    const lockNumber = await ready();
    const service = { id: actors.an.actingFor.serviceId ?? "" };
    const { logo } = await asPortal((tx) => tx.service.findUniqueOrThrow({ where: service }));
    const change = (bytes: Uint8Array<ArrayBuffer> | null) =>
      asPortal((tx) => tx.service.update({ where: service, data: { logo: bytes } }));
    await change(new Uint8Array([1, 2, 3]));
    try {
      expect(await send(lockNumber)).toMatchObject(refusal("letter_failed"));
    } finally {
      await change(logo && new Uint8Array(logo));
    }
    expect(await deliveries()).toBe(0);
  });

  test("does not happen for a save that was guessed ahead", async () => {
    const lockNumber = await ready();
    expect(await send(lockNumber + 1)).toMatchObject(refusal("conflict"));
    expect(await deliveries()).toBe(0);
  });

  test("is not for another service", async () => {
    expect(await send(await ready(), false, actors.karim)).toMatchObject(refusal("not_found"));
  });
});

describe("several recipients typed by hand", () => {
  const ELS = "02050501806";
  const first = { messageId: "", lockNumber: 1 };
  const add = (lockNumber: number, recipientId: string, number: string, values = {}) =>
    saveRecipient(actors.an, { messageId, lockNumber, recipientId, ...to(number), values });

  test("are kept beside each other, each with values of their own", async () => {
    const els = crypto.randomUUID();
    value(await saveRecipient(actors.an, { ...first, messageId, ...to(DIRK) }));
    value(await add(2, els, ELS, { dossier: "7" }));
    // Saved again, as by autosave: the same recipient, not another.
    value(await add(3, els, ELS, { dossier: "8" }));
    const draft = await getDraft(actors.an, messageId);
    expect(draft?.people.map(({ number, values }) => [number, values])).toEqual([
      [DIRK, {}],
      [ELS, { dossier: "8" }],
    ]);
    value(await saveText(actors.an, text(4, "Over ((dossier))", { dossier: "van allen" })));
    const after = await getDraft(actors.an, messageId);
    expect(after?.people.map(({ values }) => values)).toEqual([{}, { dossier: "8" }]);
    value(await removeRecipient(actors.an, { messageId, lockNumber: 5, recipientId: els }));
    expect((await getDraft(actors.an, messageId))?.people).toHaveLength(1);
  });

  test("are each there once", async () => {
    value(await saveRecipient(actors.an, { ...first, messageId, ...to(DIRK) }));
    expect(await add(2, crypto.randomUUID(), DIRK)).toEqual({
      ok: false,
      refusal: { code: "invalid_input", fields: { number: "number_repeated" } },
    });
  });

  test("are no more than one can type", async () => {
    const { organisationId, serviceId } = actors.an.actingFor;
    await asPortal((tx) =>
      tx.messageRecipient.createMany({
        data: Array.from({ length: 200 }, (_, at) => ({
          messageId,
          organisationId: organisationId ?? "",
          serviceId: serviceId ?? "",
          position: at + 1,
          kind: "citizen",
          numberEncrypted: new Uint8Array(1),
          numberHash: new Uint8Array([at >> 8, at & 255]),
          name: `Persoon ${at}`,
        })),
      }),
    );
    expect(await add(1, crypto.randomUUID(), ELS)).toEqual({
      ok: false,
      refusal: { code: "recipients_limit" },
    });
  });
});
