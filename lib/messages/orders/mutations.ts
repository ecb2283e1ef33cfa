import "server-only";
import { record } from "@/lib/audit/mutations";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJob, withActor, type Transaction } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { storeFile } from "@/lib/gateways/storage";
import { printedText } from "@/lib/letters/layout";
import { renderLetter, setLetter } from "@/lib/letters/letter";
import { getPreview, readDraft, type Draft } from "@/lib/messages/data";
import { composeLetter } from "@/lib/messages/letter";
import { saveDraft, type DraftRef } from "@/lib/messages/mutations";
import { orderSchema, type Order } from "@/lib/messages/orders/schema";
import { draftProblems, isRegistered } from "@/lib/messages/rules";
import { layOut } from "@/lib/messages/sending/mutations";
import { hashNumber } from "@/lib/number-vault";
import { registeredStop } from "@/lib/proofs/data";
import { ok, refuse, type Result } from "@/lib/result";
import { missingGlyphs } from "@/lib/typst/glyphs";

/** So many deliveries are made with the order itself; of more, the worker makes the rest. */
const AT_ONCE = 25;

/**
 * The order to send. Before it is taken one letter is set, outside the transaction: what cannot be a
 * letter is told to the sender now, and not found out by the worker when nobody looks.
 */
export async function sendMessage(
  actor: PersonActor,
  input: DraftRef & { isConfirmed: boolean },
): Promise<Result<{ reference: string }, Problem>> {
  const preview = await getPreview(actor, input.messageId);
  const set =
    preview && (await setLetter(preview.letter, (letter) => renderLetter(letter, preview.at)));
  const ordered = await orderSending(actor, input, preview && set?.ok ? preview.lockNumber : null);
  // The letter itself says it better: which characters, or that it is no fault of theirs.
  const isLetter = !ordered.ok && ordered.refusal.code === "letter_failed";
  return isLetter && set && !set.ok ? set : ordered;
}

/**
 * The order to send: message, deliveries, jobs and audit record in one transaction. A second
 * click, a reload or a second tab finds the message sent and changes nothing.
 */
async function orderSending(
  actor: PersonActor,
  input: DraftRef & { isConfirmed: boolean },
  /** The save whose letter could be set. */
  setAt: number | null,
): Promise<Result<{ reference: string }, Problem>> {
  return withActor(actor, async (tx) => {
    const draft = await readDraft(tx, actor, input.messageId);
    if (!draft || !actor.writes.includes(draft.sender.serviceId))
      return refuse({ code: "not_found" });
    const at = now();
    if (draft.state !== "draft" && draft.state !== "sent_back")
      return refuse({ code: "already_sent" });
    // What was checked is what is sent, or nothing is.
    if (draft.lockNumber !== input.lockNumber) return refuse({ code: "conflict" });
    const [problem] = draftProblems(draft, at);
    if (problem)
      return refuse({ code: "message_incomplete", fields: { [problem.task]: problem.code } });
    const { deliveryChoice, language, recipients } = draft;
    if (!deliveryChoice || !language) return refuse({ code: "message_incomplete" });
    if (isRegistered(deliveryChoice)) {
      if (!input.isConfirmed) return refuse({ code: "confirmation_missing" });
      if (await registeredStop(tx, at)) return refuse({ code: "registered_stopped" });
    }
    if (setAt !== draft.lockNumber) return refuse({ code: "letter_failed" });
    const refusal = lettersRefusal(draft, at);
    if (refusal) return refuse(refusal);

    const { sender, id: messageId } = draft;
    const order: Order = orderSchema.parse({
      by: orderedBy(actor),
      logoSha256: await keepLogo(tx, sender.serviceId),
      facts: draft,
    });
    const saved = await saveDraft(tx, actor, input, {
      state: "sending",
      sentAt: at,
      sentById: actor.personId,
      recipientCount: recipients.count,
      order,
    });
    if (!saved.ok) return saved;
    await record(tx, actor, {
      act: "message_sent",
      subjectKind: "message",
      subjectId: messageId,
      // Of one recipient the record can be found by their number; of more, each delivery is.
      ...(recipients.count === 1 && draft.recipient
        ? { numberHash: hashNumber(draft.recipient.number) }
        : {}),
      detail: { deliveryChoice, isConfirmed: input.isConfirmed, recipients: recipients.count },
    });
    const message = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
    const made = await layOut(tx, message, AT_ONCE);
    for (const deliveryId of made) await addJob(tx, "publish_delivery", { deliveryId });
    if (made.length < recipients.count) await addJob(tx, "lay_out_message", { messageId });
    return ok({ reference: draft.reference });
  });
}

/** What keeps the letters of those typed by hand from being made; rows of a file were read by the same rules. */
function lettersRefusal(draft: Draft, at: Date): Problem | null {
  for (const recipient of draft.people) {
    const letter = composeLetter({ ...draft, ...withValues(recipient) }, draft.reference, at);
    if (!letter.ok) return { code: "letter_failed" };
    const glyphs = missingGlyphs(printedText(letter.value));
    if (glyphs.length > 0)
      return { code: "letter_missing_glyphs", fields: { text: glyphs.join(" ") } };
  }
  return null;
}

function withValues<Recipient extends { values: Record<string, string>; position: number }>(
  recipient: Recipient,
) {
  return { recipient, values: recipient.values, position: recipient.position };
}

/** Who answers for an order or a decision, and how they are signed in. */
export function orderedBy({ givenName, surname, signIn }: PersonActor): Order["by"] {
  return {
    by: `${givenName} ${surname}`.trim(),
    method: signIn.method,
    level: signIn.level,
    fasLevel: signIn.fasLevel,
    signedInAt: signIn.at.toISOString(),
  };
}

/** The logo that was on the letter when it was checked, whatever the service uses later. */
export async function keepLogo(tx: Transaction, serviceId: string): Promise<string | null> {
  const { logo } = await tx.service.findUniqueOrThrow({
    where: { id: serviceId },
    select: { logo: true },
  });
  return logo ? Buffer.from((await storeFile(logo)).sha256).toString("hex") : null;
}
