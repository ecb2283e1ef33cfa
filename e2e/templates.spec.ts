import { nl } from "./fixtures/sentences";
import {
  addressTo,
  beginFrom,
  changeTemplate,
  expectSaved,
  publishAs,
  publishTemplate,
} from "./fixtures/templates";
import { expect, expectAccessible, test } from "./fixtures/test";

const AMELIE = { number: "06100201227", name: "Amélie Lefèbvre" };

test("a sender makes a template, changes it, sees the difference and goes back", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(120_000);
  await signIn("financeSender");
  const id = await publishTemplate(page, { name: `Zwemles ${Date.now()}`, subject: "Uw zwemles" });
  await changeTemplate(page, id, "Uw eerste zwemles");

  await page.getByRole("link", { name: nl.templates.page.versions }).click();
  const difference = page.getByRole("region", { name: nl.templates.versions.compare });
  await expect(difference.getByRole("insertion")).toContainText("eerste");

  await page.getByRole("link", { name: "Versie 1", exact: true }).click();
  await page.getByRole("button", { name: "Als versie 3 publiceren" }).click();
  await expect(page).toHaveURL(new RegExp(`/templates/${id}$`));
  await expect(page.getByText("Uw zwemles", { exact: true })).toBeVisible();
  const versions = await query<{ number: number; restoredFrom: number | null; subject: string }>(
    `SELECT number, "restoredFrom", content #>> '{texts,nl,subject}' AS subject
     FROM "TemplateVersion" WHERE "templateId" = $1 ORDER BY number`,
    [id],
  );
  expect(versions).toEqual([
    { number: 1, restoredFrom: null, subject: "Uw zwemles" },
    { number: 2, restoredFrom: null, subject: "Uw eerste zwemles" },
    { number: 3, restoredFrom: 1, subject: "Uw zwemles" },
  ]);
});

test("what each language calls otherwise is linked as one value, and a version tells it", async ({
  page,
  signIn,
}) => {
  test.setTimeout(90_000);
  await signIn("financeSender");
  const texts = { nl: "Uw dossier is ((zaak)).", fr: "Votre dossier est ((affaire))." };
  const name = `Band ${Date.now()}`;
  const id = await publishTemplate(page, { name, subject: "Dossier", texts });
  await page.goto(`/templates/${id}/text?language=nl`);
  await page.getByLabel("zaak, in het Frans").selectOption("affaire");
  await expectSaved(page);
  await publishAs(page, 2);
  await page.getByRole("link", { name: nl.templates.page.versions }).click();
  const difference = page.getByRole("region", { name: nl.templates.versions.compare });
  await expect(
    difference.getByText("“zaak” in het Nederlands = “affaire” in het Frans"),
  ).toBeVisible();
  await expect(difference.getByText(nl.templates.difference.namesNone)).toBeVisible();
  await expectAccessible(page);
});

test("a message begun from a template is sent in French, and follows no later version", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(150_000);
  await signIn("financeSender");
  const name = `Infoavond ${Date.now()}`;
  const id = await publishTemplate(page, { name, subject: "Infoavond" });
  const messageId = await beginFrom(page, { type: "Afspraak", template: name });
  await addressTo(page, AMELIE, "Frans");
  const subject = page.getByLabel(nl.messages.text.subject, { exact: true });
  await expect(subject).toHaveValue("Infoavond (fr)");
  await expect(page.getByRole("textbox", { name: nl.messages.text.body })).toContainText(
    "à bientôt",
  );

  await changeTemplate(page, id, "Infoavond op dinsdag");
  await page.goto(`/messages/${messageId}/text`);
  await expect(subject).toHaveValue("Infoavond (fr)");
  await page.getByRole("link", { name: nl.templates.draft.look }).click();
  await expect(page.getByText(nl.templates.draft.safe)).toBeVisible();
  await page.getByRole("button", { name: "Versie 2 nemen" }).click();
  await expect(page).toHaveURL(/\/text$/);
  await expect(page.getByText(nl.templates.draft.newerTitle)).toHaveCount(0);

  await page.goto(`/messages/${messageId}/payment`);
  await page.getByRole("radio", { name: "Nee" }).check();
  await page.getByRole("button", { name: nl.messages.composer.next.replies }).click();
  // The type brings the other answers: replies allowed, normal delivery.
  await expect(page.getByRole("radio", { name: nl.replies.kind.ebox, exact: true })).toBeChecked();
  await page.getByRole("button", { name: nl.messages.composer.next.delivery }).click();
  await expect(
    page.getByRole("radio", { name: nl.deliveries.choice.normal, exact: true }),
  ).toBeChecked();
  await page.getByRole("button", { name: nl.messages.composer.next.check }).click();
  await page.getByRole("button", { name: nl.messages.check.send }).click();
  await expect(page).toHaveURL(/\/sent$/);
  expect(
    await query(
      `SELECT d.language, d.subject, m."templateVersion" FROM "Delivery" d
       JOIN "Message" m ON m.id = d."messageId" WHERE m.id = $1`,
      [messageId],
    ),
  ).toEqual([{ language: "fr", subject: "Infoavond (fr)", templateVersion: 2 }]);

  await page.goto(`/templates/${id}`);
  await expect(page.getByRole("region", { name: nl.templates.page.use })).toContainText("1");
});

