import { writeLetter } from "./fixtures/composer";
import { smallPdf } from "./fixtures/pdf";
import { nl } from "./fixtures/sentences";
import { expect, test } from "./fixtures/test";

test("an upload that broke off goes on where it was", async ({ page, signIn }) => {
  test.setTimeout(120_000);
  await signIn("financeSender");
  const messageId = await writeLetter(page, {
    type: "Afspraak",
    number: "02050501806",
    name: "Els Wouters",
    subject: "Uw afspraak",
    text: "Geachte mevrouw Wouters, wij verwachten u.",
    replies: true,
    choice: "normal",
  });
  await page.goto(`/messages/${messageId}/documents`);

  // Two parts of 5 MB and a rest; the line breaks after the first.
  const scan = Buffer.concat([smallPdf(), Buffer.alloc(11 * 1024 * 1024, 0x20)]);
  const offsets: number[] = [];
  let isBroken = true;
  await page.route("**/api/uploads/**", async (route) => {
    const request = route.request();
    if (request.method() !== "PATCH") return route.continue();
    const offset = Number(await request.headerValue("upload-offset"));
    if (isBroken && offset > 0) return route.abort("connectionreset");
    offsets.push(offset);
    return route.continue();
  });
  const file = { name: "scan.pdf", mimeType: "application/pdf", buffer: scan };
  await page.getByLabel(nl.attachments.field).setInputFiles(file);
  const resume = page.getByRole("button", { name: nl.attachments.resume });
  await expect(resume).toBeVisible({ timeout: 40_000 });
  const [first] = offsets;
  expect(first).toBe(0);

  isBroken = false;
  await resume.click();
  await expect(page.getByText(nl.attachments.not_scanned).first()).toBeVisible({ timeout: 30_000 });
  const size = 5 * 1024 * 1024;
  expect(offsets, "nothing travelled twice").toEqual([0, size, 2 * size]);
});
