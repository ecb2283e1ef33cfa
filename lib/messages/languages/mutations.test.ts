import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { getApproval } from "@/lib/approvals/data";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { readDelivery } from "@/lib/deliveries/facts/jobs";
import { sendReminders } from "@/lib/follow-ups/reminders/jobs";
import { calendarDateOf } from "@/lib/format";
import type { LetterLanguage } from "@/lib/letters/schema";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { getDraft, getPreview } from "@/lib/messages/data";
import { addLanguage, removeLanguage } from "@/lib/messages/languages/mutations";
import {
  saveRecipient,
  saveText,
  takeTemplateVersion,
  type DraftRef,
} from "@/lib/messages/mutations";
import { giveOrder, sendBack } from "@/lib/messages/orders/mutations";
import { orderSchema } from "@/lib/messages/orders/schema";
import { draftProblems } from "@/lib/messages/rules";
import { sendTrial } from "@/lib/messages/trials/mutations";
import { chooseLanguage } from "@/lib/recipients/files/mutations";
import { createTemplate, publishTemplate, writeTemplate } from "@/lib/templates/mutations";
import { stopTypst } from "@/lib/typst/compile";
import { afterDays } from "@/lib/working-days";
import { onNewest, readyDraft, value } from "@/scripts/test-draft";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

let actors: TestActors;
let ref: DraftRef;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
});
afterAll(async () => {
  await stopTypst();
  await closeDatabase();
});
beforeEach(async () => {
  await asPortal((tx) => tx.messageType.updateMany({ data: { fourEyes: false, languages: [] } }));
  ref = await readyDraft(actors.an, { recipients: 2, dueDate: dayIn(30) });
});

const dayIn = (days: number) => afterDays(calendarDateOf(new Date()), days);
const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);

const saved = (work: Parameters<typeof onNewest>[1]) => onNewest(ref, work);
const add = (language: LetterLanguage) =>
  saved((on) => addLanguage(actors.an, { ...on, language }));
const remove = (language: LetterLanguage) =>
  saved((on) => removeLanguage(actors.an, { ...on, language }));
const write = (language: LetterLanguage | null, subject: string, words: string, values = {}) =>
  saved((on) =>
    saveText(actors.an, {
      ...on,
      language,
      subject,
      ownReference: "",
      body: documentFromPlainText(words),
      values,
    }),
  );
/** The second of those who were typed in. */
const jurgen = (language: LetterLanguage, values: Record<string, string> | null = null) =>
  saved(async (on) => {
    const { id } = await asPortal((tx) =>
      tx.messageRecipient.findFirstOrThrow({ where: { messageId: on.messageId, position: 2 } }),
    );
    const person = { kind: "citizen" as const, number: "05012801335", name: "Jürgen Müller" };
    return saveRecipient(actors.an, {
      ...{ ...on, ...person, recipientId: id, language, values },
      address: ["Kerkstraat 14", "9999 Maanrode"],
      attention: "",
    });
  });
async function draft() {
  const found = await getDraft(actors.an, ref.messageId);
  if (!found) throw new Error("no draft");
  return found;
}
const order = () =>
  giveOrder(actors.an, { ...ref, isConfirmed: true, plan: { kind: "now" }, note: "" });
const letters = () =>
  asPortal((tx) =>
    tx.delivery.findMany({ where: { messageId: ref.messageId }, orderBy: { position: "asc" } }),
  );

