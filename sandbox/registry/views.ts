/** A message as its reader gets it: v3 names, of which the boolean ones follow the published naming rule. */
import { belgianDateTime } from "./dates";
import type { Attachment, Message } from "./message";
import { REGISTRY_PATH } from "./paths";

export function attachmentView(message: Message, attachment: Attachment, origin: string) {
  return {
    attachmentId: attachment.attachmentId,
    fileName: attachment.fileName,
    mediaType: attachment.mediaType,
    // The contract gives sizes in kB of 1024 bytes.
    size: Math.round((attachment.length / 1_024) * 1_000) / 1_000,
    isMainContent: attachment.isMainContent,
    isAttachmentSigned: attachment.isAttachmentSigned,
    digest: { digestMethod: "sha_256", digestValue: attachment.digest },
    contentHref: `${origin}${REGISTRY_PATH}/ebox/messages/${message.messageId}/attachments/${attachment.attachmentId}/content`,
  };
}

export function attachmentsView(message: Message, origin: string) {
  return {
    items: message.attachments.map((attachment) => attachmentView(message, attachment, origin)),
    totalItems: message.attachments.length,
  };
}

/**
 * `sender` may be a citizen's box here, and `recipient` names the sub-box (partition): the public v3
 * sources show both only on publication, so their place in a reply is inferred from there.
 */
export function messageView(message: Message, origin: string) {
  return {
    messageId: message.messageId,
    originalMessageId: message.originalMessageId,
    sender: message.sender,
    recipient: message.recipient,
    senderApplicationId: message.senderApplicationId,
    messageTypeId: message.messageTypeId,
    subject: message.subject,
    receiptDate: belgianDateTime(message.receiptDate),
    expirationDate: belgianDateTime(message.expirationDate),
    readStatus: message.readAt !== undefined,
    visible: message.isVisible,
    isRegisteredMail: message.isRegisteredMail,
    isReplyAuthorized: message.isReplyAuthorized,
    isBodyMainContent: message.isBodyMainContent,
    forTheAttentionOf: message.forTheAttentionOf,
    attachments: attachmentsView(message, origin),
    ...(message.businessDataList !== undefined && {
      businessDataList: {
        items: message.businessDataList,
        totalItems: message.businessDataList.length,
      },
    }),
    paymentData: message.paymentData,
  };
}
