import type { Page } from "@playwright/test";
import { writeLetter } from "./fixtures/composer";
import { nl } from "./fixtures/sentences";
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
  const due = (number: string) => page.getByLabel(new RegExp(`Deel ${number} betalen`));
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
