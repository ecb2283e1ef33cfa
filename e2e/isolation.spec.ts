import { readdirSync } from "node:fs";
import { expect, test } from "./fixtures/test";

/**
 * Another service and another organisation are told "not found" by every page and route that shows
 * something of a service. Found by listing the files: one without a row fails the test.
 */
const id = "0190f0e0-0000-7000-8000-000000000000";

/** Pages and routes of everybody, or of oneself; they name nothing of a service in their address. */
const OPEN = [
  "(public)/sign-in/page.tsx",
  "(public)/accessibility/page.tsx",
  "(public)/no-access/page.tsx",
  "(public)/log/page.tsx",
  "(public)/verify/page.tsx",
  "(portal)/page.tsx",
  "(portal)/messages/page.tsx",
  "(portal)/messages/new/page.tsx",
  "(portal)/replies/page.tsx",
  "(portal)/operator/page.tsx",
  "api/auth/[...nextauth]/route.ts",
  "api/auth/start/route.ts",
  "api/auth/sign-out/route.ts",
  "api/auth/backchannel-logout/route.ts",
  "api/session/extend/route.ts",
  "api/session/acting-for/route.ts",
  "api/language/route.ts",
  "api/recipients/check/route.ts",
  "api/uploads/[[...path]]/route.ts",
  "health/route.ts",
  "log/key/route.ts",
  "log/tile/[...path]/route.ts",
  "log/checkpoint/route.ts",
  "log/checkpoint.tsr/route.ts",
];

function files(): string[] {
  return readdirSync("app", { recursive: true, encoding: "utf8" }).filter((file) =>
    /(^|\/)(page\.tsx|route\.ts)$/.test(file),
  );
}

function guarded(): string[] {
  return files()
    .filter((file) => !OPEN.includes(file))
    .sort();
}

test("what shows something of a service has an address with its identifier", () => {
  const without = guarded().filter((file) => !file.includes("["));
  expect(without).toEqual([]);
});

test.describe("strangers find nothing", () => {
  let draft = { message: "", delivery: "" };

  test.beforeAll(async () => {
    const { withDatabase } = await import("./fixtures/database");
    await withDatabase(async (query) => {
      draft = await enterDelivery(query);
    });
  });

  for (const person of ["planningSender", "tidesSender", "administrator", "operator"] as const) {
    test(`${person} is told "not found" everywhere`, async ({ page, signIn }) => {
      test.setTimeout(120_000);
      await signIn(person);
      for (const file of guarded()) {
        const address = addressOf(file, draft);
        const answer = await page.request.get(address, { maxRedirects: 0 });
        // A route without GET says so before it looks at anything.
        expect([404, 405], `${file} at ${address}`).toContain(answer.status());
      }
    });
  }

  test("without a session one is asked to sign in, or refused", async ({ request }) => {
    for (const file of guarded()) {
      const answer = await request.get(addressOf(file, draft), { maxRedirects: 0 });
      expect([307, 401, 405], file).toContain(answer.status());
    }
  });
});

function addressOf(file: string, ids: { message: string; delivery: string }): string {
  const path = file
    .replace(/(^|\/)\([a-z]+\)/g, "$1")
    .replace(/\/(page\.tsx|route\.ts)$/, "")
    .replace("[messageId]", ids.message)
    .replace("[deliveryId]", ids.delivery)
    .replace("[file]", "evidence")
    .replace("[position]", "0")
    .replace(/\[\w+\]/g, id);
  return `/${path}`.replace(/\/+/g, "/");
}

type Query = <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** A message and a delivery of An's service, as rows: what they hold is not what is tested. */
async function enterDelivery(query: Query): Promise<{ message: string; delivery: string }> {
  const [type] = await query<{
    type: string;
    organisation: string;
    service: string;
    person: string;
  }>(`
    SELECT t.id AS type, s."organisationId" AS organisation, s.id AS service, m."personId" AS person
    FROM "Service" s JOIN "MessageType" t ON t."organisationId" = s."organisationId"
    JOIN "Membership" m ON m."serviceId" = s.id AND m.role = 'approver'
    WHERE s.partition = 'FINANCE' LIMIT 1`);
  const [message] = await query<{ id: string }>(
    `INSERT INTO "Message" (id, reference, "organisationId", "serviceId", "messageTypeId", "authorId", state, body)
     VALUES (gen_random_uuid(), 'MR-ISOLATION-' || floor(random() * 1e9), $1, $2, $3, $4, 'draft',
       '{"type":"doc","content":[]}') RETURNING id`,
    [type?.organisation, type?.service, type?.type, type?.person],
  );
  const [delivery] = await query<{ id: string }>(
    `INSERT INTO "Delivery" (id, "messageId", "organisationId", "serviceId", position, reference, "recipientKind",
       "recipientNumberEncrypted", "recipientNumberHash", "recipientName", "recipientSearch", language, subject,
       "deliveryChoice", state, letter, "sentAt", "idempotencyKey")
     VALUES (gen_random_uuid(), $1, $2, $3, 1, 'MR-ISOLATION-' || floor(random() * 1e9) || '/001', 'citizen',
       '\\x00', '\\x00', 'Niemand', 'niemand', 'nl', 'Proef', 'normal', 'cancelled', '{}', now(), gen_random_uuid())
     RETURNING id`,
    [message?.id, type?.organisation, type?.service],
  );
  return { message: message?.id ?? "", delivery: delivery?.id ?? "" };
}
