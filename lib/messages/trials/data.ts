import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import { environment } from "@/lib/env";

export type TestRecipient = { number: string; name: string; addressLines: string[] };

/** The test citizens that may be written to; none in production, where everybody is real. */
export function testRecipients(): readonly TestRecipient[] {
  const { PORTAL_ENVIRONMENT, TEST_RECIPIENTS } = environment();
  return PORTAL_ENVIRONMENT === "test" ? TEST_RECIPIENTS : [];
}

export type Trial = { deliveryId: string; recipientName: string; sentAt: Date };

/** The tests of a draft that were sent, newest first. */
export async function listTrials(actor: PersonActor, messageId: string): Promise<Trial[]> {
  const rows = await withActor(actor, (tx) =>
    tx.delivery.findMany({
      where: { serviceId: { in: [...actor.writes] }, message: { trialOfId: messageId } },
      select: { id: true, recipientName: true, sentAt: true },
      orderBy: { sentAt: "desc" },
      take: 10,
    }),
  );
  return rows.map(({ id, ...row }) => ({ deliveryId: id, ...row }));
}
