import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import {
  FOLLOW_UP_STATES,
  unopenedRuleSchema,
  type FollowUpView,
  type ReminderPlan,
  type SilentRecipients,
} from "@/lib/follow-ups/schema";
import { letterSchema } from "@/lib/letters/schema";
import { z } from "zod";

/** What became of a delivery that was not opened in time; null where there is nothing of the kind. */
export async function getFollowUp(
  actor: PersonActor,
  deliveryId: string,
): Promise<FollowUpView | null> {
  const row = await withActor(actor, (tx) =>
    tx.followUp.findFirst({
      where: { deliveryId, serviceId: { in: [...actor.reads] } },
      include: { delivery: { select: { letter: true } } },
    }),
  );
  return (
    row && {
      state: z.enum(FOLLOW_UP_STATES).parse(row.state),
      afterDays: row.afterDays,
      step: unopenedRuleSchema.shape.step.parse(row.step),
      hasAddress: letterSchema.parse(row.delivery.letter).recipient.addressLines.length > 0,
    }
  );
}

/** Who opened none of so many messages in a row seems not to look. */
const LAST_MESSAGES = 3;
/** What lies in the box for less than this may still be opened. */
const DAYS_TO_LOOK = 7;
const NAMES_SHOWN = 3;

/** The recipients of a draft who opened none of the last messages that its service sent them. */
export async function getSilentRecipients(
  actor: PersonActor,
  messageId: string,
): Promise<SilentRecipients> {
  const before = new Date(now().getTime() - DAYS_TO_LOOK * 86_400_000);
  const rows = await withActor(
    actor,
    (tx) => tx.$queryRaw<{ name: string; count: number }[]>`
      SELECT name, count FROM portal.silent_recipients(
        ${messageId}::uuid, ${LAST_MESSAGES}, ${before}, ${NAMES_SHOWN})`,
  );
  return { count: rows[0]?.count ?? 0, names: rows.map(({ name }) => name) };
}

/** Null where nobody is, was or will be reminded. */
export async function getReminderPlan(
  actor: PersonActor,
  messageId: string,
): Promise<ReminderPlan | null> {
  const mine = { serviceId: { in: [...actor.reads] } };
  return withActor(actor, async (tx) => {
    const message = await tx.message.findFirst({
      where: { id: messageId, ...mine },
      select: { remindersStoppedAt: true },
    });
    if (!message) return null;
    const { remindersStoppedAt: stoppedAt } = message;
    const {
      _count: count,
      _min: min,
      _max: max,
    } = await tx.delivery.aggregate({
      where: { messageId, ...mine, remindAt: { not: null } },
      _count: true,
      _min: { remindAt: true },
      _max: { remindAt: true },
    });
    const sent = await tx.message.findMany({
      where: { remindsOfId: messageId, ...mine },
      orderBy: { sentAt: "asc" },
      select: { id: true, reference: true, sentAt: true, recipientCount: true },
    });
    const [from, to] = [min.remindAt, max.remindAt];
    if (!from && sent.length === 0 && !stoppedAt) return null;
    return {
      planned: stoppedAt === null && from && to ? { count, from, to } : null,
      stoppedAt,
      sent: sent.flatMap(({ id, reference, sentAt, recipientCount }) =>
        sentAt ? [{ messageId: id, reference, sentAt, recipients: recipientCount ?? 1 }] : [],
      ),
    };
  });
}
