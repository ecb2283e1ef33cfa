import "server-only";
import type { Actor, PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import type { AuditEntry } from "@/lib/audit/schema";
import type { Transaction } from "@/lib/db";

/** Writes who did what, inside the transaction of the deed itself. */
export async function record(
  transaction: Transaction,
  actor: Actor,
  entry: AuditEntry,
): Promise<void> {
  const person =
    actor.kind === "person"
      ? {
          personId: actor.personId,
          sessionId: actor.sessionId,
          organisationId: actor.actingFor.organisationId,
          serviceId: entry.serviceId ?? actor.actingFor.serviceId,
        }
      : actor.kind === "recipient"
        ? { sessionId: actor.sessionId }
        : {};
  // createMany asks for nothing back: whoever may write the trail need not be able to read it.
  await transaction.auditRecord.createMany({ data: { ...entry, ...person } });
}

/** A page that fills itself in, or is read in parts, is one look, not twenty. */
const ONE_LOOK = 15 * 60_000;

/** The same for a look, unless this very session has just looked at the same thing. */
export async function recordLook(
  transaction: Transaction,
  actor: PersonActor,
  entry: AuditEntry,
): Promise<void> {
  const last = await transaction.auditRecord.findFirst({
    where: {
      act: entry.act,
      subjectKind: entry.subjectKind,
      subjectId: entry.subjectId,
      sessionId: actor.sessionId,
      at: { gt: new Date(now().getTime() - ONE_LOOK) },
    },
    select: { id: true },
  });
  if (!last) await record(transaction, actor, entry);
}
