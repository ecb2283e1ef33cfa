import type { Page } from "@playwright/test";
import { writeLetter, type Letter } from "./fixtures/composer";
import { smallPdf } from "./fixtures/pdf";
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

/** Two fields, the second moved to the front: with the keyboard alone. */
async function askForm(page: Page): Promise<void> {
  await page.getByRole("radio", { name: nl.replies.kind.form, exact: true }).check();
  await page.getByRole("button", { name: nl.replies.addField }).press("Enter");
  await expect(page.getByLabel(nl.replies.fieldLabel.replace(/{.*}/, "1"))).toBeFocused();
  await page.keyboard.type("Bewijs");
  await page.getByLabel(nl.replies.fieldKindLabel.replace(/{.*}/, "1")).selectOption("file");
  await page.getByRole("button", { name: nl.replies.addField }).press("Enter");
  await expect(page.getByLabel(nl.replies.fieldLabel.replace(/{.*}/, "2"))).toBeFocused();
  await page.keyboard.type("Rekeningnummer");
  await page.getByLabel(nl.replies.fieldKindLabel.replace(/{.*}/, "2")).selectOption("iban");
  await page.getByRole("button", { name: nl.replies.moveUp.replace(/{.*}/, "2") }).press("Enter");
  await expect(page.getByLabel(nl.replies.fieldLabel.replace(/{.*}/, "1"))).toHaveValue(
    "Rekeningnummer",
  );
  await page.getByLabel(nl.replies.deadline).fill("2099-12-31");
  await page.getByRole("radio", { name: nl.replies.changeableYes }).check();
  await expectAccessible(page);
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

test("a form is built with the keyboard, filled in with a file, changed, handled and taken out", async ({
  page,
  signIn,
  query,
  browser,
}) => {
  test.setTimeout(240_000);
  await signIn("planningSender");
  const messageId = await writeLetter(page, letter(askForm));
  await expect(page.getByText("Rekeningnummer")).toBeVisible();
  await send(page);
  await expect(page).toHaveURL(/\/sent$/);
  const link = await replyLink(query, messageId);

  const citizen = await (await browser.newContext()).newPage();
  await signInToReply(citizen, link, DIRK, "itsme");
  await citizen.getByLabel("Rekeningnummer").fill("BE72 0000 0000 1617");
  await citizen.getByLabel("Bewijs").setInputFiles({
    name: "bewijs.pdf",
    mimeType: "application/pdf",
    buffer: smallPdf(),
  });
  await citizen.getByRole("button", { name: nl.answering.send }).click();
  const summary = citizen.getByRole("alert");
  await expect(summary.getByRole("link")).toHaveCount(1);
  await expectAccessible(citizen);
  // What was typed stands there still, the file too.
  await summary.getByRole("link").press("Enter");
  await expect(citizen.getByLabel("Rekeningnummer")).toBeFocused();
  await expect(citizen.getByLabel("Rekeningnummer")).toHaveValue("BE72 0000 0000 1617");
  await citizen.getByLabel("Rekeningnummer").fill("BE72 0000 0000 1616");
  await citizen.getByRole("button", { name: nl.answering.send }).click();
  await expect(citizen.getByRole("heading", { level: 1 })).toHaveText(nl.answering.doneTitle);
  await expect(citizen.getByText("bewijs.pdf")).toBeVisible();

  // An answer that may be changed is; the session that ended meanwhile loses nothing typed.
  await citizen.getByRole("link", { name: nl.answering.change }).click();
  await citizen.getByLabel("Rekeningnummer").fill("BE68 5390 0754 7034");
  await citizen.context().clearCookies({ name: "portal-recipient" });
  await citizen.getByRole("button", { name: nl.answering.sendAgain }).click();
  await expect(citizen.getByText(nl.answering.sessionEnded)).toBeVisible();
  await citizen.getByRole("button", { name: nl.answering.signIn }).click();
  await expect(citizen.getByLabel("Rekeningnummer")).toHaveValue("BE68 5390 0754 7034");
  await citizen.getByRole("button", { name: nl.answering.sendAgain }).click();
  await expect(citizen.getByText("BE68 5390 0754 7034")).toBeVisible();
  await citizen.close();

  await page.goto("/replies");
  // Others answer at the same time.
  await page.locator(`a[href*="/messages/${messageId}/answers"]`).first().click();
  await expect(page).toHaveURL(new RegExp(`/messages/${messageId}/answers`));
  await expect(page.getByRole("cell", { name: /BE68539007547034/ })).toBeVisible();
  await expectAccessible(page);
  const csv = await page.request.get(`/api/messages/${messageId}/answers/csv`);
  expect(await csv.text()).toContain("BE68539007547034");
  await page.getByRole("link", { name: "Dirk Verhoeven" }).click();
  await page.getByLabel(nl.replies.answers.assign).selectOption({ label: "Karim Haddad" });
  await page.getByRole("button", { name: nl.replies.answers.saveAssign }).click();
  await expect(
    page.getByText(nl.replies.answers.assignedTo.replace("{name}", "Karim Haddad")),
  ).toBeVisible();
  await page.getByRole("button", { name: nl.replies.answers.markHandled }).click();
  await expect(page.getByRole("button", { name: nl.replies.answers.reopen })).toBeVisible();
  await expectAccessible(page);
});

test("a session opens its own side alone, and no other site answers for anybody", async ({
  page,
  signIn,
  query,
  browser,
}) => {
  test.setTimeout(180_000);
  await signIn("planningSender");
  const messageId = await writeLetter(page, letter(askChoice));
  await send(page);
  await expect(page).toHaveURL(/\/sent$/);
  const link = await replyLink(query, messageId);

  // The sender's own session is none on the reply page.
  await page.goto(link);
  await expect(page.getByRole("button", { name: nl.answering.signIn })).toBeVisible();
  expect((await page.request.get(`/api${link}/letter`)).status()).toBe(401);

  const citizen = await (await browser.newContext()).newPage();
  await signInToReply(citizen, link, DIRK);
  expect((await citizen.request.get(`/api${link}/letter`)).status()).toBe(200);
  // The recipient's is none in the portal.
  for (const place of ["/", "/messages", `/messages/${messageId}/answers`]) {
    await citizen.goto(place);
    await expect(citizen).toHaveURL(/\/sign-in/);
  }
  expect((await citizen.request.get(`/api/messages/${messageId}/answers/csv`)).status()).toBe(401);

  // A form sent from elsewhere, and what is too large, answer nothing.
  await citizen.goto(link);
  const headers = { "content-type": "multipart/form-data; boundary=x" };
  const elsewhere = await citizen.request.post(link, {
    headers: { ...headers, origin: "https://elders.example" },
    data: '--x\r\ncontent-disposition: form-data; name="answer.choice"\r\n\r\nIk ga akkoord\r\n--x--',
  });
  expect(elsewhere.status()).toBeGreaterThanOrEqual(200);
  const large = await citizen.request.post(link, {
    headers: { ...headers, origin: new URL(citizen.url()).origin },
    data: Buffer.alloc(9 * 1024 * 1024, "x"),
  });
  expect(large.ok() ? "page" : "refused").toBeTruthy();
  const answers = await query(
    `SELECT 1 FROM "ReplyAnswer" a JOIN "Delivery" d ON d.id = a."deliveryId"
     WHERE d."messageId" = $1`,
    [messageId],
  );
  expect(answers).toEqual([]);
  await citizen.getByRole("button", { name: nl.answering.signOut }).click();
  await expect(citizen.getByRole("heading", { level: 1 })).toHaveText(nl.answering.signedOutTitle);
  expect((await citizen.request.get(`/api${link}/letter`)).status()).toBe(401);
  await citizen.close();
});

test("whoever acts for an enterprise answers for it, without scripts too", async ({
  page,
  signIn,
  query,
  browser,
}) => {
  test.setTimeout(180_000);
  await signIn("planningSender");
  const bakery = { number: "0000000295", name: "Bakkerij De Zonnebloem", isEnterprise: true };
  const messageId = await writeLetter(page, {
    ...letter(askChoice),
    ...bakery,
  });
  await send(page);
  await expect(page).toHaveURL(/\/sent$/);
  const link = await replyLink(query, messageId);
  const owner = await (
    await browser.newContext({ locale: "fr-BE", javaScriptEnabled: false })
  ).newPage();
  await owner.goto(link);
  await expect(owner.locator("html")).toHaveAttribute("lang", /^fr/);
  await owner.getByRole("main").getByRole("button").click();
  await owner.getByLabel("Test person").selectOption("02050501806");
  await owner.getByRole("radio", { name: "eID card" }).check();
  await owner.getByRole("button", { name: "Continue" }).click();
  // The frame is in the reader's language, the message in its own.
  await expect(owner.getByText("Bakkerij De Zonnebloem").first()).toBeVisible();
  await owner.getByRole("button", { name: nl.answering.send }).click();
  await expect(owner.getByText(nl.answering.fault.choice_missing).first()).toBeVisible();
  await owner.getByRole("radio", { name: "Ik ga akkoord" }).check();
  await owner.getByRole("button", { name: nl.answering.send }).click();
  await expect(owner.getByRole("heading", { level: 1 })).toHaveText(nl.answering.doneTitle);
  await owner.close();
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
