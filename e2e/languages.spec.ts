import { replyLink, signInToReply } from "./fixtures/recipients";
import { fr, nl } from "./fixtures/sentences";
import { dropSheet } from "./fixtures/sheets";
import { beginFrom, expectSaved, publishTemplate } from "./fixtures/templates";
import { expect, expectAccessible, test } from "./fixtures/test";

const DIRK = "08040901112";
const AMELIE = "06100201227";

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

test("each is asked in the language of their letter, and one column fills what both languages call otherwise", async ({
  page,
  signIn,
  query,
  browser,
}) => {
  test.setTimeout(240_000);
  await signIn("planningSender");
  const template = `Inspraak ${Date.now()}`;
  const texts = {
    nl: "Geachte ((naam)), het gaat over ((zaak)).",
    fr: "Madame, Monsieur ((nom)), il s’agit de ((affaire)).",
  };
  await publishTemplate(page, { name: template, subject: "Inspraak", texts }, async () => {
    await page.getByLabel("affaire, in het Nederlands").selectOption("zaak");
    await expectSaved(page);
    await expectAccessible(page);
  });
  const messageId = await beginFrom(page, { type: "Stap in een procedure", template });
  await dropSheet(page, messageId, [
    `INSZ;Naam;Taal;Zaak;Lijst ${Date.now()}`,
    `${DIRK};Dirk Verhoeven;nl;Kerkstraat 14;`,
    `${AMELIE};Amélie Lefèbvre;fr;place du Marché;`,
  ]);
  await page.getByRole("radio", { name: "Nederlands" }).check();
  await page.getByRole("button", { name: nl.sheets.language.save }).click();
  await page.getByRole("button", { name: "Ook in het Frans schrijven" }).click();
  await expect(page).toHaveURL(/\/text\?language=fr$/);
  await page.goto(`/messages/${messageId}/payment`);
  await page.getByRole("radio", { name: "Nee" }).check();
  await page.getByRole("button", { name: nl.messages.composer.next.replies }).click();

  await page.getByRole("radio", { name: nl.replies.kind.choice, exact: true }).check();
  const question = (language: string) => page.getByLabel(`${nl.replies.question} (${language})`);
  await question("Nederlands").fill("Gaat u akkoord?");
  await page.getByRole("button", { name: nl.messages.composer.next.delivery }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(
    nl.replies.problem.reply_words_missing,
  );
  await expect(question("Frans")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await page.getByRole("alert").getByRole("link").press("Enter");
  await expect(question("Frans")).toBeFocused();
  await question("Frans").fill("Êtes-vous d’accord ?");
  await page.getByRole("button", { name: nl.messages.composer.next.delivery }).click();
  await page.getByRole("radio", { name: nl.deliveries.choice.normal, exact: true }).check();
  await page.getByRole("button", { name: nl.messages.composer.next.check }).click();
  const summary = page.getByRole("region", { name: nl.messages.check.summary });
  await expect(summary.getByText(fr.replies.firstLabel.yes)).toBeVisible();
  await page.getByRole("button", { name: "2 berichten verzenden" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2 berichten zijn onderweg");
  expect(
    await query(
      `SELECT letter::text LIKE '%Kerkstraat 14%' AS "isDutch",
         letter::text LIKE '%place du Marché%' AS "isFrench"
       FROM "Delivery" WHERE "messageId" = $1 ORDER BY position`,
      [messageId],
    ),
  ).toEqual([
    { isDutch: true, isFrench: false },
    { isDutch: false, isFrench: true },
  ]);

  const answers = [
    { niss: DIRK, language: "nl", asked: "Gaat u akkoord?", words: nl },
    { niss: AMELIE, language: "fr", asked: "Êtes-vous d’accord ?", words: fr },
  ];
  for (const { niss, language, asked, words } of answers) {
    const citizen = await (await browser.newContext()).newPage();
    await signInToReply(citizen, await replyLink(query, messageId, language), niss);
    await expect(citizen.getByRole("group", { name: asked })).toBeVisible();
    await citizen.getByRole("radio", { name: words.replies.firstLabel.yes }).check();
    await citizen.getByRole("button", { name: words.answering.send }).click();
    await expect(citizen.getByRole("heading", { level: 1 })).toHaveText(words.answering.doneTitle);
    await citizen.close();
  }

  // Counted as one answer in the message's main language; kept in the words that were shown.
  await page.goto(`/messages/${messageId}/answers`);
  const chart = page.getByRole("table", { name: "Gaat u akkoord?" });
  await expect(
    chart
      .getByRole("row", { name: new RegExp(`^${nl.replies.firstLabel.yes}`) })
      .getByRole("cell")
      .first(),
  ).toHaveText("2");
  await page.getByRole("link", { name: "Amélie Lefèbvre" }).click();
  const kept = page.getByRole("region", { name: nl.replies.answers.title });
  await expect(kept.getByText("Êtes-vous d’accord ?")).toBeVisible();
  await expect(kept.getByText(fr.replies.firstLabel.yes)).toBeVisible();
});
