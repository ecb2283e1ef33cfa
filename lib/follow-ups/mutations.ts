import "server-only";
import { record } from "@/lib/audit/mutations";
import { answeredFor } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import type { Decision } from "@/lib/follow-ups/schema";
import { letterSchema } from "@/lib/letters/schema";
import { ok, refuse, type Result } from "@/lib/result";

/**
 * What somebody who looked decides about a letter that lies unopened. The worker does it, after asking
 * the mailbox once more; two who decide at once are told who was first.
 */
export async function decideFollowUp(
  actor: PersonActor,
  { deliveryId, decision }: { deliveryId: string; decision: Decision },
): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const delivery = await tx.delivery.findFirst({
      where: { id: deliveryId, serviceId: { in: [...actor.writes] } },
      select: { id: true, serviceId: true, state: true, letter: true, recipientNumberHash: true },
    });
    if (!delivery) return refuse({ code: "not_found" as const });
    const { addressLines } = letterSchema.parse(delivery.letter).recipient;
    if (decision === "paper" && addressLines.length === 0)
      return refuse({ code: "follow_up_no_address" as const });
    const { count } =
      delivery.state === "published"
        ? await tx.followUp.updateMany({
            where: { deliveryId, state: "open" },
            data: {
              state: "decided",
              decision,
              decidedAt: now(),
              decidedById: actor.personId,
              decidedBy: answeredFor(actor),
            },
          })
        : { count: 0 };
    if (count === 0) return refuse({ code: "follow_up_closed" as const });
    await record(tx, actor, {
      act: "follow_up_decided",
      subjectKind: "delivery",
      subjectId: deliveryId,
      serviceId: delivery.serviceId,
      numberHash: new Uint8Array(delivery.recipientNumberHash),
      detail: { decision },
    });
    return ok(null);
  });
}

/** Nobody is reminded of the due date any more; those who were already, were. */
export async function stopReminders(
  actor: PersonActor,
  { messageId }: { messageId: string },
): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const where = { id: messageId, serviceId: { in: [...actor.writes] }, sentAt: { not: null } };
    const message = await tx.message.findFirst({ where, select: { serviceId: true } });
    if (!message) return refuse({ code: "not_found" as const });
    const { count } = await tx.message.updateMany({
      where: { ...where, remindersStoppedAt: null },
      data: { remindersStoppedAt: now(), remindersStoppedById: actor.personId },
    });
    // A second press finds them stopped, which is what was asked.
    if (count === 0) return ok(null);
    await record(tx, actor, {
      act: "reminders_stopped",
      subjectKind: "message",
      subjectId: messageId,
      serviceId: message.serviceId,
    });
    return ok(null);
  });
}
