import type { Locator, Page } from "@playwright/test";
import { PDF } from "@libpdf/core";
import { wordLetter } from "../lib/messages/body/pasted-examples";
import { nl } from "./fixtures/sentences";
import { signInAs } from "./fixtures/sign-in";
import { expect, expectAccessible, test } from "./fixtures/test";

const { editor: words, text } = nl.messages;

/** A fresh draft, on the page where its text is written, empty; answers the message's id. */
async function openText(page: Page): Promise<string> {
  await page.goto("/messages/new");
  await page.getByRole("radio", { name: "Stap in een procedure" }).check();
  await page.getByRole("button", { name: nl.messages.new.start }).click();
  await page.getByRole("radio", { name: nl.recipients.citizen }).check();
  await page.getByLabel(nl.recipients.niss).fill("02050501806");
  await expect(page.getByText(nl.recipients.box.reachable)).toBeVisible();
  await page.getByLabel(nl.recipients.name, { exact: true }).fill("Els Wouters");
  await page.getByRole("radio", { name: "Nederlands" }).check();
  await page.getByRole("button", { name: nl.messages.composer.next.text }).click();
  await page.getByLabel(text.subject, { exact: true }).fill("Uw aanslag");
  // The message type may bring a text of its own.
  await bodyOf(page).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await expect(bodyOf(page)).toHaveText("");
  return new URL(page.url()).pathname.split("/")[2] ?? "";
}

function bodyOf(page: Page) {
  return page.getByRole("textbox", { name: text.body });
}

/** As the browser hands over what another program copied. */
async function paste(page: Page, html: string): Promise<void> {
  await bodyOf(page).evaluate((element, copied) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", copied);
    clipboardData.setData("text/plain", "never this");
    element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, html);
}

async function letterText(page: Page, messageId: string): Promise<string> {
  const answer = await page.request.get(`/api/messages/${messageId}/letter`);
  expect(answer.ok()).toBe(true);
  const pdf = await PDF.load(new Uint8Array(await answer.body()));
  return pdf
    .extractText()
    .map((each) => each.text)
    .join("\n");
}

test("what is pasted from Word keeps its table apart, in the text and in the letter", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(120_000);
  await signIn("planningSender");
  const messageId = await openText(page);
  const body = bodyOf(page);
  await body.click();
  await paste(page, wordLetter);

  await expect(body.getByRole("heading", { name: "Aanslagbiljet 2026" })).toBeVisible();
  await expect(body.getByRole("columnheader")).toHaveText(["Jaar", "Bedrag"]);
  await expect(body.getByRole("cell")).toHaveText(["2025", "84,00 €", "2026", "86,00 €"]);
  await expect(body.getByRole("listitem")).toHaveCount(5);
  await expect(body.locator("[data-placeholder=naam]")).toBeVisible();
  await expect(body).not.toContainText(/interne nota|klopt dit bedrag|AW1|·/);
  await expectAccessible(page);

  await expect
    .poll(
      async () =>
        JSON.stringify(await query('SELECT body FROM "Message" WHERE id = $1', [messageId])),
      { timeout: 15_000 },
    )
    .toContain("tableHeader");
  const printed = await letterText(page, messageId);
  expect(printed).toMatch(/2025\s+84,00/);
  expect(printed).toMatch(/2026\s+86,00/);
  expect(printed).not.toContain("202584");
});

