import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findSession } from "@/lib/auth/data";
import { systemActor } from "@/lib/auth/actor";
import { openSession } from "@/lib/auth/mutations";
import { closeDatabase, withActor } from "@/lib/db";
import { getMember, listMembers } from "@/lib/members/data";
import { deactivatePerson, exportMembers, giveRight, takeRight } from "@/lib/members/mutations";
import { giveRightSchema, type Right } from "@/lib/members/schema";
import { testDatabase } from "@/scripts/test-database";
import { layTestHouse, type TestActors } from "@/scripts/test-house";

const system = systemActor("test");
let actors: TestActors;
beforeAll(async () => {
  await testDatabase();
  actors = await layTestHouse();
});
/** Everybody holds what they held at first. */
beforeEach(() =>
  withActor(system, async (tx) => {
    await tx.invitation.deleteMany();
    await tx.membership.deleteMany({ where: { NOT: { givenById: null } } });
    await tx.membership.updateMany({ data: { endedAt: null, endedById: null } });
  }),
);
afterAll(() => closeDatabase());

const organisation = () => actors.sofie.actingFor.organisationId ?? "";
const finance = () => actors.an.actingFor.serviceId ?? "";
const auditor: Right = { role: "auditor", serviceId: null };
const administrator: Right = { role: "administrator", serviceId: null };
const lasting = { from: null, until: null, deputyForId: null };
const give = (personId: string, right: Right, more: Partial<typeof lasting> | object = {}) =>
  giveRight(actors.sofie, { personId, right, ...lasting, ...more });
const refusal = (code: string) => ({ ok: false, refusal: { code } });
const heldBy = (personId: string, role: string) =>
  withActor(system, (tx) =>
    tx.membership.findFirstOrThrow({
      where: { organisationId: organisation(), personId, role, endedAt: null },
    }),
  );
const acts = (subjectId: string) =>
  withActor(system, async (tx) => {
    const rows = await tx.auditRecord.findMany({ where: { subjectId }, orderBy: { at: "asc" } });
    return rows.map(({ act }) => act);
  });

test("an administrator gives a right and takes it away; both count at once and are on record", async () => {
  const { personId } = actors.an;
  expect(await give(personId, auditor)).toEqual({ ok: true, value: null });
  expect(await give(personId, auditor)).toMatchObject(refusal("right_held"));
  const given = await heldBy(personId, "auditor");
  expect((await getMember(actors.sofie, personId))?.rights[0]).toMatchObject({
    ...auditor,
    givenBy: "Sofie Jacobs",
  });
  expect(await takeRight(actors.sofie, { membershipId: given.id })).toMatchObject({ ok: true });
  // Pressed twice, it is taken away once.
  expect(await takeRight(actors.sofie, { membershipId: given.id })).toMatchObject({ ok: true });
  const member = await getMember(actors.sofie, personId);
  expect(member?.rights).toMatchObject([{ role: "sender" }]);
  expect(member?.past).toMatchObject([{ ...auditor, endedBy: "Sofie Jacobs" }]);
  expect(await acts(personId)).toEqual(["right_given", "right_taken"]);
});

test("nobody gives rights to themselves, by the product or past it", async () => {
  const { personId } = actors.sofie;
  expect(await give(personId, auditor)).toMatchObject(refusal("right_of_oneself"));
  const data = { personId, organisationId: organisation(), role: "auditor", givenById: personId };
  await expect(withActor(actors.sofie, (tx) => tx.membership.createMany({ data }))).rejects.toThrow(
    /row-level security/,
  );
});

