import "server-only";
import { record } from "@/lib/audit/mutations";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor, type Transaction } from "@/lib/db";
import { addEvent, readDelivery, type DeliveryRow } from "@/lib/deliveries/facts/jobs";
import { FAULT_PAUSE } from "@/lib/follow-ups/rules";
import { reminderText, reminderValues, type ReminderKind } from "@/lib/follow-ups/reminders/text";
import { calendarDateOf } from "@/lib/format";
import { letterSchema, type Letter } from "@/lib/letters/schema";
import { log } from "@/lib/log";
import { languagesWritten } from "@/lib/messages/languages/rules";
import { nextReference } from "@/lib/messages/mutations";
import { orderSchema, type Order } from "@/lib/messages/orders/schema";
import { queueLetters } from "@/lib/messages/sending/jobs";
import { layOut } from "@/lib/messages/sending/mutations";
import { nextReminder } from "@/lib/payments/reminder";
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
  await queueLetters(tx, made, at);
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
  // Each is reminded in the language of the letter.
  const others = languagesWritten(facts).filter((language) => language !== facts.language);
  const text = {
    ...reminderText(kind, facts.language),
    otherTexts: Object.fromEntries(others.map((one) => [one, reminderText(kind, one)])),
  };
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
      messageType: { unopened: null, receipt: null },
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
      language: letter.language,
      values: reminderValues(
        { ...delivery, dueDate: dueDateMeant(delivery, letter) },
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

/** The due date whose reminder it is time for. */
function dueDateMeant({ remindAt }: DeliveryRow, { payment }: Letter): string | null {
  if (!remindAt || !payment) return null;
  return nextReminder(payment, new Date(remindAt.getTime() - 1))?.dueDate ?? null;
}

/** So many in one message, and one transaction. */
const AT_ONCE = 100;
const IN_THE_BOX = ["published", "opened", "replied"];

/** Those whose reminder is due and did not just go wrong. */
const dueAt = (at: Date) => ({
  remindAt: { lte: at },
  state: { in: IN_THE_BOX },
  OR: [{ remindTryAt: null }, { remindTryAt: { lte: at } }],
});

/** Finds those whose due date comes near, and reminds them all: nobody knows who paid. Answers how many. */
export async function remindOfDueDates(actor: SystemActor): Promise<number> {
  const at = now();
  const due = await withActor(actor, async (tx) => {
    await tx.$executeRaw`UPDATE "Delivery" d SET "remindAt" = NULL FROM "Message" m
      WHERE m.id = d."messageId" AND d."remindAt" <= ${at} AND m."remindersStoppedAt" IS NOT NULL`;
    return tx.delivery.groupBy({
      by: ["messageId"],
      where: dueAt(at),
      orderBy: { _min: { remindAt: "asc" } },
      take: 20,
    });
  });
  let reminded = 0;
  for (const { messageId } of due) reminded += await remindSome(actor, messageId, at);
  return reminded;
}

/** The next of one message; what goes wrong with them is put off, and holds up no others. */
async function remindSome(actor: SystemActor, messageId: string, at: Date): Promise<number> {
  const rows = await withActor(actor, (tx) =>
    tx.delivery.findMany({
      where: { messageId, ...dueAt(at) },
      orderBy: { position: "asc" },
      take: AT_ONCE,
      select: { id: true },
    }),
  );
  const ids = rows.map(({ id }) => id);
  return withActor(actor, (tx) => remindAll(tx, actor, { messageId, ids }, at)).catch(
    async (error: unknown) => {
      const reason = error instanceof Error ? error.name : "unknown";
      log.error({ messageId, reason }, "recipients could not be reminded of a due date");
      const remindTryAt = new Date(now().getTime() + FAULT_PAUSE);
      await withActor(actor, (tx) =>
        tx.delivery.updateMany({ where: { id: { in: ids } }, data: { remindTryAt } }),
      );
      return 0;
    },
  );
}

async function remindAll(
  tx: Transaction,
  actor: SystemActor,
  { messageId, ids }: { messageId: string; ids: string[] },
  at: Date,
): Promise<number> {
  // Whoever stops the reminders at this moment waits until these are ordered, or they are not.
  const going = await tx.$queryRaw<unknown[]>`SELECT id FROM "Message"
    WHERE id = ${messageId}::uuid AND "remindersStoppedAt" IS NULL FOR SHARE`;
  if (going.length === 0) return 0;
  const taken = await tx.$queryRaw<{ id: string }[]>`SELECT id::text AS id FROM "Delivery"
    WHERE id = ANY (${ids}::uuid[]) AND "remindAt" <= ${at} AND state = ANY (${IN_THE_BOX})
    ORDER BY position FOR UPDATE SKIP LOCKED`;
  const letters: DeliveryRow[] = [];
  for (const { id } of taken) {
    const delivery = await readDelivery(tx, id);
    if (delivery) letters.push(delivery);
  }
  await remindInTime(
    tx,
    actor,
    letters.filter((letter) => isInTime(letter, at)),
  );
  for (const delivery of letters) {
    const { payment } = letterSchema.parse(delivery.letter);
    // After one that came too late, the next may be due already.
    const after = isInTime(delivery, at) ? at : (delivery.remindAt ?? at);
    const remindAt = payment ? (nextReminder(payment, after)?.at ?? null) : null;
    await tx.delivery.update({ where: { id: delivery.id }, data: { remindAt, remindTryAt: null } });
  }
  return letters.length;
}

/** Nobody is reminded of a due date that has passed, however long the reminder was held up. */
function isInTime(delivery: DeliveryRow, at: Date): boolean {
  const dueDate = dueDateMeant(delivery, letterSchema.parse(delivery.letter));
  return dueDate !== null && dueDate >= calendarDateOf(at);
}

async function remindInTime(
  tx: Transaction,
  actor: SystemActor,
  letters: readonly DeliveryRow[],
): Promise<void> {
  const [first] = letters;
  if (!first) return;
  const personId = first.message.sentById ?? first.message.authorId;
  const { by } = orderSchema.parse(first.message.order);
  await sendReminders(tx, actor, "due_date", letters, { personId, by, isByItself: true });
}
