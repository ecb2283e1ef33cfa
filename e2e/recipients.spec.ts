import type { APIResponse, Page } from "@playwright/test";
import { zipSync } from "fflate";
import { writeLetter } from "./fixtures/composer";
import { smallPdf } from "./fixtures/pdf";
import { nl } from "./fixtures/sentences";
import { dropSheet } from "./fixtures/sheets";
import { expect, expectAccessible, test } from "./fixtures/test";

const letter = {
  type: "Werken in uw straat",
  number: "08040901112",
  name: "Dirk Verhoeven",
  subject: "Werken in uw straat",
  text: "Geachte ((naam)), vanaf maandag werken wij in uw straat.",
  replies: false,
  choice: "normal",
} as const;

const list = [
  "INSZ;Naam;Woning;Adres;opmerking",
  "08040901112;Dirk Verhoeven;Kerkstraat 14;;",
  "4022901784;Hendrik De Smedt;Kerkstraat 15;Kerkstraat 15, 9999 Maanrode;",
  "02050501806;Els Wouters;;;",
  "0000000295;Bakkerij De Zonnebloem;Kerkstraat 16;;hoek",
  "0000000295;Bakkerij De Zonnebloem;Kerkstraat 18;;",
];

/** A message ready but for the list, whose subject wants something of each recipient. */
async function begin(page: Page): Promise<string> {
  const messageId = await writeLetter(page, letter);
  await page.goto(`/messages/${messageId}/text`);
  await page.getByLabel(nl.messages.text.subject, { exact: true }).fill("Werken aan ((woning))");
  await page.getByLabel("woning").fill("Kerkstraat 14");
  await page.getByRole("button", { name: nl.messages.composer.next.documents }).click();
  await expect(page.getByRole("heading", { name: nl.attachments.heading })).toBeVisible();
  return messageId;
}

test("a sender writes to a list: every problem at once, mended, stepped through, sent, on paper where there is no box", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(180_000);
  await signIn("financeSender");
  const messageId = await begin(page);
  await dropSheet(page, messageId, list);

  // All problems of all rows, by row and column, and what is not used.
  const table = page.getByRole("table", { name: nl.sheets.faultsTable });
  await expect(table.getByText("04022901784")).toBeVisible();
  await expect(table.getByText(nl.sheets.problem.value_missing)).toBeVisible();
  await expect(table.getByText("opmerking (genegeerd)")).toBeVisible();
  await expectAccessible(page);
  const marked = page.waitForEvent("download");
  await page.getByRole("link", { name: new RegExp(`^${nl.sheets.download}`) }).click();
  expect((await marked).suggestedFilename()).toBe("lijst.xlsx");
  await page.goto(`/messages/${messageId}/check`);
  await expect(
    page.getByRole("link", { name: nl.messages.problem.recipients_unanswered }),
  ).toBeVisible();

  // Mended in the file, all but one row, which is left out knowingly; one letter for who stands in it twice.
  await dropSheet(page, messageId, [
    ...list.map((line) => line.replace("4022901784;", "04022901784;")),
  ]);
  await page.getByRole("button", { name: /^Eén rij weglaten/ }).click();
  await expect(page.getByText(/blijft weg, zoals u koos/)).toBeVisible();
  await page.getByRole("radio", { name: nl.sheets.repeated.first }).check();
  await page.getByRole("button", { name: nl.sheets.keepAnswer }).click();
  await expect(page.getByText(nl.common.kept, { exact: true })).toHaveCount(1);
  await page.getByRole("radio", { name: nl.recipients.where.paperYes }).check();
  await page.getByRole("button", { name: nl.recipients.where.paperSave }).click();
  await expect(page.getByText(nl.common.kept, { exact: true })).toHaveCount(2);

  // Each letter as its recipient will read it.
  await page.goto(`/messages/${messageId}/check`);
  await expect(page.getByText("Brief 1 van 3")).toBeVisible();
  await page.getByRole("link", { name: nl.messages.letter.next }).click();
  await expect(page.getByText("Brief 2 van 3")).toBeVisible();
  await expect(page.getByText("Hendrik De Smedt").first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: /^2 berichten verzenden en één brief/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "2 berichten zijn onderweg, één brief drukt u af",
  );
  await page.getByRole("link", { name: nl.messages.sent.followMany }).click();
  await expect(page).toHaveURL(/\/letters$/);

  const states = () =>
    query<{ name: string; state: string; subject: string }>(
      `SELECT "recipientName" AS name, state FROM "Delivery" WHERE "messageId" = $1 ORDER BY position`,
      [messageId],
    );
  await expect.poll(states, { timeout: 60_000 }).toEqual([
    { name: "Dirk Verhoeven", state: "published" },
    { name: "Hendrik De Smedt", state: "on_paper" },
    { name: "Bakkerij De Zonnebloem", state: "published" },
  ]);
  await page.reload();
  await expectAccessible(page);
  const print = page.waitForEvent("download");
  await page.getByRole("link", { name: /^Brieven voor de printer, deel 1: 1 brief/ }).click();
  expect((await print).suggestedFilename()).toMatch(/^MR-\d{4}-\d+-1\.pdf$/);
  await page.reload();
  await expect(page.getByText(/^Deel 1: 1 brief, opgehaald op .* door An Willems/)).toBeVisible();
  await expect(page.getByText("Alle brieven werden al opgehaald.")).toBeVisible();
  await expectAccessible(page);
  const address = `/api/messages/${messageId}/paper`;
  expect((await page.request.get(`${address}/list`)).status()).toBe(200);
  await signIn("planningSender");
  for (const path of [address, `${address}/list`])
    expect((await page.request.get(path)).status()).toBe(404);
});

