import type { NameLink } from "@/lib/messages/body/names";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { value } from "@/scripts/test-draft";
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import { closeDatabase, withActor } from "@/lib/db";
import { documentFromPlainText, plainText } from "@/lib/messages/body/rules";
import { getDraft } from "@/lib/messages/data";
import {
  saveRecipient,
  saveText,
  startMessage,
  takeTemplateText,
  takeTemplateVersion,
} from "@/lib/messages/mutations";
import {
  getTemplate,
  getTemplateVersion,
  listTemplateChoices,
  listTemplates,
  listTemplateUse,
  listTemplateVersions,
} from "@/lib/templates/data";
import {
  archiveTemplate,
  arrangeTemplate,
  bringBackTemplate,
  createTemplate,
  publishTemplate,
  renameFolder,
  restoreTemplateVersion,
  writeTemplate,
} from "@/lib/templates/mutations";
import { placeholdersOf } from "@/lib/templates/rules";
import type { TemplateLanguage } from "@/lib/templates/schema";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

let actors: TestActors;
let templateId: string;
let invoice: string;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  invoice = await typeOf("INVOICE");
});
afterAll(() => closeDatabase());

const place = (more = {}) => ({
  name: "Factuur",
  folder: "",
  messageTypeId: null,
  copyOf: null,
  ...more,
});
beforeEach(async () => {
  templateId = value(await createTemplate(actors.an, place())).id;
});

const refusal = (code: string) => ({ ok: false, refusal: { code } });

async function typeOf(code: string): Promise<string> {
  const organisationId = actors.an.actingFor.organisationId ?? "";
  const { id } = await withActor(systemActor("test"), (tx) =>
    tx.messageType.findFirstOrThrow({ where: { code, organisationId } }),
  );
  return id;
}

const write = (
  lockNumber: number,
  words: string,
  language: TemplateLanguage = "nl",
  actor: PersonActor = actors.an,
) =>
  writeTemplate(actor, {
    templateId,
    lockNumber,
    language,
    subject: `Onderwerp ${words}`,
    body: documentFromPlainText(words),
    samples: {},
  });

/** Writes Dutch and French and publishes them; answers the save to go on from. */
async function publish(lockNumber: number, words: string): Promise<number> {
  const dutch = value(await write(lockNumber, words));
  const french = value(await write(dutch.lockNumber, `${words} (fr)`, "fr"));
  const ref = { templateId, lockNumber: french.lockNumber };
  return value(await publishTemplate(actors.an, { ...ref, note: `Met ${words}` })).lockNumber;
}

async function acts(): Promise<string[]> {
  const rows = await withActor(systemActor("test"), (tx) =>
    tx.auditRecord.findMany({ where: { subjectId: templateId }, orderBy: { id: "asc" } }),
  );
  return rows.map(({ act }) => act);
}