describe("a further language", () => {
  test("comes with the text that the template has in it, and empty without", async () => {
    const created = value(
      await createTemplate(actors.an, {
        name: "Belasting",
        folder: "",
        messageTypeId: null,
        copyOf: null,
      }),
    );
    const template = { templateId: created.id, samples: {} };
    const publish = async (lockNumber: number, mark: string) => {
      let lock = lockNumber;
      for (const [language, subject] of [
        ["nl", "Belasting"],
        ["fr", "Taxe"],
      ] as const) {
        const body = documentFromPlainText(subject);
        const text = { language, subject: `${subject}${mark}`, body };
        lock = value(
          await writeTemplate(actors.an, { ...template, ...text, lockNumber: lock }),
        ).lockNumber;
      }
      const { templateId } = template;
      return value(await publishTemplate(actors.an, { templateId, lockNumber: lock, note: "" }))
        .lockNumber;
    };
    const next = await publish(1, "");
    const { messageId } = ref;
    const begun = { templateId: created.id, templateVersion: 1 };
    await asPortal((tx) => tx.message.update({ where: { id: messageId }, data: begun }));
    await add("fr");
    await add("de");
    const { otherTexts } = await draft();
    expect([otherTexts.fr?.subject, otherTexts.de?.subject]).toEqual(["Taxe", ""]);
    await publish(next, " 2027");
    await saved((on) => takeTemplateVersion(actors.an, { ...on, version: 2 }));
    expect(await draft()).toMatchObject({
      subject: "Belasting 2027",
      otherTexts: { fr: { subject: "Taxe 2027" }, de: { subject: "" } },
    });
  });

  test("is one of those that the type allows, beside a main one, and is there once", async () => {
    await asPortal((tx) => tx.messageType.updateMany({ data: { languages: ["nl", "fr"] } }));
    const refusal = await addLanguage(actors.an, { ...ref, language: "de" });
    expect(refusal).toMatchObject({ ok: false, refusal: { code: "invalid_input" } });
    await add("fr");
    await write("fr", "Taxe", "Bonjour ((nom))");
    await add("fr");
    expect((await draft()).otherTexts.fr?.subject).toBe("Taxe");
    await asPortal((tx) =>
      tx.message.update({ where: { id: ref.messageId }, data: { otherTexts: {}, language: null } }),
    );
    expect(await addLanguage(actors.an, { ...ref, language: "fr" })).toMatchObject({ ok: false });
  });

  test("is asked for whole before it is sent, each text by itself", async () => {
    await add("fr");
    const found = draftProblems(await draft(), new Date());
    expect(found).toMatchObject([
      { code: "subject_missing", language: "fr" },
      { code: "text_missing", language: "fr" },
    ]);
    await write("fr", "Taxe", "Bonjour ((nom)), le ((jour)).");
    expect(draftProblems(await draft(), new Date())).toEqual([]);
    await jurgen("fr");
    expect(draftProblems(await draft(), new Date())).toMatchObject([
      { code: "placeholder_without_value", detail: "jour" },
    ]);
  });

  test("can become the main one, and both texts stay", async () => {
    await add("fr");
    await write("fr", "Taxe", "Bonjour");
    await saved((on) => chooseLanguage(actors.an, { ...on, language: "fr" }));
    expect(await draft()).toMatchObject({
      language: "fr",
      subject: "Taxe",
      otherTexts: { nl: { subject: "Afvalbelasting" } },
    });
  });

  test("taken out leaves its recipients the main text, and the last text stays", async () => {
    await add("fr");
    await write("fr", "Taxe", "Bonjour");
    await jurgen("fr");
    const unknown = await saveText(actors.an, {
      ...ref,
      ...{ language: "de", subject: "Steuer", ownReference: "", values: {} },
      body: documentFromPlainText("Guten Tag"),
    });
    expect(unknown).toMatchObject({ ok: false, refusal: { code: "conflict" } });
    await remove("nl");
    expect(await draft()).toMatchObject({ language: "fr", subject: "Taxe", otherTexts: {} });
    expect((await draft()).people.map(({ language }) => language)).toEqual([null, null]);
    expect(await removeLanguage(actors.an, { ...ref, language: "fr" })).toMatchObject({
      ok: false,
    });
  });

  test("is not one that the message is not written in", async () => {
    await add("fr");
    const refusal = await saveRecipient(actors.an, {
      ...ref,
      ...{ kind: "citizen", number: "08040901112", name: "Dirk", address: [], attention: "" },
      recipientId: randomUUID(),
      language: "de",
    });
    expect(refusal).toMatchObject({ ok: false });
  });

  test("never stands beside itself: the database keeps it so", async () => {
    const otherTexts = { nl: { subject: "", body: {} } };
    const write = asPortal((tx) =>
      tx.message.update({ where: { id: ref.messageId }, data: { otherTexts } }),
    );
    await expect(write).rejects.toThrow("known_languages");
  });
});

