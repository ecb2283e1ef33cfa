import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import {
  replyFilesSchema,
  type ReplyLine,
  type ReplyPage,
  type ReplyPageRef,
} from "@/lib/replies/schema";
import type { Prisma } from "@/prisma/generated/client";

const PAGE_SIZE = 25;
const EXCERPT = 160;

export async function countUnreadReplies(actor: PersonActor): Promise<number> {
  return withActor(actor, (tx) =>
    tx.reply.count({ where: { serviceId: { in: [...actor.reads] }, readAt: null } }),
  );
}

const LINE = {
  delivery: { select: { reference: true, subject: true, recipientName: true } },
} as const;

/** One page of the replies, newest first. */
export async function listReplies(actor: PersonActor, page: ReplyPageRef): Promise<ReplyPage> {
  const backwards = page.before !== null;
  const edge = page.before ?? page.after;
  const direction = backwards ? "asc" : "desc";
  const rows = await withActor(actor, (tx) =>
    tx.reply.findMany({
      where: { serviceId: { in: [...actor.reads] } },
      include: LINE,
      orderBy: [{ receivedAt: direction }, { id: direction }],
      ...(edge ? { cursor: { id: edge }, skip: 1 } : {}),
      take: PAGE_SIZE + 1,
    }),
  );
  const hasMore = rows.length > PAGE_SIZE;
  const shown = rows.slice(0, PAGE_SIZE);
  if (backwards) shown.reverse();
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    rows: shown.map(toLine),
    newer: first && (backwards ? hasMore : edge !== null) ? first.id : null,
    older: last && (backwards || hasMore) ? last.id : null,
  };
}

function toLine(row: Prisma.ReplyGetPayload<{ include: typeof LINE }>): ReplyLine {
  const words = row.text.replace(/\s+/g, " ").trim();
  return {
    id: row.id,
    deliveryId: row.deliveryId,
    reference: row.delivery.reference,
    subject: row.delivery.subject,
    recipientName: row.delivery.recipientName,
    receivedAt: row.receivedAt,
    excerpt: words.length > EXCERPT ? `${words.slice(0, EXCERPT).trimEnd()}…` : words,
    fileCount: replyFilesSchema.parse(row.files).length,
    isRead: row.readAt !== null,
  };
}