test("only administrators give, only within their organisation, and nobody makes an operator", async () => {
  const stranger = actors.marie.personId;
  for (const who of ["an", "peter", "luc", "marie", "ingrid"] as const) {
    const answer = await giveRight(actors[who], {
      ...{ personId: actors.karim.personId, right: auditor },
      ...lasting,
    });
    expect(answer, who).toMatchObject(refusal("not_found"));
  }
  expect(await give(stranger, auditor)).toMatchObject(refusal("not_found"));
  const foreign = actors.marie.actingFor.serviceId;
  expect(await give(actors.an.personId, { role: "sender", serviceId: foreign })).toMatchObject(
    refusal("not_found"),
  );
  const own = { organisationId: organisation(), givenById: actors.sofie.personId };
  for (const data of [
    { ...own, personId: actors.an.personId, role: "operator" },
    { ...own, personId: actors.an.personId, role: "administrator", serviceId: finance() },
    { ...own, personId: actors.an.personId, role: "sender" },
    { ...own, personId: actors.an.personId, role: "sender", serviceId: foreign },
    { ...own, personId: stranger, role: "auditor" },
    { ...own, personId: actors.an.personId, role: "auditor", givenById: actors.luc.personId },
    { personId: actors.an.personId, role: "operator", givenById: actors.sofie.personId },
  ]) {
    const entered = withActor(actors.sofie, (tx) => tx.membership.createMany({ data }));
    await expect(entered, JSON.stringify(data)).rejects.toThrow(/row-level security/);
  }
});

test("a schema refuses what no right is", () => {
  const input = { personId: organisation(), right: auditor, from: "", until: "", deputyForId: "" };
  const codes = (change: object) =>
    giveRightSchema.safeParse({ ...input, ...change }).error?.issues.map(({ message }) => message);
  expect(codes({})).toBeUndefined();
  expect(codes({ right: { role: "sender", serviceId: null } })).toEqual(["right_unknown"]);
  expect(codes({ right: { role: "auditor", serviceId: organisation() } })).toEqual([
    "right_unknown",
  ]);
  expect(codes({ from: "2026-02-30" })).toEqual(["day_invalid"]);
  expect(codes({ from: "2026-12-24", until: "2026-12-23" })).toEqual(["until_before_from"]);
  expect(codes({ deputyForId: actors.an.personId })).toEqual(["deputy_without_end"]);
});

test("a deputy's right counts in its period and not a moment longer", async () => {
  const { personId } = actors.karim;
  expect(await give(personId, auditor, { until: "2020-01-01" })).toMatchObject({
    refusal: { code: "invalid_input", fields: { until: "until_past" } },
  });
  const deputy = { until: "2099-12-31", deputyForId: actors.luc.personId };
  expect(await give(personId, auditor, deputy)).toMatchObject({ ok: true });
  expect(await give(personId, auditor)).toMatchObject(refusal("right_held"));
  expect((await getMember(actors.sofie, personId))?.rights[0]).toMatchObject({
    ...auditor,
    deputyFor: "Luc Lambert",
  });
  const audits = () =>
    withActor(
      { ...actors.karim, actingFor: { organisationId: organisation(), serviceId: null } },
      (tx) => tx.$queryRaw<{ audits: boolean }[]>`SELECT portal.audits()`,
    );
  const rolesSeen = async () => {
    const token = "karim-signed-in";
    await withActor(system, (tx) => tx.session.deleteMany({ where: { personId } }));
    await openSession(token, personId, IDENTITY);
    const found = await findSession(token);
    return found.state === "signed_in"
      ? found.signedIn.options.flatMap(({ roles }) => roles)
      : found.state;
  };
  expect(await audits()).toEqual([{ audits: true }]);
  expect(await rolesSeen()).toEqual(["sender", "auditor"]);
  for (const times of [
    { startsAt: new Date("2020-01-01"), endsAt: new Date("2020-02-01") },
    { startsAt: new Date("2099-01-01"), endsAt: new Date("2099-02-01") },
  ]) {
    await withActor(system, (tx) =>
      tx.membership.updateMany({ where: { personId, role: "auditor" }, data: times }),
    );
    expect(await audits()).toEqual([{ audits: false }]);
    expect(await rolesSeen()).toEqual(["sender"]);
  }
});

