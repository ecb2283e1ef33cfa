import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import { SET_OUT } from "@/lib/deliveries/data";
import { titleOf } from "@/lib/messages/body/rules";
import { orderSchema, planSchema, type PlannedMessage } from "@/lib/messages/orders/schema";
import type { MessageState } from "@/lib/messages/schema";
import { localizedSchema } from "@/lib/text/localized";

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
      subject: titleOf(row.subject),
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
