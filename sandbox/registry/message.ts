/** A message as the mailbox keeps it. */
import type { TranslatedString } from "../organisations";
import type { BusinessData, ForTheAttentionOf, PaymentData } from "./schema";

/** A box and, for enterprises, the sub-box. */
export type EboxAddress =
  | { eboxType: "enterprise"; enterpriseNumber: string; partition?: string }
  | { eboxType: "citizen"; ssin: string };

export interface Attachment {
  attachmentId: string;
  fileName: string;
  mediaType: string;
  /** Bytes. */
  length: number;
  /** SHA-256, base64url; also the name of the stored file. */
  digest: string;
  isMainContent: boolean;
  isAttachmentSigned: boolean;
}

export interface Payment {
  at: string;
  amount: number;
  currency: string;
  iban: string;
  reference: string;
}

export interface Message {
  messageId: string;
  originalMessageId?: string;
  receiptDate: string;
  expirationDate: string;
  sender: EboxAddress;
  recipient: EboxAddress;
  /** Absent on a reply written in the box itself. */
  senderApplicationId?: string;
  messageTypeId: string;
  subject: TranslatedString;
  bodyContent?: TranslatedString;
  isBodyMainContent: boolean;
  attachments: Attachment[];
  isRegisteredMail: boolean;
  isReplyAuthorized: boolean;
  forTheAttentionOf?: ForTheAttentionOf;
  businessDataList?: BusinessData[];
  paymentData?: PaymentData;
  idempotencyKey?: string;
  /** When the main content was opened for the first time. The real service tells senders only that, never when. */
  readAt?: string;
  isVisible: boolean;
  payments: Payment[];
}

export function boxKey(address: EboxAddress): string {
  return `${address.eboxType}:${numberOf(address)}`;
}

export function numberOf(address: EboxAddress): string {
  return address.eboxType === "citizen" ? address.ssin : address.enterpriseNumber;
}
