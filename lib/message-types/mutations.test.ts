import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import { closeDatabase, withActor } from "@/lib/db";
import { getManagedType, listDefaultTemplates, listManagedTypes } from "@/lib/message-types/data";
import { changeFourEyes, changeType } from "@/lib/message-types/mutations";
import type { TypeChange } from "@/lib/message-types/schema";
import { getDraft } from "@/lib/messages/data";
import { mainLanguageChange, startMessage } from "@/lib/messages/mutations";
import { draftProblems } from "@/lib/messages/rules";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

let actors: TestActors;
let change: TypeChange;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  const type = await typeOf(actors.sofie, "INVOICE");
  const [template] = await listDefaultTemplates(actors.sofie, type.id);
  change = {
    typeId: type.id,
    lockNumber: 1,
    defaultTemplateId: template?.id ?? null,
    languages: ["fr"],
    deliveryChoice: "normal",
    isPaymentWanted: false,
    replyOption: emptyReplyOption("ebox"),
    isFourEyes: true,
    legalBasis: "Regl. DEMO 2026, art. 3",
    unopened: { afterDays: 14, step: "remind", isByItself: true },
    receipt: {
      from: "opened_or_available",
      afterDays: 3,
      isWorkingDays: true,
      basis: "Regl. DEMO 2026, art. 9",
    },
    retention: { contentsMonths: 120, repliesMonths: 36 },
  };
});
afterAll(() => closeDatabase());

async function typeOf(actor: PersonActor, code: string) {
  const type = (await listManagedTypes(actor))?.types.find((each) => each.code === code);
  if (!type) throw new Error(`no type ${code}`);
  return type;
}

const refusal = (code: string, fields?: Record<string, string>) => ({
  ok: false,
  refusal: fields ? { code, fields } : { code },
});

test("an administrator changes a type, the next message begins so, and it is on record", async () => {
  expect(await changeType(actors.sofie, change)).toEqual({ ok: true, value: null });
  expect(await getManagedType(actors.sofie, change.typeId)).toMatchObject({
    lockNumber: 2,
    template: { id: change.defaultTemplateId },
    languages: ["fr"],
    replyOption: emptyReplyOption("ebox"),
    unopened: { afterDays: 14, step: "remind", isByItself: true },
    receipt: { from: "opened_or_available", afterDays: 3, isWorkingDays: true },
    retention: { contentsMonths: 120, repliesMonths: 36 },
  });
  expect(await changeType(actors.sofie, change)).toEqual(refusal("type_changed"));

  const started = await startMessage(actors.an, {
    messageTypeId: change.typeId,
    templateId: "default",
  });
  const draft = started.ok && (await getDraft(actors.an, started.value.id));
  if (!draft) throw new Error("nothing was begun");
  expect(draft).toMatchObject({
    language: "fr",
    paymentWanted: null,
    replyOption: { kind: "ebox" },
    deliveryChoice: "normal",
    template: { id: change.defaultTemplateId },
    messageType: { languages: ["fr"], unopened: { afterDays: 14 } },
  });
  const inDutch = draftProblems({ ...draft, language: "nl", people: [] }, new Date());
  expect(inDutch.map(({ code }) => code)).toContain("recipient_missing");

  const [kept] = await withActor(systemActor("test"), (tx) =>
    tx.auditRecord.findMany({ where: { subjectId: change.typeId } }),
  );
  expect(kept).toMatchObject({
    act: "message_type_changed",
    personId: actors.sofie.personId,
    detail: {
      "languages.before": "nl fr de",
      "languages.after": "fr",
      "unopenedByItself.before": false,
      "unopenedByItself.after": true,
      "isFourEyes.before": false,
      "contentsMonths.before": 60,
      "contentsMonths.after": 120,
    },
  });
});

