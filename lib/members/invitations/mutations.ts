import "server-only";
import { record } from "@/lib/audit/mutations";
import type { AuditAct, Noted } from "@/lib/audit/schema";
import { managedOrganisation } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { environment } from "@/lib/env";
import type { Problem } from "@/lib/errors";
import { expiryOf, invitationState, isOpen } from "@/lib/members/invitations/rules";
import {
  rightsSchema,
  type InvitationInput,
  type InvitationRef,
} from "@/lib/members/invitations/schema";
import { invitationLink, newToken } from "@/lib/members/invitations/token";
import { oneAtATime } from "@/lib/members/mutations";
import { isSameRight, rightState } from "@/lib/members/rules";
import { rightSchema, type Right } from "@/lib/members/schema";
import { ok, refuse, type Result } from "@/lib/result";

/** Asks somebody to join with these rights; the mail goes out by itself. */
export async function invitePerson(
  actor: PersonActor,
  input: InvitationInput,
): Promise<Result<{ id: string }, Problem>> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    await oneAtATime(tx, organisationId);
    if (!(await areOurs(tx, organisationId, input.rights))) {
      return refuse({ code: "not_found" as const });
    }
    const same = await tx.invitation.count({
      where: {
        ...{ organisationId, state: "waiting", expiresAt: { gt: now() } },
        email: { equals: input.email, mode: "insensitive" },
      },
    });
    if (same > 0) return refuse({ code: "invitation_waiting" as const });
    const { id } = await tx.invitation.create({
      data: {
        ...{ ...input, organisationId, createdById: actor.personId },
        expiresAt: expiryOf(now()),
      },
      select: { id: true },
    });
    await note(tx, actor, "person_invited", id, { rights: input.rights.map(wordOf) });
    return ok({ id });
  });
}

/** Sends it once more, with a new link and a new term; the old link leads nowhere then. */
export function renewInvitation(
  actor: PersonActor,
  ref: InvitationRef,
): Promise<Result<null, Problem>> {
  return changeOpen(actor, ref, "invitation_renewed", {
    ...{ tokenHash: null, expiresAt: expiryOf(now()) },
    ...{ mailState: "waiting", mailAttempts: 0, mailNextAt: now() },
  });
}

export function revokeInvitation(
  actor: PersonActor,
  ref: InvitationRef,
): Promise<Result<null, Problem>> {
  return changeOpen(actor, ref, "invitation_revoked", { state: "revoked", tokenHash: null });
}

/**
 * A new link that the administrator hands over themselves, where no mail arrives. Told this once; links made
 * before lead nowhere.
 */
export async function makeInvitationLink(
  actor: PersonActor,
  ref: InvitationRef,
): Promise<Result<{ link: string }, Problem>> {
  const { token, hash } = newToken();
  const changed = await changeOpen(actor, ref, "invitation_link_made", {
    ...{ tokenHash: hash, expiresAt: expiryOf(now()), mailState: "none" },
  });
  if (!changed.ok) return changed;
  return ok({ link: invitationLink(environment().PORTAL_URL, token) });
}

async function changeOpen(
  actor: PersonActor,
  { invitationId, lockNumber }: InvitationRef,
  act: AuditAct,
  data: object,
): Promise<Result<null, Problem>> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    const row = await tx.invitation.findFirst({ where: { id: invitationId, organisationId } });
    if (!row) return refuse({ code: "not_found" as const });
    if (!isOpen(invitationState(row, now())))
      return refuse({ code: "invitation_changed" as const });
    const { count } = await tx.invitation.updateMany({
      where: { id: invitationId, lockNumber, state: "waiting" },
      data: { ...data, lockNumber: { increment: 1 } },
    });
    if (count === 0) return refuse({ code: "invitation_changed" as const });
    await note(tx, actor, act, invitationId, {});
    return ok(null);
  });
}

/** Says whether somebody of another name than the invited one is the one who was meant. */
export async function decideInvitation(
  actor: PersonActor,
  { invitationId, lockNumber, isSame }: InvitationRef & { isSame: boolean },
): Promise<Result<null, Problem>> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    await oneAtATime(tx, organisationId);
    const row = await tx.invitation.findFirst({ where: { id: invitationId, organisationId } });
    if (!row?.acceptedById) return refuse({ code: "not_found" as const });
    if (row.acceptedById === actor.personId) return refuse({ code: "right_of_oneself" as const });
    const { count } = await tx.invitation.updateMany({
      where: { id: invitationId, lockNumber, state: "to_confirm" },
      data: { state: isSame ? "accepted" : "refused", lockNumber: { increment: 1 } },
    });
    if (count === 0) return refuse({ code: "invitation_changed" as const });
    if (isSame) {
      const rights = rightsSchema.parse(row.rights);
      await giveAll(tx, actor, { organisationId, personId: row.acceptedById, rights });
    }
    const act = isSame ? "invitation_confirmed" : "invitation_refused";
    await note(tx, actor, act, invitationId, { personId: row.acceptedById });
    return ok(null);
  });
}

/** What the person does not hold yet. */
async function giveAll(
  tx: Transaction,
  actor: PersonActor,
  given: { organisationId: string; personId: string; rights: readonly Right[] },
): Promise<void> {
  const { organisationId, personId, rights } = given;
  const held = await tx.membership.findMany({ where: { organisationId, personId } });
  const lasting = held
    .filter((row) => row.endsAt === null && rightState(row, now()) !== "over")
    .map((row) => rightSchema.parse(row));
  for (const right of rights) {
    if (lasting.some((one) => isSameRight(one, right))) continue;
    const data = { personId, organisationId, ...right, givenById: actor.personId };
    await tx.membership.createMany({ data });
  }
}

async function areOurs(
  tx: Transaction,
  organisationId: string,
  rights: readonly Right[],
): Promise<boolean> {
  const ids = [...new Set(rights.flatMap(({ serviceId }) => serviceId ?? []))];
  return (await tx.service.count({ where: { id: { in: ids }, organisationId } })) === ids.length;
}

function wordOf({ role, serviceId }: Right): Noted {
  return serviceId ? { role, serviceId } : { role };
}

function note(
  tx: Transaction,
  actor: PersonActor,
  act: AuditAct,
  subjectId: string,
  detail: Record<string, Noted>,
): Promise<void> {
  return record(tx, actor, { act, subjectKind: "invitation", subjectId, detail });
}
