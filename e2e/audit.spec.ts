import { nl } from "./fixtures/sentences";
import { writeLetter } from "./fixtures/composer";
import { expect, test } from "./fixtures/test";

const letter = {
  type: "Afspraak",
  number: "02050501806",
  name: "Els Wouters",
  subject: "Uw afspraak over het dossier",
  text: "Geachte mevrouw Wouters, wij verwachten u.",
  replies: false,
  choice: "normal",
} as const;

test.describe.configure({ mode: "serial" });

test("an auditor finds what was done about a citizen, and the administrator finds that they looked", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(120_000);
  await signIn("financeSender");
  const messageId = await writeLetter(page, letter);
  await page.getByRole("button", { name: nl.messages.check.send }).click();
  await expect(page).toHaveURL(/\/sent$/);
  expect((await page.goto("/audit"))?.status()).toBe(404);

  await signIn("auditor");
  await page.goto("/");
  await page.getByRole("link", { name: nl.layout.navigation.audit }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: nl.audit.title })).toBeVisible();
  const field = page.getByLabel(nl.audit.search.label, { exact: true });
  await page.getByText(nl.audit.search.more).click();
  await page.getByLabel(nl.audit.search.from).fill("2026-11-01");
  await field.fill("geen nummer");
  await field.press("Enter");
  await expect(page.getByRole("alert").getByText(nl.refusals.search_unknown)).toBeVisible();
  await expect(page.getByRole("alert", { name: nl.common.problem })).toBeFocused();
  // Nothing that was typed is lost, and none of it stands in the address.
  await expect(field).toHaveValue("geen nummer");
  await expect(page.getByLabel(nl.audit.search.from)).toHaveValue("2026-11-01");
  await expect(page.getByText("search_unknown")).toBeVisible();
  expect(page.url()).not.toContain("nummer");
  await page.getByLabel(nl.audit.search.from).fill("");

  await field.fill("02.05.05-018.06");
  await field.press("Enter");
  await expect(page.getByRole("link", { name: nl.audit.filters.n })).toBeVisible();
  const published = page.getByRole("row", { name: nl.audit.acts.delivery_published }).first();
  await expect(async () => {
    await page.reload();
    await expect(published).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await published.getByRole("link").first().click();
  await expect(
    page.getByRole("heading", { level: 1, name: nl.audit.acts.delivery_published }),
  ).toBeVisible();
  await expect(page.getByText(nl.audit.record.recorded)).toBeVisible();
  const called = page.getByRole("region", { name: nl.audit.transaction.calls });
  await expect(called.getByText("portal-0000000097").first()).toBeVisible();
  await expect(page.getByText(nl.audit.transaction.asCalled)).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("link", { name: nl.audit.record.fileProof })).toBeVisible({
      timeout: 1000,
    });
  }).toPass({ timeout: 60_000 });
  const proof = page.waitForEvent("download");
  await page.getByRole("link", { name: nl.audit.record.fileProof }).click();
  expect((await proof).suggestedFilename()).toMatch(/\.tlog-proof$/);

  const [delivery] = await query<{ id: string; reference: string }>(
    'SELECT id, reference FROM "Delivery" WHERE "messageId" = $1',
    [messageId],
  );
  await page.goto(`/deliveries/${delivery?.id}`);
  await signIn("administrator");
  await page.goto(`/audit?subject=${delivery?.id}`);
  const look = page
    .getByRole("row", { name: nl.audit.acts.delivery_viewed })
    .filter({ hasText: "Luc Lambert" });
  await expect(look).toContainText(delivery?.reference ?? "");
  await expect(page.getByRole("row", { name: nl.audit.acts.delivery_published })).toHaveCount(0);
});

test("an auditor draws a sample that can be drawn again, keeps the view and takes the list out", async ({
  page,
  signIn,
}) => {
  await signIn("auditor");
  await page.goto("/proofs?state=published&size=1");
  // Nobody typed a seed: one was chosen, and stands in the address.
  await expect(page).toHaveURL(/seed=[0-9a-f]{8}/);
  await page.goto("/proofs?size=1&seed=audit%202026");
  await expect(page.getByText("audit 2026").first()).toBeVisible();
  const drawn = page.getByRole("table", { name: nl.history.table.caption }).getByRole("row");
  await expect(drawn).toHaveCount(2);
  const row = await drawn.last().textContent();
  await page.reload();
  await expect(drawn.last()).toHaveText(row ?? "");

  await page.getByLabel(nl.overview.views.name).fill("Steekproef 2026");
  await page.getByRole("button", { name: nl.overview.views.save, exact: true }).click();
  const view = page.getByRole("link", { name: "Steekproef 2026" });
  await expect(view).toHaveAttribute("href", "/proofs?size=1&seed=audit+2026");
  await expect(
    page.getByRole("status").filter({ hasText: nl.overview.views.done.saved }),
  ).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: nl.overview.take.csv }).click();
  expect((await file).suggestedFilename()).toMatch(/^afleveringen-.*\.csv$/);
  await page
    .getByRole("button", { name: nl.overview.views.remove.replace("{name}", "Steekproef 2026") })
    .click();
  await expect(view).toHaveCount(0);
});

