import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { exportOverview, orderSelection } from "@/lib/audit/overview/mutations";
import { overviewFilterSchema } from "@/lib/audit/overview/schema";
import { exportTrail } from "@/lib/audit/trail/mutations";
import { auditFilterSchema } from "@/lib/audit/trail/schema";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { enterOneOfEach } from "@/scripts/test-rows";

vi.mock("@/lib/proofs/bundles/schema", async (original) => ({
  ...(await original<object>()),
  MOST_DELIVERIES: 1,
}));
vi.mock("@/lib/audit/trail/rules", async (original) => ({
  ...(await original<object>()),
  EXPORT_LIMIT: 1,
}));

let actors: TestActors;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  for (let round = 0; round < 2; round += 1)
    await withActor(systemActor("test"), (tx) => enterOneOfEach(tx, actors.an));
});
afterAll(() => closeDatabase());

const filter = overviewFilterSchema.parse({});
const refused = { ok: false, refusal: { code: "selection_too_large" } };

test("of more than a file holds nothing is left out in silence: nothing is made", async () => {
  const { luc } = actors;
  expect(await orderSelection(luc, { filter, language: "nl" })).toEqual(refused);
  expect(await exportOverview(luc, { filter, format: "csv", language: "nl" })).toEqual(refused);
  const trail = auditFilterSchema.parse({});
  expect(await exportTrail(luc, { filter: trail, format: "csv", language: "nl" })).toEqual(refused);
  // What was not taken out is not on record as taken out.
  const taken = { act: { in: ["audit_exported", "deliveries_exported"] } };
  expect(await withActor(systemActor("test"), (tx) => tx.auditRecord.count({ where: taken }))).toBe(
    0,
  );
});
