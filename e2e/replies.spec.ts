import type { Page } from "@playwright/test";
import { writeLetter, type Letter } from "./fixtures/composer";
import { replyLink, signInToReply } from "./fixtures/recipients";
import { nl } from "./fixtures/sentences";
import { expect, expectAccessible, test } from "./fixtures/test";

const DIRK = "08040901112";
const AMELIE = "06100201227";

const letter = (replies: (page: Page) => Promise<void>): Letter => ({
  type: "Stap in een procedure",
  number: DIRK,
  name: "Dirk Verhoeven",
  subject: `Uw standpunt ${Math.random()}`,
  text: "Geachte heer Verhoeven, wij vragen uw standpunt.",
  replies,
  choice: "normal",
});

async function askChoice(page: Page): Promise<void> {
  await page.getByRole("radio", { name: nl.replies.kind.choice, exact: true }).check();
  await page.getByLabel(nl.replies.question).fill("Gaat u akkoord met het plan?");
}

const send = (page: Page) => page.getByRole("button", { name: nl.messages.check.send }).click();

test("a recipient chooses an answer on the reply page; the sender finds it with the message", async ({
  page,
  signIn,
  query,
  browser,
}) => {
  test.setTimeout(180_000);
  await signIn("planningSender");
  const messageId = await writeLetter(page, letter(askChoice));
  await expect(page.getByText("Ik ga niet akkoord")).toBeVisible();
  await send(page);
  await expect(page).toHaveURL(/\/sent$/);
  const link = await replyLink(query, messageId);

  const citizen = await (await browser.newContext()).newPage();
  await citizen.goto(link);
  // Nothing of the message is visible before signing in, and a wrong link looks the same.
  const entrance = await citizen.getByRole("main").innerText();
  expect(entrance).not.toContain("standpunt");
  expect(entrance).not.toContain("Maanrode");
  await expectAccessible(citizen);
  await citizen.goto("/reply/AAAAAAAAAAAAAAAAAAAAAAAAAAA");
  expect(await citizen.getByRole("main").innerText()).toBe(entrance);

  await signInToReply(citizen, link, DIRK);
  await expect(citizen.getByRole("group", { name: "Gaat u akkoord met het plan?" })).toBeVisible();
  await expectAccessible(citizen);
  await citizen.getByRole("button", { name: nl.answering.send }).click();
  await expect(
    citizen.getByRole("link", { name: nl.answering.fault.choice_missing }),
  ).toBeVisible();
  await expectAccessible(citizen);
  await citizen.getByRole("radio", { name: "Ik ga niet akkoord" }).check();
  await citizen.getByRole("button", { name: nl.answering.send }).dblclick();
  await expect(citizen.getByRole("heading", { level: 1 })).toHaveText(nl.answering.doneTitle);
  await expectAccessible(citizen);
  await expect(async () => {
    await citizen.reload();
    await expect(citizen.getByRole("link", { name: nl.answering.receiptEvidence })).toBeVisible({
      timeout: 1000,
    });
  }).toPass({ timeout: 60_000 });
  const rows = await query<{ id: string }>(
    `SELECT a.id FROM "ReplyAnswer" a JOIN "Delivery" d ON d.id = a."deliveryId"
     WHERE d."messageId" = $1`,
    [messageId],
  );
  expect(rows).toHaveLength(1);

  const [delivery] = await query<{ id: string }>(
    'SELECT id FROM "Delivery" WHERE "messageId" = $1',
    [messageId],
  );
  await page.goto(`/deliveries/${delivery?.id}`);
  await expect(page.getByRole("heading", { name: nl.deliveries.timeline.answered })).toBeVisible({
    timeout: 30_000,
  });
  await citizen.close();
});

test("somebody else's link tells nothing", async ({ page, signIn, query, browser }) => {
  test.setTimeout(120_000);
  await signIn("planningSender");
  const messageId = await writeLetter(page, letter(askChoice));
  await send(page);
  await expect(page).toHaveURL(/\/sent$/);
  const link = await replyLink(query, messageId);
  const stranger = await (await browser.newContext()).newPage();
  await signInToReply(stranger, link, AMELIE);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText(nl.answering.refusedTitle);
  expect(await stranger.getByRole("main").innerText()).not.toContain("standpunt");
  await expectAccessible(stranger);
  await stranger.close();
});
