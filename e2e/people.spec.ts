import type { Page } from "@playwright/test";
import { nl } from "./fixtures/sentences";
import { signInAs } from "./fixtures/sign-in";
import { expect, expectAccessible, test } from "./fixtures/test";

const t = nl.members;

type Mail = { to: string[]; text: string };

async function linkMailedTo(
  mailbox: (method: "GET", path: string) => Promise<unknown>,
  address: string,
): Promise<string> {
  let link = "";
  await expect
    .poll(
      async () => {
        const { items } = (await mailbox("GET", "/mail")) as { items: Mail[] };
        const mail = items.find(({ to }) => to.includes(address));
        link = /\/invitations\/[\w-]+/.exec(mail?.text ?? "")?.[0] ?? "";
        return link;
      },
      { timeout: 30_000 },
    )
    .not.toBe("");
  return link;
}

async function invite(page: Page, names: { given: string; surname: string; email: string }) {
  await page.getByLabel(t.form.givenName, { exact: true }).fill(names.given);
  await page.getByLabel(t.form.surname, { exact: true }).fill(names.surname);
  await page.getByLabel(t.form.email, { exact: true }).fill(names.email);
  await page.getByRole("button", { name: t.form.send }).press("Enter");
}

test("an administrator invites somebody by mail, who joins, works, and leaves at once when told", async ({
  page,
  signIn,
  sandbox,
  browser,
}) => {
  test.setTimeout(120_000);
  const email = `els.${Date.now()}@maanrode.example`;
  await signIn("administrator");
  await page.goto("/people");
  await expect(page.getByText(t.oneAdministrator.title)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: t.invite }).press("Enter");
  await invite(page, { given: "Els", surname: "Wouters", email: "els" });
  await expect(page.getByRole("alert", { name: nl.common.problem })).toContainText(
    t.refusal.email_invalid,
  );
  await expect(page.getByRole("alert", { name: nl.common.problem })).toContainText(
    t.refusal.rights_missing,
  );
  await expectAccessible(page);
  await expect(page.getByLabel(t.form.givenName, { exact: true })).toHaveValue("Els");
  await page
    .getByRole("group", { name: "Dienst Financiën" })
    .getByRole("checkbox", { name: t.role.sender })
    .press("Space");
  await invite(page, { given: "Els", surname: "Wouters", email });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Els Wouters");
  await expect(page.getByText(t.state.waiting, { exact: true })).toBeVisible();
  await expectAccessible(page);
  const link = await linkMailedTo(sandbox, email);

  // Whoever is not signed in does so first, and comes back to the invitation.
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await expect(guest).toHaveURL(/\/sign-in\?to=/);
  await signInAs(guest.context(), "newcomer");
  await guest.goto(link);
  await expect(guest.getByText("Afzender, Dienst Financiën")).toBeVisible();
  await expectAccessible(guest);
  await guest.getByRole("button", { name: t.accept.accept }).press("Enter");
  await expect(guest).toHaveURL(/\/$/);
  await guest.goto("/messages/new");
  await expect(guest.getByRole("heading", { level: 1 })).toBeVisible();
  await guest.goto(link);
  await expect(guest.getByText(t.accept.used)).toBeVisible();

  await page.goto("/people");
  await page.getByRole("link", { name: "Els Wouters" }).press("Enter");
  await expect(page.getByText(/gegeven door Sofie Jacobs/).first()).toBeVisible();
  await page.getByLabel(t.person.right, { exact: true }).selectOption("Auditor, hele organisatie");
  await page.getByLabel(t.person.until, { exact: true }).fill("2020-01-01");
  await page.getByRole("button", { name: t.person.give }).press("Enter");
  await expect(page.getByRole("alert", { name: nl.common.problem })).toContainText(
    t.refusal.until_past,
  );
  await page.getByLabel(t.person.until, { exact: true }).fill("2099-12-31");
  await page.getByLabel(t.person.deputyFor).selectOption("Luc Lambert");
  await page.getByRole("button", { name: t.person.give }).press("Enter");
  await expect(page.getByText(t.done.given)).toBeVisible();
  await expect(page.getByText(/vervangt Luc Lambert/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: t.person.deactivate }).press("Enter");
  await expect(page.getByText(t.done.deactivated)).toBeVisible();
  await expect(page.getByText(t.person.noRights)).toBeVisible();

  await guest.goto("/messages/new");
  await expect(guest).toHaveURL(/\/sign-in/);
});

test("somebody of another name waits until an administrator knows them", async ({
  page,
  signIn,
  sandbox,
  browser,
}) => {
  test.setTimeout(120_000);
  const email = `mohammed.${Date.now()}@maanrode.example`;
  await signIn("administrator");
  await page.goto("/people/invite");
  await page
    .getByRole("group", { name: t.form.whole })
    .getByRole("checkbox", { name: t.role.auditor })
    .check();
  await invite(page, { given: "Mohammed", surname: "El Amrani", email });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mohammed El Amrani");
  const address = page.url();
  const guest = await (await browser.newContext()).newPage();
  await signInAs(guest.context(), "stranger");
  await guest.goto(await linkMailedTo(sandbox, email));
  await expect(guest.getByText(/De uitnodiging is voor Mohammed El Amrani/)).toBeVisible();
  await guest.getByRole("button", { name: t.accept.accept }).press("Enter");
  await expect(guest.getByText(t.accept.toConfirm)).toBeVisible();
  await expectAccessible(guest);
  await guest.goto("/proofs");
  await expect(guest).toHaveURL(/\/no-access/);

  await page.goto(address);
  await expectAccessible(page);
  await page.getByRole("button", { name: t.invitation.notSame }).press("Enter");
  await expect(page.getByText(t.state.refused, { exact: true })).toBeVisible();
  await guest.goto("/proofs");
  await expect(guest).toHaveURL(/\/no-access/);
});

test("an administrator looks at everybody's rights, with the keyboard alone", async ({
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("administrator");
  await page.goto("/people");
  await page
    .getByRole("button", { name: new RegExp(`${t.review.start}|${t.review.goOn}`) })
    .press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(t.review.title);
  await expectAccessible(page);
  const keep = page.getByRole("button", { name: new RegExp(`^${t.review.keep}`) });
  const finish = page.getByRole("button", { name: t.review.finish });
  await expect(async () => {
    if (await keep.count()) await keep.first().press("Enter");
    await expect(finish).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await finish.press("Enter");
  await expect(page.getByText(t.review.done)).toBeVisible();
});
