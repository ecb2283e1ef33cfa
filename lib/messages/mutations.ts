import "server-only";
import { withActor, type Transaction } from "@/lib/db";
import type { PersonActor } from "@/lib/auth/schema";
import { record } from "@/lib/audit/mutations";
import { now } from "@/lib/clock";
import type { Problem } from "@/lib/errors";
import { calendarDateOf } from "@/lib/format";
import type { LetterLanguage } from "@/lib/letters/schema";
import { encryptNumber, hashNumber } from "@/lib/number-vault";
import { readAccounts } from "@/lib/payments/accounts/data";
import type { MessagePayment } from "@/lib/payments/schema";
import { ok, refuse, type Result } from "@/lib/result";
import { messageReference } from "@/lib/messages/rules";
import { ownPlaceholders } from "@/lib/messages/values/rules";
import {
  BY_HAND_LIMIT,
  DRAFT_STATES,
  isDraftState,
  type DeliveryChoice,
  type PaymentInput,
  type RecipientInput,
  type RepliesInput,
  type TextInput,
} from "@/lib/messages/schema";
import { languagesAllowed } from "@/lib/message-types/rules";
import { replyOptionSchema } from "@/lib/replies/options/schema";
import { withMainWords } from "@/lib/replies/options/words";
import { readRecipientsAgain } from "@/lib/recipients/reading/mutations";
import { emptyDocument, placeholderKey } from "@/lib/messages/body/rules";
import {
  isInSeveral,
  languagesWritten,
  optionAfter,
  textFor,
  textsOf,
  withMain,
  withText,
} from "@/lib/messages/languages/rules";
import { writtenSchema, type Written } from "@/lib/messages/languages/schema";
import { parseRecipientNumber } from "@/lib/recipients/rules";
import { readNewestVersion, readTemplateOfDraft } from "@/lib/templates/data";
import { emptyText, textForLanguage } from "@/lib/templates/rules";
import type { Message } from "@/prisma/generated/client";
import { z } from "zod";

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
    const service = await tx.service.findFirst({ where: { id: serviceId, organisationId } });
    if (service?.archivedAt) return refuse({ code: "service_archived" });
    const template = await templateToBegin(tx, actor, type, templateId);
    if (!template) return refuse({ code: "not_found" });
    const at = now();
    const message = await tx.message.create({
      data: {
        reference: await nextReference(tx, at),
        organisationId,
        serviceId,
        messageTypeId,
        authorId: actor.personId,
        body: emptyDocument(),
        paymentWanted: type.paymentExpected ? true : null,
        ...repliesOf(type, onlyLanguage(type.languages)),
        deliveryChoice: type.defaultDeliveryChoice,
        language: onlyLanguage(type.languages),
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

/** Where nothing is proposed, the sender says so each time. */
function repliesOf(
  { defaultReplyOption }: { defaultReplyOption: unknown },
  language: LetterLanguage | null,
) {
  if (defaultReplyOption === null) return {};
  const proposed = replyOptionSchema.parse(defaultReplyOption);
  // Words in several languages wait for the message's own.
  const replyOption = language ? withMainWords(proposed, null, language, false) : proposed;
  return { replyOption, replyAllowed: replyOption.kind === "ebox" };
}

/** Where there is nothing to choose, it is chosen. */
function onlyLanguage(named: readonly string[]): LetterLanguage | null {
  const [language = null, ...others] = languagesAllowed(named);
  return others.length === 0 ? language : null;
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

/** The reference of a message that is begun then. */
export async function nextReference(tx: Transaction, at: Date): Promise<string> {
  return messageReference(yearOf(at), await nextNumber(tx));
}

async function nextNumber(tx: Transaction): Promise<bigint> {
  const [row] = await tx.$queryRaw<
    { number: bigint }[]
  >`SELECT nextval('portal.message_reference') AS number`;
  return row?.number ?? 0n;
}

export type DraftRef = { messageId: string; lockNumber: number };
type Change = Parameters<Transaction["message"]["updateMany"]>[0]["data"];

/**
 * Changes a draft on condition that it still is one and nobody saved since: the loser of a race
 * changes nothing and is told so.
 */
export async function saveDraft(
  tx: Transaction,
  actor: PersonActor,
  ref: DraftRef,
  change: Change,
): Promise<Result<Saved, Problem>> {
  const savedAt = now();
  const where = { id: ref.messageId, serviceId: { in: [...actor.writes] } };
  const { count } = await tx.message.updateMany({
    where: { ...where, state: { in: [...DRAFT_STATES] }, lockNumber: ref.lockNumber },
    data: { ...change, lockNumber: { increment: 1 }, savedAt },
  });
  if (count === 1) return ok({ lockNumber: ref.lockNumber + 1, savedAt: savedAt.toISOString() });
  const existing = await tx.message.findFirst({ where, select: { state: true } });
  if (!existing) return refuse({ code: "not_found" });
  const isDraft = isDraftState(existing.state);
  return refuse({ code: isDraft ? "conflict" : "already_sent" });
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
  const numberHash = hashNumber(number);
  return withActor(actor, async (tx) => {
    const others = await tx.messageRecipient.findMany({
      where: { messageId: input.messageId, serviceId: { in: [...actor.writes] } },
      select: { id: true, position: true, numberHash: true, row: true },
      orderBy: { position: "asc" },
      take: BY_HAND_LIMIT + 1,
    });
    // A spreadsheet is mended in the spreadsheet: its rows would be overwritten at the next reading.
    if (others.some(({ row }) => row !== null)) return refuse({ code: "recipients_in_file" });
    const before = input.recipientId
      ? others.find(({ id }) => id === input.recipientId)
      : others[0];
    const isKnown = (each: { numberHash: Uint8Array }) =>
      Buffer.from(each.numberHash).equals(numberHash);
    if (others.some((other) => other !== before && isKnown(other)))
      return refuse({ code: "invalid_input", fields: { number: "number_repeated" } });
    if (!before && others.length >= BY_HAND_LIMIT) return refuse({ code: "recipients_limit" });
    const message = await readWritable(tx, actor, input.messageId);
    if (!message) return refuse({ code: "not_found" });
    const written = writtenSchema.parse(message);
    const isInOne = !isInSeveral(written);
    // There is no text for them in another.
    if (!isInOne && input.language && !languagesWritten(written).includes(input.language))
      return refuse({ code: "invalid_input", fields: { language: "language_other" } });
    const change = isInOne ? await mainLanguageChange(tx, actor, message, input.language) : {};
    const saved = await saveDraft(tx, actor, input, change);
    if (!saved.ok) return saved;
    const fields = {
      kind: input.kind,
      numberEncrypted: encryptNumber(number),
      numberHash,
      name: input.name,
      addressLines: input.address,
      attention: input.attention || null,
      // Of a message in one language its own, which all letters have.
      language: isInOne ? null : input.language,
      ...(input.values ? { values: input.values } : {}),
      // Another number is another box: what was known of the old one no longer counts.
      ...(before && isKnown(before) ? {} : { reachability: "unknown", checkedAt: null }),
    };
    if (before) {
      await tx.messageRecipient.update({ where: { id: before.id }, data: fields });
      return saved;
    }
    const { organisationId, serviceId } = message;
    await tx.messageRecipient.create({
      data: {
        ...(input.recipientId ? { id: input.recipientId } : {}),
        messageId: input.messageId,
        position: (others.at(-1)?.position ?? 0) + 1,
        organisationId,
        serviceId,
        ...fields,
      },
    });
    return saved;
  });
}

export async function removeRecipient(
  actor: PersonActor,
  { recipientId, ...ref }: DraftRef & { recipientId: string },
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const where = { id: recipientId, messageId: ref.messageId, row: null };
    if ((await tx.messageRecipient.count({ where })) === 0) return refuse({ code: "not_found" });
    const saved = await saveDraft(tx, actor, ref, {});
    if (saved.ok) await tx.messageRecipient.deleteMany({ where });
    return saved;
  });
}

/** Whether those without a usable box get their letter on paper, printed by the sender. */
export async function savePaper(
  actor: PersonActor,
  { paperWanted, ...ref }: DraftRef & { paperWanted: boolean },
): Promise<Result<Saved, Problem>> {
  return withActor(actor, (tx) => saveDraft(tx, actor, ref, { paperWanted }));
}

/**
 * What changes with the main language: where there is a text in it already, that one becomes the main
 * one; else the template's is taken, as long as nobody has written another.
 */
export async function mainLanguageChange(
  tx: Transaction,
  actor: PersonActor,
  message: Message,
  language: LetterLanguage | null,
): Promise<Change> {
  if (language === null || language === message.language) return { language };
  const written = writtenSchema.parse(message);
  const words = optionChange(message, written, { language });
  if (written.otherTexts[language]) return { ...withMain(written, language), ...words };
  const template = await readTemplateOfDraft(tx, actor, message);
  const text = template && textForLanguage(written, template.content, language);
  return { language, ...text, ...words };
}

/** The words of its replies change places with the texts. */
export function optionChange(
  message: { replyOption: unknown },
  before: Written,
  after: Pick<Written, "language">,
): Change {
  const option = replyOptionSchema.nullable().parse(message.replyOption);
  return option === null ? {} : { replyOption: optionAfter(option, before, after) };
}

/** Of the actor's services; what may be done with it in its state, the write itself finds out. */
export function readWritable(tx: Transaction, actor: PersonActor, messageId: string) {
  return tx.message.findFirst({ where: { id: messageId, serviceId: { in: [...actor.writes] } } });
}

/**
 * Takes the newer version of the template over what stands in the draft, in each of its languages.
 * Asked for by the sender, who has seen what goes and what comes.
 */
export async function takeTemplateVersion(
  actor: PersonActor,
  { version, ...ref }: DraftRef & { version: number },
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const message = await readWritable(tx, actor, ref.messageId);
    const template = message && (await readTemplateOfDraft(tx, actor, message));
    if (!template) return refuse({ code: "not_found" });
    const { newer } = template;
    if (newer?.number !== version) return refuse({ code: "conflict" });
    let change: Written = writtenSchema.parse(message);
    for (const language of languagesWritten(change)) {
      // A language that the template never had is the sender's own.
      const isTemplates = language in template.content.texts || language in newer.content.texts;
      if (!isTemplates) continue;
      const text = newer.content.texts[language] ?? emptyText();
      change = { ...change, ...withText(change, language, text) };
    }
    const saved = await saveDraft(tx, actor, ref, { templateVersion: newer.number, ...change });
    if (saved.ok) await readRecipientsAgain(tx, ref.messageId);
    return saved;
  });
}

