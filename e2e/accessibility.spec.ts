import { readdirSync } from "node:fs";
import { writeLetter } from "./fixtures/composer";
import { nl } from "./fixtures/sentences";
import { addressTo, beginFrom, changeTemplate, publishTemplate } from "./fixtures/templates";
import type { PersonKey } from "./fixtures/people";
import { expect, expectAccessible, test } from "./fixtures/test";

type Visit = {
  as: PersonKey | null;
  address: (
    ids: Record<"message" | "delivery" | "template" | "type" | "record" | "service", string>,
  ) => string;
};

const steps = [
  "recipient",
  "text",
  "documents",
  "payment",
  "replies",
  "delivery",
  "check",
  "discard",
  "trial",
];

/** An id that no recipient has yet: the form of one to be added. */
const SOMEBODY_NEW = "0199a000-0000-7000-8000-000000000001";

/** Every page of the product, by its file; a page without a row here fails the test. */
const PAGES: Record<string, Visit> = {
  "(public)/sign-in": { as: null, address: () => "/sign-in" },
  "(public)/accessibility": { as: null, address: () => "/accessibility" },
  "(public)/no-access": { as: "nobody", address: () => "/no-access" },
  "(public)/log": { as: null, address: () => "/log" },
  "(public)/verify": { as: null, address: () => "/verify" },
  "(reply)/reply": { as: null, address: () => "/reply" },
  "(reply)/reply/[token]": { as: null, address: () => `/reply/${"A".repeat(27)}` },
  "(portal)": { as: "financeSender", address: () => "/" },
  "(portal)/messages": { as: "financeSender", address: () => "/messages" },
  "(portal)/replies": { as: "financeSender", address: () => "/replies" },
  "(portal)/approvals": { as: "financeApprover", address: () => "/approvals" },
  // Only while it waits: see approvals.spec.ts.
  "(portal)/approvals/[messageId]": { as: "financeApprover", address: () => "/approvals" },
  // Only before its moment: see approvals.spec.ts.
  "(portal)/messages/[messageId]/waiting": {
    as: "financeSender",
    address: () => "/messages?list=planned",
  },
  // Of a sending under way: after it, the overview stands there.
  "(portal)/messages/[messageId]/stop": {
    as: "financeSender",
    address: ({ delivery }) => `/messages/${delivery.split("/")[0]}/stop`,
  },
  "(portal)/accounts": { as: "administrator", address: () => "/accounts" },
  "(portal)/people": { as: "administrator", address: () => "/people" },
  "(portal)/people/invite": { as: "administrator", address: () => "/people/invite" },
  // Once one is begun: see people.spec.ts.
  "(portal)/people/review": { as: "administrator", address: () => "/people" },
  // Of somebody, and of somebody invited: see people.spec.ts.
  "(portal)/people/[personId]": { as: "administrator", address: () => "/people" },
  "(portal)/people/invitations/[invitationId]": {
    as: "administrator",
    address: () => "/people/invite",
  },
  "(public)/invitations/[token]": {
    as: "nobody",
    address: () => `/invitations/${"A".repeat(43)}`,
  },
  "(portal)/services": { as: "administrator", address: () => "/services" },
  "(portal)/services/new": { as: "administrator", address: () => "/services/new" },
  "(portal)/services/[serviceId]": {
    as: "administrator",
    address: ({ service }) => `/services/${service}`,
  },
  "(portal)/message-types": { as: "administrator", address: () => "/message-types" },
  "(portal)/message-types/[typeId]": {
    as: "administrator",
    address: ({ type }) => `/message-types/${type}`,
  },
  "(portal)/retention": { as: "administrator", address: () => "/retention" },
  "(portal)/retention/list": { as: "administrator", address: () => "/retention/list" },
  "(portal)/retention/holds/new": { as: "administrator", address: () => "/retention/holds/new" },
  // Of a hold that somebody placed: see retention.spec.ts.
  "(portal)/retention/holds/[holdId]": { as: "administrator", address: () => "/retention" },
  "(portal)/proofs": { as: "auditor", address: () => "/proofs?size=2&seed=audit" },
  "(portal)/audit": { as: "auditor", address: () => "/audit" },
  "(portal)/audit/[recordId]": { as: "auditor", address: ({ record }) => `/audit/${record}` },
  "(portal)/proofs/bundles": { as: "auditor", address: () => "/proofs/bundles" },
  "(portal)/proofs/findings": { as: "auditor", address: () => "/proofs/findings" },
  "(portal)/proofs/checkpoints": { as: "auditor", address: () => "/proofs/checkpoints" },
  "(portal)/operator": { as: "operator", address: () => "/operator" },
  "(portal)/messages/new": { as: "financeSender", address: () => "/messages/new" },
  "(portal)/messages/[messageId]": {
    as: "financeSender",
    address: ({ message }) => `/messages/${message}`,
  },
  ...Object.fromEntries(
    steps.map((step) => [
      `(portal)/messages/[messageId]/${step}`,
      {
        as: "financeSender" as const,
        address: ({ message }: { message: string }) => `/messages/${message}/${step}`,
      },
    ]),
  ),
  "(portal)/messages/[messageId]/recipient/file": {
    as: "financeSender",
    address: ({ message }) => `/messages/${message}/recipient/file`,
  },
  "(portal)/messages/[messageId]/recipient/[recipientId]": {
    as: "financeSender",
    address: ({ message }) => `/messages/${message}/recipient/${SOMEBODY_NEW}`,
  },
  "(portal)/messages/[messageId]/letters": {
    as: "financeSender",
    address: ({ delivery }) => `/messages/${delivery.split("/")[0]}/letters`,
  },
  "(portal)/messages/[messageId]/template": {
    as: "financeSender",
    address: ({ message }) => `/messages/${message}/template`,
  },
  "(portal)/templates": { as: "financeSender", address: () => "/templates" },
  "(portal)/templates/new": { as: "financeSender", address: () => "/templates/new" },
  ...Object.fromEntries(
    ["", "/text", "/arrange", "/publish", "/versions", "/versions/[number]"].map((place) => [
      `(portal)/templates/[templateId]${place}`,
      {
        as: "financeSender" as const,
        address: ({ template }: { template: string }) =>
          `/templates/${template}${place.replace("[number]", "1")}`,
      },
    ]),
  ),
  "(portal)/messages/[messageId]/sent": {
    as: "financeSender",
    address: ({ delivery }) => `/messages/${delivery.split("/")[0]}/sent`,
  },
  "(portal)/messages/[messageId]/answers": {
    as: "financeSender",
    address: ({ delivery }) => `/messages/${delivery.split("/")[0]}/answers`,
  },
  "(portal)/deliveries/[deliveryId]": {
    as: "financeSender",
    address: ({ delivery }) => `/deliveries/${delivery.split("/")[1]}`,
  },
};

