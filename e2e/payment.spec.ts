import type { Page } from "@playwright/test";
import { writeLetter } from "./fixtures/composer";
import { nl } from "./fixtures/sentences";
import { dropSheet } from "./fixtures/sheets";
import { expect, expectAccessible, test } from "./fixtures/test";

const letter = {
  type: "Afspraak",
  number: "02050501806",
  name: "Els Wouters",
  subject: "Uw bijdrage",
  text: "Geachte mevrouw Wouters, hieronder vindt u wat te betalen is.",
  amount: "121,00",
  replies: false,
  choice: "normal",
} as const;

async function atPayment(page: Page): Promise<string> {
  const messageId = await writeLetter(page, letter);
  await page.goto(`/messages/${messageId}/payment?from=check`);
  return messageId;
}

const back = (page: Page) =>
  page.getByRole("button", { name: nl.messages.composer.saveAndCheck }).click();
const choose = (page: Page, name: string) => page.getByRole("radio", { name }).check();
const part = (sentence: string, number: string) => sentence.replace("{number}", number);

test("what is to be paid may be paid in parts, added and taken away with the keyboard", async ({
  page,
  signIn,
  query,
}) => {
  await signIn("financeSender");
  const messageId = await atPayment(page);
  await choose(page, nl.payments.kindParts);
  await expect(page.getByText(nl.payments.partsNote)).toBeVisible();
  const amount = (number: string) => page.getByLabel(part(nl.payments.partAmount, number));
  const due = (number: string) => page.getByLabel(part(nl.payments.partDueDate, number));
  await amount("1").fill("40");
  await due("1").fill("2027-03-31");
  await page.getByRole("button", { name: nl.payments.addPart }).press("Enter");
  await expect(amount("3")).toBeFocused();
  await amount("2").fill("40,50");
  await back(page);
  const summary = page.getByRole("alert");
  await expect(summary.getByRole("link")).toHaveCount(1);
  await expectAccessible(page);
  await summary.getByRole("link").click();
  await expect(amount("3")).toBeFocused();
  await page.getByRole("button", { name: /Deel 3 weghalen/ }).press("Enter");
  await expect(amount("2")).toBeFocused();
  await back(page);
  await expect(page.getByRole("heading", { name: nl.messages.check.title })).toBeVisible();
  await expect(page.getByText(/€\s40,00, voor of op 31 maart 2027/)).toBeVisible();
  await expect(page.getByText(/€\s40,50/)).toBeVisible();
  await expectAccessible(page);
  const [row] = await query<{ payment: { amountCents: number; parts: object[] } }>(
    'SELECT payment FROM "Message" WHERE id = $1',
    [messageId],
  );
  expect(row?.payment).toMatchObject({ amountCents: 8050, parts: [{}, {}] });
});

