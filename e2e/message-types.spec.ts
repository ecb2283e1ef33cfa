import { fr, nl } from "./fixtures/sentences";
import { addressTo } from "./fixtures/templates";
import { expect, expectAccessible, test } from "./fixtures/test";

const t = nl.types;

test("an administrator changes what a kind of message asks, and the next message begins so", async ({
  page,
  signIn,
  query,
}) => {
  await signIn("administrator");
  await page.goto("/message-types");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Factuur" }).click();
  const address = page.url();
  const group = (name: string) => page.getByRole("group", { name });
  await group(t.form.replies).getByRole("radio", { name: nl.replies.kind.none }).check();
  await expect(
    group(t.form.delivery).getByRole("radio", { name: "Aangetekend", exact: true }),
  ).toBeDisabled();
  await group(t.form.languages).getByRole("checkbox", { name: "Duits" }).uncheck();
  const template = page.getByLabel(t.form.template, { exact: true });
  const begins = (await template.getByRole("option").nth(1).getAttribute("value")) ?? "";
  await template.selectOption(begins);
  await page.getByLabel(new RegExp(`^${t.form.afterDays}`)).fill("400");
  await group(t.form.step).getByRole("radio", { name: t.form.paper }).check();
  await page.getByRole("button", { name: t.form.save }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(t.refusal.days_invalid);
  await expectAccessible(page);
  await expect(template).toHaveValue(begins);
  await expect(group(t.form.step).getByRole("radio", { name: t.form.paper })).toBeChecked();
  await page.getByLabel(new RegExp(`^${t.form.afterDays}`)).fill("21");
  await group(t.form.receiptFrom)
    .getByRole("radio", { name: t.form.receiptStart.opened_or_available })
    .check();
  await page.getByLabel(new RegExp(`^${t.form.receiptDays}`)).fill("3");
  await page.getByRole("checkbox", { name: t.form.receiptWorkingDays }).check();
  await page.getByRole("button", { name: t.form.save }).press("Enter");
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(
    t.refusal.receipt_basis_missing,
  );
  await page.getByLabel(new RegExp(`^${t.form.receiptBasis}`)).fill("Reglement 2026, art. 9");
  await expectAccessible(page);
  await page.getByRole("button", { name: t.form.save }).press("Enter");
  await expect(page.getByText(t.saved)).toBeVisible();
  await expect(
    page.getByRole("cell", { name: "Na 21 dagen op papier, nadat iemand keek" }),
  ).toBeVisible();

  await signIn("financeSender");
  expect((await page.goto(address))?.status()).toBe(404);
  await page.goto("/messages/new");
  await page.getByRole("radio", { name: "Factuur" }).check();
  await page.getByRole("radio", { name: nl.templates.chosen.none }).check();
  await page.getByRole("button", { name: nl.messages.new.start }).click();
  await expect(page.getByRole("radio", { name: "Duits" })).toBeDisabled();
  const id = new URL(page.url()).pathname.split("/")[2] ?? "";
  const [row] = await query<{ replyAllowed: boolean; paymentWanted: boolean }>(
    'SELECT "replyAllowed", "paymentWanted" FROM "Message" WHERE id = $1',
    [id],
  );
  expect(row).toEqual({ replyAllowed: false, paymentWanted: true });
});

test("an administrator says from when on somebody else approves", async ({
  page,
  signIn,
  query,
}) => {
  await signIn("administrator");
  await page.goto("/message-types");
  const from = page.getByLabel(new RegExp(`^${t.fourEyes.from}`));
  await from.fill("veel");
  await page.getByRole("button", { name: t.fourEyes.save }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(t.refusal.recipients_invalid);
  await from.fill("5000");
  await page.getByRole("button", { name: t.fourEyes.save }).click();
  await expect(page.getByText(t.saved)).toBeVisible();
  await expect(from).toHaveValue("5000");
  const [row] = await query<{ detail: Record<string, unknown> }>(
    `SELECT detail FROM "AuditRecord" WHERE act = 'four_eyes_changed'`,
  );
  expect(row?.detail).toEqual({ "from.before": null, "from.after": 5000 });
});

test("a kind of message proposes what is asked in each language, and a draft of it has the words", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("administrator");
  await page.goto("/message-types");
  await page.getByRole("link", { name: "Boete" }).click();
  const replies = page.getByRole("group", { name: t.form.replies });
  await replies.getByRole("radio", { name: nl.replies.kind.choice }).check();
  const question = (language: string) => page.getByLabel(`${nl.replies.question} (${language})`);
  await question("Nederlands").fill("Betwist u de boete?");
  await page.getByRole("button", { name: t.form.save }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(
    nl.replies.problem.reply_words_missing,
  );
  await expectAccessible(page);
  await question("Frans").fill("Contestez-vous l’amende ?");
  await question("Duits").fill("Bestreiten Sie das Bußgeld?");
  await page.getByRole("button", { name: t.form.save }).press("Enter");
  await expect(page.getByText(t.saved)).toBeVisible();

  await signIn("financeSender");
  await page.goto("/messages/new");
  await page.getByRole("radio", { name: "Boete" }).check();
  await page.getByRole("radio", { name: nl.templates.chosen.none }).check();
  await page.getByRole("button", { name: nl.messages.new.start }).click();
  await expect(page).toHaveURL(/\/recipient$/);
  const address = page.url().replace("recipient", "replies");
  // As long as the message has no language, all that are proposed stand there, and can be changed.
  await page.goto(address);
  await expect(page.getByText(/^De taal van het bericht is nog niet bekend/)).toBeVisible();
  await expect(question("Nederlands")).toHaveValue("Betwist u de boete?");
  await question("Frans").fill("Voulez-vous contester l’amende ?");
  await expectAccessible(page);
  await page.getByRole("button", { name: nl.messages.composer.next.delivery }).click();
  await expect(page).toHaveURL(/\/delivery/);
  await page.goto(address.replace("replies", "recipient"));
  await addressTo(page, { number: "06100201227", name: "Amélie Lefèbvre" }, "Frans");
  await page.goto(address);
  await expect(page.getByLabel(new RegExp(`^${nl.replies.question}`))).toHaveValue(
    "Voulez-vous contester l’amende ?",
  );
  await expect(page.getByLabel("Antwoord 1")).toHaveValue(fr.replies.firstLabel.yes);
});
