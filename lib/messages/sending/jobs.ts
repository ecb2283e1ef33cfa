import "server-only";
import { record } from "@/lib/audit/mutations";
import type { SystemActor } from "@/lib/auth/schema";
import { addJobAt, addJobsAt, withActor, type Transaction } from "@/lib/db";
import { now } from "@/lib/clock";
import { cancelDelivery, settleMessage } from "@/lib/deliveries/outcomes/jobs";
import { nextMoment } from "@/lib/messages/orders/plan";
import { planSchema } from "@/lib/messages/orders/schema";
import { isRegistered } from "@/lib/messages/rules";
import { deliveryChoiceSchema } from "@/lib/messages/schema";
import { layOut } from "@/lib/messages/sending/mutations";
import { registeredStop } from "@/lib/proofs/data";
import type { Message } from "@/prisma/generated/client";

/** So many deliveries in one transaction: a few seconds of work, lost when the worker dies. */
const AT_ONCE = 250;

/** Registered sending waits for its time stamps; asked again after this. */
const STOPPED_FOR = 5 * 60_000;

/**
 * Carries an order on: begins it at its moment, makes its deliveries batch after batch, each with its
 * jobs, or withdraws what has not gone when it was cancelled.
 */
export async function layOutMessage(
  actor: SystemActor,
  { messageId }: { messageId: string },
): Promise<void> {
  while (await queueLeft(actor, messageId)) {
    // Those whose jobs came while the sending was paused.
  }
  while (await takeStep(actor, messageId)) {
    // The next batch.
  }
}

/** Deliveries that wait and have no job; none but after a pause. */
async function queueLeft(actor: SystemActor, messageId: string): Promise<boolean> {
  return withActor(actor, async (tx) => {
    const left = await tx.$queryRaw<{ id: string }[]>`
      SELECT d.id::text AS id FROM "Delivery" d JOIN "Message" m ON m.id = d."messageId"
        LEFT JOIN graphile_worker.jobs j ON j.key = 'publish:' || d.id
      WHERE d."messageId" = ${messageId}::uuid AND d.state = 'waiting' AND m.state = 'sending'
        AND j.id IS NULL
      ORDER BY d.position LIMIT ${AT_ONCE}`;
    if (left.length === 0) return false;
    const at = now();
    const ids = left.map(({ id }) => id);
    await queueLetters(tx, ids, at);
    // They begin to wait now: nothing stood still that somebody had halted.
    await tx.delivery.updateMany({ where: { id: { in: ids } }, data: { movedAt: at } });
    return true;
  });
}

/** Has letters published that were laid out. */
export async function queueLetters(
  tx: Transaction,
  deliveryIds: readonly string[],
  at: Date,
): Promise<void> {
  const jobs = deliveryIds.map((deliveryId) => ({
    key: `publish:${deliveryId}`,
    payload: { deliveryId },
  }));
  await addJobsAt(tx, "publish_delivery", jobs, at);
}

/** Whether there may be more to do at once. */
async function takeStep(actor: SystemActor, messageId: string): Promise<boolean> {
  return withActor(actor, async (tx) => {
    // Two workers at once would each make the same deliveries.
    await tx.$queryRaw`SELECT id FROM "Message" WHERE id = ${messageId}::uuid FOR UPDATE`;
    const message = await tx.message.findUnique({ where: { id: messageId } });
    switch (message?.state) {
      case "scheduled":
        return begin(tx, actor, message);
      case "sending":
        return layOutNext(tx, message);
      case "cancelled":
        return cancelNext(tx, actor, message);
      default:
        return false;
    }
  });
}

/** False when it is not time yet: it comes back by itself. */
async function begin(tx: Transaction, actor: SystemActor, message: Message): Promise<boolean> {
  const at = now();
  const choice = deliveryChoiceSchema.parse(message.deliveryChoice);
  const isEarly = message.sendAt !== null && message.sendAt > at;
  const isStopped = isRegistered(choice) && (await registeredStop(tx, at));
  if (isEarly || isStopped) {
    await comeBack(tx, message, message.sendAt && isEarly ? message.sendAt : later(at));
    return false;
  }
  await tx.message.update({ where: { id: message.id }, data: { state: "sending", sentAt: at } });
  const { organisationId, serviceId } = message;
  await record(tx, actor, {
    act: "sending_begun",
    subjectKind: "message",
    subjectId: message.id,
    organisationId,
    serviceId,
    detail: { recipients: message.recipientCount },
  });
  return true;
}

function later(at: Date): Date {
  return new Date(at.getTime() + STOPPED_FOR);
}

async function comeBack(tx: Transaction, { id }: Message, at: Date): Promise<void> {
  await addJobAt(tx, "lay_out_message", { messageId: id }, `lay-out:${id}`, at);
}

async function layOutNext(tx: Transaction, message: Message): Promise<boolean> {
  const made = await layOut(tx, message, AT_ONCE);
  const at = now();
  await queueLetters(tx, made, at);
  if (made.length > 0) return true;
  const plan = planSchema.nullable().parse(message.plan);
  const total = message.recipientCount ?? 0;
  const gone = await tx.delivery.count({ where: { messageId: message.id } });
  const begun = message.sendAt ?? message.sentAt;
  if (plan?.kind === "spread" && gone < total && begun) {
    const { goneBefore } = message;
    const left = { gone: gone - goneBefore, total: total - goneBefore };
    await comeBack(tx, message, nextMoment(plan, begun, left, at));
  } else {
    // All may have ended while it was paused, when nothing settles.
    await settleMessage(tx, message.id);
  }
  return false;
}

/** Those that wait have met nobody yet: no call, no letter. That they were not sent is proved. */
async function cancelNext(tx: Transaction, actor: SystemActor, message: Message): Promise<boolean> {
  const waiting = await tx.delivery.findMany({
    where: { messageId: message.id, state: "waiting" },
    take: AT_ONCE,
    select: { id: true },
  });
  for (const { id } of waiting) await cancelDelivery(tx, actor, id);
  return waiting.length > 0;
}

/** Finds orders that are due and nobody is at work on, and has them carried on. */
export async function resumeOrders(actor: SystemActor): Promise<void> {
  await withActor(actor, async (tx) => {
    const left = await tx.$queryRaw<{ id: string }[]>`
      SELECT m.id::text AS id FROM "Message" m
        LEFT JOIN graphile_worker.jobs j ON j.key = 'lay-out:' || m.id
      WHERE (m.state = 'sending' AND m."recipientCount" >
            (SELECT count(*) FROM "Delivery" d WHERE d."messageId" = m.id)
          OR m.state = 'scheduled'
          OR m.state = 'cancelled' AND EXISTS
            (SELECT 1 FROM "Delivery" d WHERE d."messageId" = m.id AND d.state = 'waiting'))
        AND (j.id IS NULL OR j.attempts >= j.max_attempts AND j.locked_at IS NULL)
      LIMIT 50`;
    await addJobsAt(
      tx,
      "lay_out_message",
      left.map(({ id }) => ({ key: `lay-out:${id}`, payload: { messageId: id } })),
      now(),
    );
  });
}
