import type { Page } from "@playwright/test";
import { writeLetter } from "./fixtures/composer";
import { smallPdf } from "./fixtures/pdf";
import { nl } from "./fixtures/sentences";
import { expect, expectAccessible, test } from "./fixtures/test";

const letter = {
  type: "Afspraak",
  number: "02050501806",
  name: "Els Wouters",
  subject: "Uw afspraak",
  text: "Geachte mevrouw Wouters, wij verwachten u.",
  replies: true,
  choice: "normal",
} as const;

async function atDocuments(page: Page): Promise<string> {
  const messageId = await writeLetter(page, letter);
  await page.goto(`/messages/${messageId}/documents`);
  return messageId;
}

const pdf = (name: string, buffer = smallPdf()) => ({
  name,
  mimeType: "application/pdf",
  buffer,
});

function put(page: Page, ...files: ReturnType<typeof pdf>[]): Promise<void> {
  return page.getByLabel(nl.attachments.field).setInputFiles(files);
}

const list = (page: Page) => page.getByRole("list", { name: nl.attachments.list });
const row = (page: Page, name: string) =>
  list(page).getByRole("listitem").filter({ hasText: name });
const words = (sentence: string, values: Record<string, string>) =>
  sentence.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");

test("a file is looked at while one watches, and everything is told of it", async ({
  page,
  signIn,
}) => {
  await signIn("financeSender");
  await atDocuments(page);
  await expect(page.getByText(/alleen pdf/)).toBeVisible();
  await put(page, pdf("plan.pdf"));
  const file = row(page, "plan.pdf");
  await expect(file.getByText(nl.attachments.not_scanned)).toBeVisible();
  await expect(file.getByText("1 bladzijde")).toBeVisible();
  await expect(file.getByRole("img")).toBeVisible();
  await file.getByText(nl.attachments.untaggedTitle).click();
  await expect(file.getByText(/Documentstructuurtags/)).toBeVisible();
  await expect(file.getByText(nl.attachments.notPdfATitle)).toBeVisible();
  await expectAccessible(page);
});

test("a refused file says why, and holds the message up until it is taken away", async ({
  page,
  signIn,
}) => {
  await signIn("financeSender");
  const messageId = await atDocuments(page);
  await put(page, pdf("kapot.pdf", Buffer.from("%PDF-1.7 and nothing of a PDF")));
  const file = row(page, "kapot.pdf");
  await expect(file.getByText(nl.refusals.attachment_damaged)).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/messages/${messageId}/check`);
  await page.getByRole("link", { name: nl.messages.problem.attachment_refused }).click();
  const remove = words(nl.attachments.removeFile, { name: "kapot.pdf" });
  await page.getByRole("button", { name: remove }).click();
  await page.getByRole("button", { name: nl.attachments.removeYes }).click();
  await expect(page.getByText(nl.attachments.none)).toBeVisible();
  await page.getByRole("link", { name: nl.messages.composer.documentsCheck }).click();
  await expect(page.getByRole("button", { name: nl.messages.check.send })).toBeVisible();
});

test("an own PDF is the letter itself, seen beside the form, sent as it is and found in the box", async ({
  page,
  browser,
  signIn,
  query,
}) => {
  test.setTimeout(120_000);
  await signIn("financeSender");
  const subject = `Uw afspraak ${Math.random()}`;
  const messageId = await writeLetter(page, { ...letter, subject });
  await page.goto(`/messages/${messageId}/documents`);
  await put(page, pdf("Uitnodiging.pdf"));
  const name = "Uitnodiging.pdf";
  const use = page.getByRole("button", { name: words(nl.attachments.useAsLetterFile, { name }) });
  await use.press("Enter");
  await expect(row(page, name).getByText(nl.attachments.isLetter)).toBeVisible();
  await expect(
    page.getByRole("button", { name: words(nl.attachments.useAsAttachmentFile, { name }) }),
  ).toBeFocused();
  await expect(page.getByText(nl.messages.letter.own)).toBeVisible();
  await expect(page.getByText(nl.messages.notice.own_letter_text_unused)).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/messages/${messageId}/text`);
  await expect(page.getByText(words(nl.messages.text.ownLetter, { name }))).toBeVisible();
  await expect(page.getByRole("textbox", { name: nl.messages.text.body })).toHaveCount(0);
  await expectAccessible(page);

  await page.goto(`/messages/${messageId}/check`);
  await expect(page.getByText(nl.messages.notice.own_letter_replies)).toBeVisible();
  await expect(page.getByText(words(nl.messages.check.ownLetterFile, { name }))).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: nl.messages.check.send }).click();
  await expect(page).toHaveURL(/\/sent$/);

  const citizen = await browser.newPage();
  await citizen.goto(`${process.env.E2E_SANDBOX_URL}/box/citizen/${letter.number}`);
  const sent = citizen.getByRole("link", { name: subject }).first();
  await expect(async () => {
    await citizen.reload();
    await expect(sent).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await sent.click();
  await expect(citizen.getByText(name).first()).toBeVisible();
  await citizen.close();
  const rows = await query<{ size: number; digest: boolean }>(
    `SELECT d."letterSize" AS size, encode(d."letterSha256", 'hex') = encode(a.sha256, 'hex') AS digest
     FROM "Delivery" d JOIN "Attachment" a ON a."messageId" = d."messageId" WHERE d."messageId" = $1`,
    [messageId],
  );
  expect(rows).toEqual([{ size: smallPdf().length, digest: true }]);
});

test("with the keyboard alone files are put in order, renamed and removed", async ({
  page,
  signIn,
  query,
}) => {
  await signIn("financeSender");
  const messageId = await atDocuments(page);
  await put(page, pdf("a.pdf"));
  await expect(row(page, "a.pdf").getByText(nl.attachments.not_scanned)).toBeVisible();
  await put(page, pdf("b.pdf"));
  await expect(row(page, "b.pdf").getByText(nl.attachments.not_scanned)).toBeVisible();

  const button = (sentence: string, name: string) =>
    page.getByRole("button", { name: words(sentence, { name }) });
  await button(nl.attachments.moveUpFile, "b.pdf").press("Enter");
  await expect(list(page).getByRole("listitem").first()).toContainText("b.pdf");
  await expect(button(nl.attachments.moveDownFile, "b.pdf"), "where one goes on").toBeFocused();

  await button(nl.attachments.renameFile, "b.pdf").press("Enter");
  await expect(page.getByLabel(nl.attachments.newName)).toBeFocused();
  await page.keyboard.type("A");
  await page.keyboard.press("Enter");
  await expect(page.getByText(nl.refusals.attachment_name_taken)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(nl.attachments.newName).fill("Plan van de Kerkstraat");
  await page.keyboard.press("Enter");
  const renamed = button(nl.attachments.renameFile, "Plan van de Kerkstraat.pdf");
  await expect(renamed).toBeFocused();

  await button(nl.attachments.removeFile, "a.pdf").press("Enter");
  await expect(page.getByRole("button", { name: nl.attachments.removeYes })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button(nl.attachments.removeFile, "a.pdf")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(row(page, "a.pdf")).toHaveCount(0);
  const rows = await query<{ name: string }>(
    'SELECT "fileName" AS name FROM "Attachment" WHERE "messageId" = $1',
    [messageId],
  );
  expect(rows).toEqual([{ name: "Plan van de Kerkstraat.pdf" }]);
});
