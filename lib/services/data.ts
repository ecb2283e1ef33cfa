import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import { openingHoursSchema, type ManagedService } from "@/lib/services/schema";
import { localizedSchema } from "@/lib/text/localized";
import type { Service } from "@/prisma/generated/client";

/** The organisation whose services the actor manages; null for everybody else. */
export function servicesOf({ roles, actingFor }: PersonActor): string | null {
  return roles.includes("administrator") ? actingFor.organisationId : null;
}

/** All of them, those that send first; none for who does not manage them. */
export async function listManagedServices(actor: PersonActor): Promise<ManagedService[]> {
  const organisationId = servicesOf(actor);
  if (organisationId === null) return [];
  const rows = await withActor(actor, (tx) =>
    tx.service.findMany({
      where: { organisationId },
      orderBy: [{ archivedAt: { sort: "asc", nulls: "first" } }, { partition: "asc" }],
    }),
  );
  return rows.map(managedServiceOf);
}

export async function getManagedService(
  actor: PersonActor,
  serviceId: string,
): Promise<ManagedService | null> {
  return withActor(actor, (tx) => readManagedService(tx, actor, serviceId));
}

/** For writes, inside their own transaction. */
export async function readManagedService(
  tx: Transaction,
  actor: PersonActor,
  serviceId: string,
): Promise<ManagedService | null> {
  const organisationId = servicesOf(actor);
  if (organisationId === null) return null;
  const row = await tx.service.findFirst({ where: { id: serviceId, organisationId } });
  return row && managedServiceOf(row);
}

/** Whether the service that the actor works for sends nothing any more. */
export async function isServiceArchived(actor: PersonActor): Promise<boolean> {
  const { organisationId, serviceId } = actor.actingFor;
  if (!organisationId || !serviceId) return false;
  const row = await withActor(actor, (tx) =>
    tx.service.findFirst({ where: { id: serviceId, organisationId } }),
  );
  return row?.archivedAt != null;
}

function managedServiceOf(row: Service): ManagedService {
  return {
    id: row.id,
    partition: row.partition,
    name: localizedSchema.parse(row.name),
    addressLines: row.addressLines,
    replyAddressLines: row.replyAddressLines,
    contactEmail: row.contactEmail,
    contactPhone: row.contactPhone,
    website: row.website,
    openingHours: openingHoursSchema.nullable().parse(row.openingHours),
    lockNumber: row.lockNumber,
    archivedAt: row.archivedAt,
  };
}
