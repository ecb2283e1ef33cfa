import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { fullName } from "@/lib/auth/rules";
import { withActor, type Transaction } from "@/lib/db";
import { DELIVERY_STATES, type DeliveryState } from "@/lib/deliveries/schema";
import { isMoving } from "@/lib/deliveries/rules";
import { titleOf } from "@/lib/messages/body/rules";
import { planSchema, type Plan } from "@/lib/messages/orders/schema";
import { messageIdSchema, type MessageState } from "@/lib/messages/schema";

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
  state: MessageState;
  plan: Plan;
  /** When and by whom it was paused or broken off; null where nobody did. */
  halted: { at: Date; by: string } | null;
  /** How many letters have set out, and how many have not and still may. */
  gone: number;
  left: number;
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
      select: {
        id: true,
        reference: true,
        subject: true,
        sentAt: true,
        recipientCount: true,
        state: true,
        plan: true,
        haltedAt: true,
        haltedById: true,
      },
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
      (state === (message.state === "cancelled" ? "cancelled" : "waiting") ? total - made : 0);
    const counts = DELIVERY_STATES.map((state) => ({ state, count: countOf(state) })).filter(
      ({ count }) => count > 0,
    );
    const stayed = countOf("waiting") + countOf("cancelled");
    return {
      state: message.state as MessageState,
      plan: planSchema.nullable().parse(message.plan) ?? { kind: "now" },
      halted: await readHalt(tx, message),
      gone: total - stayed,
      left: message.state === "cancelled" ? 0 : countOf("waiting"),
      id: message.id,
      reference: message.reference,
      subject: titleOf(message.subject),
      sentAt: message.sentAt,
      total,
      counts,
      isUnderWay:
        message.state !== "paused" &&
        counts.some(({ state, count }) => isMoving(state) && count > 0),
    };
  });
}

async function readHalt(
  tx: Transaction,
  { haltedAt, haltedById }: { haltedAt: Date | null; haltedById: string | null },
) {
  if (!haltedAt || !haltedById) return null;
  const person = await tx.person.findUniqueOrThrow({ where: { id: haltedById } });
  return { at: haltedAt, by: fullName(person) };
}
