import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import { SET_OUT } from "@/lib/deliveries/data";
import { orderSchema, planSchema, type Plan } from "@/lib/messages/orders/schema";
import type { MessageState } from "@/lib/messages/schema";
import { localizedSchema, type Localized } from "@/lib/text/localized";

/** A message that was ordered and has not gone, or not gone whole. */
export type PlannedMessage = {
  id: string;
  reference: string;
  subject: string;
  type: Localized;
  state: MessageState;
  plan: Plan;
  /** When the first letter goes or went; null: as soon as somebody approved it. */
  sendAt: Date | null;
  orderedBy: string;
  total: number;
  /** How many letters have set out. */
  gone: number;
};

/** What is still to come of the actor's service, by when it goes. */
export async function listPlanned(actor: PersonActor): Promise<PlannedMessage[]> {
  return withActor(actor, async (tx) => {
    const rows = await tx.message.findMany({
      where: {
        serviceId: { in: [...actor.writes] },
        OR: [
          { state: { in: ["awaiting_approval", "scheduled", "paused"] } },
          { state: "sending", plan: { path: ["kind"], equals: "spread" } },
        ],
      },
      include: { messageType: { select: { name: true } } },
      orderBy: [{ sendAt: { sort: "asc", nulls: "first" } }, { savedAt: "asc" }],
      take: 200,
    });
    const gone = await tx.delivery.groupBy({
      by: ["messageId"],
      where: { messageId: { in: rows.map(({ id }) => id) }, ...SET_OUT },
      _count: true,
    });
    return rows.map((row) => ({
      id: row.id,
      reference: row.reference,
      subject: row.subject,
      type: localizedSchema.parse(row.messageType.name),
      state: row.state as MessageState,
      plan: planSchema.catch({ kind: "now" }).parse(row.plan),
      sendAt: row.sendAt,
      orderedBy: orderSchema.parse(row.order).by.by,
      total: row.recipientCount ?? 0,
      gone: gone.find(({ messageId }) => messageId === row.id)?._count ?? 0,
    }));
  });
}
