import { readdirSync } from "node:fs";
import { writeLetter } from "./fixtures/composer";
import { smallPdf } from "./fixtures/pdf";
import { nl } from "./fixtures/sentences";
import { dropSheet } from "./fixtures/sheets";
import { publishTemplate } from "./fixtures/templates";
import { expect, test } from "./fixtures/test";

/**
 * Another service and another organisation are told "not found" by every page and route that shows
 * something of a service, and the sender finds it there. Found by listing the files: a new one that is
 * not open to everybody is tried by itself.
 */

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
  "(portal)/accounts/page.tsx",
  // The administrators' of the organisation: see people.spec.ts and lib/auth/isolation.test.ts.
  "(portal)/people/page.tsx",
  "(portal)/people/invite/page.tsx",
  "(portal)/people/review/page.tsx",
  "(portal)/people/[personId]/page.tsx",
  "(portal)/people/invitations/[invitationId]/page.tsx",
  "api/people/[format]/route.ts",
  // Of whoever holds the link: see people.spec.ts.
  "(public)/invitations/[token]/page.tsx",
  // The approvers' of the service: see approvals.spec.ts.
  "(portal)/approvals/page.tsx",
  // One's own orders: see lib/auth/isolation.test.ts.
  "(portal)/proofs/bundles/page.tsx",
  "(portal)/proofs/checkpoints/page.tsx",
  "api/bundles/[orderId]/route.ts",
  "(portal)/approvals/[messageId]/page.tsx",
  "(portal)/message-types/page.tsx",
  // The administrators' of the organisation: see services.spec.ts.
  "(portal)/services/page.tsx",
  "(portal)/services/new/page.tsx",
  "(portal)/services/[serviceId]/page.tsx",
  // The administrators' of the organisation: see message-types.spec.ts.
  "(portal)/message-types/[typeId]/page.tsx",
  // The same: see retention.spec.ts and lib/auth/isolation.test.ts.
  "(portal)/retention/page.tsx",
  "(portal)/retention/list/page.tsx",
  "(portal)/retention/holds/new/page.tsx",
  "(portal)/retention/holds/[holdId]/page.tsx",
  "api/retention/[format]/route.ts",
  // The auditors' and administrators' of the organisation: see audit.spec.ts.
  "(portal)/audit/page.tsx",
  "(portal)/proofs/page.tsx",
  "(portal)/proofs/findings/page.tsx",
  "api/findings/[findingId]/[file]/route.ts",
  "api/proofs/export/[format]/route.ts",
  "(portal)/audit/[recordId]/page.tsx",
  "api/audit/export/[format]/route.ts",
  "api/audit/records/[recordId]/[file]/route.ts",
  "(portal)/templates/page.tsx",
  "(portal)/templates/new/page.tsx",
  "(reply)/reply/page.tsx",
  // Recipients have sessions of their own: see replies.spec.ts.
  "(reply)/reply/[token]/page.tsx",
  "api/reply/[token]/letter/route.ts",
  "api/reply/[token]/letter/picture/route.ts",
  "api/reply/[token]/receipt/[file]/route.ts",
  "api/reply/sign-out/route.ts",
  "api/auth/[...nextauth]/route.ts",
  "api/auth/start/route.ts",
  "api/auth/sign-out/route.ts",
  "api/auth/backchannel-logout/route.ts",
  "api/session/extend/route.ts",
  "api/session/acting-for/route.ts",
  "api/language/route.ts",
  "api/recipients/check/route.ts",
  // Names a draft in its body: see lib/auth/isolation.test.ts.
  "api/recipients/recent/route.ts",
  "api/uploads/[[...path]]/route.ts",
  "health/route.ts",
  "log/key/route.ts",
  "log/keys/route.ts",
  "log/rotations/route.ts",
  "log/statements/route.ts",
  "log/witnesses/route.ts",
  "log/seal-ca.pem/route.ts",
  "log/timestamp-ca.pem/route.ts",
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

type Ids = {
  draft: string;
  template: string;
  message: string;
  delivery: string;
  attachment: string;
  draftFile: string;
  evidence: string;
  reply: string;
};

