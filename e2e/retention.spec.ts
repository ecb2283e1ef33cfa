import { nl } from "./fixtures/sentences";
import { expect, expectAccessible, test } from "./fixtures/test";

const t = nl.retention;

test("an administrator sees what would be erased, holds it, and lets it go again", async ({
  page,
  signIn,
  query,
}) => {
  await signIn("financeSender");
  await page.goto("/messages/new");
  await page.getByRole("radio", { name: "Factuur" }).check();
  await page.getByRole("radio", { name: nl.templates.chosen.none }).check();
  await page.getByRole("button", { name: nl.messages.new.start }).click();
  await expect(page).toHaveURL(/\/recipient$/);
  const id = new URL(page.url()).pathname.split("/")[2] ?? "";
  const [draft] = await query<{ reference: string }>(
    `UPDATE "Message" SET "savedAt" = now() - interval '360 days' WHERE id = $1 RETURNING reference`,
    [id],
  );
  const line = page.getByRole("row").filter({ hasText: draft?.reference ?? "" });

  await signIn("administrator");
  await page.goto("/retention");
  await expectAccessible(page);
  await page.getByRole("link", { name: t.planned.list }).click();
  await expect(line).toContainText(t.kind.draft);
  await expectAccessible(page);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: /CSV/ }).click();
  expect((await downloading).suggestedFilename()).toMatch(/^te-wissen-.*\.csv$/);

  await page.goto("/retention");
  await page.getByRole("link", { name: t.holds.add }).click();
  await page.getByRole("textbox", { name: t.new.reference }).fill("MR-2026-1/1");
  await page.getByRole("textbox", { name: t.new.reason }).fill("Geschil 2026/114");
  await page.getByRole("button", { name: t.new.save }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(t.refusal.reference_unknown);
  await expectAccessible(page);
  await page.getByRole("radio", { name: t.new.period }).check();
  await page.getByLabel(t.new.from).fill("2020-01-01");
  await page.getByLabel(t.new.to).fill("2099-12-31");
  await page.getByRole("button", { name: t.new.save }).press("Enter");
  await expect(page.getByText(t.changed.held)).toBeVisible();
  await expect(page.getByRole("cell", { name: "Geschil 2026/114" })).toBeVisible();
  await page.goto("/retention/list");
  await expect(line).toContainText(t.state.held);

  await page.goto("/retention");
  await page.getByRole("link", { name: new RegExp(`^${t.holds.lift}`) }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: t.lift.save }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(t.refusal.reason_missing);
  await page.getByRole("textbox", { name: t.lift.reason }).fill("Arrest van 3 november 2026");
  await page.getByRole("button", { name: t.lift.save }).press("Enter");
  await expect(page.getByText(t.changed.lifted)).toBeVisible();
  await expect(page.getByText(t.holds.none)).toBeVisible();

  const acts = await query<{ act: string }>(
    `SELECT act FROM "AuditRecord" WHERE act IN ('hold_placed', 'hold_lifted', 'erasures_exported') ORDER BY id`,
  );
  expect(acts.map(({ act }) => act)).toEqual(["erasures_exported", "hold_placed", "hold_lifted"]);
});

test("an administrator is told between what limits drafts are kept", async ({ page, signIn }) => {
  await signIn("administrator");
  await page.goto("/retention");
  const drafts = page.getByRole("textbox", { name: t.house.drafts });
  await drafts.fill("5");
  await page.getByRole("button", { name: t.house.save }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(t.refusal.days_invalid);
  await expect(drafts).toHaveValue("5");
  await expectAccessible(page);
});

test("who does not administer is told that there is no such page", async ({ page, signIn }) => {
  await signIn("auditor");
  for (const place of ["/retention", "/retention/list", "/retention/holds/new"]) {
    expect((await page.goto(place))?.status()).toBe(404);
  }
});
