import "server-only";
import { record } from "@/lib/audit/mutations";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJobsAt, type Transaction } from "@/lib/db";
import { addEvent, type DeliveryRow } from "@/lib/deliveries/facts/jobs";
import { reminderText, reminderValues, type ReminderKind } from "@/lib/follow-ups/reminders/text";
import { letterSchema } from "@/lib/letters/schema";
import { nextReference } from "@/lib/messages/mutations";
import { orderSchema, type Order } from "@/lib/messages/orders/schema";
import { layOut } from "@/lib/messages/sending/mutations";
import { addEvidence } from "@/lib/proofs/mutations";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import type { MessageRecipient } from "@/prisma/generated/client";

/** Who answers for a reminder: whoever decided on it, or else whoever gave the order with its rule. */
export type RemindedBy = { personId: string; by: Order["by"]; isByItself: boolean };

/**
 * One new message that reminds recipients of the letters they got with another, and on each of those
 * letters the event and the evidence of it: inside the transaction that found that it is to be done.
 */
export async function sendReminders(
  tx: Transaction,
  actor: SystemActor,
  kind: ReminderKind,
  letters: readonly DeliveryRow[],
  remindedBy: RemindedBy,
): Promise<void> {
  const [first] = letters;
  if (!first) return;
  const message = await orderReminder(tx, kind, first, letters.length, remindedBy);
  const rows = recipientsOf(letters);
  await tx.messageRecipient.createMany({
    data: rows.map((row, index) => ({ ...row, messageId: message.id, position: index + 1 })),
  });
  const made = await layOut(tx, message, letters.length);
  const references = await referencesOf(tx, made);
  const at = message.sentAt ?? now();
  for (const [index, letter] of letters.entries()) {
    const reminder = references.get(index + 1);
    if (!reminder) throw new Error(`no reminder was made of ${letter.reference}`);
    await addEvent(tx, letter, "reminded", at, at, {
      kind,
      reference: reminder.reference,
      deliveryId: reminder.id,
      by: remindedBy.isByItself ? null : remindedBy.by.by,
    });
    await addEvidence(tx, letter, {
      event: "Reminder",
      at,
      reminderReference: reminder.reference,
    });
  }
  await record(tx, actor, {
    act: "reminder_ordered",
    subjectKind: "message",
    subjectId: message.id,
    organisationId: message.organisationId,
    serviceId: message.serviceId,
    detail: { kind, of: first.message.reference, recipients: letters.length },
  });
  const jobs = made.map((deliveryId) => ({
    key: `publish:${deliveryId}`,
    payload: { deliveryId },
  }));
  await addJobsAt(tx, "publish_delivery", jobs, at);
}

/** No payment and no reply of its own: the letter that it speaks of asks them, once. */
async function orderReminder(
  tx: Transaction,
  kind: ReminderKind,
  { message }: DeliveryRow,
  recipientCount: number,
  { personId, by }: RemindedBy,
) {
  const at = now();
  const { facts, logoSha256 } = orderSchema.parse(message.order);
  const text = reminderText(kind, facts.language);
  const replyOption = emptyReplyOption("none");
  const order: Order = {
    by,
    logoSha256,
    facts: {
      ...facts,
      ...text,
      paymentWanted: false,
      payment: null,
      replyOption,
      deliveryChoice: "normal",
      ownLetter: null,
      // What reminds is not reminded of.
      messageType: { unopened: null },
    },
  };
  return tx.message.create({
    data: {
      ...text,
      reference: await nextReference(tx, at),
      organisationId: message.organisationId,
      serviceId: message.serviceId,
      messageTypeId: message.messageTypeId,
      authorId: personId,
      state: "sending",
      language: facts.language,
      ownReference: message.ownReference,
      paymentWanted: false,
      replyAllowed: false,
      replyOption,
      deliveryChoice: "normal",
      createdAt: at,
      savedAt: at,
      sentAt: at,
      sentById: personId,
      recipientCount,
      order,
      remindsOfId: message.id,
    },
  });
}

type Recipient = Omit<MessageRecipient, "id" | "messageId" | "position" | "values"> & {
  values: Record<string, string>;
};

/** Those of the letters, each with what the reminder says of theirs, in the order of the letters. */
function recipientsOf(letters: readonly DeliveryRow[]): Recipient[] {
  return letters.map((delivery) => {
    const letter = letterSchema.parse(delivery.letter);
    const { name, addressLines, attention } = letter.recipient;
    return {
      organisationId: delivery.organisationId,
      serviceId: delivery.serviceId,
      kind: delivery.recipientKind,
      numberEncrypted: new Uint8Array(delivery.recipientNumberEncrypted),
      numberHash: new Uint8Array(delivery.recipientNumberHash),
      name,
      addressLines: [...addressLines],
      attention: attention ?? null,
      values: reminderValues(
        { ...delivery, dueDate: letter.payment?.dueDate ?? null },
        letter.language,
      ),
      reachability: "reachable",
      checkedAt: null,
      row: null,
      personalFileIds: [],
    };
  });
}

/** By their place in the reminder. */
async function referencesOf(tx: Transaction, ids: readonly string[]) {
  const rows = await tx.delivery.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, reference: true, position: true },
  });
  return new Map(rows.map((row) => [row.position, row]));
}
