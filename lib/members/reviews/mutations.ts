import "server-only";
import { record } from "@/lib/audit/mutations";
import type { AuditAct, Noted } from "@/lib/audit/schema";
import { countsAt, managedOrganisation } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { oneAtATime } from "@/lib/members/mutations";
import { ok, refuse, type Result } from "@/lib/result";

/** Begins looking at everybody's rights, or goes on with what somebody began. */
export async function startReview(actor: PersonActor): Promise<Result<null, Problem>> {
  return inOrganisation(actor, async (tx, organisationId) => {
    if (await openReview(tx, organisationId)) return ok(null);
    const { id } = await tx.rightsReview.create({
      data: { organisationId, startedById: actor.personId },
      select: { id: true },
    });
    await note(tx, actor, organisationId, "rights_review_started", { reviewId: id });
    return ok(null);
  });
}

/** Says that somebody keeps everything they hold now or will. */
export async function keepRights(
  actor: PersonActor,
  { personId }: { personId: string },
): Promise<Result<null, Problem>> {
  return inOrganisation(actor, async (tx, organisationId) => {
    const review = await openReview(tx, organisationId);
    const held = await tx.membership.findMany({
      where: { organisationId, personId, ...notOver() },
      select: { id: true },
    });
    if (!review || held.length === 0) return refuse({ code: "not_found" as const });
    await tx.keptRight.createMany({
      data: held.map(({ id }) => ({
        ...{ reviewId: review.id, membershipId: id, keptById: actor.personId },
      })),
      skipDuplicates: true,
    });
    return ok(null);
  });
}

/** Ends the review once somebody has looked at each right that there is. */
export async function finishReview(actor: PersonActor): Promise<Result<null, Problem>> {
  return inOrganisation(actor, async (tx, organisationId) => {
    const review = await openReview(tx, organisationId);
    if (!review) return refuse({ code: "not_found" as const });
    const left = await tx.membership.count({
      where: { organisationId, ...notOver(), keptIn: { none: { reviewId: review.id } } },
    });
    if (left > 0) return refuse({ code: "review_incomplete" as const });
    const kept = await tx.keptRight.count({ where: { reviewId: review.id } });
    await tx.rightsReview.updateMany({
      where: { id: review.id, finishedAt: null },
      data: { finishedAt: now(), finishedById: actor.personId },
    });
    await note(tx, actor, organisationId, "rights_reviewed", { reviewId: review.id, kept });
    return ok(null);
  });
}

/** What counts now, and what will. */
function notOver() {
  const { endedAt, OR } = countsAt(now());
  return { endedAt, OR };
}

async function inOrganisation(
  actor: PersonActor,
  work: (tx: Transaction, organisationId: string) => Promise<Result<null, Problem>>,
): Promise<Result<null, Problem>> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    await oneAtATime(tx, organisationId);
    return work(tx, organisationId);
  });
}

function openReview(tx: Transaction, organisationId: string) {
  return tx.rightsReview.findFirst({ where: { organisationId, finishedAt: null } });
}

function note(
  tx: Transaction,
  actor: PersonActor,
  organisationId: string,
  act: AuditAct,
  detail: Record<string, Noted>,
): Promise<void> {
  return record(tx, actor, {
    ...{ act, subjectKind: "organisation", subjectId: organisationId, detail },
  });
}