/**
 * Takes the template's text over what stands in the draft in one of its languages: for a sender who wrote
 * before the language was chosen, or who goes back. Asked for once it was seen what goes.
 */
export async function takeTemplateText(
  actor: PersonActor,
  { version, language, ...ref }: DraftRef & { version: number; language: LetterLanguage },
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const message = await readWritable(tx, actor, ref.messageId);
    const template = message && (await readTemplateOfDraft(tx, actor, message));
    const text = template?.content.texts[language];
    const written = message && writtenSchema.parse(message);
    if (!text || !written || !languagesWritten(written).includes(language))
      return refuse({ code: "not_found" });
    if (template.version !== version) return refuse({ code: "conflict" });
    const saved = await saveDraft(tx, actor, ref, { ...withText(written, language, text) });
    if (saved.ok) await readRecipientsAgain(tx, ref.messageId);
    return saved;
  });
}

/** The text in one of the message's languages; whoever took that out meanwhile keeps it out. */
export async function saveText(
  actor: PersonActor,
  input: TextInput,
): Promise<Result<Saved, Problem>> {
  const { messageId, language = null, subject, ownReference, body, values } = input;
  return withActor(actor, async (tx) => {
    const message = await readWritable(tx, actor, messageId);
    if (!message) return refuse({ code: "not_found" });
    const change = withText(writtenSchema.parse(message), language, { subject, body });
    if (!change) return refuse({ code: "conflict" });
    const saved = await saveDraft(tx, actor, input, { ...change, ownReference });
    if (!saved.ok) return saved;
    await readRecipientsAgain(tx, messageId);
    // Of several recipients each has values of its own.
    const recipients = await tx.messageRecipient.findMany({ where: { messageId }, take: 2 });
    const [only, ...others] = recipients;
    if (only?.row === null && others.length === 0) {
      const kept = valuesOfOthers(writtenSchema.parse({ ...message, ...change }), language, only);
      await tx.messageRecipient.update({
        where: { id: only.id },
        data: { values: { ...kept, ...values } },
      });
    }
    return saved;
  });
}

