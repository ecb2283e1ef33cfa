import "server-only";
import { createHash } from "node:crypto";
import type { AnsweredFor } from "@/lib/answered-for";
import { belongsInTrail, callKeys } from "@/lib/audit/calls/rules";
import type { CallDetails, TracedCall } from "@/lib/audit/calls/schema";
import { record } from "@/lib/audit/mutations";
import type { AuditAct, Noted } from "@/lib/audit/schema";
import type { SystemActor } from "@/lib/auth/schema";
import type { Transaction } from "@/lib/db";
import { letterFileName } from "@/lib/deliveries/letter";
import type { DeliveryEventDetail, DeliveryEventKind } from "@/lib/deliveries/schema";
import type { RawAnswer, Recipient } from "@/lib/gateways/mailbox";
import { decryptBytes, decryptNumber, encryptBytes } from "@/lib/number-vault";
import type { AnswerFacts, OrderFacts, PartFacts } from "@/lib/proofs/evidence-facts";
import { readParts } from "@/lib/deliveries/data";
import type { MailboxAnswer } from "@/prisma/generated/client";

/** What each step of a delivery reads and writes down, whatever happened. */
export type DeliveryRow = NonNullable<Awaited<ReturnType<typeof readDelivery>>>;

/** One relation after the other: a transaction has one connection, which takes one question at a time. */
export async function readDelivery(tx: Transaction, id: string) {
  const delivery = await tx.delivery.findUnique({ where: { id } });
  if (!delivery) return null;
  const { organisation, service, message, attachments } = await readParts(tx, delivery);
  return { ...delivery, organisation, service, message: { ...message, attachments } };
}
/** The letter and the attachments as evidence names them, under the names the recipient sees. */
export function partsOf(delivery: DeliveryRow): PartFacts[] {
  return [
    {
      identifier: letterFileName(delivery),
      role: "main_content",
      contentType: "application/pdf",
      sha256: delivery.letterSha256 ?? new Uint8Array(),
      size: delivery.letterSize ?? 0,
    },
    ...delivery.message.attachments.map((file) => ({
      identifier: file.fileName,
      role: "attachment" as const,
      contentType: file.mediaType,
      size: file.size,
      sha256: file.sha256,
    })),
  ];
}

export function recipientOf(delivery: {
  recipientKind: string;
  recipientNumberEncrypted: Uint8Array;
}): Recipient {
  const number = decryptNumber(delivery.recipientNumberEncrypted);
  return delivery.recipientKind === "citizen"
    ? { kind: "citizen", niss: number }
    : { kind: "enterprise", enterpriseNumber: number };
}

export type OwnDelivery = { id: string; organisationId: string; serviceId: string };
export type KeptAnswer = AnswerFacts & { mailboxTime: Date | null };

/**
 * Keeps what the mailbox answered, and that it was asked, and gives the answer in the form that evidence
 * embeds. `details` null: the call surely did not succeed, and the trail of calls leaves it out.
 */
export async function keepAnswer(
  tx: Transaction,
  actor: SystemActor,
  delivery: AuditedDelivery,
  call: AnswerFacts["call"],
  raw: RawAnswer,
  details: CallDetails | null,
): Promise<KeptAnswer> {
  const answer = await tx.mailboxAnswer.create({
    data: {
      deliveryId: delivery.id,
      organisationId: delivery.organisationId,
      serviceId: delivery.serviceId,
      call,
      status: raw.status,
      body: encryptBytes(raw.body),
      requestedAt: raw.requestedAt,
      answeredAt: raw.answeredAt,
      mailboxTime: raw.mailboxTime,
    },
    select: { id: true },
  });
  if (details) await keepCall(tx, actor, delivery, { call, raw, details, answerId: answer.id });
  return { ...raw, call, sha256: sha256Of(raw.body) };
}

/** That the eBox was asked about this delivery, under the keys that its rules for the trail name. */
export async function keepCall(
  tx: Transaction,
  actor: SystemActor,
  delivery: AuditedDelivery,
  asked: {
    call: AnswerFacts["call"];
    raw: TracedCall;
    details: CallDetails;
    answerId: string | null;
  },
): Promise<void> {
  const { call, raw, details, answerId } = asked;
  if (!belongsInTrail(raw)) return;
  const keys = callKeys(raw, details);
  await auditOf(tx, actor, delivery, "mailbox_called", { call, answerId, ...keys });
}

/**
 * An answer kept earlier. Its digest is made of what was decrypted: kept beside the answer and
 * unkeyed, it would tell the recipient's number to whoever tries them all.
 */
export function keptAnswer(row: MailboxAnswer, call: AnswerFacts["call"]): KeptAnswer {
  const body = decryptBytes(row.body);
  return { ...row, body, sha256: sha256Of(body), call };
}

export async function addEvent<K extends DeliveryEventKind>(
  tx: Transaction,
  delivery: OwnDelivery,
  kind: K,
  occurredAt: Date | null,
  observedAt: Date,
  detail: DeliveryEventDetail<K>,
): Promise<void> {
  await tx.deliveryEvent.create({
    data: {
      deliveryId: delivery.id,
      organisationId: delivery.organisationId,
      serviceId: delivery.serviceId,
      kind,
      occurredAt,
      observedAt,
      detail,
    },
  });
}

type AuditedDelivery = OwnDelivery & { recipientNumberHash: Uint8Array };

export function auditOf(
  tx: Transaction,
  actor: SystemActor,
  delivery: AuditedDelivery,
  act: Extract<AuditAct, `delivery_${string}` | "mailbox_called">,
  detail: Record<string, Noted>,
): Promise<void> {
  return record(tx, actor, {
    act,
    subjectKind: "delivery",
    subjectId: delivery.id,
    organisationId: delivery.organisationId,
    serviceId: delivery.serviceId,
    numberHash: new Uint8Array(delivery.recipientNumberHash),
    detail,
  });
}

/** How somebody had signed in, as evidence says it. */
export function signInOf({
  method,
  level,
  fasLevel,
  signedInAt,
}: AnsweredFor): OrderFacts["signIn"] {
  return { method, level, fasLevel, at: new Date(signedInAt) };
}

export function sha256Of(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
