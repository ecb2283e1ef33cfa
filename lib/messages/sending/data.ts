import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import { DELIVERY_STATES, type DeliveryState } from "@/lib/deliveries/schema";
import { isMoving } from "@/lib/deliveries/rules";
import { LETTERS_A_RUN } from "@/lib/messages/paper/rules";
import { messageIdSchema } from "@/lib/messages/schema";

/** What became of the letters of one message, all together. */
export type SendingProgress = {
  id: string;
  reference: string;
  subject: string;
  sentAt: Date;
  total: number;
  /** How many are in each state; those that are not made yet count as waiting. */
  counts: { state: DeliveryState; count: number }[];
  /** Something still changes by itself within seconds. */
  isUnderWay: boolean;
  /** Those made for paper, as files for the printer of so many letters each. */
  printRuns: number;
};

export async function getSendingProgress(
  actor: PersonActor,
  messageId: string,
): Promise<SendingProgress | null> {
  const id = messageIdSchema.safeParse(messageId);
  if (!id.success) return null;
  return withActor(actor, async (tx) => {
    const message = await tx.message.findFirst({
      where: { id: id.data, serviceId: { in: [...actor.reads] }, sentAt: { not: null } },
      select: { id: true, reference: true, subject: true, sentAt: true, recipientCount: true },
    });
    if (!message?.sentAt) return null;
    const groups = await tx.delivery.groupBy({
      by: ["state"],
      where: { messageId: message.id },
      _count: true,
    });
    const made = groups.reduce((sum, group) => sum + group._count, 0);
    const total = Math.max(message.recipientCount ?? 0, made);
    const countOf = (state: DeliveryState) =>
      (groups.find((group) => group.state === state)?._count ?? 0) +
      (state === "waiting" ? total - made : 0);
    const counts = DELIVERY_STATES.map((state) => ({ state, count: countOf(state) })).filter(
      ({ count }) => count > 0,
    );
    return {
      id: message.id,
      reference: message.reference,
      subject: message.subject,
      sentAt: message.sentAt,
      total,
      counts,
      printRuns: Math.ceil(countOf("on_paper") / LETTERS_A_RUN),
      isUnderWay: counts.some(({ state }) => isMoving(state)),
    };
  });
}