test("a choice that a type proposes has its words in each language, and each message begins with its own", async () => {
  const words = (question: string, ...labels: string[]) => ({
    ...{ question, labels },
    ...{ fields: [], url: "" },
  });
  const proposed = {
    ...emptyReplyOption("choice"),
    otherWords: { nl: words("Komt u?", "Ja", "Nee"), fr: words("Venez-vous ?", "Oui", "Non") },
  };
  const type = await typeOf(actors.sofie, "APPOINTMENT");
  const asked = {
    ...{ ...change, typeId: type.id, lockNumber: type.lockNumber, defaultTemplateId: null },
    ...{ unopened: null, replyOption: proposed, languages: ["nl" as const, "fr" as const] },
  };
  expect(await changeType(actors.sofie, { ...asked, languages: ["nl", "fr", "de"] })).toEqual(
    refusal("invalid_input", { replyOption: "reply_words_missing" }),
  );
  expect(await changeType(actors.sofie, asked)).toEqual({ ok: true, value: null });

  const started = await startMessage(actors.an, { messageTypeId: type.id });
  if (!started.ok) throw new Error("nothing was begun");
  const { id } = started.value;
  await withActor(actors.an, async (tx) => {
    const message = await tx.message.findUniqueOrThrow({ where: { id } });
    const data = await mainLanguageChange(tx, actors.an, message, "fr");
    await tx.message.update({ where: { id }, data });
  });
  const draft = await getDraft(actors.an, id);
  expect(draft).toMatchObject({
    language: "fr",
    replyOption: {
      kind: "choice",
      labels: ["Oui", "Non"],
      otherWords: { nl: { labels: ["Ja", "Nee"] } },
    },
  });
});

test("a message in a language that its type does not allow is not sent", async () => {
  const started = await startMessage(actors.an, { messageTypeId: change.typeId });
  const draft = started.ok && (await getDraft(actors.an, started.value.id));
  if (!draft) throw new Error("nothing was begun");
  const recipients = { ...draft.recipients, count: 1, kinds: ["citizen"] as const };
  const codes = draftProblems({ ...draft, language: "nl", recipients }, new Date());
  expect(codes).toContainEqual({ task: "recipient", code: "language_not_allowed" });
});

test("what cannot be is refused at its field", async () => {
  const again = { ...change, lockNumber: 2 };
  expect(
    await changeType(actors.sofie, {
      ...again,
      defaultTemplateId: crypto.randomUUID(),
      deliveryChoice: "registered",
      unopened: { afterDays: 365, step: "tell", isByItself: false },
    }),
  ).toEqual(
    refusal("invalid_input", {
      defaultTemplateId: "template_unknown",
      deliveryChoice: "registered_closed",
      unopened: "days_after_validity",
    }),
  );
});

test("an administrator says what the whole organisation has approved", async () => {
  const rules = { lockNumber: 1, from: 50, isRegistered: true };
  expect(await changeFourEyes(actors.sofie, rules)).toEqual({ ok: true, value: null });
  expect((await listManagedTypes(actors.sofie))?.fourEyes).toEqual({ ...rules, lockNumber: 2 });
  expect(await changeFourEyes(actors.sofie, rules)).toEqual(refusal("type_changed"));
  const [kept] = await withActor(systemActor("test"), (tx) =>
    tx.auditRecord.findMany({ where: { act: "four_eyes_changed" } }),
  );
  expect(kept?.detail).toMatchObject({ "from.before": null, "from.after": 50 });
});

test("nobody else changes a type, by the product or past it", async () => {
  const foreign = await withActor(actors.marie, (tx) => tx.messageType.findFirstOrThrow());
  expect(await changeType(actors.sofie, { ...change, typeId: foreign.id })).toEqual(
    refusal("not_found"),
  );
  for (const who of ["an", "karim", "peter", "luc", "marie"] as const) {
    expect(await listManagedTypes(actors[who]), who).toBeNull();
    expect(await changeType(actors[who], change), who).toEqual(refusal("not_found"));
    const past = await withActor(actors[who], async (tx) => ({
      types: (await tx.messageType.updateMany({ data: { fourEyes: false } })).count,
      organisations: (await tx.organisation.updateMany({ data: { fourEyesFrom: null } })).count,
    }));
    expect(past, who).toEqual({ types: 0, organisations: 0 });
  }
});

test.each([
  ["the code of a type", "messageType", { code: "OTHER" }],
  ["the number of an organisation", "organisation", { enterpriseNumber: "0000000097" }],
] as const)("an administrator does not rewrite %s past the product", async (_what, table, data) => {
  const rewritten = withActor(actors.sofie, (tx) =>
    table === "messageType"
      ? tx.messageType.updateMany({ data })
      : tx.organisation.updateMany({ data }),
  );
  await expect(rewritten).rejects.toThrow(/permission denied/);
});
