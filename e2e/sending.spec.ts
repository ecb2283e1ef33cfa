import { writeLetter } from "./fixtures/composer";
import { nl } from "./fixtures/sentences";
import { dropSheet } from "./fixtures/sheets";
import { expect, expectAccessible, test } from "./fixtures/test";

const list = [
  "INSZ;Naam",
  "08040901112;Dirk Verhoeven",
  "02050501806;Els Wouters",
  "0000000295;Bakkerij De Zonnebloem",
];

/** Hours in which this test does not run, so that no letter is due while it looks. */
function otherHours(): { from: string; until: string } {
  const hour = Number(
    new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      hourCycle: "h23",
      timeZone: "Europe/Brussels",
    }).format(new Date()),
  );
  return hour < 12 ? { from: "18:00", until: "20:00" } : { from: "06:00", until: "08:00" };
}

test("a sending spread over days is paused, resumed and stopped, and who has got it is told", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(150_000);
  await signIn("financeSender");
  const messageId = await writeLetter(page, {
    type: "Werken in uw straat",
    number: "08040901112",
    name: "Dirk Verhoeven",
    subject: "Werken, gespreid aangekondigd",
    text: "Geachte ((naam)), vanaf maandag werken wij in uw straat.",
    replies: false,
    choice: "normal",
  });
  await dropSheet(page, messageId, list);
  await page.goto(`/messages/${messageId}/check`);
  await page.getByRole("radio", { name: nl.orders.plan.spread }).check();
  const { from, until } = otherHours();
  await page.getByLabel(nl.orders.plan.spreadFrom, { exact: true }).fill(from);
  await page.getByLabel(nl.orders.plan.spreadUntil, { exact: true }).fill(until);
  await page.getByRole("button", { name: /inplannen$/ }).click();
  await page.waitForURL("**/waiting");

  // Its first day has come.
  await query(`UPDATE "Message" SET "sendAt" = now() WHERE id = $1`, [messageId]);
  await query(`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key = $1`, [
    `lay-out:${messageId}`,
  ]);
  const letters = `/messages/${messageId}/letters`;
  const card = page.locator("#sending");
  await expect(async () => {
    await page.goto(letters);
    await expect(card).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(card.getByText(/3 moeten nog vertrekken, van 3\.$/)).toBeVisible();
  await expectAccessible(page);

  await card.getByRole("button", { name: nl.orders.sending.pause }).click();
  await expect(card.getByRole("heading", { name: nl.orders.sending.pausedTitle })).toBeVisible();
  await expect(card.getByText(/^An Willems onderbrak het/)).toBeVisible();
  await card.getByRole("button", { name: nl.orders.sending.resume }).click();
  await expect(card.getByRole("button", { name: nl.orders.sending.pause })).toBeVisible();

  await card.getByRole("link", { name: nl.orders.sending.stop }).click();
  await expect(page.getByText("3 brieven vertrekken niet meer.")).toBeVisible();
  await expect(page.getByText("Niemand heeft er al een gekregen.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Stopzetten: 3 brieven/ }).click();
  await page.waitForURL(`**${letters}**`);
  await expect(page.getByText(/^An Willems zette het verzenden stop op/)).toBeVisible();
  const acts = await query<{ act: string }>(
    `SELECT act FROM "AuditRecord" WHERE "subjectId" = $1 AND act LIKE 'sending%' ORDER BY at`,
    [messageId],
  );
  expect(acts.map(({ act }) => act)).toEqual([
    "sending_begun",
    "sending_paused",
    "sending_resumed",
    "sending_cancelled",
  ]);
});
