import type { PersonActor } from "@/lib/auth/schema";
import { systemActor } from "@/lib/auth/actor";
import { withActor } from "@/lib/db";
import { checkBox } from "@/lib/recipients/mutations";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import {
  saveDelivery,
  savePayment,
  saveRecipient,
  saveReplies,
  saveText,
  sendMessage,
  startMessage,
} from "@/lib/messages/mutations";
import type { Problem } from "@/lib/errors";
import type { Result } from "@/lib/result";
import { structuredCommunicationFor } from "@/lib/payments/structured-communication";
import { LETTERS, RECIPIENTS, type SeedLetter, type SeedRecipient } from "./letters";

type Actors = { finance: PersonActor; planning: PersonActor; tides: PersonActor };

const OF_TYPE: Record<string, keyof Actors> = {
  PROCEDURE_INFORMATION: "planning",
  ROAD_WORKS: "planning",
  FINE: "tides",
};
const NEVER_ANSWERS = "01122402143";
const DELIVERIES = 60;

/** Writes, sends, and lets the test citizens open, answer and ignore; answers how many were sent. */
export async function demonstrate(actors: Actors, sandboxUrl: string): Promise<number> {
  const sandbox = (path: string, init?: RequestInit) => fetch(`${sandboxUrl}/control${path}`, init);
  const put = (path: string, method: string, body: object) =>
    sandbox(path, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const types = await messageTypes();
  const sent: string[] = [];
  let number = 0;
  for (const letter of cycle(LETTERS)) {
    const fitting = RECIPIENTS.filter(
      (recipient) => recipient.language === letter.language && recipient.number !== NEVER_ANSWERS,
    );
    const recipient = fitting[Math.floor(number / LETTERS.length) % fitting.length];
    if (sent.length >= DELIVERIES - 3) break;
    number += 1;
    const actor = actors[letter.language === "fr" ? "tides" : (OF_TYPE[letter.type] ?? "finance")];
    if (recipient) sent.push(await write(actor, types, letter, recipient, number));
  }
  await settled(sent, ["published", "failed"]);
  await receive(sent, put);

  // A few that stay on their way: their mailbox answers 503 for as long as the demonstration lasts.
  await put("/faults", "PUT", [
    {
      match: { service: "messageRegistry", recipient: NEVER_ANSWERS },
      effect: { kind: "status", status: 503 },
    },
  ]);
  const waiting = RECIPIENTS.find((recipient) => recipient.number === NEVER_ANSWERS);
  for (const letter of LETTERS.slice(0, 3)) {
    if (waiting)
      sent.push(
        await write(
          actors[OF_TYPE[letter.type] ?? "finance"],
          types,
          letter,
          waiting,
          (number += 1),
        ),
      );
  }
  await drafts(actors, types);
  return sent.length;
}

function* cycle<T>(items: readonly T[]): Generator<T> {
  for (;;) yield* items;
}

type Types = { id: string; code: string; organisationId: string; registeredFor: string[] }[];

async function messageTypes(): Promise<Types> {
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
async function write(
  actor: PersonActor,
  types: Types,
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
    await saveRecipient(actor, { messageId, lockNumber: 1, attention: "", ...recipient }),
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
  ({ lockNumber } = must(await saveReplies(actor, { ...ref(), replyAllowed: letter.reply })));
  const isOpen = type.registeredFor.includes(recipient.kind);
  const deliveryChoice = isOpen ? letter.choice : "normal";
  ({ lockNumber } = must(await saveDelivery(actor, { ...ref(), deliveryChoice })));
  must(await sendMessage(actor, { ...ref(), isConfirmed: deliveryChoice !== "normal" }));
  return messageId;
}

function paymentOf(letter: SeedLetter, number: number) {
  if (!letter.amountCents) return null;
  const inDays = (days: number) =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
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

/** Some open, some answer, some let it lapse, some never look. */
async function receive(
  messageIds: string[],
  put: (path: string, method: string, body: object) => Promise<Response>,
): Promise<void> {
  const deliveries = await withActor(systemActor("seed"), (tx) =>
    tx.delivery.findMany({
      where: { messageId: { in: messageIds }, state: "published", mailboxMessageId: { not: null } },
      orderBy: { reference: "asc" },
      select: { mailboxMessageId: true, message: { select: { replyAllowed: true } } },
    }),
  );
  const expiring: string[] = [];
  for (const [index, { mailboxMessageId, message }] of deliveries.entries()) {
    const path = `/messages/${mailboxMessageId}`;
    if (index % 11 === 5) {
      expiring.push(path);
      continue;
    }
    if (index % 3 === 2) continue;
    await put(`${path}/open`, "POST", {});
    if (message.replyAllowed && index % 4 === 1)
      await put(`${path}/reply`, "POST", { text: REPLIES[index % REPLIES.length] });
  }
  for (const path of expiring) await put(`${path}/expire`, "POST", {});
}

const REPLIES = [
  "Goedendag, ik breng het stuk morgen binnen aan het loket. Dank u.",
  "Bonjour, j’ai bien reçu votre message. Je vous envoie le document demandé cette semaine.",
  "Guten Tag, der Termin passt mir. Vielen Dank und freundliche Grüße.",
];

/** Waits until the worker has brought every delivery of these messages that far. */
async function settled(messageIds: string[], states: string[]): Promise<void> {
  for (let waited = 0; waited < 120; waited += 1) {
    const open = await withActor(systemActor("seed"), (tx) =>
      tx.delivery.count({ where: { messageId: { in: messageIds }, state: { notIn: states } } }),
    );
    if (open === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the worker did not publish the demonstration within a minute");
}

/** Two drafts to go on with. */
async function drafts({ finance }: Actors, types: Types): Promise<void> {
  for (const code of ["FINE", "APPOINTMENT"]) {
    const type = types.find(
      (found) => found.code === code && found.organisationId === finance.actingFor.organisationId,
    );
    if (!type) continue;
    const { id: messageId } = must(await startMessage(finance, { messageTypeId: type.id }));
    const letter = LETTERS.find((found) => found.type === "APPOINTMENT");
    must(
      await saveText(finance, {
        messageId,
        lockNumber: 1,
        subject: code === "FINE" ? "Laattijdig buitengezet afval" : (letter?.subject ?? ""),
        ownReference: "",
        body: documentFromPlainText(code === "FINE" ? "Geachte ((naam))," : (letter?.text ?? "")),
        values: {},
      }),
    );
  }
}

function must<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}
