/** An institution reads its own box: replies arrive there. */
import { z } from "zod";
import type { FileStore } from "../file-store";
import { bytesAnswer, emptyAnswer, jsonAnswer, type Answer } from "../http/answer";
import { pageOf, pagingSchema } from "../http/paging";
import { jsonOf, type SandboxRequest } from "../http/request";
import { findOrganisation, messageTypes } from "../organisations";
import type { State } from "../state";
import { belgianDateTime } from "./dates";
import { numberOf, type Message } from "./message";
import { messagesToUpdate, schemaMessage } from "./schema";
import { invalidInput, notFound, refusalAnswer } from "./status-message";
import { attachmentsView, attachmentView, messageView } from "./views";

const boolean = z.enum(["true", "false"]).transform((value) => value === "true");
/** A day, as in the contract, or a time. */
const time = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .transform((value) => new Date(value).getTime());

const listQuery = z
  .strictObject({
    ...pagingSchema(25, 100),
    receivedBefore: time.optional(),
    receivedAfter: time.optional(),
    expiredBefore: time.optional(),
    expiredAfter: time.optional(),
    readStatus: boolean.optional(),
    visible: boolean.optional(),
    registeredMail: boolean.optional(),
    messageTypeId: z.string().optional(),
    senderOrganizationId: z.string().optional(),
    senderApplicationId: z.string().optional(),
    partition: z.string().optional(),
    q: z.string().min(1).optional(),
    qlang: z.enum(["nl", "fr", "de"]).optional(),
  })
  .refine(({ q, qlang }) => q === undefined || qlang !== undefined, {
    path: ["qlang"],
    message: "required with q",
  });

type ListQuery = z.infer<typeof listQuery>;

export interface ConsultContext {
  state: State;
  files: FileStore;
}

/** Messages of this institution's box that have not expired, newest first. */
function listOwn(state: State, callerNumber: string): Message[] {
  const now = Date.now();
  return state
    .listBox(`enterprise:${callerNumber}`)
    .filter((message) => Date.parse(message.expirationDate) > now);
}

export function getSummary(callerNumber: string, state: State): Answer {
  const messages = listOwn(state, callerNumber);
  const bytes = messages
    .flatMap(({ attachments }) => attachments)
    .reduce((sum, { length }) => sum + length, 0);
  const [newest] = messages;
  return jsonAnswer(200, {
    numberOfMessages: messages.length,
    numberOfUnreadMessages: messages.filter(({ readAt }) => readAt === undefined).length,
    ...(newest !== undefined && { lastReceiptDate: belgianDateTime(newest.receiptDate) }),
    eboxSize: bytes / 1_024,
  });
}

export function listMessages(request: SandboxRequest, callerNumber: string, state: State): Answer {
  const parsed = listQuery.safeParse(Object.fromEntries(request.query));
  if (!parsed.success) return refusalAnswer(invalidInput(schemaMessage(parsed.error)));
  const matching = listOwn(state, callerNumber).filter((message) => isMatch(message, parsed.data));
  return jsonAnswer(200, {
    items: pageOf(matching, parsed.data).map((message) => messageView(message, request.origin)),
    totalItems: matching.length,
  });
}

function isMatch(message: Message, query: ListQuery): boolean {
  const received = Date.parse(message.receiptDate);
  const expires = Date.parse(message.expirationDate);
  const same = <Value>(asked: Value | undefined, actual: Value | undefined) =>
    asked === undefined || asked === actual;
  const partition =
    message.recipient.eboxType === "enterprise" ? message.recipient.partition : undefined;
  return (
    received < (query.receivedBefore ?? Infinity) &&
    received >= (query.receivedAfter ?? -Infinity) &&
    expires < (query.expiredBefore ?? Infinity) &&
    expires >= (query.expiredAfter ?? -Infinity) &&
    same(query.readStatus, message.readAt !== undefined) &&
    same(query.visible, message.isVisible) &&
    same(query.registeredMail, message.isRegisteredMail) &&
    same(query.messageTypeId, message.messageTypeId) &&
    same(query.senderOrganizationId, numberOf(message.sender)) &&
    same(query.senderApplicationId, message.senderApplicationId) &&
    same(query.partition, partition) &&
    isFound(message, query)
  );
}

