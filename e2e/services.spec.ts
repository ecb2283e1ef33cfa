import { nl } from "./fixtures/sentences";
import { expect, expectAccessible, test } from "./fixtures/test";

const t = nl.services;

test("an administrator adds a service, a colleague's change is not lost, and it is archived", async ({
  page,
  signIn,
  query,
}) => {
  await signIn("administrator");
  await page.goto("/services");
  await page.getByRole("link", { name: t.add }).click();
  await page.getByLabel(t.form.name.nl).fill("Burgerzaken");
  await page.getByLabel(t.form.name.fr).fill("Population");
  await page.getByLabel(t.form.partition).fill("finance");
  await page.getByLabel(t.form.address, { exact: true }).fill("Markt 1\n9999 Maanrode");
  const monday = page.getByRole("group", { name: t.day.mon });
  await monday.getByRole("textbox").nth(0).fill("9");
  await page.getByRole("button", { name: t.form.add }).click();
  const alert = page.getByRole("alert");
  await expect(alert.getByRole("link", { name: t.refusal.name_missing })).toBeVisible();
  await expect(alert.getByRole("link", { name: t.refusal.hours_invalid })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(t.form.name.de).fill("Einwohnerdienst");
  await monday.getByRole("textbox").nth(1).fill("12u30");
  await page.getByRole("button", { name: t.form.add }).click();
  await expect(alert.getByRole("link", { name: t.refusal.partition_taken })).toBeVisible();
  await page.getByLabel(t.form.partition).fill("CITIZENS");
  await page.getByRole("button", { name: t.form.add }).click();
  await expect(page.getByText(t.saved.added)).toBeVisible();
  await expect(monday.getByRole("textbox").nth(1)).toHaveValue("12:30");

  await query(
    `UPDATE "Service" SET "contactPhone" = '02 555 12 34', "lockNumber" = "lockNumber" + 1
     WHERE partition = 'CITIZENS'`,
    [],
  );
  await page.getByLabel(t.form.email).fill("burgerzaken@maanrode.example");
  await page.getByRole("button", { name: t.form.save }).click();
  await expect(page.getByText(t.meanwhile.title, { exact: true })).toBeVisible();
  await expect(page.getByText("02 555 12 34", { exact: true })).toBeVisible();
  await expect(page.getByLabel(t.form.email)).toHaveValue("burgerzaken@maanrode.example");
  await expectAccessible(page);
  await page.getByLabel(t.form.phone).fill("02 555 12 34");
  await page.getByRole("button", { name: t.form.save }).click();
  await expect(page.getByText(t.saved.changed)).toBeVisible();

  await page.getByRole("link", { name: "Burgerzaken" }).click();
  await page.getByRole("button", { name: t.archive.archive }).click();
  await expect(page.getByText(t.saved.archived)).toBeVisible();
  await expect(page.getByRole("row", { name: "Burgerzaken" })).toContainText(t.state.archived);
  await page.goto("/accounts");
  await expect(
    page.getByRole("combobox", { name: nl.payments.accounts.service }),
  ).not.toContainText("Burgerzaken");
});

test("a service that is archived begins nothing, and comes back", async ({
  page,
  signIn,
  query,
}) => {
  await query(
    `UPDATE "Message" SET state = 'cancelled' WHERE state IN ('awaiting_approval', 'scheduled')
     AND "serviceId" IN (SELECT id FROM "Service" WHERE partition = 'PLANNING')`,
    [],
  );
  await signIn("administrator");
  await page.goto("/services");
  await page.getByRole("link", { name: "Dienst Omgeving" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dienst Omgeving" })).toBeVisible();
  const address = page.url();
  await page.getByRole("button", { name: t.archive.archive }).click();
  await expect(page.getByText(t.saved.archived)).toBeVisible();
  await signIn("planningSender");
  expect((await page.goto(address))?.status()).toBe(404);
  await page.goto("/messages/new");
  await expect(page.getByText(nl.messages.new.archived)).toBeVisible();
  await expectAccessible(page);
  await signIn("administrator");
  await page.goto(address);
  await page.getByRole("button", { name: t.archive.back }).click();
  await expect(page.getByText(t.saved.brought_back)).toBeVisible();
  await signIn("planningSender");
  await page.goto("/messages/new");
  await expect(page.getByText(nl.messages.new.archived)).toHaveCount(0);
});
