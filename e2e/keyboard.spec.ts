import type { Locator, Page } from "@playwright/test";
import { smallPdf } from "./fixtures/pdf";
import { nl } from "./fixtures/sentences";
import { expect, test } from "./fixtures/test";

/** The main job by somebody who has no mouse: Tab, arrows, Space, Enter and typing, nothing else. */
const MOST_STOPS = 60;

/** Tabs until the element has the focus, and sees that each stop on the way shows where it is. */
async function reach(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
    const unseen = await page.evaluate(() => {
      const focused = document.activeElement;
      // What only a script may focus is no stop: the summary of mistakes, the main part.
      if (!focused || focused === document.body || focused.matches("[tabindex='-1']")) return null;
      // A radio's or a box's ring may be drawn by what stands around it.
      const drawn = [focused, focused.parentElement, focused.nextElementSibling].some((element) => {
        if (!element) return false;
        const style = getComputedStyle(element);
        const hasOutline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        return hasOutline || style.boxShadow !== "none";
      });
      return drawn ? null : focused.outerHTML.slice(0, 200);
    });
    expect(unseen, "every stop shows that it has the focus").toBeNull();
  }
  throw new Error(`no way by keyboard to ${target.toString()}`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await reach(page, target);
  await page.keyboard.press("Enter");
}

async function type(page: Page, target: Locator, text: string): Promise<void> {
  await reach(page, target);
  await page.keyboard.type(text);
}

/** A group of radios is one stop; the arrows choose within it. */
async function choose(page: Page, target: Locator): Promise<void> {
  const name = (await target.getAttribute("name")) ?? "";
  const group = page.locator(`input[type=radio][name="${name}"]`);
  const checked = group.and(page.locator(":checked"));
  await reach(page, (await checked.count()) > 0 ? checked : group.first());
  await page.keyboard.press("Space");
  for (let step = 0; step < (await group.count()); step += 1) {
    if (await target.isChecked()) return;
    await page.keyboard.press("ArrowDown");
  }
  await expect(target).toBeChecked();
}

/** A step leads to the heading of the next one, from which its first field is one Tab away. */
async function arrive(page: Page, task: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 2, name: task, exact: true })).toBeFocused();
}

test("a sender writes, checks and sends a registered message without a mouse", async ({
  page,
  signIn,
}) => {
  test.setTimeout(180_000);
  await signIn("planningSender");
  await page.goto("/");

  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveText(nl.layout.skipToContent);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  await press(page, page.getByRole("main").getByRole("link", { name: nl.home.newMessage }).first());
  await choose(page, page.getByRole("radio", { name: "Stap in een procedure" }).first());
  await choose(page, page.getByRole("radio", { name: nl.templates.chosen.none }));
  await press(page, page.getByRole("button", { name: nl.messages.new.start }));

  await arrive(page, nl.messages.task.recipient);
  // A wrong number is told where it stands, and the way on leads to it.
  const number = page.getByLabel(nl.recipients.niss);
  await choose(page, page.getByRole("radio", { name: nl.recipients.citizen }));
  await type(page, number, "02050501807");
  await press(page, page.getByRole("button", { name: nl.messages.composer.next.text }));
  await expect(page.getByRole("alert").filter({ hasText: nl.common.problem })).toBeFocused();
  await press(page, page.getByRole("link", { name: nl.recipients.refusal.number_check_digit }));
  await expect(number).toBeFocused();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("02050501806");
  await expect(page.getByText(nl.recipients.box.reachable)).toBeVisible();
  await type(page, page.getByLabel(nl.recipients.name, { exact: true }), "Els Wouters");
  await choose(page, page.getByRole("radio", { name: "Nederlands" }));
  // What is mended is no longer told.
  await expect(page.getByRole("alert").filter({ hasText: nl.common.problem })).toBeHidden();
  await press(page, page.getByRole("button", { name: nl.messages.composer.next.text }));

  await arrive(page, nl.messages.task.text);
  await type(page, page.getByLabel(nl.messages.text.subject, { exact: true }), "Uw vergunning");
  const body = page.getByRole("textbox", { name: nl.messages.text.body });
  await type(page, body, "Geachte mevrouw, er ontbreekt een plan.");
  await page.keyboard.press("Control+B");
  await page.keyboard.type(" Vergeet het niet.");
  await expect(body.locator("strong")).toHaveText("Vergeet het niet.");
  await press(page, page.getByRole("button", { name: nl.messages.composer.next.documents }));

  await arrive(page, nl.messages.task.documents);
  await removeAnAttachment(page);
  await press(page, page.getByRole("link", { name: nl.messages.composer.documentsNext }));
  await arrive(page, nl.messages.task.payment);
  const wanted = page.getByRole("group", { name: nl.payments.wanted });
  await choose(page, wanted.getByRole("radio", { name: "Nee" }));
  await press(page, page.getByRole("button", { name: nl.messages.composer.next.replies }));
  await arrive(page, nl.messages.task.replies);
  await choose(page, page.getByRole("radio", { name: nl.replies.kind.ebox, exact: true }));
  await press(page, page.getByRole("button", { name: nl.messages.composer.next.delivery }));
  await arrive(page, nl.messages.task.delivery);
  const registered = nl.deliveries.choice.registered;
  await choose(page, page.getByRole("radio", { name: registered, exact: true }));
  await press(page, page.getByRole("button", { name: nl.messages.composer.next.check }));

  await expect(
    page.getByRole("heading", { level: 1, name: nl.messages.check.title }),
  ).toBeFocused();
  const send = page.getByRole("button", { name: nl.messages.check.sendRegistered });
  await press(page, send);
  const problem = page.getByRole("link", { name: nl.refusals.confirmation_missing });
  await press(page, problem);
  await expect(page.getByRole("checkbox")).toBeFocused();
  await page.keyboard.press("Space");
  await press(page, send);
  await expect(page).toHaveURL(/\/sent$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    nl.messages.sent.titleRegistered,
  );

  // The button that shows a number goes with its press; the focus stays with the number.
  await press(page, page.getByRole("link", { name: nl.messages.sent.follow }));
  await press(page, page.getByRole("button", { name: nl.deliveries.number.showLong }));
  await expect(page.getByText("02.05.05-018.06")).toBeFocused();
});

/** The button that removes a file goes with it: the focus moves to what can be done next. */
async function removeAnAttachment(page: Page): Promise<void> {
  const field = page.getByLabel(nl.attachments.field);
  await field.setInputFiles({
    name: "plan.pdf",
    mimeType: "application/pdf",
    buffer: smallPdf(),
  });
  const name = nl.attachments.removeFile.replace("{name}", "plan.pdf");
  await press(page, page.getByRole("button", { name }));
  // It is asked once more, and the answer has the focus already.
  await expect(page.getByRole("button", { name: nl.attachments.removeYes })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText(nl.attachments.none)).toBeVisible();
  await expect(field).toBeFocused();
}
