import "server-only";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import type { Download } from "@/lib/download";
import type { Problem } from "@/lib/errors";
import { readStoredFile } from "@/lib/gateways/storage";
import type { AnswerFile } from "@/lib/replies/answers/schema";
import { contentOf } from "@/lib/replies/requests/data";
import { listReplies } from "@/lib/replies/data";
import {
  replyFilesSchema,
  type ReplyFileRef,
  type ReplyPage,
  type ReplyPageRef,
} from "@/lib/replies/schema";
import { ok, refuse, type Result } from "@/lib/result";

/**
 * The replies on a delivery count as read once a sender of the service has them before their eyes;
 * somebody who only looks on, such as an auditor, leaves them unread.
 */
export async function markRepliesRead(
  actor: PersonActor,
  { deliveryId }: { deliveryId: string },
): Promise<Result<{ count: number }, Problem>> {
  return withActor(actor, async (tx) => {
    const unread = await tx.reply.findMany({
      where: { deliveryId, serviceId: { in: [...actor.writes] }, readAt: null },
      select: { id: true, serviceId: true, delivery: { select: { recipientNumberHash: true } } },
    });
    for (const reply of unread) {
      const { count } = await tx.reply.updateMany({
        where: { id: reply.id, readAt: null },
        data: { readAt: now(), readById: actor.personId },
      });
      if (count === 0) continue;
      await record(tx, actor, {
        act: "reply_read",
        subjectKind: "reply",
        subjectId: reply.id,
        serviceId: reply.serviceId,
        numberHash: reply.delivery.recipientNumberHash,
      });
    }
    return ok({ count: unread.length });
  });
}

/** A page of the replies; who only looks on leaves a trace. */
export async function viewReplies(
  actor: PersonActor,
  page: ReplyPageRef,
): Promise<Result<ReplyPage, Problem>> {
  const shown = await listReplies(actor, page);
  if (actor.writes.length === 0) {
    await withActor(actor, (tx) =>
      record(tx, actor, {
        act: "replies_listed",
        subjectKind: "reply",
        subjectId: null,
        detail: { rows: shown.rows.length },
      }),
    );
  }
  return ok(shown);
}

/** A file that came with a reply; that it was taken out goes on record first. */
export async function openReplyFile(
  actor: PersonActor,
  { deliveryId, replyId, position }: ReplyFileRef,
): Promise<Result<Download, Problem>> {
  const file = await withActor(actor, async (tx) => {
    const reply = await tx.reply.findFirst({
      where: { id: replyId, deliveryId, serviceId: { in: [...actor.reads] } },
      select: {
        files: true,
        contentErasedAt: true,
        serviceId: true,
        delivery: { select: { recipientNumberHash: true } },
      },
    });
    if (!reply) return openAnswerFile(tx, actor, { deliveryId, replyId, position });
    const found = replyFilesSchema.parse(reply.files)[position];
    if (!found) return reply.contentErasedAt ? "erased" : null;
    await record(tx, actor, {
      act: "reply_read",
      subjectKind: "reply",
      subjectId: replyId,
      serviceId: reply.serviceId,
      numberHash: reply.delivery.recipientNumberHash,
      detail: { position },
    });
    return found;
  });
  if (file === "erased") return refuse({ code: "content_erased" });
  if (!file) return refuse({ code: "not_found" });
  const { fileName, mediaType, sha256 } = file;
  return ok({ fileName, mediaType, bytes: await readStoredFile(Buffer.from(sha256, "hex")) });
}

/** The same of an answer on the reply page, by the place of its question. */
async function openAnswerFile(
  tx: Transaction,
  actor: PersonActor,
  { deliveryId, replyId, position }: ReplyFileRef,
): Promise<AnswerFile | "erased" | null> {
  const answer = await tx.replyAnswer.findFirst({
    where: { id: replyId, deliveryId, serviceId: { in: [...actor.reads] } },
    include: { delivery: { select: { recipientNumberHash: true } } },
  });
  const file = answer && contentOf(answer.content).entries[position]?.file;
  if (!file) return answer?.contentErasedAt ? "erased" : null;
  await record(tx, actor, {
    act: "reply_read",
    subjectKind: "reply",
    subjectId: replyId,
    serviceId: answer.serviceId,
    numberHash: answer.delivery.recipientNumberHash,
    detail: { position, onReplyPage: true },
  });
  return file;
}
