import "server-only";
import { fullName, managedOrganisation } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { inOrder, lastingAdministrators, rightState } from "@/lib/members/rules";
import {
  rightSchema,
  type HeldRight,
  type Member,
  type MemberDetail,
  type Named,
  type ServiceName,
} from "@/lib/members/schema";
import { localizedSchema } from "@/lib/text/localized";

const NAMES = { select: { givenName: true, surname: true } } as const;
const WITH_NAMES = { givenBy: NAMES, endedBy: NAMES, deputyFor: NAMES } as const;

/** Everybody who may do something in the organisation now or will, by surname; null for who may not look. */
export async function listMembers(actor: PersonActor): Promise<Member[] | null> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return null;
  return withActor(actor, async (tx) => {
    const rows = await readHeld(tx, organisationId, null);
    const ids = [...new Set(rows.map(({ personId }) => personId))];
    const people = await readPeople(tx, ids);
    return people.map((person) => ({
      ...person,
      rights: inOrder(rows.filter(({ personId }) => personId === person.personId).map(toRight)),
    }));
  });
}

/** One of them with what they held before; somebody without any right left is still told of. */
export async function getMember(
  actor: PersonActor,
  personId: string,
): Promise<MemberDetail | null> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return null;
  return withActor(actor, async (tx) => {
    const rows = await tx.membership.findMany({
      where: { organisationId, personId },
      orderBy: { createdAt: "desc" },
      include: WITH_NAMES,
    });
    const [person] = rows.length > 0 ? await readPeople(tx, [personId]) : [];
    if (!person) return null;
    const rights = rows.map(toRight);
    const isOver = (right: HeldRight) => rightState(right, now()) === "over";
    return {
      ...person,
      rights: inOrder(rights.filter((right) => !isOver(right))),
      past: rights.filter(isOver),
      isOneself: personId === actor.personId,
    };
  });
}

/** How many people administer the organisation for good. */
export async function countAdministrators(actor: PersonActor): Promise<number> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return 0;
  return withActor(actor, async (tx) => {
    const held = await tx.membership.findMany({
      where: { organisationId, role: "administrator", endedAt: null },
    });
    return lastingAdministrators(held, now()).size;
  });
}

/** The services that rights are given for. */
export async function listRightServices(actor: PersonActor): Promise<ServiceName[]> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return [];
  return withActor(actor, async (tx) => {
    const rows = await tx.service.findMany({
      where: { organisationId },
      orderBy: { partition: "asc" },
      select: { id: true, name: true },
    });
    return rows.map(({ id, name }) => ({ id, name: localizedSchema.parse(name) }));
  });
}

/** Whom a deputy may stand in for: everybody who holds something now, but for the deputy. */
export async function listOthers(actor: PersonActor, personId: string): Promise<Named[]> {
  const members = (await listMembers(actor)) ?? [];
  return members
    .filter((member) => member.personId !== personId)
    .map((member) => ({ id: member.personId, name: member.name }));
}

type HeldRow = Awaited<ReturnType<typeof readHeld>>[number];

function readHeld(tx: Transaction, organisationId: string, personId: string | null) {
  return tx.membership.findMany({
    where: {
      organisationId,
      ...(personId === null ? {} : { personId }),
      endedAt: null,
      OR: [{ endsAt: null }, { endsAt: { gt: now() } }],
    },
    orderBy: { createdAt: "asc" },
    include: WITH_NAMES,
  });
}

function toRight(row: HeldRow): HeldRight {
  const nameOf = (person: { givenName: string; surname: string } | null) =>
    person && fullName(person);
  return {
    ...rightSchema.parse({ role: row.role, serviceId: row.serviceId }),
    id: row.id,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    endedAt: row.endedAt,
    givenBy: nameOf(row.givenBy),
    endedBy: nameOf(row.endedBy),
    deputyFor: nameOf(row.deputyFor),
  };
}

async function readPeople(tx: Transaction, ids: readonly string[]) {
  const people = await tx.person.findMany({
    where: { id: { in: [...ids] } },
    orderBy: [{ surname: "asc" }, { givenName: "asc" }],
    select: { id: true, givenName: true, surname: true, email: true },
  });
  const sessions = await tx.session.groupBy({
    by: ["personId"],
    where: { personId: { in: [...ids] } },
    _max: { createdAt: true },
  });
  return people.map((person) => ({
    personId: person.id,
    name: fullName(person),
    email: person.email,
    lastSignInAt: sessions.find(({ personId }) => personId === person.id)?._max.createdAt ?? null,
  }));
}
