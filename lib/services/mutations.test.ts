import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import { closeDatabase, withActor } from "@/lib/db";
import { getDelivery } from "@/lib/deliveries/data";
import { startMessage } from "@/lib/messages/mutations";
import { giveOrder } from "@/lib/messages/orders/mutations";
import { getManagedService, isServiceArchived, listManagedServices } from "@/lib/services/data";
import {
  addService,
  archiveService,
  bringBackService,
  changeService,
} from "@/lib/services/mutations";
import type { NewService, ServiceFacts } from "@/lib/services/schema";
import { testDatabase } from "@/scripts/test-database";
import { readyDraft } from "@/scripts/test-draft";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

let actors: TestActors;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
});

afterAll(() => closeDatabase());

const refusal = (code: string) => ({ ok: false, refusal: { code } });
const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);
const serviceOf = (actor: PersonActor) => actor.actingFor.serviceId ?? "";
const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const common: ServiceFacts = {
  name: { nl: "Burgerzaken", fr: "Population", de: "Einwohnerdienst", en: "Citizens" },
  addressLines: ["Markt 1", "9999 Maanrode"],
  replyAddressLines: ["Postbus 7", "9999 Maanrode"],
  contactEmail: "burgerzaken@maanrode.example",
  contactPhone: null,
  website: null,
  openingHours: {
    days: { ...closed, mon: [{ from: "09:00", until: "12:00" }] },
    note: { nl: "Na afspraak", fr: "", de: "" },
  },
};
const facts = (partition: string): NewService => ({ partition, ...common });

/** A message of one recipient, ordered; answers its delivery. */
async function sent(actor: PersonActor): Promise<string> {
  const ref = await readyDraft(actor);
  const order = { ...ref, isConfirmed: false, plan: { kind: "now" as const }, note: "" };
  const given = await giveOrder(actor, order);
  if (!given.ok) throw new Error(given.refusal.code);
  const where = { messageId: ref.messageId };
  return (await asPortal((tx) => tx.delivery.findFirstOrThrow({ where }))).id;
}

async function added(partition: string) {
  const result = await addService(actors.sofie, facts(partition));
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value.id;
}

async function changed(serviceId: string, change: Partial<ServiceFacts>) {
  const service = await getManagedService(actors.sofie, serviceId);
  if (!service) throw new Error("no such service");
  const { lockNumber } = service;
  return { lockNumber, change: { ...common, ...change, serviceId, lockNumber } };
}

test("an administrator adds a service, once under each partition, and it is on record", async () => {
  const id = await added("CITIZENS");
  expect(await getManagedService(actors.sofie, id)).toMatchObject(facts("CITIZENS"));
  expect(await addService(actors.sofie, facts("Citizens"))).toEqual({
    ok: false,
    refusal: { code: "invalid_input", fields: { partition: "partition_taken" } },
  });
  const [entry] = await asPortal((tx) =>
    tx.auditRecord.findMany({ where: { subjectId: id, act: "service_added" } }),
  );
  expect(entry).toMatchObject({ detail: { partition: "CITIZENS", nameNl: "Burgerzaken" } });
});

