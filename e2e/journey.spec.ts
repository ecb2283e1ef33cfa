import { readFileSync } from "node:fs";
import { writeLetter } from "./fixtures/composer";
import { nl } from "./fixtures/sentences";
import { expect, test } from "./fixtures/test";

const DIRK = "08040901112";

test("a sender writes one registered message; the citizen opens and answers it; sender and auditor hold proof", async ({
  page,
  signIn,
  query,
  browser,
}) => {
  test.setTimeout(180_000);
  await signIn("planningSender");
  const messageId = await writeLetter(page, {
    type: "Stap in een procedure",
    number: DIRK,
    name: "Dirk Verhoeven",
    subject: "Uw vergunning: er ontbreekt een plan",
    text: "Geachte heer Verhoeven, wij vragen u een plan van de bestaande toestand.",
    amount: "86,00",
    withAttachment: true,
    replies: true,
    choice: "registered",
  });

  // The number is shown where the work needs it, and stands in no address and no title.
  expect(page.url()).not.toContain(DIRK);
  expect(await page.title()).not.toContain(DIRK);

  // Without the confirmation nothing leaves.
  await page.getByRole("button", { name: nl.messages.check.sendRegistered }).click();
  await expect(page.getByRole("link", { name: nl.refusals.confirmation_missing })).toBeVisible();
  expect(await query('SELECT 1 FROM "Delivery" WHERE "messageId" = $1', [messageId])).toEqual([]);

  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: nl.messages.check.sendRegistered }).dblclick();
  await expect(page).toHaveURL(new RegExp(`/messages/${messageId}/sent$`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    nl.messages.sent.titleRegistered,
  );

  // Back and reload send nothing a second time.
  await page.goBack();
  await page.goto(`/messages/${messageId}/check`);
  const rows = await query<{ id: string }>('SELECT id FROM "Delivery" WHERE "messageId" = $1', [
    messageId,
  ]);
  expect(rows).toHaveLength(1);
  const deliveryId = rows[0]?.id ?? "";

  await page.goto(`/deliveries/${deliveryId}`);
  const timeline = page.getByRole("list").filter({ hasText: nl.deliveries.timeline.sent });
  await expect(
    timeline.getByRole("heading", { name: nl.deliveries.timeline.published }),
  ).toBeVisible({
    timeout: 30_000,
  });

  const citizen = await browser.newPage();
  const box = process.env.E2E_SANDBOX_URL ?? "";
  await citizen.goto(`${box}/box/citizen/${DIRK}`);
  await citizen.getByRole("link", { name: "Uw vergunning: er ontbreekt een plan" }).first().click();
  await expect(citizen.getByText("Registered")).toBeVisible();
  await expect(citizen.getByText("Unread")).toBeVisible();
  const letterUrl = await citizen.getByRole("link", { name: /^MR-.*\.pdf$/ }).getAttribute("href");
  const letter = await citizen.request.get(`${box}${letterUrl}`);
  const opened = await letter.body();
  expect(opened.subarray(0, 5).toString()).toBe("%PDF-");
  await citizen.getByLabel("Your message").fill("Ik breng het plan morgen.");
  await citizen.getByRole("button", { name: "Send the reply" }).click();
  await citizen.close();

  // The timeline fills in by itself: nobody reloads.
  await expect(timeline.getByRole("heading", { name: nl.deliveries.timeline.opened })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText("Ik breng het plan morgen.")).toBeVisible({ timeout: 30_000 });

  const sent = await page.request.get(`/api/deliveries/${deliveryId}/letter`);
  expect(Buffer.compare(await sent.body(), opened)).toBe(0);

  await expect
    .poll(
      async () => {
        const sealed = await query(
          'SELECT 1 FROM "Evidence" e JOIN "EvidenceSeal" s ON s."evidenceId" = e.id WHERE e."deliveryId" = $1',
          [deliveryId],
        );
        return sealed.length;
      },
      { timeout: 60_000 },
    )
    .toBe(4);

  await signIn("auditor");
  await page.goto(`/deliveries/${deliveryId}`);
  await expect(
    timeline.getByRole("heading", { name: nl.deliveries.timeline.opened }),
  ).toBeVisible();
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: nl.deliveries.proof.evidence }).first().click();
  const evidence = JSON.parse(readFileSync(await (await downloading).path(), "utf8")) as object;
  expect(Object.keys(evidence).sort()).toEqual(["payload", "protected", "signature"]);
});
