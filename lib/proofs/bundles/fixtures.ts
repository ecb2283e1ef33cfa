/** Deliveries of one message, sent and accepted by the mailbox, for tests and benches of what proves them. */
import { randomUUID } from "node:crypto";
import { systemActor } from "@/lib/auth/actor";
import { answeredFor } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { withActor } from "@/lib/db";
import { cancelDelivery } from "@/lib/deliveries/outcomes/jobs";
import { storeFile } from "@/lib/gateways/storage";
import { encryptNumber, hashNumber } from "@/lib/number-vault";
import { utf8, type Bytes } from "../bytes";
import { makeFacts } from "../fixtures";
import { addEvidence } from "../mutations";

export type SentDelivery = { id: string; reference: string; letter: Bytes };

const TOLD = ["SubmissionAcceptance", "ContentConsignment", "ContentAccessTracking"];

/** Each has a letter of its own, unless one is given, and they share one attachment. */
export async function sendDeliveries(
  actor: PersonActor,
  count: number,
  { attachment = utf8("%PDF-1.7 plan"), letter }: { attachment?: Bytes; letter?: Bytes } = {},
): Promise<SentDelivery[]> {
  const own = {
    organisationId: actor.actingFor.organisationId ?? "",
    serviceId: actor.actingFor.serviceId ?? "",
  };
  const reference = `MR-${randomUUID().slice(0, 8).toUpperCase()}`;
  const messageId = await withActor(systemActor("test"), async (tx) => {
    const type = await tx.messageType.findFirstOrThrow({
      where: { organisationId: own.organisationId },
    });
    const message = await tx.message.create({
      data: {
        ...own,
        reference,
        messageTypeId: type.id,
        authorId: actor.personId,
        body: {},
        state: "sent",
        sentAt: new Date(),
      },
    });
    await tx.attachment.create({
      data: {
        ...own,
        id: randomUUID(),
        messageId: message.id,
        fileName: "plan é.pdf",
        mediaType: "application/pdf",
        ...(await storeFile(attachment)),
        position: 1,
        scanState: "clean",
      },
    });
    return message.id;
  });
  const sent: SentDelivery[] = [];
  for (let position = 1; position <= count; position += 1) {
    sent.push(
      await sendOne(
        { ...own, messageId, position },
        `${reference}/${position}`,
        attachment,
        letter,
      ),
    );
  }
  return sent;
}

/** One more letter of the message of another, ordered and cancelled by this person before it left. */
export async function cancelLetter(actor: PersonActor, of: SentDelivery): Promise<SentDelivery> {
  const worker = systemActor("test");
  const reference = `${of.reference}9`;
  const id = await withActor(worker, async (tx) => {
    const { messageId, ...other } = await tx.delivery.findUniqueOrThrow({ where: { id: of.id } });
    await tx.message.update({
      where: { id: messageId },
      data: { haltedAt: new Date(), haltedById: actor.personId, haltedBy: answeredFor(actor) },
    });
    const { id: deliveryId } = await tx.delivery.create({
      data: {
        ...{ messageId, reference, position: other.position + 90, state: "waiting", letter: {} },
        organisationId: other.organisationId,
        serviceId: other.serviceId,
        recipientKind: other.recipientKind,
        recipientNumberEncrypted: other.recipientNumberEncrypted,
        recipientNumberHash: other.recipientNumberHash,
        recipientName: other.recipientName,
        recipientSearch: other.recipientSearch,
        language: other.language,
        subject: other.subject,
        deliveryChoice: other.deliveryChoice,
        sentAt: new Date(),
      },
    });
    await cancelDelivery(tx, worker, deliveryId);
    return deliveryId;
  });
  return { id, reference, letter: utf8("") };
}

type Place = { organisationId: string; serviceId: string; messageId: string; position: number };

async function sendOne(
  place: Place,
  reference: string,
  attachment: Bytes,
  letter = utf8(`%PDF-1.7 letter ${reference}`),
): Promise<SentDelivery> {
  const stored = await storeFile(letter);
  const facts = (await makeFacts({ letter, attachment })).filter(({ event }) =>
    TOLD.includes(event),
  );
  return withActor(systemActor("test"), async (tx) => {
    const delivery = await tx.delivery.create({
      data: {
        ...place,
        reference,
        recipientKind: "citizen",
        recipientNumberEncrypted: encryptNumber("08040901112"),
        recipientNumberHash: hashNumber("08040901112"),
        recipientName: "Dirk Verhoeven",
        recipientSearch: "dirk verhoeven",
        language: "nl",
        subject: "Afvalbelasting",
        deliveryChoice: "registered",
        letter: {},
        letterSha256: stored.sha256,
        letterSize: stored.size,
        state: "opened",
        sentAt: new Date(),
      },
      include: { organisation: true, service: true },
    });
    for (const fact of facts) {
      const id = randomUUID();
      const { sentAt, subject } = delivery;
      const recipient = { ...fact.recipient, number: "08040901112", name: delivery.recipientName };
      const own = { ...fact, reference, sentAt, subject, recipient, id, evidenceId: id };
      await addEvidence(tx, delivery, own);
    }
    return { id: delivery.id, reference, letter };
  });
}