test("two administrators who add the same partition at once: one of them is told", async () => {
  const both = await Promise.all([
    addService(actors.sofie, facts("TWICE")),
    addService(actors.sofie, facts("TWICE")),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});

test("whoever comes second changes nothing and is told so; the trail tells before and after", async () => {
  const id = await added("PARKS");
  const { change } = await changed(id, { contactPhone: "02 555 12 34" });
  expect(await changeService(actors.sofie, change)).toMatchObject({ ok: true });
  expect(await changeService(actors.sofie, { ...change, website: "https://x.example" })).toEqual(
    refusal("service_changed"),
  );
  expect(await getManagedService(actors.sofie, id)).toMatchObject({
    contactPhone: "02 555 12 34",
    website: null,
    lockNumber: 2,
  });
  const [entry] = await asPortal((tx) =>
    tx.auditRecord.findMany({ where: { subjectId: id, act: "service_changed" } }),
  );
  expect(entry?.detail).toEqual({
    "contactPhone.before": null,
    "contactPhone.after": "02 555 12 34",
  });
});

test("a name that letters cannot print is told at its field", async () => {
  const name = { ...facts("SIGNS").name, fr: "Population \u{1f600}" };
  expect(await addService(actors.sofie, { ...facts("SIGNS"), name })).toEqual({
    ok: false,
    refusal: { code: "invalid_input", fields: { "name.fr": "unprintable" } },
  });
});

test("what was sent keeps the name, address and contact it was sent with", async () => {
  const id = await sent(actors.an);
  const before = await getDelivery(actors.an, id);
  const row = () => asPortal((tx) => tx.delivery.findUniqueOrThrow({ where: { id } }));
  const { letter } = await row();
  const { change } = await changed(serviceOf(actors.an), {
    name: { nl: "Ontvangsten", fr: "Recettes", de: "Einnahmen", en: "Receipts" },
    addressLines: ["Nieuwstraat 2", "9999 Maanrode"],
  });
  expect(await changeService(actors.sofie, change)).toMatchObject({ ok: true });
  expect((await row()).letter).toEqual(letter);
  expect((await getDelivery(actors.an, id))?.service).toEqual(before?.service);
  const next = await getDelivery(actors.an, await sent(actors.an));
  expect(next?.service).toMatchObject({ nl: "Ontvangsten" });
});

test("an archived service begins and sends nothing, keeps what it sent, and comes back", async () => {
  const serviceId = serviceOf(actors.karim);
  const ref = await readyDraft(actors.karim);
  const type = await asPortal((tx) =>
    tx.messageType.findFirstOrThrow({ where: { code: "INVOICE" } }),
  );
  const deliveryId = await sent(actors.karim);
  expect(await archiveService(actors.sofie, { serviceId })).toEqual(refusal("service_busy"));
  const past = asPortal((tx) =>
    tx.service.update({ where: { id: serviceId }, data: { archivedAt: new Date() } }),
  );
  await expect(past).rejects.toThrow(/on their way/);
  await asPortal((tx) =>
    tx.delivery.updateMany({
      where: { serviceId, state: "waiting" },
      data: { state: "failed", failedAt: new Date(), failureCode: "test" },
    }),
  );
  await asPortal((tx) =>
    tx.message.updateMany({ where: { serviceId, state: "sending" }, data: { state: "sent" } }),
  );
  expect(await archiveService(actors.sofie, { serviceId })).toMatchObject({ ok: true });
  expect(await archiveService(actors.sofie, { serviceId })).toMatchObject({ ok: true });
  expect(await isServiceArchived(actors.karim)).toBe(true);
  expect(await getDelivery(actors.karim, deliveryId)).not.toBeNull();
  expect(await startMessage(actors.karim, { messageTypeId: type.id })).toEqual(
    refusal("service_archived"),
  );
  const order = { ...ref, isConfirmed: false, plan: { kind: "now" as const }, note: "" };
  expect(await giveOrder(actors.karim, order)).toEqual(refusal("service_archived"));
  const forced = asPortal((tx) =>
    tx.message.updateMany({ where: { id: ref.messageId }, data: { state: "scheduled" } }),
  );
  await expect(forced).rejects.toThrow(/archived service sends nothing/);
  expect(await bringBackService(actors.sofie, { serviceId })).toMatchObject({ ok: true });
  expect(await isServiceArchived(actors.karim)).toBe(false);
  expect(await startMessage(actors.karim, { messageTypeId: type.id })).toMatchObject({ ok: true });
  const acts = await asPortal((tx) =>
    tx.auditRecord.findMany({ where: { subjectId: serviceId }, orderBy: { at: "asc" } }),
  );
  expect(acts.map(({ act }) => act)).toEqual(["service_archived", "service_brought_back"]);
});

test("one service that sends is left, whoever archives at once", async () => {
  const organisationId = actors.sofie.actingFor.organisationId ?? "";
  await asPortal((tx) =>
    tx.message.updateMany({ where: { organisationId, state: "sending" }, data: { state: "sent" } }),
  );
  await asPortal((tx) =>
    tx.delivery.updateMany({
      where: { organisationId, state: "waiting" },
      data: { state: "failed", failedAt: new Date(), failureCode: "test" },
    }),
  );
  const ids = (await listManagedServices(actors.sofie)).map(({ id }) => id);
  const told = await Promise.all(
    ids.map((serviceId) => archiveService(actors.sofie, { serviceId })),
  );
  const refused = told.filter(({ ok }) => !ok);
  expect(refused).toEqual([refusal("service_last")]);
  const active = (await listManagedServices(actors.sofie)).filter(({ archivedAt }) => !archivedAt);
  expect(active).toHaveLength(1);
});

test("nobody else adds, changes or archives a service, by the product or past it", async () => {
  const serviceId = serviceOf(actors.an);
  const { change } = await changed(serviceId, {});
  for (const who of ["an", "peter", "luc", "marie", "ingrid"] as const) {
    expect(await addService(actors[who], facts("STOLEN")), who).toEqual(refusal("not_found"));
    expect(await changeService(actors[who], change), who).toEqual(refusal("not_found"));
    expect(await archiveService(actors[who], { serviceId }), who).toEqual(refusal("not_found"));
    const touched = await withActor(actors[who], (tx) =>
      tx.service.updateMany({ data: { contactPhone: "02 000 00 00" } }),
    );
    expect(touched.count, who).toBe(0);
    const { organisationId } = actors.an.actingFor;
    const data = { organisationId: organisationId ?? "", partition: randomUUID(), name: {} };
    const entered = withActor(actors[who], (tx) => tx.service.createMany({ data }));
    await expect(entered, who).rejects.toThrow(/row-level security/);
  }
  for (const data of [{ partition: "OTHER" }, { iban: "BE43068999999501" }, { logo: null }]) {
    const rewritten = withActor(actors.sofie, (tx) => tx.service.updateMany({ data }));
    await expect(rewritten).rejects.toThrow(/permission denied/);
  }
});