/** The search ignores case and accents, and looks in one language. */
function isFound(message: Message, { q, qlang }: ListQuery): boolean {
  if (q === undefined || qlang === undefined) return true;
  const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const organisation = findOrganisation(numberOf(message.sender));
  const type = messageTypes.find(({ messageTypeId }) => messageTypeId === message.messageTypeId);
  const texts = [
    message.subject,
    organisation?.shortName,
    organisation?.applicationName,
    type?.name,
  ];
  return texts.some((text) => plain(text?.[qlang] ?? "").includes(plain(q)));
}

/** Gives the message to `use`, or answers 404 when it is not in this institution's box. */
export function withOwnMessage(
  state: State,
  callerNumber: string,
  messageId: string | undefined,
  use: (message: Message) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const message = listOwn(state, callerNumber).find((each) => each.messageId === messageId);
  return message === undefined ? refusalAnswer(notFound("Message")) : use(message);
}

export function getMessage(request: SandboxRequest, message: Message): Answer {
  return jsonAnswer(200, messageView(message, request.origin));
}

export function getAttachments(request: SandboxRequest, message: Message): Answer {
  return jsonAnswer(200, attachmentsView(message, request.origin));
}

export function getAttachment(
  request: SandboxRequest,
  message: Message,
  attachmentId: string | undefined,
): Answer {
  const attachment = message.attachments.find((each) => each.attachmentId === attachmentId);
  if (attachment === undefined) return refusalAnswer(notFound("Attachment"));
  return jsonAnswer(200, attachmentView(message, attachment, request.origin));
}

/** Reading the main content is what makes a message read, here as in the box. */
export async function getAttachmentContent(
  message: Message,
  attachmentId: string | undefined,
  { state, files }: ConsultContext,
): Promise<Answer> {
  const attachment = message.attachments.find((each) => each.attachmentId === attachmentId);
  if (attachment === undefined) return refusalAnswer(notFound("Attachment"));
  if (attachment.isMainContent) markRead(message, state);
  return bytesAnswer(attachment.mediaType, await files.get(attachment.digest), {
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(attachment.fileName)}`,
    "x-content-type-options": "nosniff",
  });
}

export function getBody(message: Message, state: State): Answer {
  if (message.bodyContent === undefined) return refusalAnswer(notFound("Body"));
  if (message.isBodyMainContent) markRead(message, state);
  return jsonAnswer(200, message.bodyContent);
}

export function getPaymentData(message: Message): Answer {
  return message.paymentData === undefined
    ? refusalAnswer(notFound("PaymentData"))
    : jsonAnswer(200, message.paymentData);
}

export function markRead(message: Message, state: State): void {
  if (message.readAt !== undefined) return;
  state.record({ type: "opened", messageId: message.messageId, at: new Date().toISOString() });
}

/** PATCH with `application/merge-patch+json`: hides messages or shows them again, all of them or none. */
export function patchMessages(request: SandboxRequest, callerNumber: string, state: State): Answer {
  const parsed = messagesToUpdate.safeParse(jsonOf(request));
  if (!parsed.success) return refusalAnswer(invalidInput(schemaMessage(parsed.error)));
  const own = new Set(listOwn(state, callerNumber).map(({ messageId }) => messageId));
  if (parsed.data.items.some(({ messageId }) => !own.has(messageId)))
    return refusalAnswer(notFound("Message/s"));
  for (const { messageId, visible } of parsed.data.items) {
    state.record({ type: "visibilityChanged", messageId, isVisible: visible });
  }
  return emptyAnswer(200);
}
