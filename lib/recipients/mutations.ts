import "server-only";
import { callsInTrail } from "@/lib/audit/calls/rules";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { reachabilitiesOf } from "@/lib/gateways/mailbox";
import { readDraftSender } from "@/lib/messages/data";
import { hashNumber } from "@/lib/number-vault";
import { parseRecipientNumber } from "@/lib/recipients/rules";
import type { Reachability, RecipientKind } from "@/lib/recipients/schema";
import { ok, refuse, type Result } from "@/lib/result";

/** `unknown`: the mailbox does not answer just now. */
export type BoxCheck = { reachability: Reachability | "unknown"; checkedAt: string };

/**
 * Looks up whether a recipient has a box that may be used, and keeps the answer with the draft
 * unless its recipient has changed meanwhile. Looking somebody up leaves a trace, answer or none.
 */
export async function checkBox(
  actor: PersonActor,
  { messageId, kind, number }: { messageId: string; kind: RecipientKind; number: string },
): Promise<Result<BoxCheck, Problem>> {
  const parsed = parseRecipientNumber(kind, number, now());
  if (!parsed.ok) return refuse({ code: "invalid_input", fields: { number: parsed.refusal } });
  const sender = await readDraftSender(actor, messageId);
  if (!sender) return refuse({ code: "not_found" });
  const digits = parsed.value;
  const { found, calls } = await reachabilitiesOf(sender.enterpriseNumber, [
    kind === "citizen" ? { kind, niss: digits } : { kind, enterpriseNumber: digits },
  ]);
  const reachability = found?.[0];
  const checkedAt = now();
  const numberHash = hashNumber(digits);
  await withActor(actor, async (tx) => {
    if (reachability) {
      await tx.messageRecipient.updateMany({
        where: { messageId, numberHash, serviceId: { in: [...actor.writes] } },
        data: { reachability, checkedAt },
      });
    }
    await record(tx, actor, {
      act: "box_checked",
      subjectKind: "recipient",
      subjectId: null,
      numberHash,
      detail: {
        messageId,
        answer: reachability ?? "unknown",
        ...callsInTrail(calls, { recipients: 1 }),
      },
    });
  });
  return ok({ reachability: reachability ?? "unknown", checkedAt: checkedAt.toISOString() });
}
