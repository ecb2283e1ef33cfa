/** The demonstration's organisations and people in a test's own database, and actors to act with. */
import { mintPersonActor } from "@/lib/auth/actor";
import { scopeOf } from "@/lib/auth/rules";
import type { Membership, PersonActor, Role } from "@/lib/auth/schema";
import { systemActor } from "@/lib/auth/actor";
import { withActor } from "@/lib/db";
import { hashNumber } from "@/lib/number-vault";
import { layHouse } from "@/prisma/seed/house";

export const TEST_PEOPLE = {
  an: "01031200268",
  karim: "02070400167",
  peter: "03112300329",
  sofie: "04051700292",
  luc: "05093000539",
  ingrid: "06021400407",
  marie: "09060600843",
} as const;

export type TestActors = Record<keyof typeof TEST_PEOPLE, PersonActor>;

/** Lays the house and gives each person as the actor of their first membership. */
export async function layTestHouse(): Promise<TestActors> {
  await layHouse();
  const entries = await Promise.all(
    Object.entries(TEST_PEOPLE).map(async ([name, niss]) => [name, await actorOf(niss)] as const),
  );
  return Object.fromEntries(entries) as TestActors;
}

async function actorOf(niss: string): Promise<PersonActor> {
  return withActor(systemActor("test"), async (tx) => {
    const person = await tx.person.findUniqueOrThrow({
      where: { numberHash: hashNumber(niss) },
      include: { memberships: true },
    });
    const held: Membership[] = person.memberships.map(({ organisationId, serviceId, role }) => ({
      organisationId,
      serviceId,
      role: role as Role,
    }));
    const actingFor = {
      organisationId: held[0]?.organisationId ?? null,
      serviceId: held[0]?.serviceId ?? null,
    };
    const services = actingFor.organisationId
      ? await tx.service.findMany({ where: { organisationId: actingFor.organisationId } })
      : [];
    return mintPersonActor({
      personId: person.id,
      sessionId: person.id,
      givenName: person.givenName,
      surname: person.surname,
      signIn: { method: "eid", fasLevel: 500, level: "high", at: new Date() },
      actingFor,
      ...scopeOf(
        held,
        actingFor,
        services.map((service) => service.id),
      ),
    });
  });
}
