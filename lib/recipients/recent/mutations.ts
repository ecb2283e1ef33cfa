import "server-only";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { letterSchema } from "@/lib/letters/schema";
import { decryptNumber } from "@/lib/number-vault";
import { readServiceOfDraft } from "@/lib/recipients/recent/data";
import type { RecalledRecipient } from "@/lib/recipients/recent/schema";
import { formatNumber } from "@/lib/recipients/rules";
import { RECIPIENT_KINDS } from "@/lib/recipients/schema";
import { ok, refuse, type Result } from "@/lib/result";
import { z } from "zod";

/**
 * Everything a draft needs of somebody whom its service wrote to before, as it stood in that letter.
 * Their whole number is handed over, which goes on record.
 */
export async function recallRecipient(
  actor: PersonActor,
  { messageId, deliveryId }: { messageId: string; deliveryId: string },
): Promise<Result<RecalledRecipient, Problem>> {
  return withActor(actor, async (tx) => {
    const serviceId = await readServiceOfDraft(tx, actor, messageId);
    const delivery =
      serviceId === null
        ? null
        : await tx.delivery.findFirst({ where: { id: deliveryId, serviceId } });
    if (!delivery) return refuse({ code: "not_found" as const });
    await record(tx, actor, {
      act: "recipient_recalled",
      subjectKind: "recipient",
      subjectId: null,
      serviceId: delivery.serviceId,
      numberHash: delivery.recipientNumberHash,
      detail: { messageId, deliveryId },
    });
    const { recipient, language } = letterSchema.parse(delivery.letter);
    const kind = z.enum(RECIPIENT_KINDS).parse(delivery.recipientKind);
    return ok({
      kind,
      number: formatNumber(kind, decryptNumber(delivery.recipientNumberEncrypted)),
      name: delivery.recipientName,
      address: recipient.addressLines.join("\n"),
      attention: recipient.attention ?? "",
      language,
    });
  });
}
