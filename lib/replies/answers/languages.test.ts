import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mintRecipientActor, systemActor } from "@/lib/auth/actor";
import { calendarDateOf } from "@/lib/format";
import { closeDatabase, withActor } from "@/lib/db";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import { getDraft } from "@/lib/messages/data";
import { addLanguage, removeLanguage } from "@/lib/messages/languages/mutations";
import { saveRecipient, saveReplies, saveText, type DraftRef } from "@/lib/messages/mutations";
import { giveOrder } from "@/lib/messages/orders/mutations";
import { draftProblems } from "@/lib/messages/rules";
import { hashNumber } from "@/lib/number-vault";
import { getDeliveryAnswers, getMessageAnswers } from "@/lib/replies/answers/data";
import { exportAnswers } from "@/lib/replies/answers/mutations";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";
import { contentOf } from "@/lib/replies/requests/data";
import { giveAnswer } from "@/lib/replies/requests/mutations";
import { stopTypst } from "@/lib/typst/compile";
import { afterDays } from "@/lib/working-days";
import { onNewest, readyDraft, value } from "@/scripts/test-draft";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

let actors: TestActors;
let ref: DraftRef;

const NUMBERS = ["08040901112", "05012801335"] as const;
const words = { question: "", fields: [], url: "" };
const option: ReplyOption = {
  ...emptyReplyOption("choice"),
  question: "Komt u?",
  labels: ["Ja", "Nee"],
  deadline: afterDays(calendarDateOf(new Date()), 30),
  otherWords: { fr: { ...words, question: "Venez-vous ?", labels: ["Oui", "Non"] } },
};

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  await asPortal((tx) => tx.messageType.updateMany({ data: { fourEyes: false, languages: [] } }));
});
afterAll(async () => {
  await stopTypst();
  await closeDatabase();
});

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);

const saved = (work: Parameters<typeof onNewest>[1]) => onNewest(ref, work);

/** In Dutch for one citizen and in French for another, with a choice that has these words. */
async function bothLanguages(replyOption: ReplyOption) {
  ref = await readyDraft(actors.an, { recipients: 2 });
  await saved((on) => addLanguage(actors.an, { ...on, language: "fr" }));
  const text = { subject: "Soirée", body: documentFromPlainText("Bonjour") };
  await saved((on) =>
    saveText(actors.an, { ...on, ...text, language: "fr", ownReference: "", values: {} }),
  );
  const { id } = await asPortal((tx) =>
    tx.messageRecipient.findFirstOrThrow({ where: { messageId: ref.messageId, position: 2 } }),
  );
  await saved((on) =>
    saveRecipient(actors.an, {
      ...{ ...on, recipientId: id, kind: "citizen", number: NUMBERS[1], name: "Jürgen Müller" },
      ...{ address: ["Kerkstraat 14", "9999 Maanrode"], attention: "", language: "fr" },
    }),
  );
  await saved((on) => saveReplies(actors.an, { ...on, replyOption }));
}

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

async function answer(place: 0 | 1, choice: string) {
  const row = (await letters())[place];
  const { url } = (row?.letter as { reply: { url: string } }).reply;
  const recipient = mintRecipientActor({
    sessionId: randomUUID(),
    givenName: "Dirk",
    surname: "Verhoeven",
    signIn: { method: "eid", fasLevel: 500, level: "high", at: new Date() },
    numberHashes: [Buffer.from(hashNumber(NUMBERS[place])).toString("hex")],
    tokenHash: createHash("sha256")
      .update(url.split("/").at(-1) ?? "")
      .digest("hex"),
  });
  const input = { attemptId: randomUUID(), seen: 0, typed: { choice }, files: {} };
  return giveAnswer(recipient, input);
}

test("a choice that lacks words in a language of the message is not sent", async () => {
  await bothLanguages({ ...option, otherWords: undefined });
  expect(draftProblems(await draft(), new Date())).toEqual([
    {
      task: "replies",
      code: "reply_words_missing",
      detail: "Komt u? · Ja · Nee",
      language: "fr",
    },
  ]);
  expect(await order()).toMatchObject({ ok: false, refusal: { code: "message_incomplete" } });
});

test("words stay with a language that is taken out, and are there when it comes back", async () => {
  await bothLanguages(option);
  await saved((on) => removeLanguage(actors.an, { ...on, language: "fr" }));
  expect((await draft()).replyOption).toEqual(option);
  await saved((on) => addLanguage(actors.an, { ...on, language: "fr" }));
  expect((await draft()).replyOption).toEqual(option);
  // The main one goes: the other's words take its place.
  await saved((on) => removeLanguage(actors.an, { ...on, language: "nl" }));
  expect((await draft()).replyOption).toMatchObject({
    labels: ["Oui", "Non"],
    otherWords: { nl: { labels: ["Ja", "Nee"] } },
  });
});

test("each is asked in the language of their letter, and all answers are counted together", async () => {
  await bothLanguages(option);
  value(await order());
  const replies = (await letters()).map(({ letter }) => (letter as { reply: object }).reply);
  expect(replies).toMatchObject([{ labels: ["Ja", "Nee"] }, { labels: ["Oui", "Non"] }]);

  // Words of the other language are none that were offered.
  expect(await answer(1, "Nee")).toMatchObject({ refusal: { code: "answer_incomplete" } });
  value(await answer(0, "Ja"));
  value(await answer(1, "Oui"));

  const { messageId } = ref;
  expect(await getMessageAnswers(actors.an, { messageId, page: 1 })).toMatchObject({
    question: "Komt u?",
    counts: [
      {
        label: "Komt u?",
        options: [
          { label: "Ja", count: 2 },
          { label: "Nee", count: 0 },
        ],
      },
    ],
    lines: [
      { answer: { entries: [{ label: "Komt u?", value: "Ja" }] } },
      { answer: { entries: [{ label: "Komt u?", value: "Ja" }] } },
    ],
  });
  const table = value(await exportAnswers(actors.an, { messageId, format: "csv", language: "nl" }));
  const csv = Buffer.from(table.bytes).toString("utf8");
  expect(csv.match(/Komt u\?/g)).toHaveLength(1);
  expect(csv).not.toContain("Oui");

  // On record are the words that were shown.
  const french = (await letters())[1];
  const kept = await asPortal((tx) =>
    tx.replyAnswer.findFirstOrThrow({ where: { deliveryId: french?.id ?? "" } }),
  );
  expect(contentOf(kept.content)).toMatchObject({
    language: "fr",
    question: "Venez-vous ?",
    entries: [{ label: "Venez-vous ?", value: "Oui", chosen: 1, offered: ["Oui", "Non"] }],
  });
  const own = await getDeliveryAnswers(actors.an, french?.id ?? "");
  expect(own?.answers[0]?.entries[0]?.value).toBe("Oui");
});
