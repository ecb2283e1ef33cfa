import "server-only";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { changesBetween } from "@/lib/message-types/rules";
import { ok, refuse, type Result } from "@/lib/result";
import { readManagedService, servicesOf } from "@/lib/services/data";
import { archivingRefusal, textsOfService, toldOfService } from "@/lib/services/rules";
import type { NewService, ServiceChange, ServiceFacts } from "@/lib/services/schema";
import { missingGlyphs } from "@/lib/typst/glyphs";
import { Prisma } from "@/prisma/generated/client";

/** Adds a service to the organisation that the actor administers. */
export async function addService(
  actor: PersonActor,
  { partition, ...facts }: NewService,
): Promise<Result<{ id: string }, Problem>> {
  const organisationId = servicesOf(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    await lockOrganisation(tx, organisationId);
    const same = { organisationId, partition: { equals: partition, mode: "insensitive" as const } };
    const isTaken = (await tx.service.count({ where: same })) > 0;
    const fields = {
      ...unprintableFields(facts),
      ...(isTaken ? { partition: "partition_taken" } : {}),
    };
    if (Object.keys(fields).length > 0) return refuse({ code: "invalid_input" as const, fields });
    const service = await tx.service.create({
      data: { organisationId, partition, ...columnsOf(facts) },
      select: { id: true },
    });
    await record(tx, actor, {
      act: "service_added",
      subjectKind: "service",
      subjectId: service.id,
      serviceId: service.id,
      detail: { partition, ...toldOfService(facts) },
    });
    return ok(service);
  });
}

/** Changes how a service is called and reached; what was sent keeps what it was sent with. */
export async function changeService(
  actor: PersonActor,
  { serviceId, lockNumber, ...facts }: ServiceChange,
): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const before = await readManagedService(tx, actor, serviceId);
    if (!before) return refuse({ code: "not_found" as const });
    const fields = unprintableFields(facts);
    if (Object.keys(fields).length > 0) return refuse({ code: "invalid_input" as const, fields });
    const { count } = await tx.service.updateMany({
      where: { id: serviceId, lockNumber },
      data: { ...columnsOf(facts), lockNumber: { increment: 1 } },
    });
    if (count === 0) return refuse({ code: "service_changed" as const });
    await record(tx, actor, {
      act: "service_changed",
      subjectKind: "service",
      subjectId: serviceId,
      serviceId,
      detail: changesBetween<Record<string, string | null>>(
        toldOfService(before),
        toldOfService(facts),
      ),
    });
    return ok(null);
  });
}

/** A letter with a character that its fonts lack would not be made. */
function unprintableFields(facts: ServiceFacts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(textsOfService(facts))
      .filter(([, text]) => missingGlyphs(text).length > 0)
      .map(([field]) => [field, "unprintable"]),
  );
}

function columnsOf({ openingHours, ...facts }: ServiceFacts) {
  return { ...facts, openingHours: openingHours ?? Prisma.DbNull };
}

/** From now on it begins and sends nothing; what it sent stays readable. */
export async function archiveService(
  actor: PersonActor,
  { serviceId }: { serviceId: string },
): Promise<Result<null, Problem>> {
  const organisationId = servicesOf(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    await lockOrganisation(tx, organisationId);
    await lockService(tx, serviceId);
    const service = await readManagedService(tx, actor, serviceId);
    if (!service) return refuse({ code: "not_found" as const });
    if (service.archivedAt) return ok(null);
    const active = await tx.service.findMany({
      where: { organisationId, archivedAt: null },
      select: { id: true },
    });
    const unfinished = await countUnfinished(tx, serviceId);
    const code = archivingRefusal(service, { unfinished, active });
    if (code) return refuse({ code });
    await shelve(tx, actor, serviceId, now());
    return ok(null);
  });
}

export async function bringBackService(
  actor: PersonActor,
  { serviceId }: { serviceId: string },
): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const service = await readManagedService(tx, actor, serviceId);
    if (!service) return refuse({ code: "not_found" as const });
    if (service.archivedAt) await shelve(tx, actor, serviceId, null);
    return ok(null);
  });
}

async function shelve(
  tx: Transaction,
  actor: PersonActor,
  serviceId: string,
  archivedAt: Date | null,
): Promise<void> {
  await tx.service.updateMany({
    where: { id: serviceId },
    data: { archivedAt, lockNumber: { increment: 1 } },
  });
  await record(tx, actor, {
    act: archivedAt ? "service_archived" : "service_brought_back",
    subjectKind: "service",
    subjectId: serviceId,
    serviceId,
  });
}

/** Two administrators who archive the last two services, or take one partition twice, come one after the other. */
async function lockOrganisation(tx: Transaction, organisationId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "Organisation" WHERE id = ${organisationId}::uuid FOR NO KEY UPDATE`;
}

/** Orders of its senders wait until it is known whether it still sends. */
async function lockService(tx: Transaction, serviceId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "Service" WHERE id = ${serviceId}::uuid FOR NO KEY UPDATE`;
}

async function countUnfinished(tx: Transaction, serviceId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: bigint | null }[]>`
    SELECT portal.unfinished_of_service(${serviceId}::uuid) AS count`;
  return Number(row?.count ?? 0);
}
