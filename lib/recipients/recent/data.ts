import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { literally } from "@/lib/deliveries/data";
import { DRAFT_STATES } from "@/lib/messages/schema";
import { decryptNumber } from "@/lib/number-vault";
import { RECENT_DAYS, RECENT_SHOWN, type RecentRecipient } from "@/lib/recipients/recent/schema";
import { maskNumber, searchText } from "@/lib/recipients/rules";
import { RECIPIENT_KINDS } from "@/lib/recipients/schema";
import { z } from "zod";

/** Read newest first until there are enough; who got many letters in a row stands there many times. */
const READ_AT_MOST = 500;

/**
 * People and enterprises whom the draft's own service wrote to in the last year, each once, the newest
 * first; `query` is a part of their name. None when the draft is not the actor's.
 */
export async function listRecentRecipients(
  actor: PersonActor,
  { messageId, query }: { messageId: string; query: string },
): Promise<RecentRecipient[]> {
  const rows = await withActor(actor, async (tx) => {
    const serviceId = await readServiceOfDraft(tx, actor, messageId);
    if (serviceId === null) return [];
    return tx.delivery.findMany({
      where: {
        serviceId,
        sentAt: { gt: new Date(now().getTime() - RECENT_DAYS * 86_400_000) },
        state: { not: "cancelled" },
        ...(query.trim() ? { recipientSearch: { contains: literally(searchText(query)) } } : {}),
      },
      select: {
        id: true,
        sentAt: true,
        recipientKind: true,
        recipientName: true,
        recipientNumberEncrypted: true,
        recipientNumberHash: true,
      },
      orderBy: [{ sentAt: "desc" }, { id: "desc" }],
      take: READ_AT_MOST,
    });
  });
  const newest = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const key = Buffer.from(row.recipientNumberHash).toString("hex");
    if (!newest.has(key)) newest.set(key, row);
  }
  return [...newest.values()].slice(0, RECENT_SHOWN).map((row) => {
    const kind = z.enum(RECIPIENT_KINDS).parse(row.recipientKind);
    return {
      deliveryId: row.id,
      kind,
      name: row.recipientName,
      masked: maskNumber(kind, decryptNumber(row.recipientNumberEncrypted)),
      sentAt: row.sentAt.toISOString(),
    };
  });
}

/** Whose draft it is; null when it is none that the actor may change. */
export async function readServiceOfDraft(
  tx: Transaction,
  actor: PersonActor,
  messageId: string,
): Promise<string | null> {
  const draft = await tx.message.findFirst({
    where: {
      id: messageId,
      serviceId: { in: [...actor.writes] },
      state: { in: [...DRAFT_STATES] },
    },
    select: { serviceId: true },
  });
  return draft?.serviceId ?? null;
}
