import "server-only";
import { withoutActor } from "@/lib/db";
import { now } from "@/lib/clock";
import { fullName } from "@/lib/auth/rules";
import { invitationState, isSameName } from "@/lib/members/invitations/rules";
import {
  rightsSchema,
  TAKEN,
  type InvitationView,
  type Taken,
} from "@/lib/members/invitations/schema";
import { hashOf, isToken } from "@/lib/members/invitations/token";
import { localizedSchema } from "@/lib/text/localized";
import { z } from "zod";

/** Somebody who signed in, with a role somewhere or with none yet. */
type SignedInPerson = {
  personId: string;
  sessionId: string;
  givenName: string;
  surname: string;
};

const servicesSchema = z.record(z.string(), localizedSchema);

type Row = {
  organisation: unknown;
  given_name: string;
  surname: string;
  rights: unknown;
  services: unknown;
  state: string;
  expires_at: Date;
};

/** What an invitation says to whoever holds its link; null when the link is none, or is no longer one. */
export async function findInvitation(
  person: SignedInPerson,
  token: string,
): Promise<InvitationView | null> {
  if (!isToken(token)) return null;
  const [row] = await withoutActor(
    person.personId,
    (tx) => tx.$queryRaw<Row[]>`SELECT * FROM portal.invitation_by(${hashOf(token)})`,
  );
  if (!row) return null;
  const invited = { givenName: row.given_name, surname: row.surname };
  const services = servicesSchema.parse(row.services);
  return {
    organisation: localizedSchema.parse(row.organisation),
    name: fullName(invited),
    isSameName: isSameName(invited, person),
    rights: rightsSchema.parse(row.rights).map((right) => ({
      ...right,
      service: right.serviceId ? (services[right.serviceId] ?? null) : null,
    })),
    state: invitationState({ state: row.state, expiresAt: row.expires_at }, now()),
    expiresAt: row.expires_at,
  };
}

/** Binds the invitation to who is signed in, once. With another name an administrator is asked first. */
export async function takeInvitation(person: SignedInPerson, token: string): Promise<Taken> {
  const found = await findInvitation(person, token);
  if (!found) return "not_found";
  const [row] = await withoutActor(
    person.personId,
    (tx) => tx.$queryRaw<{ taken: string }[]>`
      SELECT portal.take_invitation(${hashOf(token)}, ${found.isSameName}, ${person.sessionId}::uuid) AS taken`,
  );
  return z.enum(TAKEN).parse(row?.taken);
}