describe("a template", () => {
  test("is written in one language and the next, and published when it is whole", async () => {
    const first = value(await write(1, "een"));
    const { lockNumber } = first;
    expect(await publish(lockNumber, "een")).toBe(5);
    expect(await getTemplate(actors.an, templateId)).toMatchObject({
      version: 1,
      hasUnpublished: false,
      languages: ["nl", "fr"],
      lockNumber: 5,
    });
    expect(await acts()).toEqual(["template_created", "template_published"]);
  });

  test("keeps which of its placeholders are one value, as long as they stand in it", async () => {
    const ref = { templateId, samples: {} };
    const write = (
      lockNumber: number,
      language: TemplateLanguage,
      words: string,
      names?: NameLink[],
    ) =>
      writeTemplate(actors.an, {
        ...{ ...ref, lockNumber, language, names, subject: "Afspraak" },
        body: documentFromPlainText(words),
      });
    const dutch = value(await write(1, "nl", "op ((dag)) om ((uur))"));
    const names = [{ nl: "dag", fr: "jour" }];
    const french = value(await write(dutch.lockNumber, "fr", "le ((jour))", names));
    const content = async () => (await getTemplate(actors.an, templateId))?.content;
    expect(await content()).toMatchObject({ names });
    const other = value(await write(french.lockNumber, "nl", "om ((uur))"));
    expect(await content()).toMatchObject({ names: [{ fr: "jour" }] });
    expect(value(await write(other.lockNumber, "fr", "Bonjour")).lockNumber).toBe(5);
    expect(await content()).toMatchObject({ names: [] });
  });

  test("is not published empty, and not twice the same", async () => {
    const empty = await publishTemplate(actors.an, { templateId, lockNumber: 1, note: "" });
    expect(empty).toMatchObject(refusal("template_incomplete"));
    const lockNumber = await publish(1, "een");
    const again = await publishTemplate(actors.an, { templateId, lockNumber, note: "" });
    expect(again).toMatchObject(refusal("template_unchanged"));
    // A refused publication leaves no trace: the save it named is still the newest.
    expect(await getTemplate(actors.an, templateId)).toMatchObject({ version: 1, lockNumber });
  });

  test("changes for the first of two who saw the same save, and tells the other", async () => {
    const [first, second] = await Promise.all([write(1, "een"), write(1, "twee")]);
    expect([first.ok, second.ok].sort()).toEqual([false, true]);
    expect(first.ok ? second : first).toMatchObject(refusal("conflict"));
    const kept = await getTemplate(actors.an, templateId);
    expect(plainText(kept!.content.texts.nl!.body)).toBe(first.ok ? "een" : "twee");
  });

  test("gets one version of two publications at once", async () => {
    const { lockNumber } = value(await write(1, "een"));
    const ref = { templateId, lockNumber, note: "" };
    const both = await Promise.all([
      publishTemplate(actors.an, ref),
      publishTemplate(actors.an, ref),
    ]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await listTemplateVersions(actors.an, templateId)).toHaveLength(1);
  });

  test("goes back to an older version as a new one", async () => {
    const lockNumber = await publish(await publish(1, "een"), "twee");
    const back = await restoreTemplateVersion(actors.an, { templateId, lockNumber, number: 1 });
    expect(back).toMatchObject({ ok: true, value: { number: 3 } });
    const versions = await listTemplateVersions(actors.an, templateId);
    expect(versions).toMatchObject([
      { number: 3, restoredFrom: 1, publishedBy: "An Willems" },
      { number: 2, note: "Met twee", restoredFrom: null },
      { number: 1, note: "Met een" },
    ]);
    const [third, first] = await Promise.all(
      [3, 1].map((number) => getTemplateVersion(actors.an, templateId, number)),
    );
    expect(third).toEqual(first);
    expect(await acts()).toContain("template_restored");
  });

  test("is read by an approver as published, and not while nothing is", async () => {
    expect(await getTemplate(actors.peter, templateId)).toBeNull();
    const lockNumber = await publish(1, "een");
    await write(lockNumber, "nog niet af");
    const read = await getTemplate(actors.peter, templateId);
    expect(read).toMatchObject({ mayWrite: false, version: 1 });
    expect(plainText(read!.content.texts.nl!.body)).toBe("een");
    expect(await write(lockNumber + 1, "x", "nl", actors.peter)).toMatchObject(
      refusal("not_found"),
    );
  });

  test("of the organisation is the administrator's to change, and a service's to copy", async () => {
    const own = value(await createTemplate(actors.sofie, place({ name: "Voor iedereen" })));
    templateId = own.id;
    expect(await write(1, "x", "nl", actors.an)).toMatchObject(refusal("not_found"));
    const { lockNumber } = value(await write(1, "voor iedereen", "nl", actors.sofie));
    expect(await createTemplate(actors.an, place({ copyOf: own.id }))).toMatchObject(
      refusal("not_found"),
    );
    await publishTemplate(actors.sofie, { templateId, lockNumber, note: "" });
    const copy = value(await createTemplate(actors.an, place({ copyOf: own.id })));
    expect(await getTemplate(actors.an, copy.id)).toMatchObject({
      isOfOrganisation: false,
      version: 0,
      languages: ["nl"],
    });
    templateId = copy.id;
    expect(await acts()).toEqual(["template_copied"]);
  });

  test("lies in a folder, which is renamed with all that lies in it", async () => {
    value(
      await arrangeTemplate(actors.an, {
        templateId,
        lockNumber: 1,
        ...{ name: "Factuur zwembad", folder: "Sport", messageTypeId: invoice },
      }),
    );
    expect(await renameFolder(actors.an, { folder: "Sport", name: "Vrije tijd" })).toMatchObject({
      value: { count: 1 },
    });
    expect(await getTemplate(actors.an, templateId)).toMatchObject({
      name: "Factuur zwembad",
      folder: "Vrije tijd",
      messageTypeId: invoice,
    });
    expect(await renameFolder(actors.an, { folder: "Nergens", name: "x" })).toMatchObject(
      refusal("not_found"),
    );
  });

  test("is for a type of its own organisation only", async () => {
    const foreign = await withActor(systemActor("test"), (tx) =>
      tx.messageType.findFirstOrThrow({
        where: { organisationId: actors.marie.actingFor.organisationId ?? "" },
      }),
    );
    const made = await createTemplate(actors.an, place({ messageTypeId: foreign.id }));
    expect(made).toMatchObject(refusal("invalid_input"));
  });

  test("is put in the archive and brought back, and not offered in between", async () => {
    const lockNumber = await publish(1, "een");
    const isOffered = async () =>
      (await listTemplateChoices(actors.an)).some(({ id }) => id === templateId);
    expect(await isOffered()).toBe(true);
    const archived = value(await archiveTemplate(actors.an, { templateId, lockNumber }));
    expect(await isOffered()).toBe(false);
    const inArchive = await listTemplates(actors.an, { isArchived: true });
    expect(inArchive.map(({ id }) => id)).toContain(templateId);
    value(await bringBackTemplate(actors.an, { templateId, lockNumber: archived.lockNumber }));
    expect(await isOffered()).toBe(true);
    expect((await acts()).slice(-2)).toEqual(["template_archived", "template_brought_back"]);
  });
});

