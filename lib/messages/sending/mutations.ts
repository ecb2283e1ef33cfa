import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { addJob, addOrderJob, type Transaction } from "@/lib/db";
import { letterLanguageSchema, type Letter } from "@/lib/letters/schema";
import { inLanguage, languageFor } from "@/lib/messages/languages/rules";
import { composeLetter, type LetterFacts } from "@/lib/messages/letter";
import { dueBy } from "@/lib/messages/orders/plan";
import { orderSchema, planSchema, type Order, type OrderRef } from "@/lib/messages/orders/schema";
import { deliveryReference } from "@/lib/messages/rules";
import { firstReminderAt } from "@/lib/payments/reminder";
import { searchText } from "@/lib/recipients/rules";
import { addReplyRequests, newReplyRequest } from "@/lib/replies/requests/mutations";
import type { Message, MessageRecipient } from "@/prisma/generated/client";

/** An order of the actor's service, locked until the transaction ends: whoever comes second waits. */
export async function holdOrder(
  tx: Transaction,
  actor: PersonActor,
  { messageId }: OrderRef,
): Promise<Message | null> {
  await tx.$queryRaw`SELECT id FROM "Message" WHERE id = ${messageId}::uuid FOR UPDATE`;
  return tx.message.findFirst({
    where: { id: messageId, serviceId: { in: [...actor.writes] } },
  });
}

/** So many deliveries are made with the order itself; of more, the worker makes the rest. */
const AT_ONCE = 25;

/** Begins to send what was ordered, within the order itself. */
export async function startSending(tx: Transaction, messageId: string, at: Date): Promise<void> {
  const message = await tx.message.update({
    where: { id: messageId },
    data: { state: "sending", sentAt: at },
  });
  const made = await layOut(tx, message, AT_ONCE);
  for (const deliveryId of made) await addJob(tx, "publish_delivery", { deliveryId });
  if (made.length < (message.recipientCount ?? 0)) await addOrderJob(tx, messageId);
}

/**
 * Makes the next deliveries of an ordered message, at most so many of those that are due, and answers
 * their ids; none when there are none. What is made already is known by its position, so that it can be
 * stopped anywhere.
 */
export async function layOut(tx: Transaction, message: Message, most: number): Promise<string[]> {
  const order = orderSchema.parse(message.order);
  const sent = await sendingOf(tx, message);
  const recipients = await tx.messageRecipient.findMany({
    where: { messageId: message.id, position: { gt: sent.lastPosition } },
    orderBy: { position: "asc" },
    take: Math.min(most, Math.max(0, sent.due - sent.made)),
  });
  if (recipients.length === 0) return [];
  const { at } = sent;
  const requests = new Map(
    recipients.map((recipient) => [
      recipient.position,
      newReplyRequest(factsFor(order, recipient).replyOption),
    ]),
  );
  const created = await tx.delivery.createManyAndReturn({
    data: recipients.map((recipient) =>
      deliveryOf(message, order, recipient, at, requests.get(recipient.position)?.url ?? ""),
    ),
    select: { id: true, position: true, recipientNumberHash: true },
  });
  const { organisationId, serviceId } = message;
  await addReplyRequests(
    tx,
    created.flatMap(({ id, position, recipientNumberHash }) => {
      const request = requests.get(position);
      const delivery = { deliveryId: id, organisationId, serviceId, recipientNumberHash };
      return request ? [{ delivery, request }] : [];
    }),
  );
  await tx.deliveryEvent.createMany({
    data: created.map(({ id }) => ({
      deliveryId: id,
      organisationId,
      serviceId,
      kind: "sent",
      occurredAt: at,
      observedAt: at,
      detail: order.by,
    })),
  });
  return created.map(({ id }) => id);
}

/** How far a message's sending is: what was made, what is due by now, and the moment its next letters bear. */
async function sendingOf(tx: Transaction, message: Message) {
  const begun = message.sentAt;
  if (!begun) throw new Error("a message that nobody ordered");
  const plan = planSchema.nullable().parse(message.plan);
  const { goneBefore } = message;
  const left = (message.recipientCount ?? 0) - goneBefore;
  const made = await tx.delivery.aggregate({
    where: { messageId: message.id },
    _max: { position: true },
    _count: true,
  });
  return {
    made: made._count,
    lastPosition: made._max.position ?? 0,
    due: goneBefore + dueBy(plan, message.sendAt ?? begun, left, now()),
    // Letters that go on different days bear different days.
    at: plan?.kind === "spread" ? now() : begun,
  };
}

/** The order in the language of one recipient. */
function factsFor({ facts }: Order, recipient: Pick<MessageRecipient, "language">): Order["facts"] {
  const language = letterLanguageSchema.nullable().parse(recipient.language);
  return inLanguage(facts, languageFor(facts, { language }));
}

function deliveryOf(
  message: Message,
  order: Order,
  recipient: MessageRecipient,
  at: Date,
  replyUrl: string,
) {
  const { logoSha256 } = order;
  const facts = factsFor(order, recipient);
  const reference = deliveryReference(message.reference, recipient.position);
  const letter = letterOf({ ...facts, replyUrl }, recipient, reference, at);
  return {
    messageId: message.id,
    organisationId: message.organisationId,
    serviceId: message.serviceId,
    position: recipient.position,
    reference,
    ownReference: message.ownReference,
    recipientKind: recipient.kind,
    recipientNumberEncrypted: recipient.numberEncrypted,
    recipientNumberHash: recipient.numberHash,
    recipientName: recipient.name,
    recipientSearch: searchText(recipient.name),
    language: letter.language,
    subject: letter.subject,
    deliveryChoice: facts.deliveryChoice,
    structuredCommunication: structuredCommunicationOf(letter),
    isOnPaper: recipient.reachability === "not_reachable",
    letter: { ...letter, logoSha256 },
    sentAt: at,
    movedAt: at,
    nextCheckAt: null,
    remindAt: firstReminderAt(letter.payment, message, at),
  };
}

/** A row that passed every check and makes no letter is a fault of the portal, never of the sender. */
function letterOf(
  facts: Omit<LetterFacts, "recipient" | "values">,
  row: MessageRecipient,
  reference: string,
  at: Date,
): Letter {
  const { name, addressLines, attention } = row;
  const values = row.values as Record<string, string>;
  const recipient = { name, addressLines, attention: attention ?? "" };
  const { position } = row;
  const letter = composeLetter({ ...facts, recipient, values, position }, reference, at);
  if (!letter.ok) throw new Error(`no letter can be made for ${reference}`);
  return letter.value;
}

function structuredCommunicationOf(letter: Letter): string | null {
  const communication = letter.payment?.communication;
  return communication?.kind === "structured" ? communication.value : null;
}