const IDENTITY = {
  nationalNumber: "02070400167",
  givenName: "Karim",
  surname: "Haddad",
  email: null,
  language: "nl" as const,
  subject: "karim",
  session: null,
  idToken: "",
  fasLevel: 500,
  method: "eid",
};

test("an organisation keeps two administrators, whoever leaves first", async () => {
  expect(await give(actors.peter.personId, administrator)).toMatchObject({ ok: true });
  const own = await heldBy(actors.sofie.personId, "administrator");
  const other = await heldBy(actors.peter.personId, "administrator");
  for (const membershipId of [own.id, other.id]) {
    expect(await takeRight(actors.sofie, { membershipId })).toMatchObject(
      refusal("administrators_too_few"),
    );
    const past = withActor(actors.sofie, (tx) =>
      tx.membership.updateMany({
        where: { id: membershipId },
        data: { endedAt: new Date(), endedById: actors.sofie.personId },
      }),
    );
    await expect(past).rejects.toThrow(/constraint violated/);
  }
  expect(await deactivatePerson(actors.sofie, { personId: actors.peter.personId })).toMatchObject(
    refusal("administrators_too_few"),
  );
  expect((await getMember(actors.sofie, actors.peter.personId))?.rights).toHaveLength(2);

  expect(await give(actors.an.personId, administrator)).toMatchObject({ ok: true });
  expect(await takeRight(actors.sofie, { membershipId: own.id })).toMatchObject({ ok: true });
});

test("whoever is deactivated holds nothing here and is signed out at once; elsewhere nothing changes", async () => {
  const { personId } = actors.marie;
  const elsewhere = await withActor(system, (tx) =>
    tx.membership.findFirstOrThrow({ where: { personId } }),
  );
  await withActor(system, (tx) =>
    tx.membership.create({
      data: {
        ...{ personId, organisationId: organisation(), role: "auditor" },
        givenById: actors.sofie.personId,
      },
    }),
  );
  const sessionOf = (tokenHash: string, organisationId: string | null) =>
    withActor(system, (tx) =>
      tx.session.create({
        data: {
          tokenHash: new Uint8Array(Buffer.from(tokenHash)),
          ...{ personId, organisationId, csamSubject: "marie", idToken: "", level: 500 },
          ...{ method: "eid", expiresAt: new Date("2999-01-01") },
        },
      }),
    );
  const here = await sessionOf("here", organisation());
  const there = await sessionOf("there", elsewhere.organisationId);
  expect(await deactivatePerson(actors.sofie, { personId })).toEqual({ ok: true, value: null });
  const sessions = await withActor(system, (tx) => tx.session.findMany({ where: { personId } }));
  expect(sessions.find(({ id }) => id === here.id)?.endReason).toBe("deactivated");
  expect(sessions.find(({ id }) => id === there.id)?.endedAt).toBeNull();
  const members = await listMembers(actors.sofie);
  expect(members?.some((member) => member.personId === personId)).toBe(false);
  const kept = await withActor(system, (tx) =>
    tx.membership.findUniqueOrThrow({ where: { id: elsewhere.id } }),
  );
  expect(kept.endedAt).toBeNull();
  expect(await acts(personId)).toEqual(["right_taken", "person_deactivated"]);
});

test("the list says who may do what, and that it was taken out is on record", async () => {
  await give(actors.karim.personId, auditor, {
    ...{ until: "2099-12-31", deputyForId: actors.luc.personId },
  });
  const made = await exportMembers(actors.sofie, { format: "csv", language: "nl" });
  const text = made.ok ? Buffer.from(made.value.bytes).toString() : "";
  expect(text).toContain("Karim Haddad");
  expect(text).toMatch(/Auditor;hele organisatie;[^;]*;31 december 2099;Luc Lambert/);
  expect(text).not.toContain("Dupont");
  expect(await acts(organisation())).toContain("people_exported");
  expect(await exportMembers(actors.luc, { format: "csv", language: "nl" })).toMatchObject(
    refusal("not_found"),
  );
});
