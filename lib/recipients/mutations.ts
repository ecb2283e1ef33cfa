import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { record } from "@/lib/audit/mutations";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { reachabilityOf, type Recipient } from "@/lib/gateways/mailbox";
import { keepReachability } from "@/lib/messages/mutations";
import { hashNumber } from "@/lib/number-vault";
import { parseRecipientNumber } from "@/lib/recipients/rules";
import type { Reachability } from "@/lib/recipients/schema";
import { ok, refuse, type Result } from "@/lib/result";

/**
 * Asks the eBox whether this recipient has a box that may be used, and keeps the answer with the
 * draft. Asking about a person is an act on their data: it stands in the audit trail.
 */
export async function checkBox(
  actor: PersonActor,
  input: { messageId: string; kind: "citizen" | "enterprise"; number: string },
): Promise<Result<{ reachability: Reachability }, Problem>> {
  const parsed = parseRecipientNumber(input.kind, input.number, now());
  if (!parsed.ok) return refuse({ code: "invalid_input", fields: { number: parsed.refusal } });
  const number = parsed.value;
  const message = await withActor(actor, async (tx) => {
    const found = await tx.message.findFirst({
      where: { id: input.messageId, serviceId: { in: [...actor.writes] } },
      select: { organisation: { select: { enterpriseNumber: true } } },
    });
    if (!found) return null;
    await record(tx, actor, {
      act: "box_checked",
      subjectKind: "recipient",
      subjectId: null,
      numberHash: hashNumber(number),
      detail: { messageId: input.messageId, kind: input.kind },
    });
    return found;
  });
  if (!message) return refuse({ code: "not_found" });
  const recipient: Recipient =
    input.kind === "citizen"
      ? { kind: "citizen", niss: number }
      : { kind: "enterprise", enterpriseNumber: number };
  const reachability = await reachabilityOf(message.organisation.enterpriseNumber, recipient);
  if (!reachability) return refuse({ code: "mailbox_unreachable" });
  await keepReachability(actor, { messageId: input.messageId, number, reachability });
  return ok({ reachability });
}
