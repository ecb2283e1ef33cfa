import "server-only";
import { randomUUID } from "node:crypto";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { mine, sendsMail } from "@/lib/proofs/subscriptions/data";
import type { SubscriptionInput } from "@/lib/proofs/subscriptions/schema";
import { ok, refuse, type Result } from "@/lib/result";

/** Has the log's states sent to an address, instead of to any before. The first one goes out at once. */
export async function subscribe(
  actor: PersonActor,
  { email, frequency, language }: SubscriptionInput,
): Promise<Result<null, Problem>> {
  const { organisationId } = actor.actingFor;
  if (!organisationId || !sendsMail()) return refuse({ code: "not_found" });
  return withActor(actor, async (tx) => {
    await tx.checkpointSubscription.deleteMany({ where: mine(actor) });
    const id = randomUUID();
    const data = { id, organisationId, personId: actor.personId, email, frequency, language };
    await tx.checkpointSubscription.createMany({ data: { ...data, subscribedAt: now() } });
    // The address is the auditor's own: the trail says that, and how often.
    await record(tx, actor, {
      act: "checkpoints_subscribed",
      subjectKind: "subscription",
      subjectId: id,
      detail: { frequency },
    });
    return ok(null);
  });
}

export async function unsubscribe(actor: PersonActor): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const row = await tx.checkpointSubscription.findFirst({ where: mine(actor) });
    if (!row) return refuse({ code: "not_found" });
    await tx.checkpointSubscription.deleteMany({ where: { id: row.id } });
    await record(tx, actor, {
      act: "checkpoints_unsubscribed",
      subjectKind: "subscription",
      subjectId: row.id,
    });
    return ok(null);
  });
}
