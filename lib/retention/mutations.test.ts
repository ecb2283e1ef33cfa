import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { calendarDateOf } from "@/lib/format";
import { getRetention, listErasures } from "@/lib/retention/data";
import { keepPolicies } from "@/lib/retention/jobs";
import { changeHousePolicy, exportErasures } from "@/lib/retention/mutations";
import { afterDays } from "@/lib/working-days";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { enterOneOfEach } from "@/scripts/test-rows";

const DAY = 86_400_000;
let actors: TestActors;
let messageId: string;
let reference: string;

/** A draft that nobody has touched for a year. */
beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  await asPortal(async (tx) => {
    const { deliveryId } = await enterOneOfEach(tx, actors.an);
    await tx.delivery.update({
      where: { id: deliveryId },
      data: { state: "failed", movedAt: new Date() },
    });
    const type = await tx.messageType.findFirstOrThrow({
      where: { organisationId: actors.an.actingFor.organisationId ?? "" },
    });
    const draft = await tx.message.create({
      data: {
        ...{ organisationId: type.organisationId, serviceId: actors.an.actingFor.serviceId ?? "" },
        ...{ reference: "MR-2026-888888", messageTypeId: type.id, authorId: actors.an.personId },
        ...{ body: { type: "doc", content: [] }, savedAt: new Date(Date.now() - 365 * DAY) },
      },
    });
    ({ id: messageId, reference } = draft);
  });
});
afterAll(() => closeDatabase());

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);
const inDays = (days: number) => afterDays(calendarDateOf(new Date()), days);

test("what comes to its end is listed one by one, and nothing is erased by looking", async () => {
  const list = await listErasures(actors.sofie, { until: null });
  expect(list?.lines).toMatchObject([
    { kind: "draft", subjectId: messageId, reference, state: "coming", obstacle: null },
  ]);
  expect(list?.isMore).toBe(false);
  const message = await asPortal((tx) =>
    tx.message.findUniqueOrThrow({ where: { id: messageId } }),
  );
  expect(message).toMatchObject({ state: "draft", contentErasedAt: null });
});

test("what waits for something is listed with what it waits for", async () => {
  const list = await listErasures(actors.sofie, { until: inDays(366 * 6 + 30) });
  const delivery = list?.lines.find(({ kind }) => kind === "delivery");
  expect(delivery).toMatchObject({ state: "waits", eraseAt: null });
  expect(["follow_up", "unread"]).toContain(delivery?.obstacle);
});

test("the page tells what is planned, what comes when, and how much waits", async () => {
  await keepPolicies(systemActor("keep_policies"));
  const retention = await getRetention(actors.sofie);
  expect(retention?.planned).toMatchObject([{ kind: "draft", count: 1 }]);
  expect(retention?.planned[0]?.day).toBe(inDays(14));
  const draft = retention?.forecast.find(({ kind }) => kind === "draft");
  expect(draft).toMatchObject({ count: 1, held: 0, waits: 0 });
  const letters = retention?.forecast.filter(({ kind }) => kind === "delivery");
  expect(letters).toMatchObject([{ count: 1, waits: 1 }]);
  expect(await listErasures(actors.sofie, { until: null })).toMatchObject({
    lines: [{ state: "planned" }],
  });
});

test("the list is handed out as a table, and that is on record", async () => {
  const made = await exportErasures(actors.sofie, {
    ...{ filter: { until: null }, format: "csv", language: "nl" },
  });
  const text = made.ok ? Buffer.from(made.value.bytes).toString("utf8") : "";
  expect(text).toContain("Kenmerk");
  expect(text).toContain("MR-2026-888888");
  expect(text).not.toMatch(/Dirk|08040901112/);
  const records = await asPortal((tx) =>
    tx.auditRecord.findMany({ where: { act: "erasures_exported" } }),
  );
  expect(records).toMatchObject([{ personId: actors.sofie.personId, detail: { rows: 1 } }]);
});

test("an administrator changes the periods, with what they were and are on record", async () => {
  const policy = { lockNumber: 1, draftsDays: 730, recipientFilesDays: 14, noticeDays: 30 };
  expect(await changeHousePolicy(actors.sofie, policy)).toEqual({ ok: true, value: null });
  expect((await getRetention(actors.sofie))?.house).toEqual({ ...policy, lockNumber: 2 });
  expect(await changeHousePolicy(actors.sofie, policy)).toEqual({
    ok: false,
    refusal: { code: "type_changed" },
  });
  const [kept] = await asPortal((tx) =>
    tx.auditRecord.findMany({ where: { act: "retention_changed" } }),
  );
  expect(kept?.detail).toEqual({
    ...{ "draftsDays.before": 365, "draftsDays.after": 730 },
    ...{ "recipientFilesDays.before": 30, "recipientFilesDays.after": 14 },
    ...{ "noticeDays.before": 14, "noticeDays.after": 30 },
  });
  await keepPolicies(systemActor("keep_policies"));
  expect((await getRetention(actors.sofie))?.planned).toEqual([]);
});

test("nobody else sees or changes any of it", async () => {
  const policy = { lockNumber: 2, draftsDays: 30, recipientFilesDays: 7, noticeDays: 7 };
  for (const who of ["an", "peter", "luc", "ingrid"] as const) {
    const actor = actors[who];
    expect(await getRetention(actor), who).toBeNull();
    expect(await listErasures(actor, { until: null }), who).toBeNull();
    expect(await changeHousePolicy(actor, policy), who).toMatchObject({ ok: false });
    const rows = await withActor(
      actor,
      (tx) => tx.$queryRaw`SELECT 1 FROM portal.erasures_until(now() + interval '99 years', 10)`,
    );
    expect(rows, who).toEqual([]);
  }
});
