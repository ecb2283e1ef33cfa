/** A draft with every answer given, for tests that begin where the composer ends. */
import { systemActor } from "@/lib/auth/actor";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import { documentFromPlainText } from "@/lib/messages/body/rules";
import {
  saveDelivery,
  savePayment,
  saveRecipient,
  saveReplies,
  saveText,
  startMessage,
  type DraftRef,
  type Saved,
} from "@/lib/messages/mutations";
import type { DeliveryChoice } from "@/lib/messages/schema";
import { emptyReplyOption } from "@/lib/replies/options/rules";
import type { Result } from "@/lib/result";
import { randomUUID } from "node:crypto";

const CITIZENS = [
  { number: "08040901112", name: "Dirk Verhoeven" },
  { number: "05012801335", name: "Jürgen Müller" },
  { number: "01122402143", name: "Jan Peeters" },
];

type Answers = {
  code?: string;
  choice?: DeliveryChoice;
  /** So many of `CITIZENS`. */
  recipients?: 1 | 2 | 3;
  /** Of a payment; without it there is nothing to pay. */
  dueDate?: string;
};

/** A draft of a type of this code, all answers given and every box known to be open. */
export async function readyDraft(
  actor: PersonActor,
  { code = "INVOICE", choice = "normal", recipients = 1, dueDate }: Answers = {},
): Promise<DraftRef> {
  const { id } = value(await startMessage(actor, { messageTypeId: await typeOf(actor, code) }));
  const steps: ((ref: DraftRef) => Promise<Result<Saved, { code: string }>>)[] = [
    ...CITIZENS.slice(0, recipients).map(
      (citizen) => (ref: DraftRef) => addCitizen(actor, ref, citizen),
    ),
    (ref) => saveText(actor, { ...ref, ...TEXT }),
    (ref) => savePayment(actor, { ...ref, payment: dueDate ? { ...PAYMENT, dueDate } : null }),
    (ref) => saveReplies(actor, { ...ref, replyOption: emptyReplyOption("ebox") }),
    (ref) => saveDelivery(actor, { ...ref, deliveryChoice: choice }),
  ];
  const ref = { messageId: id, lockNumber: 1 };
  for (const step of steps) ref.lockNumber = value(await step(ref)).lockNumber;
  await withActor(systemActor("test"), (tx) =>
    tx.messageRecipient.updateMany({
      where: { messageId: id },
      data: { reachability: "reachable", checkedAt: new Date() },
    }),
  );
  return ref;
}

const PAYMENT = {
  amountCents: 5000,
  iban: "BE72000000001616",
  bic: null,
  beneficiary: "Stad Maanrode",
  communication: { kind: "sequence" as const, first: "1000" },
};

const TEXT = {
  subject: "Afvalbelasting",
  ownReference: "",
  body: documentFromPlainText("Geachte ((naam))"),
  values: {},
};

function addCitizen(actor: PersonActor, ref: DraftRef, citizen: { number: string; name: string }) {
  return saveRecipient(actor, {
    ...ref,
    // The first takes the place that is there.
    recipientId: citizen === CITIZENS[0] ? null : randomUUID(),
    kind: "citizen",
    ...citizen,
    address: ["Kerkstraat 14", "9999 Maanrode"],
    attention: "",
    language: "nl",
  });
}

export async function typeOf(actor: PersonActor, code: string): Promise<string> {
  const organisationId = actor.actingFor.organisationId ?? "";
  const type = await withActor(systemActor("test"), (tx) =>
    tx.messageType.findFirstOrThrow({ where: { code, organisationId } }),
  );
  return type.id;
}

/** What a write that a test only builds on gave; a refusal ends the test and says which. */
export function value<T>(result: Result<T, { code: string; fields?: object }>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

/** Does it on the newest save, and remembers the next one. */
export async function onNewest(
  ref: DraftRef,
  work: (
    ref: DraftRef,
  ) => Promise<Result<{ lockNumber: number }, { code: string; fields?: object }>>,
): Promise<void> {
  ref.lockNumber = value(await work({ ...ref })).lockNumber;
}