test("a table is made, filled, changed and left by keyboard alone", async ({ page, signIn }) => {
  test.setTimeout(120_000);
  await signIn("planningSender");
  await openText(page);
  const body = bodyOf(page);
  await body.focus();
  await page.keyboard.type("Voor.");
  await page.keyboard.press("Alt+F10");
  await expect(page.getByRole("button", { name: words.undo })).toBeFocused();
  for (let step = 0; step < 9; step += 1) await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("button", { name: words.table.insert })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(body).toBeFocused();

  for (const cell of ["Jaar", "Wat", "Bedrag", "2025", "Taks", "84,00", "2026", "Taks", "86,00"]) {
    await page.keyboard.type(cell);
    if (cell !== "86,00") await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Control+Enter");
  await expect(body.getByRole("row")).toHaveCount(4);
  await page.keyboard.press("Alt+F10");
  const tools = page.getByRole("toolbar", { name: words.table.tools });
  await expect(tools.getByRole("button").first()).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("button", { name: words.table.removeRow })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(body).toBeFocused();
  // The next cell, the three of the new row, and out.
  for (let step = 0; step < 5; step += 1) await page.keyboard.press("Tab");
  await page.keyboard.type("Na.");
  await expect(body.locator(":scope > p").last()).toHaveText("Na.");
  await expect(body.getByRole("columnheader")).toHaveText(["Jaar", "Wat", "Bedrag"]);
  await page.keyboard.press("Tab");
  await expect(body).not.toBeFocused();
  await expectAccessible(page);
});

test("panels take the focus, close with Escape and after their work, and give the focus back", async ({
  page,
  signIn,
}) => {
  await signIn("planningSender");
  await openText(page);
  const body = bodyOf(page);
  await body.click();
  await page.keyboard.type("Geachte ");

  const insert = page.getByRole("button", { name: words.insert, exact: true });
  const panel = page.getByRole("region", { name: words.insertTitle });
  await insert.click();
  await expect(panel).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(body).toBeFocused();
  await insert.click();
  await panel.getByRole("button", { name: /^naam/ }).click();
  await expect(panel).toBeHidden();
  await expect(body).toBeFocused();
  await expect(body.locator("[data-placeholder=naam]")).toBeVisible();

  await page.keyboard.type(", zie hier");
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("Shift+ArrowLeft");
  await page.getByRole("button", { name: words.link, exact: true }).click();
  const address = page.getByRole("textbox", { name: words.linkAddress, exact: true });
  await expect(address).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(address).toBeHidden();
  await expect(body).toBeFocused();
  await page.getByRole("button", { name: words.link, exact: true }).click();
  await expect(address).toBeFocused();
  await page.keyboard.type("https://maanrode.example/plan");
  await page.keyboard.press("Enter");
  await expect(address).toBeHidden();
  await expect(body).toBeFocused();
  await expect(body.locator("a")).toHaveText("hier");
});

test("conditional text becomes a chip, is answered yes or no, and stands in the letter or not", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("planningSender");
  const messageId = await openText(page);
  const body = bodyOf(page);
  await body.click();
  await page.keyboard.type("Geachte, ((jonger dan 18??Vraag het aan uw ouders.)) Tot dan.");
  await expect(body.locator("[data-condition='jonger dan 18']")).toBeVisible();
  const question = page.getByRole("group", { name: "jonger dan 18" });
  await expect
    .poll(() => letterText(page, messageId), { timeout: 20_000 })
    .toContain("«jonger dan 18?");
  await question.getByRole("radio", { name: text.conditionYes }).check();
  await expect
    .poll(() => letterText(page, messageId), { timeout: 20_000 })
    .toMatch(/Geachte, Vraag het aan uw ouders\. Tot dan/);
  await question.getByRole("radio", { name: text.conditionNo }).check();
  await expect
    .poll(() => letterText(page, messageId), { timeout: 20_000 })
    .toMatch(/Geachte, Tot dan/);
  await expectAccessible(page);
});

test("the same text is written with signs or with tools, and saved from both", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(120_000);
  await signIn("planningSender");
  const messageId = await openText(page);
  await bodyOf(page).click();
  await paste(page, wordLetter);
  const form = page.getByRole("button", { name: words.source.switch });
  await form.click();
  const field = page.getByRole("textbox", { name: text.body });
  await expect(field).toHaveValue(/^# Aanslagbiljet 2026\n\nGeachte \(\(naam\)\),/);
  const source = await field.inputValue();
  expect(source).toContain("| Jaar | Bedrag |\n|---|---|\n| 2025 | 84,00");
  await expectAccessible(page);
  await field.fill(`${source}\n\n| 2027 | **88,00** |`);
  await expect
    .poll(
      async () =>
        JSON.stringify(await query('SELECT body FROM "Message" WHERE id = $1', [messageId])),
      { timeout: 15_000 },
    )
    .toContain("88,00");
  await form.click();
  await expect(bodyOf(page).getByRole("cell", { name: "88,00" }).locator("strong")).toBeVisible();
  await form.click();
  await expect(field).toHaveValue(`${source.trimEnd()}\n\n| 2027 | **88,00** |`);
});

test("the keys are told in a dialog that gives the focus back", async ({ page, signIn }) => {
  await signIn("planningSender");
  await openText(page);
  const help = page.getByRole("button", { name: words.help });
  await help.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: words.help });
  await expect(dialog.getByText("Alt+F10")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(help).toBeFocused();
});

