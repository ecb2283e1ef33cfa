import type { Answer } from "../http/answer";
import { html } from "../http/html";
import { pageAnswer } from "../http/page";
import { mediaTypes } from "../registry/media-types";
import type { Message } from "../registry/message";
import type { BoxOwner } from "./owner";
import { referenceText, registeredMark, senderLine, shortTime, subjectOf } from "./parts";

interface MessagePageOptions {
  message: Message;
  owner: BoxOwner;
  notice?: string;
  /** The message this one answers. */
  original?: Message;
}

/** Opening this page does not make the message read: opening the main content does. */
export function messagePage({ message, owner, notice, original }: MessagePageOptions): Answer {
  const path = `${owner.path}/messages/${message.messageId}`;
  return pageAnswer({
    title: subjectOf(message),
    content: html`<p><a href="${owner.path}">Box of ${owner.name}</a></p>
      ${notice !== undefined && html`<p role="status" class="mark">${notice}</p>`}
      ${senderLine(message.sender, owner.language)}
      <p>
        Received ${shortTime(message.receiptDate)}, kept until ${shortTime(message.expirationDate)}
        ${registeredMark(message)}
      </p>
      <p>
        ${message.readAt === undefined ? html`<span class="mark">Unread</span>` : `Opened ${shortTime(message.readAt)}`}
      </p>
      ${message.forTheAttentionOf && html`<p>For the attention of ${message.forTheAttentionOf.label ?? message.forTheAttentionOf.ssin}</p>`}
      ${original && html`<p>Answers: ${subjectOf(original)}</p>`} ${textSection(message, path)}
      ${attachmentSection(message, path)} ${businessDataSection(message)}
      ${paymentSection(message, path)} ${message.isReplyAuthorized && replyForm(path)}`,
  });
}

function textOf({ bodyContent }: Message): string | undefined {
  return bodyContent && Object.values(bodyContent)[0];
}

function languageOf({ bodyContent }: Message): string | undefined {
  return bodyContent && Object.keys(bodyContent)[0];
}

function textSection(message: Message, path: string) {
  if (message.isBodyMainContent) return html`<p><a href="${path}/text">Open the message</a></p>`;
  const text = textOf(message);
  return text !== undefined && html`<div class="text" lang="${languageOf(message)}">${text}</div>`;
}

function attachmentSection(message: Message, path: string) {
  if (message.attachments.length === 0) return undefined;
  return html`<h2>Documents</h2>
    <ul class="plain">
      ${message.attachments.map(
        (attachment) =>
          html`<li>
            <a href="${path}/attachments/${attachment.attachmentId}">${attachment.fileName}</a>
            <span class="quiet-text"
              >${attachment.isMainContent ? "letter" : "annex"} ·
              ${Math.ceil(attachment.length / 1_024)} kB</span
            >
          </li>`,
      )}
    </ul>`;
}

function businessDataSection({ businessDataList }: Message) {
  if (businessDataList === undefined) return undefined;
  return html`<h2>Details</h2>
    <dl>
      ${businessDataList.map(
        ({ key, values }) =>
          html`<dt>${key}</dt>
            ${values.map((value) => html`<dd>${Object.values(value).join(", ")}</dd>`)}`,
      )}
    </dl>`;
}

function paymentSection({ paymentData, payments }: Message, path: string) {
  if (paymentData === undefined) return undefined;
  const total = (paymentData.amount + paymentData.vatAmount).toFixed(2);
  const [payment] = payments;
  return html`<h2>Payment</h2>
    <dl>
      <dt>Amount</dt>
      <dd>${total} ${paymentData.currency}</dd>
      <dt>To</dt>
      <dd>${paymentData.iban}</dd>
      <dt>Before</dt>
      <dd>${shortTime(paymentData.dueDate)}</dd>
      <dt>Reference</dt>
      <dd>${referenceText(paymentData)}</dd>
    </dl>
    ${
      payment === undefined
        ? html`<form method="post" action="${path}/pay">
            <button>Pay (nothing really moves)</button>
          </form>`
        : html`<p>Paid ${shortTime(payment.at)}, with the reference ${payment.reference}</p>`
    }`;
}

function replyForm(path: string) {
  return html`<h2>Reply</h2>
    <form method="post" action="${path}/reply" enctype="multipart/form-data">
      <label for="text">Your message</label>
      <textarea id="text" name="text" rows="6" maxlength="5000" required></textarea>
      <label for="file">A file (not required)</label>
      <input id="file" name="file" type="file" accept="${mediaTypes.join(",")}" />
      <button>Send the reply</button>
    </form>`;
}

export function textPage(message: Message, owner: BoxOwner): Answer {
  return pageAnswer({
    title: subjectOf(message),
    content: html`<p>
        <a href="${owner.path}/messages/${message.messageId}">Back to the message</a>
      </p>
      <div class="text" lang="${languageOf(message) ?? owner.language}">
        ${textOf(message) ?? ""}
      </div>`,
  });
}