test("what is too much for one file is said where it was asked for", async ({ page, signIn }) => {
  await signIn("auditor");
  for (const address of ["/audit?refused", "/proofs?order"]) {
    await page.goto(`${address}=selection_too_large`);
    await expect(page.getByRole("alert").getByText(nl.refusals.selection_too_large)).toBeVisible();
    await expect(page.getByRole("alert", { name: nl.common.problem })).toBeFocused();
  }
});

test("an auditor is certified that nothing was sent to somebody the portal does not know", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(120_000);
  const words = nl.proofs.findings;
  await signIn("auditor");
  await page.goto("/proofs");
  await page.getByRole("link", { name: nl.overview.findings }).click();
  await page.getByRole("button", { name: words.submit }).click();
  await expect(
    page.getByRole("alert").getByRole("link", { name: words.refusal.reason_missing }),
  ).toBeVisible();
  await page.getByLabel(words.number).fill("01.09.09-019.86");
  await page.getByLabel(words.from, { exact: true }).fill("2026-01-01");
  await page.getByLabel(words.to, { exact: true }).fill("2026-01-31");
  await page.getByLabel(words.reason, { exact: true }).fill("Rolnummer 26/1234/A");
  await page.getByRole("button", { name: words.submit }).click();
  // Sent to its own page: the focus is not lost, and it is said that the question arrived.
  await expect(page.getByRole("status").filter({ hasText: words.asked })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  const asked = page.getByRole("listitem").filter({ hasText: "31 januari 2026" }).first();
  const certificate = asked.getByRole("link", { name: words.pdf });
  await expect(certificate).toBeVisible({ timeout: 60_000 });
  expect(page.url()).not.toContain("01090901986");
  // The page makes itself anew meanwhile: the link is asked for, not pressed while it moves.
  const taken = await page.request.get((await certificate.getAttribute("href")) ?? "");
  const name = "verklaring-logboek-2026-01-01-2026-01-31.pdf";
  expect(taken.headers()["content-disposition"]).toContain(name);
  const buffer = await taken.body();
  await page.goto("/verify");
  await page.locator("#verify-files").setInputFiles({ name, mimeType: "application/pdf", buffer });
  await expect(
    page.getByRole("heading", { name: nl.proofs.verify.verdicts.whole.title }),
  ).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(nl.proofs.verify.reasons.finding_word_of_signer)).toBeVisible();
  const acts = await query<{ act: string }>(
    `SELECT act FROM "AuditRecord" WHERE "subjectKind" = 'finding' ORDER BY at DESC LIMIT 2`,
  );
  expect(acts.map(({ act }) => act)).toEqual(["finding_downloaded", "finding_ordered"]);
});

test("an auditor has the log's states sent to themselves, and ends it", async ({
  page,
  signIn,
  sandbox,
}) => {
  await signIn("auditor");
  await page.goto("/proofs");
  await page.getByRole("link", { name: nl.overview.checkpoints }).click();
  const words = nl.proofs.checkpoints;
  await page.getByLabel(words.email).fill("geen adres");
  await page.getByRole("button", { name: words.subscribe }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: words.emailWrong })).toBeVisible();
  const address = `luc-${Date.now()}@maanrode.example`;
  await page.getByLabel(words.email).fill(address);
  await page.getByRole("button", { name: words.subscribe }).click();
  await expect(page.getByRole("heading", { name: new RegExp(address) })).toBeVisible();
  await expect(async () => {
    const { items } = (await sandbox("GET", "/mail")) as { items: { to: string[] }[] };
    expect(items.filter(({ to }) => to.includes(address))).toHaveLength(1);
  }).toPass({ timeout: 60_000 });
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/^verstuurd /)).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole("button", { name: words.unsubscribe }).click();
  await expect(page.getByRole("button", { name: words.subscribe })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: words.changed.off })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});
