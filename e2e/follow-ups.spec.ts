import { writeLetter } from "./fixtures/composer";
import { nl } from "./fixtures/sentences";
import { expect, expectAccessible, test } from "./fixtures/test";

const letter = {
  type: "Gemeentebelasting",
  number: "03081901618",
  name: "Lucie Martin",
  subject: `Uw aanslag ${Math.random()}`,
  text: "Geachte mevrouw Martin, hierbij uw aanslag.",
  replies: false,
  choice: "normal",
} as const;

test("what is not opened is told before it is sent, found after its days, and reminded of", async ({
  page,
  browser,
  signIn,
  query,
}) => {
  test.setTimeout(90_000);
  await signIn("financeSender");
  const messageId = await writeLetter(page, letter);
  await expect(page.getByText(/Na 14 dagen in de eBox staat het op uw startpagina/)).toBeVisible();
  await page.getByRole("button", { name: nl.messages.check.send }).click();
  await expect(page).toHaveURL(/\/sent$/);

  const found = () =>
    query<{ id: string; state: string }>(
      'SELECT id, state FROM "Delivery" WHERE "messageId" = $1',
      [messageId],
    );
  await expect.poll(async () => (await found())[0]?.state, { timeout: 30_000 }).toBe("published");
  const id = (await found())[0]?.id ?? "";
  // Two weeks go by.
  await query('UPDATE "Delivery" SET "followUpAt" = now() WHERE id = $1', [id]);
  await expect
    .poll(() => query('SELECT 1 FROM "FollowUp" WHERE "deliveryId" = $1', [id]), {
      timeout: 30_000,
    })
    .toHaveLength(1);

  await page.goto("/");
  await expectAccessible(page);
  const list = page.getByRole("region", { name: nl.home.notOpened.title });
  await list.getByRole("link", { name: letter.subject }).click();
  await expect(page.getByText("Niet geopend na 14 dagen")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: nl.unopened.panel.remind }).press("Enter");
  await expect(page.getByText(nl.deliveries.timeline.reminded, { exact: true })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole("button", { name: nl.unopened.panel.remind })).toHaveCount(0);
  await expect(page.getByText("Beslist door An Willems.")).toBeVisible();

  const citizen = await browser.newPage();
  await citizen.goto(`${process.env.E2E_SANDBOX_URL}/box/citizen/${letter.number}`);
  await expect(async () => {
    await citizen.reload();
    await expect(citizen.getByRole("link", { name: `Herinnering: ${letter.subject}` })).toBeVisible(
      { timeout: 1000 },
    );
  }).toPass({ timeout: 30_000 });
  await citizen.close();

  await page.getByRole("link", { name: /^MR-/ }).click();
  await expect(page.getByText("Dit is een herinnering aan")).toBeVisible();
});

test("a reminder of the due date is ordered with the payment, seen with its date, and cancelled", async ({
  page,
  signIn,
  query,
}) => {
  await signIn("financeSender");
  const messageId = await writeLetter(page, { ...letter, amount: "86,00" });
  await page.goto(`/messages/${messageId}/payment?from=check`);
  const remind = page.getByLabel(new RegExp(`^${nl.payments.remind}`));
  await remind.fill("400");
  const goOn = page.getByRole("button", { name: nl.messages.composer.saveAndCheck });
  await goOn.click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(
    nl.payments.refusal.reminder_days_invalid,
  );
  await expectAccessible(page);
  await remind.fill("7");
  await goOn.click();
  await expect(page.getByText("Herinnering aan iedereen, 7 dagen voor de vervaldag")).toBeVisible();
  await page.getByRole("button", { name: nl.messages.check.send }).click();
  await expect(page).toHaveURL(/\/sent$/);

  await page.goto(`/messages/${messageId}/letters`);
  await expect(page.getByText(/herinnerd op 24 maart 2027/)).toBeVisible();
  await expectAccessible(page);
  await page.getByText(nl.unopened.reminders.stop).click();
  await page.getByRole("button", { name: nl.unopened.reminders.confirm }).press("Enter");
  await expect(page.getByText(/Wat nog moest vertrekken, is geannuleerd/)).toBeVisible();
  await expect(page.getByRole("heading", { name: nl.unopened.reminders.title })).toBeFocused();
  const [row] = await query<{ stopped: boolean }>(
    'SELECT "remindersStoppedAt" IS NOT NULL AS stopped FROM "Message" WHERE id = $1',
    [messageId],
  );
  expect(row).toEqual({ stopped: true });
});
