import "server-only";
import { belongsInTrail, callKeys } from "@/lib/audit/calls/rules";
import type { TracedCall } from "@/lib/audit/calls/schema";
import { record } from "@/lib/audit/mutations";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import type { Transaction } from "@/lib/db";

/** Questions for news that brought none are told of together, once an hour. */
const TOGETHER = 3_600_000;

type Polled = { statusCalls: number; statusMessages: number; boxCalls: number };

/**
 * Counts a question that is about no delivery alone: which of many messages were opened, or what lies in
 * the own box. What it brings is asked for again, message by message, and each of those is on record.
 */
export async function countPoll(
  tx: Transaction,
  actor: SystemActor,
  organisationId: string,
  call: TracedCall,
  polled: Polled,
): Promise<void> {
  if (!belongsInTrail(call)) return;
  const { statusCalls, statusMessages, boxCalls } = polled;
  const counted = await tx.mailboxPolls.upsert({
    where: { organisationId },
    create: { organisationId, since: call.requestedAt, ...polled },
    update: {
      statusCalls: { increment: statusCalls },
      statusMessages: { increment: statusMessages },
      boxCalls: { increment: boxCalls },
    },
  });
  if (now().getTime() - counted.since.getTime() < TOGETHER) return;
  await tx.mailboxPolls.delete({ where: { organisationId } });
  const { since, ...sums } = counted;
  const details = {
    since: since.toISOString(),
    statusCalls: sums.statusCalls,
    statusMessages: sums.statusMessages,
    boxCalls: sums.boxCalls,
  };
  await record(tx, actor, {
    act: "mailbox_polled",
    subjectKind: "organisation",
    subjectId: organisationId,
    organisationId,
    detail: callKeys(call, details),
  });
}
