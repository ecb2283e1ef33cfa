import type { PersonActor } from "@/lib/auth/schema";
import { systemActor } from "@/lib/auth/actor";
import { withActor } from "@/lib/db";
import type { Problem } from "@/lib/errors";
import { calendarDateOf } from "@/lib/format";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import {
  saveDelivery,
  savePayment,
  saveRecipient,
  saveReplies,
  saveText,
  startMessage,
} from "@/lib/messages/mutations";
import { giveOrder } from "@/lib/messages/orders/mutations";
import { structuredCommunicationFor } from "@/lib/payments/structured-communication";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import { checkBox } from "@/lib/recipients/mutations";
import type { Result } from "@/lib/result";
import { afterDays } from "@/lib/working-days";
import type { SeedLetter, SeedRecipient } from "./letters";

export type MessageTypes = {
  id: string;
  code: string;
  organisationId: string;
  registeredFor: string[];
}[];

export async function listTypes(): Promise<MessageTypes> {
  const rows = await withActor(systemActor("seed"), (tx) =>
    tx.messageType.findMany({ include: { capabilities: true } }),
  );
  return rows.map(({ id, code, organisationId, capabilities }) => ({
    id,
    code,
    organisationId,
    registeredFor: capabilities.map((capability) => capability.channel),
  }));
}

/** One message from empty draft to sent, by the same functions that the composer calls. */
export async function writeMessage(
  actor: PersonActor,
  types: MessageTypes,
  letter: SeedLetter,
  recipient: SeedRecipient,
  number: number,
): Promise<string> {
  const type = types.find(
    ({ code, organisationId }) =>
      code === letter.type && organisationId === actor.actingFor.organisationId,
  );
  if (!type) throw new Error(`no message type ${letter.type}`);
  const { id: messageId } = must(await startMessage(actor, { messageTypeId: type.id }));
  let { lockNumber } = must(
    await saveRecipient(actor, {
      messageId,
      lockNumber: 1,
      attention: "",
      ...recipient,
      address: recipient.address.split("\n"),
    }),
  );
  must(await checkBox(actor, { messageId, kind: recipient.kind, number: recipient.number }));
  const ref = () => ({ messageId, lockNumber });
  ({ lockNumber } = must(
    await saveText(actor, {
      ...ref(),
      subject: letter.subject,
      ownReference: `DEMO/2026/${String(number).padStart(3, "0")}`,
      body: documentFromPlainText(letter.text),
      values: {},
    }),
  ));
  ({ lockNumber } = must(
    await savePayment(actor, { ...ref(), payment: paymentOf(letter, number) }),
  ));
  ({ lockNumber } = must(
    await saveReplies(actor, {
      ...ref(),
      replyOption: letter.replyOption ?? emptyReplyOption(letter.reply ? "ebox" : "none"),
    }),
  ));
  const isOpen = type.registeredFor.includes(recipient.kind);
  const deliveryChoice = isOpen ? letter.choice : "normal";
  ({ lockNumber } = must(await saveDelivery(actor, { ...ref(), deliveryChoice })));
  must(
    await giveOrder(actor, {
      ...ref(),
      isConfirmed: deliveryChoice !== "normal",
      plan: { kind: "now" },
      note: "",
    }),
  );
  return messageId;
}

function paymentOf(letter: SeedLetter, number: number) {
  if (!letter.amountCents) return null;
  const inDays = (days: number) => afterDays(calendarDateOf(new Date()), days);
  return {
    amountCents: letter.amountCents,
    iban: "BE72000000001616",
    bic: "KREDBEBB",
    beneficiary: letter.language === "fr" ? "Agence des Marées" : "Stad Maanrode",
    communication: {
      kind: "structured" as const,
      value: structuredCommunicationFor(202_600_000 + number),
    },
    dueDate: inDays(30),
  };
}

/** For what cannot be refused here: a refusal is a fault of the demonstration. */
export function must<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}
