import "server-only";
import type { SystemActor } from "@/lib/auth/schema";
import { addJobsAt, withActor } from "@/lib/db";
import { now } from "@/lib/clock";
import { layOut } from "@/lib/messages/sending/mutations";

/** So many deliveries in one transaction: a few seconds of work, lost when the worker dies. */
const AT_ONCE = 250;

/** Makes the deliveries of a big order, one batch after the other, each with its jobs. */
export async function layOutMessage(
  actor: SystemActor,
  { messageId }: { messageId: string },
): Promise<void> {
  while (await layOutNext(actor, messageId)) {
    // The next batch.
  }
}

async function layOutNext(actor: SystemActor, messageId: string): Promise<boolean> {
  return withActor(actor, async (tx) => {
    // Two workers at once would each make the same deliveries.
    await tx.$queryRaw`SELECT id FROM "Message" WHERE id = ${messageId}::uuid FOR UPDATE`;
    const message = await tx.message.findUnique({ where: { id: messageId } });
    if (message?.state !== "sending") return false;
    const made = await layOut(tx, message, AT_ONCE);
    await addJobsAt(
      tx,
      "publish_delivery",
      made.map((deliveryId) => ({ key: `publish:${deliveryId}`, payload: { deliveryId } })),
      now(),
    );
    return made.length > 0;
  });
}

/** Finds orders of which deliveries are missing and nobody is at work, and has them made. */
export async function resumeOrders(actor: SystemActor): Promise<void> {
  await withActor(actor, async (tx) => {
    const left = await tx.$queryRaw<{ id: string }[]>`
      SELECT m.id::text AS id FROM "Message" m
        LEFT JOIN graphile_worker.jobs j ON j.key = 'lay-out:' || m.id
      WHERE m.state = 'sending' AND m."recipientCount" >
          (SELECT count(*) FROM "Delivery" d WHERE d."messageId" = m.id)
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
