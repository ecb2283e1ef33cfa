import "server-only";
import { addJob, withActor, type Transaction } from "@/lib/db";
import type { PersonActor } from "@/lib/auth/schema";
import { record } from "@/lib/audit/mutations";
import { now } from "@/lib/clock";
import type { Problem } from "@/lib/errors";
import { calendarDateOf } from "@/lib/format";
import { storeFile } from "@/lib/gateways/storage";
import { encryptNumber, hashNumber } from "@/lib/number-vault";
import { printedText } from "@/lib/letters/layout";
import { ok, refuse, type Result } from "@/lib/result";
import { renderLetter, setLetter } from "@/lib/letters/letter";
import { getPreview, readDraft } from "@/lib/messages/data";
import { composeLetter } from "@/lib/messages/letter";
import {
  deliveryReference,
  draftProblems,
  isRegistered,
  messageReference,
} from "@/lib/messages/rules";
import type { PaymentInput, RecipientInput, RepliesInput, TextInput } from "@/lib/messages/schema";
import type { DeliveryChoice } from "@/lib/messages/schema";
import { emptyDocument } from "@/lib/messages/body/rules";
import { documentSchema } from "@/lib/messages/body/schema";
import { parseRecipientNumber } from "@/lib/recipients/rules";
import { missingGlyphs } from "@/lib/typst/glyphs";
import { searchText } from "@/lib/recipients/rules";
import { registeredStop } from "@/lib/proofs/data";
import { addReplyRequest, newReplyRequest } from "@/lib/replies/requests/mutations";
import { readNewestVersion, readTemplateOfDraft } from "@/lib/templates/data";
import { emptyText, textForLanguage } from "@/lib/templates/rules";
import { templateLanguageSchema } from "@/lib/templates/schema";

/** What a form gets back after a save: the number to save on, and when it was. */
export type Saved = { lockNumber: number; savedAt: string };

export async function startMessage(
  actor: PersonActor,
  { messageTypeId, templateId = null }: { messageTypeId: string; templateId?: string | null },
): Promise<Result<{ id: string }, Problem>> {
  const { organisationId, serviceId } = actor.actingFor;
  if (!organisationId || !serviceId) return refuse({ code: "not_allowed" });
  return withActor(actor, async (tx) => {
    const type = await tx.messageType.findFirst({ where: { id: messageTypeId, organisationId } });
    if (!type) return refuse({ code: "not_found" });
    const template = await templateToBegin(tx, actor, type, templateId);
    if (!template) return refuse({ code: "not_found" });
    const at = now();
    const message = await tx.message.create({
      data: {
        reference: messageReference(yearOf(at), await nextNumber(tx)),
        organisationId,
        serviceId,
        messageTypeId,
        authorId: actor.personId,
        body: emptyDocument(),
        paymentWanted: type.paymentExpected ? true : null,
        replyAllowed: type.replyByDefault ? true : null,
        deliveryChoice: type.defaultDeliveryChoice,
        templateId: template.id,
        templateVersion: template.version,
        createdAt: at,
        savedAt: at,
      },
      select: { id: true },
    });
    await record(tx, actor, {
      act: "message_started",
      subjectKind: "message",
      subjectId: message.id,
    });
    return ok(message);
  });
}

type Beginning = { id: string | null; version: number | null };

/** Null where the chosen one cannot be begun with; a type's own that is gone only means none. */
async function templateToBegin(
  tx: Transaction,
  actor: PersonActor,
  type: { id: string; defaultTemplateId: string | null },
  chosen: string | null,
): Promise<Beginning | null> {
  const id = chosen === "default" ? type.defaultTemplateId : chosen;
  const found = id === null ? null : await readNewestVersion(tx, actor, id, type.id);
  if (found) return { id, version: found.number };
  return id === null || chosen === "default" ? { id: null, version: null } : null;
}

/** The year in Belgium: at half past midnight on 1 January, the server's own may be another. */
function yearOf(at: Date): number {
  return Number(calendarDateOf(at).slice(0, 4));
}

async function nextNumber(tx: Transaction): Promise<bigint> {
  const [row] = await tx.$queryRaw<
    { number: bigint }[]
  >`SELECT nextval('portal.message_reference') AS number`;
  return row?.number ?? 0n;
}

type DraftRef = { messageId: string; lockNumber: number };
type Change = Parameters<Transaction["message"]["updateMany"]>[0]["data"];

/**
 * Changes a draft on condition that it still is one and nobody saved since: the loser of a race
 * changes nothing and is told so.
 */