/** What the texts in the other languages have of a recipient's values. */
function valuesOfOthers(
  message: Written,
  language: LetterLanguage | null,
  recipient: { values: unknown },
): Record<string, string> {
  const values = z.record(z.string(), z.string()).parse(recipient.values);
  const own = ownPlaceholders(textFor(message, language)).map(placeholderKey);
  const names = textsOf(message).flatMap(ownPlaceholders).map(placeholderKey);
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const key = placeholderKey(name);
      return names.includes(key) && !own.includes(key);
    }),
  );
}

/**
 * Where the administrator keeps a list of accounts, money goes to one of them, under the name that is
 * written there; null when the list has no such account.
 */
async function toOwnAccount(
  tx: Transaction,
  actor: PersonActor,
  messageId: string,
  payment: MessagePayment,
): Promise<MessagePayment | null> {
  const message = await tx.message.findFirst({
    where: { id: messageId, serviceId: { in: [...actor.writes] } },
    select: { serviceId: true },
  });
  const accounts = message ? await readAccounts(tx, message.serviceId) : [];
  if (accounts.length === 0) return payment;
  const account = accounts.find(({ iban }) => iban === payment.iban);
  return account ? { ...payment, bic: account.bic, beneficiary: account.beneficiary } : null;
}

export async function savePayment(
  actor: PersonActor,
  input: PaymentInput,
): Promise<Result<Saved, Problem>> {
  return withActor(actor, async (tx) => {
    const payment =
      input.payment && (await toOwnAccount(tx, actor, input.messageId, input.payment));
    if (input.payment && !payment) return refuse({ code: "account_unknown" as const });
    const saved = await saveDraft(tx, actor, input, {
      paymentWanted: payment !== null,
      ...(payment ? { payment } : {}),
    });
    // It may take something from each row of the list.
    if (saved.ok) await readRecipientsAgain(tx, input.messageId);
    return saved;
  });
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
    const held = await touchDraft(tx, actor, input);
    if (!held.ok) return held;
    const { messageId } = input;
    // Nobody will ever send the files that were meant for single recipients.
    await tx.personalArchive.deleteMany({
      where: { messageId, serviceId: { in: [...actor.writes] } },
    });
    const ref = { messageId, lockNumber: held.value.lockNumber };
    const cancelled = await saveDraft(tx, actor, ref, { state: "cancelled" });
    if (!cancelled.ok) return cancelled;
    await record(tx, actor, {
      act: "message_discarded",
      subjectKind: "message",
      subjectId: input.messageId,
    });
    return ok(null);
  });
}