const letter = {
  type: "Afspraak",
  number: "02050501806",
  name: "Els Wouters",
  subject: "Uw afspraak",
  text: "Geachte mevrouw Wouters, wij verwachten u.",
  replies: true,
  choice: "normal",
} as const;

test("every page is in the list", () => {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("page.tsx"))
    .map((file) => file.replace(/\/page\.tsx$/, ""));
  expect(files.sort()).toEqual(Object.keys(PAGES).sort());
});

test.describe.serial("no machine finds a barrier, at any width", () => {
  const ids = { message: "", delivery: "", template: "", type: "", record: "", service: "" };

  test("with something to look at", async ({ page, signIn, query }) => {
    test.setTimeout(120_000);
    await signIn("financeSender");
    const sent = await writeLetter(page, letter);
    await page.getByRole("button", { name: nl.messages.check.send }).click();
    await expect(page).toHaveURL(/\/sent$/);
    const rows = await query<{ id: string }>('SELECT id FROM "Delivery" WHERE "messageId" = $1', [
      sent,
    ]);
    ids.delivery = `${sent}/${rows[0]?.id ?? ""}`;
    const [type] = await query<{ id: string }>(
      `SELECT t.id FROM "MessageType" t JOIN "Organisation" o ON o.id = t."organisationId"
       WHERE t.code = 'INVOICE' AND o."enterpriseNumber" = '0000000097'`,
    );
    ids.type = type?.id ?? "";
    const [service] = await query<{ id: string }>(
      `SELECT s.id FROM "Service" s JOIN "Organisation" o ON o.id = s."organisationId"
       WHERE s.partition = 'FINANCE' AND o."enterpriseNumber" = '0000000097'`,
    );
    ids.service = service?.id ?? "";
    const [record] = await query<{ id: string }>(
      `SELECT id FROM "AuditRecord" WHERE act = 'message_sent' AND "subjectId" = $1`,
      [sent],
    );
    ids.record = record?.id ?? "";
    ids.template = await publishTemplate(page, {
      name: "Afspraak zwembad",
      subject: "Uw afspraak",
    });
    ids.message = await beginFrom(page, { type: letter.type, template: "Afspraak zwembad" });
    await addressTo(page, letter, "Nederlands");
    await changeTemplate(page, ids.template, "Uw afspraak in het zwembad");
  });

  for (const [name, { as, address }] of Object.entries(PAGES)) {
    test(name, async ({ page, signIn }) => {
      if (as) await signIn(as);
      await page.goto(address(ids));
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
      await page.setViewportSize({ width: 320, height: 640 });
      await expectAccessible(page);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, "nothing is wider than a narrow screen").toBeLessThanOrEqual(0);
    });
  }
});
