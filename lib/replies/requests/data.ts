import "server-only";
import type { RecipientActor } from "@/lib/auth/schema";
import { withActor, type Transaction } from "@/lib/db";
import { environment } from "@/lib/env";
import { letterSchema } from "@/lib/letters/schema";
import { answerContentSchema, type AnswerContent } from "@/lib/replies/answers/schema";
import { askedReplySchema } from "@/lib/replies/options/schema";
import type { ReplyRequestView } from "@/lib/replies/requests/schema";
import { decryptBytes } from "@/lib/number-vault";

/** As long as a real one, so that the letter shown while one writes is set as the one that is sent. */
export const EXAMPLE_TOKEN = "EXAMPLE-AAAAAAAAAAAAAAAAAAA";

export function replyAddress(token: string): string {
  return `${environment().PORTAL_URL}/reply/${token}`;
}

/**
 * What this recipient is asked; null for everybody to whom the message was not sent, and for a link
 * that leads nowhere: the two look the same.
 */
export async function getReplyRequest(actor: RecipientActor): Promise<ReplyRequestView | null> {
  return withActor(actor, (tx) => readReplyRequest(tx, actor));
}

/** Both the link and the number must fit; row-level security stands behind it. */
export function ownRequest({ tokenHash, numberHashes }: RecipientActor) {
  const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
  return { tokenHash: bytes(tokenHash), recipientNumberHash: { in: numberHashes.map(bytes) } };
}

/** For writes that must see it inside their own transaction. */
export async function readReplyRequest(
  tx: Transaction,
  actor: RecipientActor,
): Promise<ReplyRequestView | null> {
  const request = await tx.replyRequest.findFirst({
    where: ownRequest(actor),
    include: { delivery: true },
  });
  if (!request) return null;
  const { delivery } = request;
  const letter = letterSchema.parse(delivery.letter);
  const answer = await tx.replyAnswer.findFirst({
    where: { deliveryId: request.deliveryId },
    orderBy: { number: "desc" },
  });
  const seal = answer && (await tx.evidenceSeal.findUnique({ where: { evidenceId: answer.id } }));
  return {
    deliveryId: request.deliveryId,
    reference: delivery.reference,
    subject: delivery.subject,
    language: letter.language,
    recipientName: delivery.recipientName,
    isEnterprise: delivery.recipientKind === "enterprise",
    organisationName: letter.sender.organisationName,
    serviceName: letter.sender.serviceName,
    contact: letter.sender.contact,
    sentAt: delivery.sentAt,
    hasLetter: delivery.letterSha256 !== null && delivery.contentErasedAt === null,
    contentErasedAt: delivery.contentErasedAt,
    asked: askedReplySchema.parse(request.asked),
    isChangeable: request.isChangeable,
    closesAt: request.closesAt,
    answer: answer && {
      id: answer.id,
      number: answer.number,
      answeredAt: answer.answeredAt,
      entries: contentOf(answer.content).entries,
      isSealed: seal !== null,
    },
  };
}

/** An answer as it was given, from how it is kept. */
export function contentOf(kept: Uint8Array): AnswerContent {
  return answerContentSchema.parse(
    JSON.parse(Buffer.from(decryptBytes(kept)).toString("utf8")) as unknown,
  );
}
