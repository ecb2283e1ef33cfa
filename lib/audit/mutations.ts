import "server-only";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/auth/schema";
import type { AuditEntry } from "@/lib/audit/schema";

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
