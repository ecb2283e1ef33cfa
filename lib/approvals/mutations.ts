import "server-only";
import { record } from "@/lib/audit/mutations";
import { answeredFor } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import type { Transaction } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { ok, refuse, type Result } from "@/lib/result";
import type { ApprovalState, Asked, Comment } from "@/lib/approvals/schema";

/** Asks somebody else to look, within the order itself. */
export async function askApproval(
  tx: Transaction,
  actor: PersonActor,
  message: { id: string; organisationId: string; serviceId: string },
  { asked, note }: { asked: Asked; note: string },
): Promise<void> {
  const { id: messageId, organisationId, serviceId } = message;
  const last = await tx.approval.aggregate({ where: { messageId }, _max: { round: true } });
  const round = (last._max.round ?? 0) + 1;
  await tx.approval.create({
    data: {
      messageId,
      organisationId,
      serviceId,
      round,
      asked,
      note,
      askedAt: now(),
      askedById: actor.personId,
    },
  });
  await record(tx, actor, {
    act: "approval_asked",
    subjectKind: "message",
    subjectId: messageId,
    detail: { round, recipients: asked.recipients.count },
  });
}

const ACTS = {
  approved: "message_approved",
  sent_back: "message_sent_back",
  withdrawn: "approval_withdrawn",
} as const;

/**
 * Says once what becomes of a message that waits. Nobody approves what they wrote in or asked for;
 * whoever comes second finds it decided.
 */
export async function decide(
  tx: Transaction,
  actor: PersonActor,
  { messageId, round }: { messageId: string; round?: number },
  decision: { state: Exclude<ApprovalState, "waiting">; comments?: Comment[] },
): Promise<Result<null, Problem>> {
  const waiting = await tx.approval.findFirst({
    where: { messageId, serviceId: { in: [...actor.writes] } },
    include: { message: { select: { writerIds: true } } },
    orderBy: { round: "desc" },
  });
  if (!waiting) return refuse({ code: "not_found" });
  if (waiting.state !== "waiting" || (round ?? waiting.round) !== waiting.round)
    return refuse({ code: "approval_decided" });
  const isOwn =
    waiting.askedById === actor.personId || waiting.message.writerIds.includes(actor.personId);
  if (decision.state !== "withdrawn" && isOwn) return refuse({ code: "approval_own" });
  const { state, comments = [] } = decision;
  const { count } = await tx.approval.updateMany({
    where: { id: waiting.id, state: "waiting" },
    data: {
      state,
      comments,
      decidedAt: now(),
      decidedById: actor.personId,
      decidedBy: answeredFor(actor),
    },
  });
  if (count === 0) return refuse({ code: "approval_decided" });
  await record(tx, actor, {
    act: ACTS[state],
    subjectKind: "message",
    subjectId: messageId,
    detail: { round: waiting.round, comments: comments.length },
  });
  return ok(null);
}
