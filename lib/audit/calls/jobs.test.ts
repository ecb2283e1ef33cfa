import { afterAll, beforeAll, expect, test } from "vitest";
import { countPoll } from "@/lib/audit/calls/jobs";
import type { TracedCall } from "@/lib/audit/calls/schema";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse } from "@/scripts/test-house";

const portal = systemActor("test");
let organisationId: string;

beforeAll(async () => {
  await testDatabase();
  organisationId = (await layTestHouse()).an.actingFor.organisationId ?? "";
});

afterAll(() => closeDatabase());

const asked = (status: number): TracedCall => ({
  status,
  requestedAt: new Date(),
  call: {
    method: "POST",
    url: "https://ebox.example/v3/searchMessageStatus",
    clientId: "portal-0000000097",
    tokenSha256: "ab".repeat(32),
    fault: null,
    isUnsent: false,
  },
});

const poll = (status: number) =>
  withActor(portal, (tx) =>
    countPoll(tx, portal, organisationId, asked(status), {
      statusCalls: 1,
      statusMessages: 40,
      boxCalls: 0,
    }),
  );

const records = () =>
  withActor(portal, (tx) => tx.auditRecord.findMany({ where: { act: "mailbox_polled" } }));

test("questions for news are on record hour by hour, with how many there were", async () => {
  await poll(201);
  await poll(201);
  await poll(400);
  expect(await records()).toEqual([]);
  const since = new Date(Date.now() - 3_700_000);
  await withActor(portal, (tx) => tx.mailboxPolls.updateMany({ data: { since } }));
  await poll(201);
  expect(await records()).toMatchObject([
    {
      organisationId,
      personId: null,
      detail: {
        CLIENT_ID: "portal-0000000097",
        API_CALL_DETAILS: { since: since.toISOString(), statusCalls: 3, statusMessages: 120 },
      },
    },
  ]);
  await poll(201);
  expect(await records()).toHaveLength(1);
});
