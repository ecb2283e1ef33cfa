import type { Page } from "@playwright/test";
import { calendarDateOf } from "../lib/format";
import { afterDays } from "../lib/working-days";
import { writeLetter } from "./fixtures/composer";
import { nl } from "./fixtures/sentences";
import { expect, expectAccessible, test } from "./fixtures/test";

const letter = {
  type: "Boete",
  number: "08040901112",
  name: "Dirk Verhoeven",
  text: "Geachte ((naam)), uw aanvraag is volledig.",
  replies: false,
  choice: "normal",
} as const;

/** Ordered and waiting for somebody else. */
async function ask(page: Page, subject: string, note: string): Promise<string> {
  const messageId = await writeLetter(page, { ...letter, subject });
  await expect(page.getByText(nl.orders.approval.reason.type)).toBeVisible();
  await page.getByLabel(nl.orders.approval.note).fill(note);
  await page.getByRole("button", { name: nl.orders.button.ask }).click();
  await page.waitForURL(`**/messages/${messageId}/waiting`);
  return messageId;
}

test("a message goes only after a colleague looked, sent it back, and saw what changed", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(200_000);
  await query(`UPDATE "MessageType" SET "fourEyes" = true WHERE code = 'FINE'`);
  await signIn("financeSender");
  const subject = "Uw aanvraag is volledig";
  const messageId = await ask(page, subject, "Graag vandaag nog");
  await expect(page.getByText("Peter Maes")).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/messages/${messageId}/text`);
  await page.waitForURL("**/waiting");

  await signIn("financeApprover");
  await page.goto("/");
  await page.getByRole("link", { name: /op uw goedkeuring/ }).click();
  await page.getByRole("link", { name: subject }).click();
  await expect(page.getByText("Graag vandaag nog")).toBeVisible();
  await expectAccessible(page);
  await page.getByText(nl.approvals.decision.sendBack).click();
  await page.getByRole("button", { name: nl.approvals.decision.sendBackButton }).click();
  await expect(page.getByRole("alert").getByText(nl.refusals.comment_missing)).toBeVisible();
  await page.getByLabel(new RegExp(`^${nl.messages.task.text} `)).fill("Noem de termijn.");
  await page.getByRole("button", { name: nl.approvals.decision.sendBackButton }).click();
  await page.waitForURL("**/approvals?returned=*");
  await expect(page.getByText(/is teruggestuurd/)).toBeVisible();

  await signIn("financeSender");
  await page.goto("/");
  await page.getByRole("link", { name: subject }).first().click();
  await expect(page.getByText("Noem de termijn.")).toBeVisible();
  await page.goto(`/messages/${messageId}/text`);
  await page
    .getByLabel(nl.messages.text.subject, { exact: true })
    .fill(`${subject} binnen 30 dagen`);
  await page.getByRole("button", { name: nl.messages.composer.next.documents }).click();
  await expect(page.getByRole("heading", { name: nl.attachments.heading })).toBeVisible();
  await page.goto(`/messages/${messageId}/check`);
  await page.getByRole("button", { name: nl.orders.button.ask }).click();
  await page.waitForURL("**/waiting");

  await signIn("financeApprover");
  await page.goto(`/approvals/${messageId}`);
  const changes = page.getByRole("region", { name: nl.approvals.changes.title });
  await expect(changes.getByText("Noem de termijn.")).toBeVisible();
  await expect(changes.getByRole("insertion")).toContainText("binnen 30 dagen");
  await page.getByRole("button", { name: /^Goedkeuren en/ }).click();
  await page.waitForURL("**/approvals?approved=*");
  await expect(page.getByText(/is goedgekeurd$/)).toBeVisible();

  const [decided] = await query<{ state: string; rounds: string[]; by: string }>(
    `SELECT m.state, (SELECT array_agg(a.state ORDER BY a.round) FROM "Approval" a
        WHERE a."messageId" = m.id) AS rounds, m."order" -> 'by' ->> 'by' AS by
      FROM "Message" m WHERE m.id = $1`,
    [messageId],
  );
  expect(decided).toMatchObject({ rounds: ["sent_back", "approved"], by: "An Willems" });
  expect(["sending", "sent"]).toContain(decided?.state);

  // Whoever lets the next one go is told of this one, and of what was made of the template.
  await signIn("financeSender");
  const nextId = await ask(page, "Nog een aanvraag", "");
  await query(
    `UPDATE "Message" m SET ("templateId", "templateVersion") = (SELECT v."templateId", v.number
        FROM "TemplateVersion" v WHERE v."organisationId" = m."organisationId"
          AND v."serviceId" IS NULL ORDER BY v.number LIMIT 1)
      WHERE m.id = $1`,
    [nextId],
  );
  await signIn("financeApprover");
  await page.goto(`/approvals/${nextId}`);
  await expect(page.getByText(/^Deze geadresseerde kreeg de voorbije 30 dagen al/)).toBeVisible();
  await expect(page.getByRole("region", { name: nl.templates.draft.since })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Goedkeuren en/ }).click();
  await page.waitForURL("**/approvals?approved=*");
});

test("a message is planned, listed and taken back without anything going", async ({
  page,
  signIn,
  query,
}) => {
  test.setTimeout(90_000);
  await signIn("financeSender");
  const subject = "Gepland en teruggenomen";
  const type = "Werken in uw straat";
  const messageId = await writeLetter(page, { ...letter, type, subject });
  await page.getByRole("radio", { name: nl.orders.plan.at }).check();
  await page.getByLabel(nl.orders.plan.atDate, { exact: true }).fill("2020-01-06");
  await page.getByRole("button", { name: /inplannen$/ }).click();
  await expect(page.getByRole("alert").getByText(nl.orders.plan.problem.moment_past)).toBeVisible();
  // What was typed stands there still.
  await expect(page.getByLabel(nl.orders.plan.atDate, { exact: true })).toHaveValue("2020-01-06");
  await page.getByLabel(nl.orders.plan.atDate, { exact: true }).fill(inDays(3));
  await page.getByRole("button", { name: /inplannen$/ }).click();
  await page.waitForURL("**/waiting");
  await page.goto("/messages?list=planned");
  await expectAccessible(page);
  await page.getByRole("link", { name: subject }).click();
  await page.getByRole("button", { name: nl.orders.waiting.takeBack }).click();
  await page.waitForURL(`**/messages/${messageId}/check`);
  await expect(page.getByRole("radio", { name: nl.orders.plan.at })).toBeChecked();
  await expect(page.getByLabel(nl.orders.plan.atDate, { exact: true })).toHaveValue(inDays(3));
  const [row] = await query<{ state: string; made: number }>(
    `SELECT state, (SELECT count(*)::int FROM "Delivery" d WHERE d."messageId" = m.id) AS made
      FROM "Message" m WHERE id = $1`,
    [messageId],
  );
  expect(row).toEqual({ state: "draft", made: 0 });
});

function inDays(days: number): string {
  return afterDays(calendarDateOf(new Date()), days);
}