test("a template's text is taken after something was written before the language was chosen", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("financeSender");
  const template = `Later ${Date.now()}`;
  await publishTemplate(page, { name: template, subject: "Infoavond" });
  const messageId = await beginFrom(page, { type: "Afspraak", template });
  await page.goto(`/messages/${messageId}/text`);
  await expect(page.getByText(nl.templates.draft.comesWithLanguage)).toBeVisible();
  const subject = page.getByLabel(nl.messages.text.subject, { exact: true });
  await subject.fill("Eerst zelf geschreven");
  await expectSaved(page);
  await page.goto(`/messages/${messageId}/recipient`);
  await addressTo(page, AMELIE, "Frans");
  await expect(subject).toHaveValue("Eerst zelf geschreven");
  await page
    .getByRole("link", { name: nl.templates.draft.takeTextOf.replace("{language}", "Frans") })
    .click();
  await expect(page.getByText(nl.templates.draft.losesTitle)).toBeVisible();
  await expect(page.getByRole("deletion")).toContainText("Eerst zelf geschreven");
  await expectAccessible(page);
  await page.getByRole("button", { name: nl.templates.draft.takeText }).press("Enter");
  await expect(subject).toHaveValue("Infoavond (fr)");
  await expect(page.getByRole("textbox", { name: nl.messages.text.body })).toContainText(
    "à bientôt",
  );
});

test("the organisation's templates are its administrator's, and everybody's to begin with", async ({
  page,
  signIn,
}) => {
  await signIn("administrator");
  await page.goto("/templates");
  await page.getByRole("link", { name: /^Afspraak ·/ }).click();
  await expect(page.getByRole("link", { name: nl.templates.page.write })).toBeVisible();
  const address = page.url();

  await signIn("financeApprover");
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1, name: /^Afspraak ·/ })).toBeVisible();
  await expect(page.getByRole("link", { name: nl.templates.page.write })).toHaveCount(0);
  expect((await page.goto(`${address}/text`))?.status()).toBe(404);

  await signIn("auditor");
  expect((await page.goto(address))?.status()).toBe(404);
  expect((await page.goto("/templates"))?.status()).toBe(404);
});

test("a template is made and published without a mouse", async ({ page, signIn, query }) => {
  test.setTimeout(90_000);
  await signIn("planningSender");
  await page.goto("/templates/new");
  const name = `Toetsenbord ${Date.now()}`;
  await page.getByLabel(nl.templates.form.name, { exact: true }).focus();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/text$/);
  await page.getByLabel(nl.templates.write.subject, { exact: true }).focus();
  await page.keyboard.type("Onderwerp");
  // The editor arrives a moment after its page.
  await expect(page.getByRole("textbox", { name: nl.templates.write.body })).toBeVisible();
  // Through the toolbar, which is one stop, into the text.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox", { name: nl.templates.write.body })).toBeFocused();
  await page.keyboard.type("Dag ((naam))");
  // Past what stands below the text: its other form, and the list of shortcuts.
  const publish = page.getByRole("button", { name: nl.templates.write.publish });
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(publish).toBeFocused({ timeout: 100 });
  }).toPass({ timeout: 10_000 });
  await page.keyboard.press("Enter");
  await expect(page.getByLabel(nl.templates.publish.note)).toBeVisible();
  await page.getByLabel(nl.templates.publish.note).focus();
  await page.keyboard.type("Eerste versie");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/templates\/[^/]+$/);
  expect(
    await query(
      `SELECT v.note FROM "Template" t JOIN "TemplateVersion" v ON v."templateId" = t.id WHERE t.name = $1`,
      [name],
    ),
  ).toEqual([{ note: "Eerste versie" }]);
});

test("what was typed a moment before leaving a template is saved", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(90_000);
  await signIn("financeSender");
  const id = await publishTemplate(page, { name: `Laatste ${Date.now()}`, subject: "Eerst" });
  await page.goto(`/templates/${id}/text?language=nl`);
  const subject = page.getByLabel(nl.templates.write.subject, { exact: true });
  await subject.fill("Op het laatste nippertje");
  await page.goto("/templates");
  await expect
    .poll(() =>
      query(`SELECT content #>> '{texts,nl,subject}' AS subject FROM "Template" WHERE id = $1`, [
        id,
      ]),
    )
    .toEqual([{ subject: "Op het laatste nippertje" }]);
  await page.goto(`/templates/${id}/text?language=nl`);
  await expect(subject).toHaveValue("Op het laatste nippertje");
});
