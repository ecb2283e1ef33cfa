import { nl } from "./fixtures/sentences";
import { dropSheet } from "./fixtures/sheets";
import { beginFrom, publishTemplate } from "./fixtures/templates";
import { expect, expectAccessible, test } from "./fixtures/test";

/** No list is the same as one that was sent before. */
const list = [
  `INSZ;Naam;Taal;Dag;Lijst ${Date.now()}`,
  "08040901112;Dirk Verhoeven;nl;maandag;",
  "06100201227;Amélie Lefèbvre;Français;;",
  "05012801335;Jürgen Müller;de;Montag;",
];

test("a sender writes to one list in Dutch and French, and each reads the letter in their own language", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(180_000);
  await signIn("financeSender");
  const template = `Infoavond ${Date.now()}`;
  await publishTemplate(page, { name: template, subject: "Infoavond" });
  const messageId = await beginFrom(page, { type: "Afspraak", template });
  await dropSheet(page, messageId, list);
  await page.getByRole("radio", { name: "Nederlands" }).check();
  await page.getByRole("button", { name: nl.sheets.language.save }).click();
  const missing = (language: string) =>
    page.getByRole("link", { name: new RegExp(`Dit bericht heeft geen tekst in het ${language}`) });
  await expect(missing("Frans")).toBeVisible();
  await expect(missing("Duits")).toBeVisible();

  // The template's French text comes with the language.
  await page.getByRole("button", { name: "Ook in het Frans schrijven" }).click();
  await expect(page).toHaveURL(/\/text\?language=fr$/);
  const subject = page.getByLabel(nl.messages.text.subject, { exact: true });
  await expect(subject).toHaveValue("Infoavond (fr)");
  await expect(page.getByRole("textbox", { name: nl.messages.text.body })).toHaveAttribute(
    "lang",
    "fr",
  );
  await subject.fill("Soirée d’information");
  const tabs = page.getByRole("navigation", { name: nl.messages.text.languages });
  await tabs.getByRole("link", { name: "Nederlands" }).click();
  await expect(subject).toHaveValue("Infoavond");
  await tabs.getByRole("link", { name: "Frans" }).click();
  await expect(subject).toHaveValue("Soirée d’information");
  await expectAccessible(page);

  // Nobody wrote in German: that row is left out knowingly.
  await page.goto(`/messages/${messageId}/recipient`);
  await expect(page.getByText(nl.sheets.readingHint)).toBeHidden({ timeout: 30_000 });
  await expect(missing("Frans")).toHaveCount(0);
  await page.getByRole("button", { name: /^Eén rij weglaten/ }).click();
  await expect(page.getByText("Eén brief in het Frans")).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/messages/${messageId}/payment`);
  await page.getByRole("radio", { name: "Nee" }).check();
  await page.getByRole("button", { name: nl.messages.composer.next.replies }).click();
  await page.goto(`/messages/${messageId}/check`);
  const summary = page.getByRole("region", { name: nl.messages.check.summary });
  await expect(summary.getByText("Eén brief in het Nederlands")).toBeVisible();
  await expect(summary.getByText("Soirée d’information")).toBeVisible();
  const letters = page.getByRole("navigation", { name: nl.messages.letter.languages });
  await letters.getByRole("link", { name: "Frans (1)" }).click();
  await expect(letters.getByText("Frans (1)")).toHaveAttribute("aria-current", "true");
  await expectAccessible(page);
  await page.getByRole("button", { name: "2 berichten verzenden" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2 berichten zijn onderweg");

  const sent = () =>
    query(
      `SELECT d.language, d.subject, d.state, d.letter::text LIKE '%à bientôt%' AS "isFrench",
         d.letter::text LIKE '%maandag%' AS "isDutch"
       FROM "Delivery" d WHERE d."messageId" = $1 ORDER BY d.position`,
      [messageId],
    );
  await expect.poll(sent, { timeout: 60_000 }).toEqual([
    {
      ...{ language: "nl", subject: "Infoavond", state: "published" },
      ...{ isFrench: false, isDutch: true },
    },
    {
      ...{ language: "fr", subject: "Soirée d’information", state: "published" },
      ...{ isFrench: true, isDutch: false },
    },
  ]);
});
