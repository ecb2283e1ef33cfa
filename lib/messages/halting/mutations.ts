import "server-only";
import { record } from "@/lib/audit/mutations";
import type { AuditAct } from "@/lib/audit/schema";
import { answeredFor } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addOrderJob, withActor, type Transaction } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { readDraft } from "@/lib/messages/data";
import { momentsOf } from "@/lib/messages/orders/plan";
import { planSchema, type OrderRef } from "@/lib/messages/orders/schema";
import { draftProblems } from "@/lib/messages/rules";
import type { MessageState } from "@/lib/messages/schema";
import { holdOrder } from "@/lib/messages/sending/mutations";
import { ok, refuse, type Result } from "@/lib/result";
import { Prisma, type Message } from "@/prisma/generated/client";

/** What is on its way already goes on; no further letter does until it is resumed. */
export async function pauseSending(
  actor: PersonActor,
  ref: OrderRef,
): Promise<Result<null, Problem>> {
  return halt(actor, ref, { from: ["sending"], to: "paused", act: "sending_paused" });
}

/** What has not gone never goes. What has, stays sent: nobody calls a letter back. */
export async function cancelSending(
  actor: PersonActor,
  ref: OrderRef,
): Promise<Result<null, Problem>> {
  return halt(actor, ref, {
    from: ["sending", "paused"],
    to: "cancelled",
    act: "sending_cancelled",
  });
}

async function halt(
  actor: PersonActor,
  ref: OrderRef,
  { from, to, act }: { from: MessageState[]; to: "paused" | "cancelled"; act: AuditAct },
): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const held = await holdOrder(tx, actor, ref);
    if (!held) return refuse({ code: "not_found" });
    if (!from.some((state) => state === held.state)) return refuse({ code: "sending_over" });
    await tx.message.update({
      where: { id: ref.messageId },
      data: {
        state: to,
        haltedAt: now(),
        haltedById: actor.personId,
        haltedBy: answeredFor(actor),
      },
    });
    await record(tx, actor, { act, subjectKind: "message", subjectId: ref.messageId });
    if (to === "cancelled") await addOrderJob(tx, ref.messageId);
    return ok(null);
  });
}

/**
 * What has not gone goes on, and what was spread over days is spread anew from now on. Refused where
 * something is over by then that the letters speak of.
 */
export async function resumeSending(
  actor: PersonActor,
  ref: OrderRef,
): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const held = await holdOrder(tx, actor, ref);
    if (!held) return refuse({ code: "not_found" });
    if (held.state !== "paused") return refuse({ code: "sending_over" });
    const at = now();
    if (await isOutdated(tx, actor, held, at)) return refuse({ code: "sending_outdated" });
    const goneBefore = await tx.delivery.count({ where: { messageId: held.id } });
    await tx.message.update({
      where: { id: held.id },
      data: {
        state: "sending",
        haltedAt: null,
        haltedById: null,
        haltedBy: Prisma.DbNull,
        sendAt: at,
        goneBefore,
      },
    });
    await record(tx, actor, {
      act: "sending_resumed",
      subjectKind: "message",
      subjectId: held.id,
    });
    await addOrderJob(tx, held.id);
    return ok(null);
  });
}

/** Of what all letters share: terms and dates that would be over when the last one goes. */
async function isOutdated(
  tx: Transaction,
  actor: PersonActor,
  message: Message,
  at: Date,
): Promise<boolean> {
  const draft = await readDraft(tx, actor, message.id);
  if (!draft) return true;
  const plan = planSchema.nullable().parse(message.plan);
  const last = plan?.kind === "spread" ? momentsOf(plan, at).last : at;
  return draftProblems(draft, last).some(({ task }) => task === "payment" || task === "replies");
}
