import { readFile } from "node:fs/promises";
import type { Page, Request } from "@playwright/test";
import { writeLetter } from "./fixtures/composer";
import type { Query } from "./fixtures/database";
import { smallPdf } from "./fixtures/pdf";
import { nl } from "./fixtures/sentences";
import { expect, expectAccessible, test } from "./fixtures/test";

const words = nl.proofs.verify;

type File = { name: string; mimeType: string; buffer: Buffer };

/** What a sender hands out for one delivery. */
type Handed = {
  bundle: File;
  proof: File;
  letter: File;
  attachment: File;
  evidence: File;
  logProof: File;
};

const letterTo = (number: string, name: string) => ({
  type: "Afspraak",
  number,
  name,
  subject: `Uw afspraak ${Math.random()}`,
  text: "Wij verwachten u.",
  withAttachment: true,
  replies: false,
  choice: "normal" as const,
});

const ADDRESSED = [letterTo("02050501806", "Els Wouters"), letterTo("01122402143", "Jan Peeters")];

test.describe.serial("a proof, on the page that checks", () => {
  let own: Handed;
  let other: Handed;

  test("is handed out by the portal", async ({ page, signIn, query }) => {
    test.setTimeout(300_000);
    await signIn("financeSender");
    [own, other] = (await deliver(page, query)) as [Handed, Handed];
  });

  test("is whole with its letter, and nothing of it leaves the browser", async ({ page }) => {
    await openPage(page);
    const asked = watch(page);
    await drop(page, [own.proof, own.letter]);
    await expectVerdict(page, "whole");
    await expect(page.getByText(sentence(words.checks.proved.document))).toBeVisible();
    await expect(page.getByText(own.letter.name).first()).toBeVisible();
    await expect(page.getByText(ADDRESSED[0]!.subject)).toBeVisible();
    // On paper nothing can be opened: everything is.
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    await expect(page.locator("details:not([open])")).toHaveCount(0);
    await page.mouse.wheel(0, 20_000);
    await page.waitForLoadState("networkidle");
    const scripts = asked.requests.filter((request) => request.url().includes(".js"));
    expect(scripts.length, "the part that checks comes with the first file").toBeGreaterThan(0);
    for (const request of asked.requests) await expectToCarryNothing(request);
    expect(asked.sockets).toEqual([]);
    expect(asked.violations, "the page's policy is never touched").toEqual([]);
  });

  test("is whole as a bundle with everything in it, and nothing of it leaves the browser", async ({
    page,
  }) => {
    await openPage(page);
    const asked = watch(page);
    await drop(page, [own.bundle]);
    await expectVerdict(page, "whole");
    await expect(page.getByText(sentence(words.checks.proved.bundle_seal))).toBeVisible();
    await expect(page.getByText(ADDRESSED[0]!.subject)).toBeVisible();
    await expectAccessible(page);
    await page.waitForLoadState("networkidle");
    for (const request of asked.requests) await expectToCarryNothing(request);
    expect([asked.sockets, asked.violations]).toEqual([[], []]);
  });

  test("as a bundle in which one byte was changed is not whole", async ({ page }) => {
    await openPage(page);
    const changed = Buffer.from(own.bundle.buffer);
    changed[20_000] = (changed[20_000] ?? 0) ^ 1;
    await choose(page, [{ ...own.bundle, buffer: changed }]);
    await expectVerdict(page, "changed");
    await expect(page.getByText(words.reasons.container_checksum_wrong)).toBeVisible();
  });

  test("is whole as loose evidence only with everything that it needs", async ({ page }) => {
    await openPage(page);
    await choose(page, [own.evidence]);
    await expectVerdict(page, "unchanged");
    await expect(page.getByText(words.gaps.stamp)).toBeVisible();
    // What comes later is checked together with what is there.
    await choose(page, [own.logProof]);
    await expect(page.getByText(sentence(words.checks.proved.log_entry))).toBeVisible();
    await choose(page, [own.proof]);
    await expectVerdict(page, "whole");
    await expectAccessible(page);
  });

  test("that was changed in one byte is not whole", async ({ page }) => {
    await openPage(page);
    const changed = Buffer.from(own.proof.buffer);
    changed[20_000] = (changed[20_000] ?? 0) ^ 1;
    await choose(page, [{ ...own.proof, buffer: changed }]);
    await expectVerdict(page, "changed");
    await expect(page.getByText(words.reasons.cms_digest_wrong)).toBeVisible();
    await page
      .getByText(words.details.match(/one \{(.*?)\}/)?.[1] ?? "")
      .first()
      .click();
    await expect(page.getByText("pdf_seal.failed.cms_digest_wrong")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: words.again }).click();
    await expect(page.getByRole("heading", { name: words.verdicts.changed.title })).toBeHidden();
    await choose(page, [own.proof]);
    await expectVerdict(page, "whole");
  });

  test("with another delivery's letter says that this is not what was sent", async ({ page }) => {
    await openPage(page);
    await choose(page, [own.proof, other.letter]);
    await expectVerdict(page, "changed");
    await expect(page.getByText(words.reasons.document_unknown)).toBeVisible();
    const name = other.letter.name;
    await page.getByRole("button", { name: words.leaveOut.replace("{name}", name) }).click();
    await expectVerdict(page, "whole");
  });
});