test.describe.serial("what stands at an address", () => {
  const ids: Ids = {
    draft: "",
    template: "",
    message: "",
    delivery: "",
    attachment: "",
    draftFile: "",
    evidence: "",
    reply: "",
  };

  test("is written, sent, opened and answered, with files both ways", async ({
    page,
    browser,
    signIn,
    query,
  }) => {
    test.setTimeout(180_000);
    await signIn("financeSender");
    ids.template = await publishTemplate(page, { name: "Eigen sjabloon", subject: "Uw afspraak" });
    ids.draft = await writeLetter(page, { ...letter, withAttachment: true });
    await dropSheet(page, ids.draft, ["INSZ;naam", "08040901112;Dirk Verhoeven"]);
    const files = () =>
      query<{ id: string }>(
        `SELECT id FROM "Attachment" WHERE "messageId" = $1 AND "scanState" IN ('clean', 'not_scanned')`,
        [ids.draft],
      );
    await expect.poll(async () => (await files()).length).toBe(1);
    ids.draftFile = (await files())[0]?.id ?? "";
    ids.message = await writeLetter(page, { ...letter, withAttachment: true });
    await page.getByRole("button", { name: nl.messages.check.send }).click();
    await expect(page).toHaveURL(/\/sent$/);

    const citizen = await browser.newPage();
    await citizen.goto(`${process.env.E2E_SANDBOX_URL}/box/citizen/${letter.number}`);
    const sent = citizen.getByRole("link", { name: letter.subject }).first();
    await expect(async () => {
      await citizen.reload();
      await expect(sent).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    await sent.click();
    await citizen.getByLabel("Your message").fill("Ik kom.");
    await citizen
      .getByLabel(/file/i)
      .setInputFiles({ name: "bewijs.pdf", mimeType: "application/pdf", buffer: smallPdf() });
    await citizen.getByRole("button", { name: "Send the reply" }).click();
    await citizen.close();

    const found = () =>
      query<{ delivery: string; attachment: string; evidence: string; reply: string }>(
        `SELECT d.id AS delivery, a.id AS attachment, e.id AS evidence, r.id AS reply
         FROM "Delivery" d JOIN "Attachment" a ON a."messageId" = d."messageId"
         JOIN "Evidence" e ON e."deliveryId" = d.id
         JOIN "EvidenceSeal" s ON s."evidenceId" = e.id AND s."leafIndex" < (SELECT max(size) FROM "Checkpoint")
         JOIN "Reply" r ON r."deliveryId" = d.id
         WHERE d."messageId" = $1`,
        [ids.message],
      );
    await expect.poll(async () => (await found()).length, { timeout: 90_000 }).toBeGreaterThan(0);
    Object.assign(ids, (await found())[0]);
  });

  test("is found by the sender", async ({ page, signIn }) => {
    test.setTimeout(120_000);
    await signIn("financeSender");
    for (const file of guarded()) {
      const answer = await page.request.get(addressOf(file, ids), { timeout: 60_000 });
      // A route without GET; and a proof that is being sealed.
      const isEmpty = NOT_HERE.includes(file) && answer.status() === 404;
      expect(isEmpty || [200, 405, 425].includes(answer.status()), file).toBe(true);
    }
  });

  for (const person of ["planningSender", "tidesSender", "administrator", "operator"] as const) {
    test(`is "not found" for ${person}`, async ({ page, signIn }) => {
      test.setTimeout(120_000);
      await signIn(person);
      for (const file of guarded()) {
        const address = addressOf(file, ids);
        const answer = await page.request.get(address, { maxRedirects: 0 });
        // A route without GET says so before it looks at anything.
        expect([404, 405], `${file} at ${address}`).toContain(answer.status());
      }
    });
  }

  test("is not for the auditor while it is a draft", async ({ page, signIn }) => {
    await signIn("auditor");
    const drafts = guarded().filter((file) => file.includes("[messageId]"));
    for (const file of drafts.filter((one) => !ABOUT_SENT.includes(one))) {
      const answer = await page.request.get(addressOf(file, ids), { maxRedirects: 0 });
      expect([404, 405], file).toContain(answer.status());
    }
  });

  test("asks whoever has no session to sign in, or refuses", async ({ request }) => {
    for (const file of guarded()) {
      const answer = await request.get(addressOf(file, ids), { maxRedirects: 0 });
      expect([307, 401, 405], file).toContain(answer.status());
    }
  });
});

const letter = {
  type: "Afspraak",
  number: "05012801335",
  name: "Jürgen Müller",
  subject: `Uw afspraak ${Math.random()}`,
  text: "Geachte heer Müller, wij verwachten u.",
  replies: true,
  choice: "normal",
} as const;

/** Pages of a message that was sent; the others are about the draft. */
const ABOUT_SENT = [
  "(portal)/messages/[messageId]/sent/page.tsx",
  "(portal)/messages/[messageId]/letters/page.tsx",
  "(portal)/messages/[messageId]/answers/page.tsx",
  "api/messages/[messageId]/answers/[format]/route.ts",
  "api/messages/[messageId]/paper/route.ts",
  "api/messages/[messageId]/paper/list/route.ts",
];

/** Nothing of this message went on paper, and nobody gets a file alone; recipients.spec.ts has those. */
const NOT_HERE = [
  // Of a sending that is under way: a draft's is none.
  "(portal)/messages/[messageId]/stop/page.tsx",
  "api/messages/[messageId]/paper/route.ts",
  "api/messages/[messageId]/paper/list/route.ts",
  "api/messages/[messageId]/personal/[fileId]/route.ts",
];

function addressOf(file: string, ids: Ids): string {
  const path = file
    .replace(/(^|\/)\([a-z]+\)/g, "$1")
    .replace(/\/(page\.tsx|route\.ts)$/, "")
    .replace("[messageId]", ABOUT_SENT.includes(file) ? ids.message : ids.draft)
    .replace("[recipientId]", "0199a000-0000-7000-8000-000000000001")
    .replace("[fileId]", "0199a000-0000-7000-8000-000000000002")
    .replace("[templateId]", ids.template)
    .replace("[number]", "1")
    .replace("[format]", "csv")
    .replace("[deliveryId]", ids.delivery)
    .replace("[attachmentId]", file.includes("[messageId]") ? ids.draftFile : ids.attachment)
    .replace("[evidenceId]", ids.evidence)
    .replace("[replyId]", ids.reply)
    .replace("[file]", "evidence")
    .replace("[position]", "0");
  expect(path, "every part of the address is filled in").not.toContain("[");
  const query = /\/(proof|bundle)\/route\.ts$/.test(file) ? "?language=nl" : "";
  return `/${path}${query}`.replace(/\/+/g, "/");
}
