import "server-only";
import { fullName, managedOrganisation } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import { calendarDateOf } from "@/lib/format";
import { decryptNumber } from "@/lib/number-vault";
import { guessKind, maskNumber } from "@/lib/recipients/rules";
import type { Hold } from "@/lib/retention/holds/schema";
import { localizedSchema, type Localized } from "@/lib/text/localized";
import type { LegalHold } from "@/prisma/generated/client";

/** So many of those that were lifted stand below those that hold. */
const LIFTED_SHOWN = 50;

/** All that hold, newest first, and then those lifted last; null for who does not manage them. */
export async function listHolds(actor: PersonActor): Promise<Hold[] | null> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return null;
  return withActor(actor, async (tx) => {
    const where = { organisationId };
    const active = await tx.legalHold.findMany({
      where: { ...where, liftedAt: null },
      orderBy: { placedAt: "desc" },
    });
    const lifted = await tx.legalHold.findMany({
      where: { ...where, liftedAt: { not: null } },
      orderBy: { liftedAt: "desc" },
      take: LIFTED_SHOWN,
    });
    return toHolds(tx, [...active, ...lifted]);
  });
}

/** One that still holds; null when it does not, or is none of the actor's. */
export async function getHold(actor: PersonActor, id: string): Promise<Hold | null> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return null;
  return withActor(actor, async (tx) => {
    const row = await tx.legalHold.findFirst({ where: { id, organisationId, liftedAt: null } });
    const [hold] = row ? await toHolds(tx, [row]) : [];
    return hold ?? null;
  });
}

/** The services that a hold can be for; none for who does not manage them. */
export async function listHoldServices(
  actor: PersonActor,
): Promise<{ id: string; name: Localized }[]> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return [];
  const rows = await withActor(actor, (tx) =>
    tx.service.findMany({
      where: { organisationId },
      orderBy: { partition: "asc" },
      select: { id: true, name: true },
    }),
  );
  return rows.map(({ id, name }) => ({ id, name: localizedSchema.parse(name) }));
}

async function toHolds(tx: Transaction, rows: readonly LegalHold[]): Promise<Hold[]> {
  const ids = rows.flatMap(({ placedById, liftedById }) => [placedById, liftedById ?? placedById]);
  const people = await tx.person.findMany({
    where: { id: { in: ids } },
    select: { id: true, givenName: true, surname: true },
  });
  const names = new Map(people.map((person) => [person.id, fullName(person)]));
  const services = await tx.service.findMany({
    where: { id: { in: rows.flatMap(({ serviceId }) => serviceId ?? []) } },
    select: { id: true, name: true },
  });
  const serviceNames = new Map(services.map(({ id, name }) => [id, localizedSchema.parse(name)]));
  const references = await readReferences(
    tx,
    rows.flatMap(({ deliveryId }) => deliveryId ?? []),
  );
  return rows.map((row) => ({
    id: row.id,
    reason: row.reason,
    placedAt: row.placedAt,
    placedBy: names.get(row.placedById) ?? "",
    lifted: row.liftedAt && {
      at: row.liftedAt,
      by: names.get(row.liftedById ?? "") ?? "",
      reason: row.liftReason ?? "",
    },
    ...whatOf(row, references, serviceNames),
  }));
}

function whatOf(
  { deliveryId, numberEncrypted, fromAt, untilAt, serviceId }: LegalHold,
  references: ReadonlyMap<string, string>,
  services: ReadonlyMap<string, Localized>,
) {
  if (deliveryId) return { kind: "delivery" as const, reference: references.get(deliveryId) ?? "" };
  if (numberEncrypted) {
    const number = decryptNumber(numberEncrypted);
    const masked = maskNumber(guessKind(number) ?? "citizen", number);
    return { kind: "recipient" as const, masked };
  }
  return {
    kind: "period" as const,
    from: calendarDateOf(fromAt ?? new Date(0)),
    to: calendarDateOf(new Date((untilAt?.getTime() ?? 1) - 1)),
    service: serviceId ? (services.get(serviceId) ?? null) : null,
  };
}

/** Administrators read no deliveries; under which reference people know one, the database tells them. */
async function readReferences(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; reference: string }[]>`
    SELECT id::text AS id, reference FROM portal.references_of(${[...ids]}::uuid[], NULL)`;
  return new Map(rows.map(({ id, reference }) => [id, reference]));
}