async function saveDraft(
  tx: Transaction,
  actor: PersonActor,
  ref: DraftRef,
  change: Change,
): Promise<Result<Saved, Problem>> {
  const savedAt = now();
  const where = { id: ref.messageId, serviceId: { in: [...actor.writes] } };
  const { count } = await tx.message.updateMany({
    where: { ...where, state: { in: ["draft", "sent_back"] }, lockNumber: ref.lockNumber },
    data: { ...change, lockNumber: { increment: 1 }, savedAt },
  });
  if (count === 1) return ok({ lockNumber: ref.lockNumber + 1, savedAt: savedAt.toISOString() });
  const existing = await tx.message.findFirst({ where, select: { state: true } });
  if (!existing) return refuse({ code: "not_found" });
  return refuse({
    code: ["draft", "sent_back"].includes(existing.state) ? "conflict" : "already_sent",
  });
}

/** Counts as a save of the draft, for what hangs on it: its attachments. */
export function touchDraft(
  tx: Transaction,
  actor: PersonActor,
  ref: DraftRef,
): Promise<Result<Saved, Problem>> {
  return saveDraft(tx, actor, ref, {});
}

export async function saveRecipient(
  actor: PersonActor,
  input: RecipientInput,
): Promise<Result<Saved, Problem>> {
  const parsed = parseRecipientNumber(input.kind, input.number, now());
  if (!parsed.ok) return refuse({ code: "invalid_input", fields: { number: parsed.refusal } });
  const number = parsed.value;
  return withActor(actor, async (tx) => {
    const text = await templateText(tx, actor, input);
    const saved = await saveDraft(tx, actor, input, { language: input.language, ...text });
    if (!saved.ok) return saved;
    const { organisationId, serviceId } = await tx.message.findUniqueOrThrow({
      where: { id: input.messageId },
      select: { organisationId: true, serviceId: true },
    });
    const numberHash = hashNumber(number);
    const place = { messageId: input.messageId, position: 1 };
    const before = await tx.messageRecipient.findUnique({ where: { messageId_position: place } });
    const isSame = before !== null && Buffer.from(before.numberHash).equals(numberHash);
    const fields = {
      kind: input.kind,
      numberEncrypted: encryptNumber(number),
      numberHash,
      name: input.name,
      addressLines: input.address,
      attention: input.attention || null,
      // Another number is another box: what was known of the old one no longer counts.
      ...(isSame ? {} : { reachability: "unknown", checkedAt: null }),
    };
    await tx.messageRecipient.upsert({
      where: { messageId_position: place },
      update: fields,
      create: { ...place, organisationId, serviceId, ...fields },
    });
    return saved;
  });
}

/** The template's text in the language just chosen, as long as nobody has written another. */
async function templateText(
  tx: Transaction,
  actor: PersonActor,
  { messageId, language }: Pick<RecipientInput, "language"> & { messageId: string },
): Promise<Change> {
  const message = await tx.message.findFirst({
    where: { id: messageId, serviceId: { in: [...actor.writes] } },
  });
  const template = message && (await readTemplateOfDraft(tx, actor, message));
  if (!template || language === message.language) return {};
  const written = { subject: message.subject, body: documentSchema.parse(message.body) };
  return textForLanguage(written, template.content, language) ?? {};
}

/**
 * Takes the newer version of the template over what stands in the draft. Asked for by the sender, who
 * has seen what goes and what comes.
 */
export async function takeTemplateVersion(
  actor: PersonActor,
  { version, ...ref }: DraftRef & { version: number },
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const message = await tx.message.findFirst({
      where: { id: ref.messageId, serviceId: { in: [...actor.writes] } },
    });
    const template = message && (await readTemplateOfDraft(tx, actor, message));
    if (!template) return refuse({ code: "not_found" });
    const { newer } = template;
    if (newer?.number !== version) return refuse({ code: "conflict" });
    const language = templateLanguageSchema.nullable().parse(message.language);
    const text = language === null ? null : (newer.content.texts[language] ?? emptyText());
    return saveDraft(tx, actor, ref, { templateVersion: newer.number, ...text });
  });
}

export async function saveText(
  actor: PersonActor,
  input: TextInput,
): Promise<Result<Saved, Problem>> {
  const { subject, ownReference, body, values } = input;
  return withActor(actor, async (tx) => {
    const saved = await saveDraft(tx, actor, input, { subject, ownReference, body });
    if (saved.ok) {
      await tx.messageRecipient.updateMany({
        where: { messageId: input.messageId },
        data: { values },
      });
    }
    return saved;
  });
}

export async function savePayment(
  actor: PersonActor,
  input: PaymentInput,
): Promise<Result<Saved, Problem>> {
  const { payment } = input;
  return withActor(actor, (tx) =>
    saveDraft(tx, actor, input, {
      paymentWanted: payment !== null,
      ...(payment ? { payment } : {}),
    }),
  );
}

export async function saveReplies(
  actor: PersonActor,
  input: RepliesInput,
): Promise<Result<Saved, Problem>> {
  const { replyOption } = input;
  return withActor(actor, (tx) =>
    saveDraft(tx, actor, input, { replyAllowed: replyOption.kind === "ebox", replyOption }),
  );
}