describe("a message in two languages", () => {
  beforeEach(async () => {
    await write(null, "Belasting van ((naam))", "Geachte ((naam)), voor ((bedrag)).");
    await add("fr");
    await write("fr", "Taxe de ((nom))", "Bonjour ((nom)), le ((jour)), pour ((montant)).");
    await jurgen("fr", { jour: "mardi" });
  });

  test("is looked at and sent to each in theirs, dates and amounts too", async () => {
    expect((await getPreview(actors.an, ref.messageId))?.letter.language).toBe("nl");
    const shown = await getPreview(actors.an, ref.messageId, { recipient: 2 });
    expect(shown?.letter).toMatchObject({ language: "fr", subject: "Taxe de Jürgen Müller" });
    const first = await getPreview(actors.an, ref.messageId, { language: "fr" });
    expect(first?.letter.recipient.name).toBe("Jürgen Müller");
    value(await order());
    const [dutch, french] = await letters();
    expect(dutch).toMatchObject({ language: "nl", subject: "Belasting van Dirk Verhoeven" });
    expect(french).toMatchObject({
      language: "fr",
      subject: "Taxe de Jürgen Müller",
      letter: { language: "fr" },
    });
    expect(JSON.stringify(french?.letter)).toContain("mardi");
  });

  test("reminds each in the language of the letter", async () => {
    value(await order());
    await asPortal(async (tx) => {
      const rows = [];
      for (const { id } of await letters()) rows.push(await readDelivery(tx, id));
      const sent = rows.flatMap((row) => row ?? []);
      const { by } = orderSchema.parse(sent[0]?.message.order);
      const remindedBy = { personId: actors.an.personId, by, isByItself: true };
      await sendReminders(tx, systemActor("follow_up"), "unopened", sent, remindedBy);
    });
    const reminders = await asPortal((tx) =>
      tx.delivery.findMany({
        where: { message: { remindsOfId: ref.messageId } },
        orderBy: { position: "asc" },
        select: { language: true, subject: true },
      }),
    );
    expect(reminders).toEqual([
      { language: "nl", subject: "Herinnering: Belasting van Dirk Verhoeven" },
      { language: "fr", subject: "Rappel : Taxe de Jürgen Müller" },
    ]);
  });

  test("shows a text that nobody gets yet for whoever stands first", async () => {
    await add("de");
    await write("de", "Steuer", "Guten Tag ((Name))");
    const shown = await getPreview(actors.an, ref.messageId, { language: "de" });
    expect(shown?.letter).toMatchObject({
      language: "de",
      subject: "Steuer",
      recipient: { name: "Dirk Verhoeven" },
    });
  });

  test("keeps the values of each text when the other is saved", async () => {
    const people = await asPortal((tx) =>
      tx.messageRecipient.findMany({ where: { messageId: ref.messageId } }),
    );
    const { id } = people.find(({ position }) => position === 1) ?? { id: "" };
    await asPortal((tx) => tx.messageRecipient.delete({ where: { id } }));
    await write(null, "Belasting", "Geachte ((naam)), ((dag)).", { dag: "dinsdag" });
    await write("fr", "Taxe", "Bonjour ((nom)), le ((jour)).", { jour: "lundi" });
    expect((await draft()).people[0]?.values).toEqual({ dag: "dinsdag", jour: "lundi" });
    await write(null, "Belasting", "Geachte ((naam)).");
    expect((await draft()).people[0]?.values).toEqual({ jour: "lundi" });
  });

  test("is tried with a test citizen in the language that is chosen", async () => {
    const sent = value(await sendTrial(actors.an, { ...ref, recipient: 0, language: "fr" }));
    const trial = await asPortal((tx) =>
      tx.delivery.findUniqueOrThrow({ where: { id: sent.deliveryId } }),
    );
    expect(trial).toMatchObject({ language: "fr", subject: "TEST · Taxe de Els Wouters" });
    expect(JSON.stringify(trial.letter)).toContain("mardi");
  });

  test("is approved in both, and a change in one of them is told and voids it", async () => {
    await asPortal((tx) => tx.messageType.updateMany({ data: { fourEyes: true } }));
    value(await order());
    const asked = await getApproval(actors.peter, ref.messageId);
    expect(asked?.asked.facts.otherTexts.fr?.subject).toBe("Taxe de ((nom))");
    const comments = [{ place: "text" as const, text: "Le montant ?" }];
    value(await sendBack(actors.peter, { messageId: ref.messageId, round: 1, comments }));
    ref.lockNumber = (await draft()).lockNumber;
    await write("fr", "Taxe communale de ((nom))", "Bonjour ((nom)), le ((jour)).");
    value(await order());
    const again = await getApproval(actors.peter, ref.messageId);
    expect(again?.before?.changes.map(({ part, ...more }) => [part, more])).toMatchObject([
      ["subject", { language: "fr" }],
      ["text", { language: "fr" }],
    ]);
  });

  test("tells whoever approves that somebody gets another language", async () => {
    await asPortal((tx) => tx.messageType.updateMany({ data: { fourEyes: true } }));
    value(await order());
    const comments = [{ place: "recipient" as const, text: "Taal?" }];
    value(await sendBack(actors.peter, { messageId: ref.messageId, round: 1, comments }));
    ref.lockNumber = (await draft()).lockNumber;
    await jurgen("nl", { jour: "mardi" });
    value(await order());
    const again = await getApproval(actors.peter, ref.messageId);
    expect(again?.before?.changes).toMatchObject([
      { part: "recipients", added: ["Jürgen Müller"], removed: ["Jürgen Müller"] },
    ]);
  });
});
