/** POST /ebox/messages: one multipart request, one message in one box. */
import { randomUUID } from "node:crypto";
import { jsonAnswer, type Answer } from "../http/answer";
import { parseMultipart, type Part } from "../http/multipart";
import { headerOf, type SandboxRequest } from "../http/request";
import type { FileStore } from "../file-store";
import { findMessageType } from "../organisations";
import type { State } from "../state";
import { checkContents, checkRecipient, checkSender, checkTexts, firstRefusal } from "./checks";
import { belgianDateTime, expiryOf } from "./dates";
import { parseIdempotencyKey } from "./idempotency-key";
import { boxKey, type Attachment, type EboxAddress, type Message } from "./message";
import { messageToPublish, schemaMessage, type MessageToPublish } from "./schema";
import { invalidInput, refusalAnswer, type Refusal } from "./status-message";

const JSON_PART = "messageToPublish";

interface Publication {
  message: MessageToPublish;
  files: Part[];
  idempotencyKey?: string;
}

type Parsed = { ok: true; publication: Publication } | { ok: false; refusal: Refusal };

/** Who gets this request, for fault rules and the journal; undefined when the request cannot be read. */
export function peekRecipient(request: SandboxRequest): string | undefined {
  const parts = parseMultipart(headerOf(request, "content-type"), request.body);
  const message = messageToPublish.shape.recipient.safeParse(recipientOf(parts));
  if (!message.success) return undefined;
  return message.data.eboxType === "citizen" ? message.data.ssin : message.data.enterpriseNumber;
}

function recipientOf(parts: Part[] | undefined): unknown {
  const value = parseJson(parts?.find(({ name }) => name === JSON_PART)?.content);
  return typeof value === "object" && value !== null && "recipient" in value
    ? value.recipient
    : undefined;
}

function parseJson(content: Buffer | undefined): unknown {
  try {
    return JSON.parse(content?.toString("utf8") ?? "");
  } catch {
    return undefined;
  }
}

function parsePublication(request: SandboxRequest): Parsed {
  const refuse = (refusal: Refusal): Parsed => ({ ok: false, refusal });
  const header = headerOf(request, "idempotency-key");
  const idempotencyKey = header === undefined ? undefined : parseIdempotencyKey(header);
  if (header !== undefined && idempotencyKey === undefined) {
    return refuse(
      invalidInput("Idempotency-Key is not a string of RFC 8941: the quotes are part of it"),
    );
  }
  const parts = parseMultipart(headerOf(request, "content-type"), request.body);
  if (parts === undefined)
    return refuse(invalidInput("Invalid Schema: multipart/form-data expected"));
  const jsonParts = parts.filter(({ name }) => name === JSON_PART);
  const value = parseJson(jsonParts[0]?.content);
  if (jsonParts.length !== 1 || value === undefined) {
    return refuse(invalidInput(`Invalid Schema: exactly one JSON part ${JSON_PART} expected`));
  }
  const parsed = messageToPublish.safeParse(value);
  if (!parsed.success) return refuse(invalidInput(schemaMessage(parsed.error)));
  const files = parts.filter(({ name }) => name !== JSON_PART);
  return { ok: true, publication: { message: parsed.data, files, idempotencyKey } };
}

interface PublishContext {
  state: State;
  files: FileStore;
}

export async function publish(
  request: SandboxRequest,
  callerNumber: string,
  context: PublishContext,
): Promise<Answer> {
  const parsed = parsePublication(request);
  if (!parsed.ok) return refusalAnswer(parsed.refusal);
  const { publication } = parsed;
  const { message, files, idempotencyKey } = publication;
  const { state } = context;

  const senderRefusal = checkSender(message, callerNumber);
  if (senderRefusal !== undefined) return refusalAnswer(senderRefusal);
  // Before the other checks: a repeated key is a conflict even when the second content is another one.
  if (
    idempotencyKey !== undefined &&
    state.hasIdempotencyKey(message.senderApplicationId, idempotencyKey)
  ) {
    return refusalAnswer({
      status: 409,
      code: "CONFLICT",
      message: "Idempotency-Key already used",
    });
  }
  const refusal = firstRefusal([
    () => checkTexts(message),
    () => checkRecipient(message.recipient, state),
    () => checkContents(message, files),
    () => checkOriginal(message, state),
  ]);
  if (refusal !== undefined) return refusalAnswer(refusal);

  if (idempotencyKey !== undefined)
    state.reserveIdempotencyKey(message.senderApplicationId, idempotencyKey);
  try {
    const stored = await storeMessage(publication, context, new Date());
    return createdAnswer(stored, state);
  } catch (error) {
    if (idempotencyKey !== undefined)
      state.releaseIdempotencyKey(message.senderApplicationId, idempotencyKey);
    throw error;
  }
}

