import { nl } from "./fixtures/sentences";
import { expect, test } from "./fixtures/test";

test("a sender signs in through CSAM with an identity card and comes back to the page asked for", async ({
  page,
}) => {
  await page.goto("/messages");
  await expect(page).toHaveURL(/\/sign-in\?to=%2Fmessages/);
  await page.getByRole("button", { name: nl.auth.signIn.button }).click();
  await page.getByLabel("Test person").selectOption({ index: 0 });
  await page.getByLabel(/eID/).check();
  await page.getByRole("button", { name: /Continue|Sign in/ }).click();
  await expect(page).toHaveURL(/\/messages$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a level below substantial is refused with what to do", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: nl.auth.signIn.button }).click();
  await page.getByLabel("Test person").selectOption({ index: 0 });
  await page.getByLabel(/text message/).check();
  await page.getByRole("button", { name: /Continue|Sign in/ }).click();
  await expect(page.getByText(nl.auth.error.levelTooLowTitle)).toBeVisible();
  await page.goto("/messages");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("who stops at CSAM comes back to a page that says so", async ({ page }) => {
  await page.goto("/sign-in?to=/replies");
  await page.getByRole("button", { name: nl.auth.signIn.button }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(nl.auth.error.cancelledTitle)).toBeVisible();
  await expect(page.getByRole("button", { name: nl.auth.signIn.button })).toBeVisible();
});

test("a way back from CSAM that nobody set out on ends on that page too, and signs nobody out", async ({
  page,
  signIn,
}) => {
  await signIn("financeSender");
  for (const query of ["", "?code=x&state=y", "?error=server_error&state=y"]) {
    await page.goto(`/api/auth/callback/csam${query}`);
    await expect(page).toHaveURL(/\/sign-in\?error=\w+$/);
    await expect(page.getByText(nl.auth.error.genericTitle)).toBeVisible();
  }
  await page.goto("/messages");
  await expect(page).toHaveURL(/\/messages$/);
});

test("sign-ins from one address have a limit, told on a page", async ({ request, page }) => {
  const start = () =>
    request.post("/api/auth/start", {
      form: { to: "/" },
      headers: { origin: process.env.E2E_PORTAL_URL ?? "", "x-forwarded-for": "10.255.255.255" },
      maxRedirects: 0,
    });
  for (let count = 0; count < 120; count += 20) {
    await Promise.all(Array.from({ length: 20 }, start));
  }
  const refused = await start();
  expect(refused.headers().location).toBe("/sign-in?error=too_many_requests");
  await page.goto("/sign-in?error=too_many_requests");
  await expect(page.getByText(nl.auth.error.tooManyTitle)).toBeVisible();
});

test("a person without a role gets a helpful page", async ({ page, signIn }) => {
  await signIn("nobody");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(nl.auth.noAccess.title);
});

test("signing out ends the session at both ends", async ({ page, signIn, query }) => {
  await signIn("operator");
  const [own] = await query<{ id: string }>(
    `SELECT s.id FROM "Session" s JOIN "Person" p ON p.id = s."personId"
     WHERE p.surname = 'Schmitz' ORDER BY s."createdAt" DESC LIMIT 1`,
  );
  await page.goto("/");
  await page.getByRole("button", { name: nl.layout.signOut }).first().click();
  await expect(page.getByText(nl.auth.ended.signedOutTitle)).toBeVisible();
  await page.goto("/messages");
  await expect(page).toHaveURL(/\/sign-in/);
  const ended = await query(`SELECT 1 FROM "Session" WHERE id = $1 AND "endedAt" IS NOT NULL`, [
    own?.id,
  ]);
  expect(ended).toHaveLength(1);
});

test("signing out at CSAM ends the session here", async ({ page, signIn, sandbox, query }) => {
  await signIn("administrator");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await sandbox("POST", "/logout", { ssin: "04051700292" });
  await expect
    .poll(async () => {
      const open = await query(
        `SELECT 1 FROM "Session" s JOIN "Person" p ON p.id = s."personId"
         WHERE p.surname = 'Jacobs' AND s."endedAt" IS NULL`,
      );
      return open.length;
    })
    .toBe(0);
  await page.goto("/messages");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("one person acts for several services and organisations, one at a time", async ({
  page,
  signIn,
}) => {
  await signIn("senderOfTwo");
  await page.goto("/");
  const banner = page.getByRole("banner");
  for (const [service, organisation] of [
    ["Dienst Omgeving", "Stad Maanrode"],
    ["Inspectie", "Getijdenagentschap"],
  ] as const) {
    await banner.locator("summary", { hasText: nl.layout.actingForOnly }).click();
    await banner.getByRole("button", { name: `${organisation} ${service}` }).click();
    await expect(banner.locator("summary", { hasText: service })).toContainText(organisation);
  }
  const request = await page.request.post("/api/session/acting-for", {
    form: {
      actingFor: "0190f0e0-0000-7000-8000-000000000000/0190f0e0-0000-7000-8000-000000000001",
    },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(request.status(), "nobody acts for whom they are not").toBe(404);
});

test("a write from elsewhere is refused", async ({ page, signIn }) => {
  await signIn("financeSender");
  for (const path of ["/api/auth/sign-out", "/api/session/extend", "/api/auth/start"]) {
    const answer = await page.request.post(path, { headers: { origin: "https://evil.example" } });
    expect(answer.status(), path).toBe(403);
  }
});
