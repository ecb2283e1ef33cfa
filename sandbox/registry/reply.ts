/** A recipient's answer: a message from the recipient's box to the sending institution's own box. */
import { randomUUID } from "node:crypto";
import type { FileStore } from "../file-store";
import { findMessageType, type TranslatedString } from "../organisations";
import type { State } from "../state";
import { expiryOf } from "./dates";
import type { Attachment, EboxAddress, Message } from "./message";

export interface ReplyFile {
  fileName: string;
  mediaType: string;
  content: Buffer;
}

export interface Reply {
  original: Message;
  text: string;
  files?: ReplyFile[];
  /** Told instead of the usual ones by a test of what a careless or hostile box would send. */
  subject?: string;
  sender?: EboxAddress;
}

const MAXIMUM_SUBJECT = 400;

/** The text is the main content; it keeps the language the original was written in. */
export async function storeReply(
  { original, text, files: written = [], ...told }: Reply,
  { state, files }: { state: State; files: FileStore },
): Promise<Message> {
  const now = new Date();
  const type = findMessageType(original.messageTypeId);
  const [language = "nl", subject = ""] = Object.entries(original.subject)[0] ?? [];
  const inLanguage = (value: string): TranslatedString => ({ [language]: value });
  const message: Message = {
    messageId: randomUUID(),
    originalMessageId: original.messageId,
    receiptDate: now.toISOString(),
    expirationDate: expiryOf(
      now,
      type?.validityPeriod ?? { validityPeriodNumber: 1, validityPeriodUnit: "year" },
    ).toISOString(),
    sender: told.sender ?? original.recipient,
    // The partition the original was sent from: replies go to that sub-box.
    recipient: original.sender,
    messageTypeId: original.messageTypeId,
    subject: inLanguage(told.subject ?? `Re: ${subject}`.slice(0, MAXIMUM_SUBJECT)),
    bodyContent: inLanguage(text),
    isBodyMainContent: true,
    attachments: await Promise.all(written.map((file) => storeReplyFile(file, files))),
    isRegisteredMail: false,
    isReplyAuthorized: true,
    isVisible: true,
    payments: [],
  };
  state.record({ type: "published", message });
  return message;
}

async function storeReplyFile(
  { fileName, mediaType, content }: ReplyFile,
  files: FileStore,
): Promise<Attachment> {
  return {
    attachmentId: randomUUID(),
    fileName,
    mediaType,
    length: content.length,
    digest: await files.put(content),
    isMainContent: false,
    isAttachmentSigned: false,
  };
}