test("a file that is no proof is told to be none, whatever it is called", async ({ page }) => {
  await openPage(page);
  await choose(page, [
    { name: "bewijs\u202efdp.pdf", mimeType: "application/pdf", buffer: smallPdf() },
    { name: "empty.evidence.json", mimeType: "application/json", buffer: Buffer.alloc(0) },
  ]);
  await expectVerdict(page, "changed");
  await expect(page.getByText("bewijs\ufffdfdp.pdf").first()).toBeVisible();
  const remove = words.leaveOut.replace("{name}", "empty.evidence.json");
  await page.getByRole("button", { name: remove }).click();
  await expectVerdict(page, "cannot_tell");
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectAccessible(page);
});

test("the page can be worked with the keyboard alone", async ({ page }) => {
  // Asked for before the page is there: the browser has to know before the key is pressed.
  const chooser = page.waitForEvent("filechooser");
  await openPage(page);
  const field = page.getByLabel(words.files);
  await field.focus();
  await expect(field).toBeFocused();
  await page.keyboard.press("Space");
  await (
    await chooser
  ).setFiles([{ name: "letter.pdf", mimeType: "application/pdf", buffer: smallPdf() }]);
  await expectVerdict(page, "cannot_tell");
  await page.keyboard.press("Tab");
  await expect(page.locator("summary").first()).toBeFocused();
});

test("without JavaScript the page tells the two other ways", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "nl-BE" });
  const page = await context.newPage();
  await page.goto("/verify");
  await expect(page.locator("noscript p").first()).toHaveText(words.noScriptTitle);
  await expect(page.getByLabel(words.files)).toBeHidden();
  await expect(page.getByRole("heading", { name: words.programTitle })).toBeVisible();
  await expect(page.getByRole("heading", { name: words.handTitle })).toBeVisible();
  const script = await page.getByRole("link", { name: words.handFile }).getAttribute("href");
  const handed = await page.request.get(script ?? "");
  expect(await handed.text()).toBe(await readFile("lib/proofs/bundles/verify.sh", "utf8"));
  await context.close();
});