test("a sender types several recipients by hand, each with a value of their own, by keyboard alone", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("financeSender");
  const messageId = await begin(page);
  await page.goto(`/messages/${messageId}/recipient`);
  await page.getByRole("link", { name: nl.recipients.more.add }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("woning")).toBeVisible();
  // Nothing of the one before stands in it, whose form was on the page until now.
  await expect(page.getByLabel(nl.recipients.niss)).toHaveValue("");
  await expect(page.getByLabel(nl.recipients.name, { exact: true })).toHaveValue("");

  // Somebody who is there already is told at once.
  await page.getByLabel(nl.recipients.niss).focus();
  await page.keyboard.type(letter.number);
  await page.keyboard.press("Tab");
  await expect(page.getByText(nl.recipients.refusal.number_repeated)).toBeVisible();

  await page.getByLabel(nl.recipients.niss).fill("02050501806");
  await expect(page.getByText(nl.recipients.box.reachable)).toBeVisible();
  await page.getByLabel(nl.recipients.name, { exact: true }).focus();
  await page.keyboard.type("Els Wouters");
  await page.getByLabel("woning").focus();
  await page.keyboard.type("Markt 1");
  await expectAccessible(page);
  await page.getByRole("button", { name: nl.recipients.list.save }).focus();
  await page.keyboard.press("Enter");

  const people = page.getByRole("table", { name: nl.recipients.list.caption });
  await expect(people.getByRole("row")).toHaveCount(3);
  await page.getByRole("link", { name: nl.messages.letter.next }).click();
  await expect(page.getByText("Brief 2 van 2")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Els Wouters verwijderen" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel(nl.recipients.name, { exact: true })).toHaveValue("Dirk Verhoeven");
});

