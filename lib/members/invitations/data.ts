import "server-only";
import { fullName, managedOrganisation } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import { invitationState } from "@/lib/members/invitations/rules";
import { rightsSchema, type Invitation, type MailState } from "@/lib/members/invitations/schema";
import { languageOf } from "@/lib/text/languages";

const NAMES = { select: { id: true, givenName: true, surname: true } } as const;
/** More than an organisation ever has open. */
const MOST = 1000;

/** Invitations that lead somewhere yet or wait for a word, the newest first; null for who may not look. */
export async function listInvitations(actor: PersonActor): Promise<Invitation[]> {
  return readInvitations(actor, { state: { in: ["waiting", "to_confirm"] } });
}

export async function getInvitation(actor: PersonActor, id: string): Promise<Invitation | null> {
  return (await readInvitations(actor, { id }))[0] ?? null;
}

async function readInvitations(
  actor: PersonActor,
  where: { id: string } | { state: { in: string[] } },
): Promise<Invitation[]> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return [];
  const rows = await withActor(actor, (tx) =>
    tx.invitation.findMany({
      where: { ...where, organisationId },
      orderBy: { createdAt: "desc" },
      take: MOST,
      include: { createdBy: NAMES, acceptedBy: NAMES },
    }),
  );
  return rows.map((row) => ({
    id: row.id,
    name: fullName(row),
    email: row.email,
    language: languageOf(row.language),
    rights: rightsSchema.parse(row.rights),
    state: invitationState(row, now()),
    mailState: row.mailState as MailState,
    createdAt: row.createdAt,
    createdBy: fullName(row.createdBy),
    expiresAt: row.expiresAt,
    acceptedAt: row.acceptedAt,
    acceptedBy: row.acceptedBy && {
      personId: row.acceptedBy.id,
      name: fullName(row.acceptedBy),
    },
    lockNumber: row.lockNumber,
  }));
}
