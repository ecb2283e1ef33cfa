import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, withActor } from "@/lib/db";
import { hashNumber } from "@/lib/number-vault";
import { getHold, listHolds, listHoldServices } from "@/lib/retention/holds/data";
import { liftHold, placeHold } from "@/lib/retention/holds/mutations";
import { placeHoldSchema } from "@/lib/retention/holds/schema";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";
import { enterOneOfEach } from "@/scripts/test-rows";

let actors: TestActors;
let reference: string;
let deliveryId: string;

beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
  ({ deliveryId, reference } = await asPortal(async (tx) => {
    const rows = await enterOneOfEach(tx, actors.an);
    const delivery = await tx.delivery.findUniqueOrThrow({ where: { id: rows.deliveryId } });
    return { deliveryId: rows.deliveryId, reference: delivery.reference };
  }));
});
afterAll(() => closeDatabase());

const asPortal = <T>(work: Parameters<typeof withActor<T>>[1]) =>
  withActor(systemActor("test"), work);
const reason = "Geschil 2026/114";
const wrong = (field: string, code: string) => ({
  ok: false,
  refusal: { code: "invalid_input", fields: { [field]: code } },
});

async function placed(input: Parameters<typeof placeHold>[1]): Promise<string> {
  const hold = await placeHold(actors.sofie, input);
  if (!hold.ok) throw new Error(hold.refusal.code);
  return hold.value.holdId;
}

test("an administrator holds a delivery by its reference, which is all they learn of it", async () => {
  const id = await placed({ kind: "delivery", reference: reference.toLowerCase(), reason });
  expect(await getHold(actors.sofie, id)).toMatchObject({
    ...{ kind: "delivery", reference, reason, placedBy: "Sofie Jacobs", lifted: null },
  });
  const row = await asPortal((tx) => tx.legalHold.findUniqueOrThrow({ where: { id } }));
  expect(row.deliveryId).toBe(deliveryId);
  expect(
    await placeHold(actors.sofie, { kind: "delivery", reference: "MR-2026-1/1", reason }),
  ).toEqual(wrong("reference", "reference_unknown"));
  // A message's own is no delivery's.
  const [message] = reference.split("/");
  expect(
    await placeHold(actors.sofie, { kind: "delivery", reference: message ?? "", reason }),
  ).toEqual(wrong("reference", "reference_unknown"));
});

test("a recipient is held by number, which nobody reads anywhere afterwards", async () => {
  const id = await placed({ kind: "recipient", number: "06.10.02-012.27", reason });
  const row = await asPortal((tx) => tx.legalHold.findUniqueOrThrow({ where: { id } }));
  expect(row.numberHash).toEqual(hashNumber("06100201227"));
  expect(await getHold(actors.sofie, id)).toMatchObject({ masked: "06.••.••-•••.27" });
  const records = await asPortal((tx) =>
    tx.auditRecord.findMany({ where: { act: "hold_placed", subjectId: id } }),
  );
  expect(records).toHaveLength(1);
  expect(records[0]?.numberHash).toEqual(hashNumber("06100201227"));
  expect(JSON.stringify(records[0]?.detail)).not.toMatch(/06100201227|06\.10\.02/);
  expect(await placeHold(actors.sofie, { kind: "recipient", number: "123", reason })).toEqual(
    wrong("number", "number_invalid"),
  );
});

test("a period is held for a service of the own organisation, its last day included", async () => {
  const [service] = await listHoldServices(actors.sofie);
  const input = { kind: "period", from: "2026-03-01", to: "2026-03-31", reason } as const;
  const id = await placed({ ...input, serviceId: service?.id ?? null });
  const hold = await getHold(actors.sofie, id);
  expect(hold).toMatchObject({ from: "2026-03-01", to: "2026-03-31", service: service?.name });
  const row = await asPortal((tx) => tx.legalHold.findUniqueOrThrow({ where: { id } }));
  expect(row.fromAt?.toISOString()).toBe("2026-02-28T23:00:00.000Z");
  expect(row.untilAt?.toISOString()).toBe("2026-03-31T22:00:00.000Z");
  const turned = placeHoldSchema.safeParse({ ...input, from: "2026-04-01", serviceId: null });
  expect(turned.error?.issues[0]?.message).toBe("period_turned");
  const without = placeHoldSchema.safeParse({ ...input, reason: "  ", serviceId: null });
  expect(without.error?.issues[0]?.message).toBe("reason_missing");
});

test("a hold is lifted once, with a reason, and stays to be seen", async () => {
  const id = await placed({ kind: "delivery", reference, reason });
  const lift = { holdId: id, reason: "Arrest van 3 november 2026" };
  expect(await liftHold(actors.sofie, lift)).toEqual({ ok: true, value: null });
  expect(await liftHold(actors.sofie, lift)).toEqual({ ok: false, refusal: { code: "conflict" } });
  expect(await getHold(actors.sofie, id)).toBeNull();
  const listed = (await listHolds(actors.sofie))?.find((hold) => hold.id === id);
  expect(listed?.lifted).toMatchObject({ by: "Sofie Jacobs", reason: lift.reason });
});

test("nobody else places, lifts or sees one", async () => {
  const id = await placed({ kind: "delivery", reference, reason });
  const refused = { ok: false, refusal: { code: "not_found" } };
  for (const who of ["an", "peter", "luc", "ingrid", "marie"] as const) {
    const actor = actors[who];
    expect(await placeHold(actor, { kind: "delivery", reference, reason }), who).toEqual(refused);
    expect(await liftHold(actor, { holdId: id, reason }), who).toEqual(refused);
    expect(await listHolds(actor), who).toBeNull();
    const { organisationId } = actors.sofie.actingFor;
    await expect(
      withActor(actor, (tx) =>
        tx.legalHold.createMany({
          data: {
            ...{ organisationId: organisationId ?? "", kind: "delivery", deliveryId, reason },
            ...{ placedAt: new Date(), placedById: actor.personId },
          },
        }),
      ),
      who,
    ).rejects.toThrow(/row-level security/);
  }
});
