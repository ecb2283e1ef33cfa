import "server-only";
import { createHash } from "node:crypto";
import { withoutActor } from "@/lib/db";
import { now } from "@/lib/clock";
import { mintPersonActor } from "@/lib/auth/actor";
import {
  actingOptions,
  assuranceLevel,
  countsAt,
  sameActingFor,
  scopeOf,
  sessionEnd,
} from "@/lib/auth/rules";
import type { ActingFor, Membership, PersonActor, Role } from "@/lib/auth/schema";
import { localizedSchema, type Localized } from "@/lib/text/localized";

/** Someone signed in, who may or may not have a role. */
export type SignedIn = {
  sessionId: string;
  personId: string;
  givenName: string;
  surname: string;
  lastSeenAt: Date;
  expiresAt: Date;
  options: (ActingFor & {
    organisation: Localized | null;
    service: Localized | null;
    roles: Role[];
  })[];
  /** null: no role anywhere. */
  actor: PersonActor | null;
};

export type SessionFound =
  { state: "signed_in"; signedIn: SignedIn } | { state: "idle" | "absolute" | "ended" | "none" };

export function tokenHash(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

/** Looks a session up by its cookie's token and mints the actor from what stands in the database now. */
export async function findSession(token: string): Promise<SessionFound> {
  const session = await withoutActor(null, (tx) =>
    tx.session.findUnique({ where: { tokenHash: tokenHash(token) }, include: { person: true } }),
  );
  if (!session) return { state: "none" };
  const end = sessionEnd(session, now());
  if (end) return { state: session.endReason === "idle" || end === "idle" ? "idle" : end };

  const { memberships, organisations, services } = await withoutActor(
    session.personId,
    async (tx) => ({
      memberships: await tx.membership.findMany({
        where: { personId: session.personId, ...countsAt(now()) },
      }),
      organisations: await tx.organisation.findMany({ select: { id: true, name: true } }),
      services: await tx.service.findMany({
        select: { id: true, organisationId: true, name: true },
      }),
    }),
  );
  const held: Membership[] = memberships.map(({ organisationId, serviceId, role }) => ({
    organisationId,
    serviceId,
    role: role as Role,
  }));
  const options = actingOptions(held);
  const chosen = { organisationId: session.organisationId, serviceId: session.serviceId };
  const actingFor = options.find((option) => sameActingFor(option, chosen)) ?? options[0];
  const { person } = session;
  return {
    state: "signed_in",
    signedIn: {
      sessionId: session.id,
      personId: person.id,
      givenName: person.givenName,
      surname: person.surname,
      lastSeenAt: session.lastSeenAt,
      expiresAt: session.expiresAt,
      options: options.map((option) => ({
        ...option,
        organisation: nameOf(organisations, option.organisationId),
        service: nameOf(services, option.serviceId),
        roles: held.filter((one) => sameActingFor(one, option)).map(({ role }) => role),
      })),
      actor: actingFor
        ? mintPersonActor({
            personId: person.id,
            sessionId: session.id,
            givenName: person.givenName,
            surname: person.surname,
            signIn: {
              method: session.method,
              fasLevel: session.level,
              level: assuranceLevel(session.level),
              at: session.createdAt,
            },
            actingFor,
            ...scopeOf(
              held,
              actingFor,
              services
                .filter((s) => s.organisationId === actingFor.organisationId)
                .map((s) => s.id),
            ),
          })
        : null,
    },
  };
}

function nameOf(rows: { id: string; name: unknown }[], id: string | null): Localized | null {
  const row = rows.find((candidate) => candidate.id === id);
  return row ? localizedSchema.parse(row.name) : null;
}