/** A reply must answer a message between the same two boxes. */
function checkOriginal(message: MessageToPublish, state: State): Refusal | undefined {
  if (message.originalMessageId === undefined) return undefined;
  const original = state.findMessage(message.originalMessageId);
  const isBetweenTheSame =
    original !== undefined &&
    boxKey(original.recipient) === boxKey(message.sender) &&
    boxKey(original.sender) === boxKey(message.recipient);
  return isBetweenTheSame ? undefined : invalidInput("originalMessageId does not exist");
}

async function storeMessage(
  publication: Publication,
  context: PublishContext,
  now: Date,
): Promise<Message> {
  const { message, files, idempotencyKey } = publication;
  const attachments = await Promise.all(
    message.attachments.map((each) => storeFile(each, files, context.files)),
  );
  const type = findMessageType(message.messageTypeId);
  if (type === undefined)
    throw new Error(`message type ${message.messageTypeId} was checked before`);
  const stored: Message = {
    messageId: randomUUID(),
    originalMessageId: message.originalMessageId,
    receiptDate: now.toISOString(),
    expirationDate: expiryOf(now, type.validityPeriod).toISOString(),
    sender: message.sender,
    recipient: message.recipient,
    senderApplicationId: message.senderApplicationId,
    messageTypeId: message.messageTypeId,
    subject: message.subject,
    bodyContent: message.bodyContent,
    isBodyMainContent: message.isBodyMainContent,
    attachments,
    isRegisteredMail: message.isRegisteredMail,
    isReplyAuthorized: message.isReplyAuthorized,
    forTheAttentionOf: message.forTheAttentionOf,
    businessDataList: message.businessDataList,
    // The enterprises' channel takes payment data and drops them: "We do not support payment data".
    paymentData: message.recipient.eboxType === "citizen" ? message.paymentData : undefined,
    idempotencyKey,
    isVisible: true,
    payments: [],
  };
  context.state.record({ type: "published", message: stored });
  return stored;
}

async function storeFile(
  described: MessageToPublish["attachments"][number],
  files: readonly Part[],
  store: FileStore,
): Promise<Attachment> {
  const file = files.find(({ name }) => name === described.httpPartName);
  if (file?.fileName === undefined || file.mediaType === undefined) {
    throw new Error("attachments were checked before");
  }
  return {
    attachmentId: randomUUID(),
    fileName: file.fileName,
    mediaType: file.mediaType,
    length: file.content.length,
    digest: await store.put(file.content),
    isMainContent: described.isMainContent,
    isAttachmentSigned: described.isAttachmentSigned,
  };
}

function createdAnswer(message: Message, state: State): Answer {
  const created = {
    messageId: message.messageId,
    expirationDate: belgianDateTime(message.expirationDate),
    ...(isNeverOpened(message.recipient, state) && {
      code: "NO_DIGITAL_USER",
      message: "The message is published, but the recipient has never opened the e-Box",
    }),
  };
  return { ...jsonAnswer(201, created), messageId: message.messageId };
}

function isNeverOpened(recipient: EboxAddress, state: State): boolean {
  const owner =
    recipient.eboxType === "citizen"
      ? state.findPerson(recipient.ssin)
      : state.findEnterprise(recipient.enterpriseNumber);
  return owner?.box === "neverOpened";
}