export async function saveDelivery(
  actor: PersonActor,
  input: DraftRef & { deliveryChoice: DeliveryChoice },
): Promise<Result<Saved, Problem>> {
  return withActor(actor, (tx) =>
    saveDraft(tx, actor, input, { deliveryChoice: input.deliveryChoice }),
  );
}

export async function discardMessage(
  actor: PersonActor,
  input: DraftRef,
): Promise<Result<null, Problem>> {
  return withActor(actor, async (tx) => {
    const cancelled = await saveDraft(tx, actor, input, { state: "cancelled" });
    if (!cancelled.ok) return cancelled;
    await record(tx, actor, {
      act: "message_discarded",
      subjectKind: "message",
      subjectId: input.messageId,
    });
    return ok(null);
  });
}

/**
 * The order to send. Before it is taken the letter is set once, outside the transaction: what cannot
 * be a letter is told to the sender now, and not found out by the worker when nobody looks.
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
    const { recipient, deliveryChoice, language } = draft;
    if (!recipient || !deliveryChoice || !language) return refuse({ code: "message_incomplete" });
    if (isRegistered(deliveryChoice)) {
      if (!input.isConfirmed) return refuse({ code: "confirmation_missing" });
      if (await registeredStop(tx, at)) return refuse({ code: "registered_stopped" });
    }
    const request = newReplyRequest(draft.replyOption);
    const letter = composeLetter(
      request ? { ...draft, replyUrl: request.url } : draft,
      deliveryReference(draft.reference, 1),
      at,
    );
    if (!letter.ok || setAt !== draft.lockNumber) return refuse({ code: "letter_failed" });
    const glyphs = missingGlyphs(printedText(letter.value));
    if (glyphs.length > 0)
      return refuse({ code: "letter_missing_glyphs", fields: { text: glyphs.join(" ") } });

    const saved = await saveDraft(tx, actor, input, {
      state: "sending",
      sentAt: at,
      sentById: actor.personId,
    });
    if (!saved.ok) return saved;
    const { sender, id: messageId } = draft;
    const logoSha256 = await keepLogo(tx, sender.serviceId);
    const delivery = await tx.delivery.create({
      data: {
        messageId,
        organisationId: sender.organisationId,
        serviceId: sender.serviceId,
        position: 1,
        reference: deliveryReference(draft.reference, 1),
        ownReference: draft.ownReference,
        recipientKind: recipient.kind,
        recipientNumberEncrypted: encryptNumber(recipient.number),
        recipientNumberHash: hashNumber(recipient.number),
        recipientName: recipient.name,
        recipientSearch: searchText(recipient.name),
        language,
        subject: letter.value.subject,
        deliveryChoice,
        structuredCommunication: structuredCommunicationOf(letter.value),
        letter: { ...letter.value, logoSha256 },
        sentAt: at,
        movedAt: at,
        nextCheckAt: null,
      },
      select: { id: true },
    });
    if (request)
      await addReplyRequest(
        tx,
        {
          deliveryId: delivery.id,
          organisationId: sender.organisationId,
          serviceId: sender.serviceId,
          recipientNumberHash: hashNumber(recipient.number),
        },
        request,
      );
    await tx.deliveryEvent.create({
      data: {
        deliveryId: delivery.id,
        organisationId: sender.organisationId,
        serviceId: sender.serviceId,
        kind: "sent",
        occurredAt: at,
        observedAt: at,
        detail: {
          by: `${actor.givenName} ${actor.surname}`.trim(),
          method: actor.signIn.method,
          level: actor.signIn.level,
          fasLevel: actor.signIn.fasLevel,
          signedInAt: actor.signIn.at.toISOString(),
        },
      },
    });
    await record(tx, actor, {
      act: "message_sent",
      subjectKind: "message",
      subjectId: messageId,
      numberHash: hashNumber(recipient.number),
      detail: { deliveryChoice, isConfirmed: input.isConfirmed, recipients: 1 },
    });
    await addJob(tx, "publish_delivery", { deliveryId: delivery.id });
    return ok({ reference: draft.reference });
  });
}

/** The logo that was on the letter when it was checked, whatever the service uses later. */
async function keepLogo(tx: Transaction, serviceId: string): Promise<string | null> {
  const { logo } = await tx.service.findUniqueOrThrow({
    where: { id: serviceId },
    select: { logo: true },
  });
  return logo ? Buffer.from((await storeFile(logo)).sha256).toString("hex") : null;
}

function structuredCommunicationOf(letter: {
  payment?: { communication: { kind: string; value: string } };
}): string | null {
  const communication = letter.payment?.communication;
  return communication?.kind === "structured" ? communication.value : null;
}
