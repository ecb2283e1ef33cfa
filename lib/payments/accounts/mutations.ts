import "server-only";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import type { AccountInput } from "@/lib/payments/accounts/schema";
import { ok, refuse, type Result } from "@/lib/result";

/** Adds an account to a service of the organisation that the actor administers. */
export async function addAccount(
  actor: PersonActor,
  { serviceId, iban, bic, beneficiary }: AccountInput,
): Promise<Result<{ id: string }, Problem>> {
  const organisationId = actor.actingFor.organisationId ?? "";
  if (!actor.roles.includes("administrator")) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    const isOwn = await tx.service.count({ where: { id: serviceId, organisationId } });
    if (isOwn === 0) return refuse({ code: "not_found" as const });
    const same = await tx.paymentAccount.count({ where: { serviceId, iban } });
    if (same > 0) return refuse({ code: "account_exists" as const });
    const data = { organisationId, serviceId, iban, bic: bic ?? null, beneficiary };
    const account = await tx.paymentAccount.create({ data, select: { id: true } });
    await record(tx, actor, {
      act: "account_added",
      subjectKind: "account",
      subjectId: account.id,
      serviceId,
      detail: { iban },
    });
    return ok(account);
  });
}

/** Takes an account out of the list that senders pick from; what was sent keeps it. */
export function archiveAccount(actor: PersonActor, ref: { accountId: string }) {
  return shelve(actor, ref, true);
}

export function bringBackAccount(actor: PersonActor, ref: { accountId: string }) {
  return shelve(actor, ref, false);
}

async function shelve(
  actor: PersonActor,
  { accountId }: { accountId: string },
  isArchived: boolean,
): Promise<Result<null, Problem>> {
  const organisationId = actor.actingFor.organisationId ?? "";
  if (!actor.roles.includes("administrator")) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    const where = { id: accountId, organisationId };
    const account = await tx.paymentAccount.findFirst({ where });
    if (!account) return refuse({ code: "not_found" as const });
    if ((account.archivedAt !== null) === isArchived) return ok(null);
    await tx.paymentAccount.updateMany({ where, data: { archivedAt: isArchived ? now() : null } });
    await record(tx, actor, {
      act: isArchived ? "account_archived" : "account_brought_back",
      subjectKind: "account",
      subjectId: accountId,
      serviceId: account.serviceId,
      detail: { iban: account.iban },
    });
    return ok(null);
  });
}
