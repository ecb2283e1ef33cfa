import "server-only";
import type { Actor, PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import type { AuditEntry } from "@/lib/audit/schema";
import type { Transaction } from "@/lib/db";

/** Writes who did what, inside the transaction of the deed itself. */
export function record(transaction: Transaction, actor: Actor, entry: AuditEntry): Promise<void> {
  return recordEach(transaction, actor, [entry]);
}

/** The same of many things at once. */
export async function recordEach(
  transaction: Transaction,
  actor: Actor,
  entries: readonly AuditEntry[],
): Promise<void> {
  // createMany asks for nothing back: whoever may write the trail need not be able to read it.
  await transaction.auditRecord.createMany({
    data: entries.map((entry) => ({ ...entry, ...whoOf(actor, entry) })),
  });
}

function whoOf(actor: Actor, { serviceId }: AuditEntry) {
  if (actor.kind === "recipient") return { sessionId: actor.sessionId };
  if (actor.kind === "system") return {};
  return {
    personId: actor.personId,
    sessionId: actor.sessionId,
    organisationId: actor.actingFor.organisationId,
    serviceId: serviceId ?? actor.actingFor.serviceId,
  };
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