test("a sender gives each recipient files of their own from a ZIP, and is told what is wrong with it", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(180_000);
  await signIn("financeSender");
  const messageId = await writeLetter(page, letter);
  const list = [
    "INSZ;naam;bijlagen",
    "08040901112;Dirk Verhoeven;DIRK.pdf",
    "02050501806;Els Wouters;els.pdf",
  ];
  await dropSheet(page, messageId, list);
  const faults = page.getByRole("table", { name: nl.sheets.faultsTable });
  await expect(faults.getByText(nl.sheets.problem.file_without_archive)).toHaveCount(2);

  // A file that nobody can open, one that nobody is meant to get, and one that is not there.
  const broken = { "dirk.pdf": Buffer.from("%PDF-1.4"), "over.pdf": smallPdf() };
  await dropZip(page, broken, "Eén bestand nagekeken");
  await expect(faults.getByText(/^DIRK.pdf is beschadigd/)).toBeVisible();
  await expect(faults.getByText(/^els.pdf zit niet in de zip/)).toBeVisible();
  await expect(page.getByText("over.pdf", { exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.getByText(nl.sheets.archive.replace).click();
  const whole = { "dossiers/dirk.pdf": smallPdf(), "dossiers/els.pdf": smallPdf() };
  await dropZip(page, whole, "2 bestanden nagekeken");
  await expect(page.getByText("2 van 2 geadresseerden krijgen eigen bijlagen.")).toBeVisible();
  await expect(faults).toBeHidden();

  await page.goto(`/messages/${messageId}/check`);
  await expect(page.getByText("2 van 2 geadresseerden krijgen eigen bijlagen.")).toBeVisible();
  const own = page.getByRole("link", { name: /^(dirk|els)\.pdf/ });
  await expect(own).toHaveText(/^dirk\.pdf/);
  const address = (await own.getAttribute("href")) ?? "";
  expect((await page.request.get(address)).status()).toBe(200);
  await page.getByRole("link", { name: nl.messages.letter.next }).click();
  await expect(own).toHaveText(/^els\.pdf/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "2 berichten verzenden" }).click();
  await expect(page).toHaveURL(/\/sent$/);

  const deliveries = () =>
    query<{ id: string; name: string; state: string }>(
      `SELECT id, "recipientName" AS name, state FROM "Delivery" WHERE "messageId" = $1 ORDER BY position`,
      [messageId],
    );
  await expect
    .poll(async () => (await deliveries()).map(({ state }) => state), { timeout: 60_000 })
    .toEqual(["published", "published"]);
  await page.goto(`/deliveries/${(await deliveries())[1]?.id ?? ""}`);
  await expect(page.getByRole("link", { name: /^els\.pdf/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /^dirk\.pdf/ })).toHaveCount(0);

  await signIn("planningSender");
  expect((await page.request.get(address)).status()).toBe(404);
});

test("a sender finds somebody the service wrote to before, by keyboard, and is told of that message", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("financeSender");
  await writeLetter(page, letter);
  await page.getByRole("button", { name: nl.messages.check.send }).click();
  await expect(page).toHaveURL(/\/sent$/);

  await page.goto("/messages/new");
  await page.getByRole("radio", { name: letter.type }).check();
  await page.getByRole("radio", { name: nl.templates.chosen.none }).check();
  await page.getByRole("button", { name: nl.messages.new.start }).click();
  const picker = page.getByRole("combobox", { name: nl.recipients.recent.label });
  await picker.focus();
  await page.keyboard.type("VERHO");
  const option = page.getByRole("option", { name: /^Dirk Verhoeven/ });
  await expect(option).toContainText("08.••.••-•••.12");
  await expectAccessible(page);
  await page.keyboard.press("ArrowDown");
  await expect(option).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel(nl.recipients.niss)).toHaveValue("08.04.09-011.12");
  await expect(page.getByLabel(nl.recipients.name, { exact: true })).toHaveValue("Dirk Verhoeven");
  await expect(page.getByLabel(new RegExp(`^${nl.recipients.address}`))).toHaveValue(
    "Kerkstraat 14\n9999 Maanrode",
  );
  await expect(page.getByText(nl.recipients.box.reachable)).toBeVisible();

  // Nothing stands in the way: it is told, with the way to that message.
  await page.getByRole("radio", { name: "Nederlands" }).check();
  await page.getByRole("button", { name: nl.messages.composer.next.text }).click();
  await expect(page.getByLabel(nl.messages.text.subject, { exact: true })).toBeVisible();
  await page.goto(page.url().replace(/text.*/, "check"));
  await expect(page.getByText(/^Deze geadresseerde kreeg de voorbije 30 dagen/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: letter.subject }).first().click();
  await expect(page).toHaveURL(/\/letters$/);
});

/** Stays on the recipients' page until its rows are read with what was found in the ZIP, as `found` tells. */
async function dropZip(page: Page, files: Record<string, Buffer>, found: string): Promise<void> {
  await page.getByLabel(nl.sheets.archive.drop, { exact: true }).setInputFiles({
    name: "dossiers.zip",
    mimeType: "application/zip",
    buffer: Buffer.from(zipSync(files)),
  });
  await expect(page.getByText(found)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(nl.sheets.readingHint)).toBeHidden({ timeout: 30_000 });
}

test("what the mailbox said reaches the whole page, even when the page asked for comes from before", async ({
  page,
  signIn,
}) => {
  await signIn("financeSender");
  await page.goto("/messages/new");
  await page.getByRole("radio", { name: letter.type }).check();
  await page.getByRole("radio", { name: nl.templates.chosen.none }).check();
  await page.getByRole("button", { name: nl.messages.new.start }).click();
  await page.getByLabel(nl.recipients.name, { exact: true }).fill("Hendrik De Smedt");
  await page.getByRole("radio", { name: nl.recipients.citizen }).check();
  await page.getByRole("radio", { name: "Nederlands" }).check();

  // The box is not asked before the page has come anew; that same page then comes once more.
  let letIn = () => {};
  const isLetIn = new Promise<void>((resolve) => (letIn = resolve));
  await page.route("**/api/recipients/check", async (route) => {
    await isLetIn;
    await route.continue();
  });
  let old: APIResponse | null = null;
  let isRepeated = false;
  await page.route(`${page.url()}?_rsc=*`, async (route) => {
    if (old === null) {
      old = await route.fetch();
      await route.fulfill({ response: old });
      letIn();
    } else if (isRepeated) {
      await route.continue();
    } else {
      isRepeated = true;
      await route.fulfill({ response: old });
    }
  });
  await page.getByLabel(nl.recipients.niss).fill("04022901784");
  await expect(page.getByText("Hendrik De Smedt, geen eBox")).toBeVisible();
  expect(isRepeated).toBe(true);
});