describe("a message begun from a template", () => {
  const recipient = (messageId: string, lockNumber: number, language: "nl" | "fr" | "de") => ({
    messageId,
    lockNumber,
    kind: "citizen" as const,
    number: "08040901112",
    name: "Dirk Verhoeven",
    address: [],
    attention: "",
    language,
  });
  const begin = async () =>
    value(await startMessage(actors.an, { messageTypeId: invoice, templateId })).id;
  const subjectOf = async (id: string) => (await getDraft(actors.an, id))?.subject;

  test("has its text as soon as the language is chosen, and in another when that changes", async () => {
    await publish(1, "een");
    const id = await begin();
    expect(await getDraft(actors.an, id)).toMatchObject({
      subject: "",
      template: { version: 1, newer: null },
    });
    value(await saveRecipient(actors.an, recipient(id, 1, "fr")));
    expect(await subjectOf(id)).toBe("Onderwerp een (fr)");
    value(await saveRecipient(actors.an, recipient(id, 2, "nl")));
    expect(await subjectOf(id)).toBe("Onderwerp een");
    value(await saveRecipient(actors.an, recipient(id, 3, "de")));
    expect(await subjectOf(id)).toBe("");
  });

  test("keeps what its sender wrote", async () => {
    await publish(1, "een");
    const id = await begin();
    value(await saveRecipient(actors.an, recipient(id, 1, "nl")));
    const body = documentFromPlainText("Eigen woorden");
    const own = { messageId: id, ownReference: "", values: {}, subject: "Eigen", body };
    value(await saveText(actors.an, { ...own, lockNumber: 2 }));
    value(await saveRecipient(actors.an, recipient(id, 3, "fr")));
    expect(await subjectOf(id)).toBe("Eigen");
  });

  test("gives its text afterwards to who wrote before choosing a language", async () => {
    await publish(1, "een");
    const id = await begin();
    const body = documentFromPlainText("Eigen woorden");
    const own = { messageId: id, ownReference: "", values: {}, subject: "Eigen", body };
    value(await saveText(actors.an, { ...own, lockNumber: 1 }));
    value(await saveRecipient(actors.an, recipient(id, 2, "fr")));
    expect(await subjectOf(id)).toBe("Eigen");
    const take = (language: TemplateLanguage, version = 1) =>
      takeTemplateText(actors.an, { messageId: id, lockNumber: 3, language, version });
    expect(await take("fr", 2)).toMatchObject(refusal("conflict"));
    // The draft is not written in that language.
    expect(await take("nl")).toMatchObject(refusal("not_found"));
    value(await take("fr"));
    expect(await subjectOf(id)).toBe("Onderwerp een (fr)");
  });

  test("does not follow later versions, unless its sender takes the one they saw", async () => {
    const lockNumber = await publish(1, "een");
    const id = await begin();
    value(await saveRecipient(actors.an, recipient(id, 1, "nl")));
    await publish(lockNumber, "twee");
    expect(await getDraft(actors.an, id)).toMatchObject({
      subject: "Onderwerp een",
      template: { version: 1, newer: { number: 2 } },
    });
    const ref = { messageId: id, lockNumber: 2 };
    const unseen = await takeTemplateVersion(actors.an, { ...ref, version: 3 });
    expect(unseen).toMatchObject(refusal("conflict"));
    value(await takeTemplateVersion(actors.an, { ...ref, version: 2 }));
    expect(await getDraft(actors.an, id)).toMatchObject({
      subject: "Onderwerp twee",
      template: { version: 2, newer: null },
    });
  });

  test("counts for the template, by version, also for who cannot see the message", async () => {
    await publish(1, "een");
    await begin();
    await begin();
    expect(await listTemplateUse(actors.an, templateId)).toMatchObject([
      { version: 1, messages: 2 },
    ]);
    const organisations = (await listTemplates(actors.sofie, { isArchived: false })).find(
      ({ name }) => name.startsWith("Medische"),
    );
    templateId = organisations?.id ?? "";
    await begin();
    expect(await listTemplateUse(actors.sofie, templateId)).toMatchObject([
      { version: 1, messages: 1 },
    ]);
  });

  test("begins with what its type brings, or with none", async () => {
    const messageTypeId = await typeOf("APPOINTMENT");
    const started = value(await startMessage(actors.an, { messageTypeId, templateId: "default" }));
    const draft = await getDraft(actors.an, started.id);
    expect(draft?.template?.name).toMatch(/^Afspraak/);
    expect(draft).toMatchObject({ deliveryChoice: "normal", replyOption: { kind: "ebox" } });
    const without = value(await startMessage(actors.an, { messageTypeId }));
    expect((await getDraft(actors.an, without.id))?.template).toBeNull();
  });

  test("does not begin from another service's, from one of another type, nor from an archived one", async () => {
    const lockNumber = await publish(1, "een");
    const begun = (actor: PersonActor, messageTypeId = invoice) =>
      startMessage(actor, { messageTypeId, templateId });
    expect(await begun(actors.karim)).toMatchObject(refusal("not_found"));
    const place = { name: "Factuur", folder: "", messageTypeId: invoice };
    const arranged = value(await arrangeTemplate(actors.an, { templateId, lockNumber, ...place }));
    expect(await begun(actors.an, await typeOf("FINE"))).toMatchObject(refusal("not_found"));
    expect((await begun(actors.an)).ok).toBe(true);
    await archiveTemplate(actors.an, { templateId, lockNumber: arranged.lockNumber });
    expect(await begun(actors.an)).toMatchObject(refusal("not_found"));
  });
});

test("the examples are whole: every placeholder has a sample value, in every language", async () => {
  const examples = (await listTemplates(actors.sofie, { isArchived: false })).filter(
    ({ version, savedAt }) => version === 1 && savedAt.getTime() > 0,
  );
  const whole = await Promise.all(examples.map(({ id }) => getTemplate(actors.sofie, id)));
  const seeded = whole.filter((template) => template?.savedBy === null);
  expect(seeded).toHaveLength(6);
  for (const template of seeded) {
    expect(template?.languages, template?.name).toEqual(["nl", "fr", "de"]);
    const names = placeholdersOf(template!.content);
    expect(Object.keys(template!.content.samples).sort()).toEqual([...names].sort());
  }
});
