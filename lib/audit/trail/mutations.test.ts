import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { record } from "@/lib/audit/mutations";
import type { AuditAct } from "@/lib/audit/schema";
import {
  exportTrail,
  findTrailAddress,
  viewAuditRecord,
  viewTrail,
} from "@/lib/audit/trail/mutations";
import {
  auditFilterSchema,
  auditSearchSchema,
  type AuditFilter,
  type AuditLine,
} from "@/lib/audit/trail/schema";
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import { closeDatabase, withActor } from "@/lib/db";
import { viewDelivery } from "@/lib/deliveries/mutations";
import { hashNumber } from "@/lib/number-vault";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { enterOneOfEach, type TestRows } from "@/scripts/test-rows";

const NUMBER = "08040901112";
const number = hashNumber(NUMBER);
const n = Buffer.from(number).toString("hex");
let actors: TestActors;
let an: TestRows;
let reference: string;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  an = await withActor(systemActor("test"), (tx) => enterOneOfEach(tx, actors.an));
  ({ reference } = await withActor(systemActor("test"), (tx) =>
    tx.delivery.findUniqueOrThrow({ where: { id: an.deliveryId } }),
  ));
});

afterAll(() => closeDatabase());

const filterOf = (filter: Partial<Record<keyof AuditFilter, string>>) =>
  auditFilterSchema.parse(filter);

async function seen(actor: PersonActor, filter: Partial<Record<keyof AuditFilter, string>> = {}) {
  const viewed = await viewTrail(actor, filterOf(filter));
  if (!viewed.ok) throw new Error(viewed.refusal.code);
  return viewed.value.page.rows;
}

const actsOf = (rows: AuditLine[]) => rows.map(({ act }) => act);

function enter(act: AuditAct, actor = actors.an) {
  return withActor(actor, (tx) =>
    record(tx, actor, {
      act,
      subjectKind: "delivery",
      subjectId: an.deliveryId,
      numberHash: number,
      detail: { round: 1 },
    }),
  );
}

