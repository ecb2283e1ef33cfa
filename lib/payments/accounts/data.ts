import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import type { Account, ServiceAccounts } from "@/lib/payments/accounts/schema";
import { localizedSchema } from "@/lib/text/localized";

/** The accounts that a service's payments may name now, oldest first. */
export async function readAccounts(tx: Transaction, serviceId: string): Promise<Account[]> {
  return tx.paymentAccount.findMany({
    where: { serviceId, archivedAt: null },
    orderBy: { createdAt: "asc" },
    select: { id: true, iban: true, bic: true, beneficiary: true },
  });
}

/** For the composer: the accounts of a service that the actor writes for. */
export async function listAccounts(actor: PersonActor, serviceId: string): Promise<Account[]> {
  if (!actor.writes.includes(serviceId)) return [];
  return withActor(actor, (tx) => readAccounts(tx, serviceId));
}

/** All services of the organisation with their accounts, for its administrator. */
export async function listServiceAccounts(actor: PersonActor): Promise<ServiceAccounts[]> {
  const organisationId = actor.actingFor.organisationId ?? "";
  if (!actor.roles.includes("administrator") || !organisationId) return [];
  return withActor(actor, async (tx) => {
    const services = await tx.service.findMany({
      where: { organisationId },
      orderBy: { partition: "asc" },
      select: { id: true, name: true, archivedAt: true },
    });
    const accounts = await tx.paymentAccount.findMany({
      where: { organisationId },
      orderBy: { createdAt: "asc" },
    });
    return services.map(({ id, name, archivedAt }) => ({
      serviceId: id,
      isArchived: archivedAt !== null,
      name: localizedSchema.parse(name),
      accounts: accounts
        .filter(({ serviceId }) => serviceId === id)
        .map((row) => ({
          id: row.id,
          iban: row.iban,
          bic: row.bic,
          beneficiary: row.beneficiary,
          isArchived: row.archivedAt !== null,
        })),
    }));
  });
}
