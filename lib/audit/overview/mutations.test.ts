import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  exportOverview,
  orderSelection,
  removeView,
  saveView,
  viewOverview,
} from "@/lib/audit/overview/mutations";
import { overviewFilterSchema, type OverviewFilter } from "@/lib/audit/overview/schema";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { enterOneOfEach } from "@/scripts/test-rows";

const portal = systemActor("test");
const DAY = 86_400_000;
let actors: TestActors;
const ids: string[] = [];

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  for (let round = 0; round < 6; round += 1) {
    const { deliveryId } = await withActor(portal, (tx) => enterOneOfEach(tx, actors.an));
    ids.push(deliveryId);
  }
  const long = new Date(Date.now() - 20 * DAY);
  const unopened = {
    state: "published",
    publishedAt: long,
    openedAt: null,
    deliveryChoice: "registered",
  };
  await withActor(portal, (tx) =>
    tx.delivery.updateMany({
      data: { state: "opened", openedAt: new Date(), deliveryChoice: "normal" },
    }),
  );
  await withActor(portal, (tx) =>
    tx.delivery.updateMany({ where: { id: { in: ids.slice(0, 2) } }, data: unopened }),
  );
});

afterAll(() => closeDatabase());

const filterOf = (filter: Record<string, string>): OverviewFilter =>
  overviewFilterSchema.parse(filter);

async function seen(filter: Record<string, string> = {}, actor = actors.luc) {
  const viewed = await viewOverview(actor, filterOf(filter));
  if (!viewed.ok) throw new Error(viewed.refusal.code);
  return viewed.value;
}

describe("the proofs of the organisation", () => {
  test("are counted by state and by month", async () => {
    const { total, states, months } = await seen();
    expect(total).toBe(6);
    expect(states).toEqual([
      { state: "published", count: 2, registered: 2 },
      { state: "opened", count: 4, registered: 0 },
    ]);
    expect(months).toEqual([expect.objectContaining({ sent: 6, opened: 4 })]);
  });

  test("registered and not opened after so many days", async () => {
    const found = await seen({ unopened: "14" });
    expect(found.page.rows.map(({ id }) => id).sort()).toEqual(ids.slice(0, 2).sort());
    expect((await seen({ unopened: "30" })).total).toBe(0);
  });

  test("are narrowed by service, type, choice, state and period", async () => {
    const service = actors.an.actingFor.serviceId ?? "";
    const other = actors.karim.actingFor.serviceId ?? "";
    expect((await seen({ service })).total).toBe(6);
    expect((await seen({ service: other })).total).toBe(0);
    expect((await seen({ choice: "registered", state: "published" })).total).toBe(2);
    expect((await seen({ to: "2020-01-01" })).total).toBe(0);
    expect((await seen({}, actors.marie)).total).toBe(0);
  });
});

describe("a sample", () => {
  test("is drawn again by its seed, and by anybody who has the identifiers", async () => {
    const drawn = await seen({ size: "3", seed: "audit 2026" });
    const hash = (id: string) => createHash("sha256").update(`audit 2026:${id}`).digest("hex");
    const expected = [...ids].sort((a, b) => (hash(a) < hash(b) ? -1 : 1)).slice(0, 3);
    expect(drawn.page.rows.map(({ id }) => id)).toEqual(expected);
    expect(drawn.total).toBe(6);
    expect((await seen({ size: "3", seed: "audit 2026" })).page.rows).toEqual(drawn.page.rows);
  });

  test("is printed with its seed", async () => {
    const filter = filterOf({ size: "2", seed: "audit 2026" });
    const made = await exportOverview(actors.luc, { filter, format: "csv", language: "nl" });
    if (!made.ok) throw new Error("refused");
    const lines = Buffer.from(made.value.bytes).toString("utf8").trim().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/2[;,]audit 2026$/);
  });
});

test("looking, drawing and taking out are on record", async () => {
  const acts = await withActor(portal, (tx) =>
    tx.auditRecord.findMany({ where: { personId: actors.luc.personId } }),
  );
  const drawn = acts.find(({ act }) => act === "sample_drawn");
  expect(drawn?.detail).toMatchObject({ size: 3, seed: "audit 2026" });
  expect(acts.map(({ act }) => act)).toEqual(
    expect.arrayContaining(["deliveries_listed", "deliveries_exported"]),
  );
});

test("the bundles of a selection are ordered in one go", async () => {
  const filter = filterOf({ choice: "registered" });
  expect(await orderSelection(actors.luc, { filter, language: "nl" })).toEqual({
    ok: true,
    value: null,
  });
  const [order] = await withActor(portal, (tx) =>
    tx.bundleOrder.findMany({ where: { orderedById: actors.luc.personId } }),
  );
  expect([...(order?.deliveryIds ?? [])].sort()).toEqual(ids.slice(0, 2).sort());
});

test("views are one's own, saved and removed", async () => {
  const filter = filterOf({ unopened: "14" });
  expect(await saveView(actors.luc, { name: "Ongeopend", filter })).toMatchObject({ ok: true });
  expect(await saveView(actors.luc, { name: "Ongeopend", filter })).toMatchObject({ ok: true });
  const { views } = await seen();
  expect(views).toMatchObject([{ name: "Ongeopend", query: "?unopened=14" }]);
  const viewId = views[0]?.id ?? "";
  expect(await removeView(actors.an, { viewId })).toMatchObject({ ok: false });
  await expect(saveView(actors.sofie, { name: "Mijn", filter })).rejects.toThrow(/row-level/);
  expect(await removeView(actors.luc, { viewId })).toMatchObject({ ok: true });
  expect((await seen()).views).toEqual([]);
});