describe("the auditor's trail", () => {
  test("names who did what about which delivery, newest first", async () => {
    await enter("number_shown");
    await enter("letters_printed");
    const rows = await seen(actors.luc, { subject: an.deliveryId });
    expect(actsOf(rows)).toEqual(["letters_printed", "number_shown"]);
    expect(rows[0]).toMatchObject({
      who: { kind: "person", name: "An Willems" },
      reference,
      isAboutSomebody: true,
      detail: { round: 1 },
    });
  });

  test("finds a citizen by number, and the number stands in no address", async () => {
    const search = auditSearchSchema.parse({ query: "08.04.09-011.12" });
    const address = await findTrailAddress(actors.luc, search);
    expect(address).toEqual({ ok: true, value: `/audit?n=${n}` });
    expect(actsOf(await seen(actors.luc, { n }))).toContain("number_shown");
  });

  test("finds a delivery by its reference, in any case of letters", async () => {
    const search = auditSearchSchema.parse({ query: reference.toLowerCase() });
    const address = await findTrailAddress(actors.luc, search);
    expect(address).toEqual({ ok: true, value: `/audit?subject=${an.deliveryId}` });
    const none = auditSearchSchema.parse({ query: "MR-2026-99999" });
    expect(await findTrailAddress(actors.luc, none)).toEqual({
      ok: false,
      refusal: { code: "search_unknown" },
    });
  });

  test("is narrowed by person, act, service and period", async () => {
    const person = actors.an.personId;
    const service = actors.an.actingFor.serviceId ?? "";
    const narrowed = await seen(actors.luc, { person, service, act: "number_shown" });
    expect(actsOf(narrowed)).toEqual(["number_shown"]);
    expect(await seen(actors.luc, { person, to: "2020-01-01" })).toEqual([]);
    expect(actsOf(await seen(actors.luc, { person: "portal" }))).toEqual(["message_sent"]);
    expect(await seen(actors.luc, { person: "recipient" })).toEqual([]);
  });

  test("looking for somebody is on record at once, looking around once a quarter of an hour", async () => {
    const looks = (act: string) =>
      withActor(systemActor("test"), (tx) =>
        tx.auditRecord.findMany({ where: { act, personId: actors.luc.personId } }),
      );
    await seen(actors.luc);
    await seen(actors.luc);
    expect(await looks("audit_listed")).toHaveLength(1);
    const before = (await looks("audit_searched")).length;
    await seen(actors.luc, { n });
    const after = await looks("audit_searched");
    expect(after).toHaveLength(before + 1);
    expect(after.some(({ numberHash }) => Buffer.from(numberHash ?? []).equals(number))).toBe(true);
    expect(JSON.stringify(after)).not.toContain(NUMBER);
  });

  test("one record is opened, and that is on record", async () => {
    const [row] = await seen(actors.luc, { act: "number_shown" });
    const viewed = await viewAuditRecord(actors.luc, { recordId: row?.id ?? "" });
    expect(viewed).toMatchObject({ ok: true, value: { act: "number_shown" } });
    const [look] = await seen(actors.luc, { act: "audit_record_viewed" });
    expect(look).toMatchObject({ subjectId: row?.id, isAboutSomebody: true });
  });

  test("pages go on where the last one ended, and back again", async () => {
    for (let round = 0; round < 60; round += 1) await enter("box_checked");
    const first = await viewTrail(actors.luc, filterOf({ act: "box_checked" }));
    if (!first.ok) throw new Error("refused");
    const { rows, older } = first.value.page;
    expect(rows).toHaveLength(50);
    const next = await viewTrail(actors.luc, filterOf({ act: "box_checked", after: older ?? "" }));
    if (!next.ok) throw new Error("refused");
    expect(next.value.page.rows).toHaveLength(10);
    expect(next.value.page.older).toBeNull();
    const before = next.value.page.newer ?? "";
    expect(await seen(actors.luc, { act: "box_checked", before })).toEqual(rows);
  });

  test("comes out as a table of what was filtered", async () => {
    const made = await exportTrail(actors.luc, {
      filter: filterOf({ act: "box_checked" }),
      format: "csv",
      language: "nl",
    });
    if (!made.ok) throw new Error("refused");
    const lines = Buffer.from(made.value.bytes).toString("utf8").trim().split("\r\n");
    expect(lines).toHaveLength(61);
    expect(lines[1]).toContain("An Willems");
    expect(lines[1]).toContain(reference);
    const [look] = await seen(actors.luc, { act: "audit_exported" });
    expect(look?.detail).toMatchObject({ rows: 60, act: "box_checked", format: "csv" });
  });
});

describe("the administrator's trail", () => {
  test("tells who looked at which delivery, and nothing else", async () => {
    await viewDelivery(actors.luc, { deliveryId: an.deliveryId });
    const rows = await seen(actors.sofie, { subject: an.deliveryId });
    expect(actsOf(rows)).toContain("delivery_viewed");
    expect(actsOf(rows)).not.toContain("letters_printed");
    expect(rows.find(({ act }) => act === "delivery_viewed")).toMatchObject({
      who: { name: "Luc Lambert" },
      reference,
    });
  });

  test("opens no record of anything else", async () => {
    const [row] = await seen(actors.luc, { act: "letters_printed" });
    expect(await viewAuditRecord(actors.sofie, { recordId: row?.id ?? "" })).toEqual({
      ok: false,
      refusal: { code: "not_found" },
    });
  });
});

test("another organisation and those who neither audit nor administer see nothing of it", async () => {
  const [row] = await seen(actors.luc, { act: "number_shown" });
  const foreign = await withActor(actors.marie, (tx) => tx.auditRecord.findMany());
  expect(foreign.map(({ id }) => id)).not.toContain(row?.id);
  const colleague = await withActor(actors.karim, (tx) => tx.auditRecord.findMany());
  expect(colleague.every(({ personId }) => personId === actors.karim.personId)).toBe(true);
  const references = await withActor(
    actors.karim,
    (tx) => tx.$queryRaw<object[]>`SELECT * FROM portal.references_of('{}'::uuid[], ${reference})`,
  );
  expect(references).toEqual([]);
});