test("VAT, a reference, a free amount and counted communications are told as they will be", async ({
  page,
  signIn,
}) => {
  await signIn("financeSender");
  const messageId = await atPayment(page);
  await page.getByLabel(new RegExp(`^${nl.payments.vat}`)).fill("21,00");
  await choose(page, nl.payments.rf);
  await page.getByLabel(nl.payments.rfNumber).fill("RF19 5390 0754 7034");
  await back(page);
  await expect(page.getByText(nl.payments.refusal.reference_check_digits).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(nl.payments.rfNumber).fill("rf18 5390 0754 7034");
  await back(page);
  await expect(page.getByText("RF18 5390 0754 7034")).toBeVisible();
  await expect(page.getByText(/waarvan €\s21,00 btw/)).toBeVisible();

  await page.goto(`/messages/${messageId}/payment?from=check`);
  await choose(page, nl.payments.kindFree);
  await expect(page.getByText(nl.payments.freeAmountNote)).toBeVisible();
  await choose(page, nl.payments.sequence);
  await page.getByLabel(nl.payments.sequenceFirst).fill("2026000100");
  await back(page);
  await expect(page.getByText(nl.payments.freeAmount).first()).toBeVisible();
  await expect(page.getByText(/\+\+\+202\/6000\/100\d\d\+\+\+ en verder/)).toBeVisible();
  await expectAccessible(page);
});

test("an administrator keeps the accounts, and a sender picks one of them", async ({
  page,
  signIn,
  query,
}) => {
  await signIn("administrator");
  await page.goto("/accounts");
  await expectAccessible(page);
  await page
    .getByLabel(nl.payments.accounts.service, { exact: true })
    .selectOption({ label: "Dienst Omgeving" });
  await page.getByLabel(nl.payments.iban).fill("BE72 0000 0000 1617");
  await page.getByLabel(nl.payments.beneficiary).fill("Stad Maanrode, Omgeving");
  await page.getByRole("button", { name: nl.payments.accounts.save }).click();
  await expect(page.getByRole("alert").getByText(nl.payments.refusal.iban_invalid)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(nl.payments.iban).fill("BE72 0000 0000 1616");
  await page.getByRole("button", { name: nl.payments.accounts.save }).press("Enter");
  await expect(page.getByText("BE72 0000 0000 1616")).toBeVisible();

  await signIn("planningSender");
  await page.goto("/messages/new");
  await page.getByRole("radio", { name: letter.type }).check();
  await page.getByRole("radio", { name: nl.templates.chosen.none }).check();
  await page.getByRole("button", { name: nl.messages.new.start }).click();
  await expect(page).toHaveURL(/\/recipient$/);
  const messageId = new URL(page.url()).pathname.split("/")[2] ?? "";
  await page.goto(`/messages/${messageId}/payment?from=check`);
  await page
    .getByRole("group", { name: nl.payments.wanted })
    .getByRole("radio", { name: "Ja" })
    .check();
  const accounts = page.getByLabel(nl.payments.pickAccount);
  await expect(accounts).toHaveValue("BE72 0000 0000 1616");
  await page.getByLabel(nl.payments.amount, { exact: true }).fill("25");
  await page.getByRole("button", { name: nl.payments.generate }).click();
  await expectAccessible(page);
  await back(page);
  await expect(page.getByText("Stad Maanrode, Omgeving").first()).toBeVisible();

  await signIn("administrator");
  await page.goto("/accounts");
  await page.getByRole("button", { name: /BE72 0000 0000 1616/ }).click();
  await expect(page.getByText(new RegExp(nl.payments.accounts.archived))).toBeVisible();
  const rows = await query<{ act: string }>(
    `SELECT act FROM "AuditRecord" WHERE act LIKE 'account%' ORDER BY at`,
  );
  expect(rows.map(({ act }) => act)).toEqual(["account_added", "account_archived"]);
});

test("each recipient of a list pays their own amount, by their own day, under their own number", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(90_000);
  await signIn("financeSender");
  const messageId = await writeLetter(page, letter);
  await dropSheet(page, messageId, [
    "INSZ;naam;te betalen;uiterlijk;dossier",
    "08040901112;Dirk Verhoeven;12,50;2/12/2027;1001",
    "02050501806;Els Wouters;1.250,00;3/12/2027;1002",
  ]);
  await page.goto(`/messages/${messageId}/payment?from=check`);
  const ofColumn = page.getByRole("radio", { name: nl.payments.fromColumn });
  await ofColumn.first().check();
  await ofColumn.nth(1).check();
  await choose(page, nl.payments.numberFrom);
  await back(page);
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(3);
  await expectAccessible(page);
  const column = page.getByLabel(nl.payments.column, { exact: true });
  for (const [index, name] of ["te betalen", "uiterlijk", "dossier"].entries())
    await column.filter({ visible: true }).nth(index).selectOption(name);
  await back(page);
  await expect(page.getByText("Bedrag uit de kolom “te betalen”")).toBeVisible();
  await expect(page.getByText("Brief 1 van 2")).toBeVisible();
  const [row] = await query<{ payment: object }>('SELECT payment FROM "Message" WHERE id = $1', [
    messageId,
  ]);
  expect(row?.payment).toMatchObject({
    amountFrom: "te betalen",
    dueDateFrom: "uiterlijk",
    communication: { kind: "from_value", name: "dossier" },
  });
});