/** Sends two messages and fetches what the sender may hand out, once the log's state is stamped. */
async function deliver(page: Page, query: Query): Promise<Handed[]> {
  const messages: string[] = [];
  for (const letter of ADDRESSED) {
    messages.push(await writeLetter(page, letter));
    await page.getByRole("button", { name: nl.messages.check.send }).click();
    await expect(page).toHaveURL(/\/sent$/);
  }
  const handed: Handed[] = [];
  for (const [index, message] of messages.entries()) {
    type Row = { delivery: string; evidence: string; attachment: string };
    const stamped = () =>
      query<Row>(
        `SELECT d.id AS delivery, e.id AS evidence, a.id AS attachment
         FROM "Delivery" d JOIN "Evidence" e ON e."deliveryId" = d.id
         JOIN "Attachment" a ON a."messageId" = d."messageId"
         JOIN "EvidenceSeal" s ON s."evidenceId" = e.id AND s."leafIndex" <
           (SELECT max(c.size) FROM "Checkpoint" c JOIN "CheckpointStamp" t ON t."checkpointId" = c.id)
         WHERE d."messageId" = $1 ORDER BY e."createdAt"`,
        [message],
      );
    // Sent, and made available.
    await expect.poll(async () => (await stamped()).length, { timeout: 120_000 }).toBe(2);
    const [row] = await stamped();
    const base = `/api/deliveries/${row!.delivery}`;
    const file = async (name: string, address: string) => {
      const answer = await page.request.get(base + address, { timeout: 60_000 });
      expect(answer.status(), address).toBe(200);
      return { name, mimeType: "application/octet-stream", buffer: await answer.body() };
    };
    handed.push({
      bundle: await file(`bundle-${index}.asice`, "/bundle?language=nl"),
      proof: await file(`proof-${index}.pdf`, "/proof?language=nl"),
      letter: await file(`letter-${index}.pdf`, "/letter"),
      attachment: await file(`plan-${index}.pdf`, `/attachments/${row!.attachment}`),
      evidence: await file("01.evidence.json", `/evidences/${row!.evidence}/evidence`),
      logProof: await file("01.tlog-proof", `/evidences/${row!.evidence}/log-proof`),
    });
  }
  return handed;
}

async function openPage(page: Page): Promise<void> {
  await page.goto("/verify");
  await page.waitForLoadState("networkidle");
}

async function choose(page: Page, files: File[]): Promise<void> {
  await page.getByLabel(words.files).setInputFiles(files);
}

/** As from a folder on the desk, onto the field's area. */
async function drop(page: Page, files: File[]): Promise<void> {
  const given = files.map(({ name, buffer }) => ({ name, base64: buffer.toString("base64") }));
  const dataTransfer = await page.evaluateHandle((dropped) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, given);
  await page.getByText(nl.common.dropFile).dispatchEvent("drop", { dataTransfer });
}

async function expectVerdict(page: Page, verdict: keyof typeof words.verdicts): Promise<void> {
  const heading = page.getByRole("heading", { name: words.verdicts[verdict].title });
  await expect(heading).toBeVisible({ timeout: 20_000 });
  await expect(heading).toBeFocused();
  await expect(page.getByRole("status").first()).toHaveText(words.verdicts[verdict].title);
}

/** The words of a sentence for one, as a pattern that the sentence for many need not fit. */
function sentence(text: string): string {
  return /one \{([^}]*)\}/.exec(text)?.[1] ?? text;
}

/** A plain question for a file that lies on the portal: a name that exists tells nothing of anybody. */
async function expectToCarryNothing(request: Request): Promise<void> {
  const { origin, pathname, search } = new URL(request.url());
  expect(origin).toBe(process.env.E2E_PORTAL_URL);
  expect(pathname).toMatch(/^(\/_next\/static\/.+\.js|\/icons\.svg)$/);
  expect([request.method(), search, request.postData()], pathname).toEqual(["GET", "", null]);
  expect([200, 304], pathname).toContain((await request.response())?.status());
}

/** Everything that the browser asks anybody for from now on. */
function watch(page: Page) {
  const asked = { requests: [] as Request[], sockets: [] as string[], violations: [] as string[] };
  page.context().on("request", (request) => asked.requests.push(request));
  page.on("websocket", (socket) => asked.sockets.push(socket.url()));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) asked.violations.push(message.text());
  });
  return asked;
}