test("two people in one draft are told of each other, and what was typed offline is saved later", async ({
  page,
  context,
  signIn,
  browser,
  query,
}) => {
  test.setTimeout(120_000);
  await signIn("financeSender");
  const messageId = await openText(page);
  const colleague = await browser.newContext();
  await signInAs(colleague, "senderOfTwo");
  const other = await colleague.newPage();
  await other.goto(`/messages/${messageId}/documents`);
  await expect(other.getByRole("status").filter({ hasText: "An Willems" })).toBeVisible();
  await expectAccessible(other);
  await expect(page.getByRole("status").filter({ hasText: "Nora Peeters" })).toBeVisible({
    timeout: 40_000,
  });
  await colleague.close();

  await context.setOffline(true);
  await page.getByLabel(text.subject, { exact: true }).fill("Onderweg geschreven");
  await expect(page.getByText(nl.messages.save.unreachableTitle)).toBeVisible();
  await bodyOf(page).click();
  await page.keyboard.type("En nog iets.");
  await context.setOffline(false);
  const saved = () =>
    query<{ subject: string; body: object }>('SELECT subject, body FROM "Message" WHERE id = $1', [
      messageId,
    ]);
  await expect.poll(async () => (await saved())[0]?.subject).toBe("Onderweg geschreven");
  await expect.poll(async () => JSON.stringify((await saved())[0]?.body)).toContain("En nog iets.");
  await expect(page.getByText(nl.messages.save.unreachableTitle)).toBeHidden();
});

test("a draft is sent to a test citizen as a test, and stays a draft", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(90_000);
  await signIn("financeSender");
  const messageId = await openText(page);
  await bodyOf(page).click();
  await page.keyboard.type("Geachte mevrouw, tot maandag.");
  await page.getByRole("button", { name: nl.messages.composer.next.documents }).click();
  await expect(page).toHaveURL(/\/documents$/);
  await page.goto(`/messages/${messageId}/payment`);
  await page.getByRole("radio", { name: "Nee" }).check();
  await page.getByRole("button", { name: nl.messages.composer.next.replies }).click();
  await expect(page).toHaveURL(/\/replies$/);
  await page.getByRole("link", { name: nl.messages.letter.trial }).click();
  await page.getByRole("radio", { name: "Lucie Martin" }).check();
  await page.getByRole("button", { name: nl.messages.trial.send }).click();
  const sent = page.getByRole("link", { name: /^Aan Lucie Martin/ });
  await expect(sent).toBeVisible();
  await expectAccessible(page);
  await sent.click();
  await expect(page.getByText("TEST · Uw aanslag").first()).toBeVisible();
  const states = () =>
    query<{ state: string; own: number }>(
      `SELECT state, (SELECT count(*)::int FROM "Delivery" WHERE "messageId" = m.id) AS own
       FROM "Message" m WHERE id = $1`,
      [messageId],
    );
  expect(await states()).toEqual([{ state: "draft", own: 0 }]);
});

/** With the keyboard alone: chosen with the arrows, closed with Escape, found by typing. */
async function chooseInSubject(page: Page, subject: Locator): Promise<void> {
  const list = page.getByRole("listbox", { name: words.suggestions });
  await subject.focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Brief van ((");
  await expect(list).toBeVisible();
  await expect(subject).toHaveAttribute("aria-expanded", "true");
  await expectAccessible(page);
  await page.keyboard.press("ArrowDown");
  await expect(list.getByRole("option", { selected: true })).toContainText("datum");
  await page.keyboard.press("Enter");
  await expect(subject).toHaveValue("Brief van ((datum))");
  await expect(list).toBeHidden();

  await page.keyboard.type(" voor ((na");
  await expect(list.getByRole("option").first()).toContainText("naam");
  const address = page.url();
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await expect(subject).toBeFocused();
  await expect(subject).toHaveValue("Brief van ((datum)) voor ((na");
  expect(page.url()).toBe(address);
  for (let typed = 0; typed < 4; typed += 1) await page.keyboard.press("Backspace");
  await page.keyboard.type("((na");
  await page.keyboard.press("Tab");
  await expect(subject).toHaveValue("Brief van ((datum)) voor ((naam))");
  await expect(subject).toBeFocused();
}

test("the subject offers placeholders to the keyboard alone, in a message and in a template", async ({
  page,
  signIn,
}) => {
  test.setTimeout(90_000);
  await signIn("planningSender");
  await openText(page);
  await chooseInSubject(page, page.getByLabel(text.subject, { exact: true }));
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto("/templates/new");
  await page.getByLabel(nl.templates.form.name, { exact: true }).fill(`Onderwerp ${Date.now()}`);
  await page.getByRole("button", { name: nl.templates.form.create }).click();
  await expect(page).toHaveURL(/\/text$/);
  await chooseInSubject(page, page.getByLabel(nl.templates.write.subject, { exact: true }));
});
