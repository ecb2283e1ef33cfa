/** Pieces both the inbox and the message page show. */
import { html } from "../http/html";
import { logoOf } from "../registry/logos";
import type { EboxAddress, Message } from "../registry/message";
import type { PaymentData } from "../registry/schema";
import { belgianDateTime } from "../registry/dates";
import type { Language } from "../people";
import { senderName } from "./owner";

export function subjectOf({ subject }: Message): string {
  return Object.values(subject)[0] ?? "";
}

/** `2026-11-23 05:08`, Belgian time. */
export function shortTime(value: string): string {
  return belgianDateTime(value).slice(0, 16).replace("T", " ");
}

export function registeredMark({ isRegisteredMail }: Message) {
  return isRegisteredMail && html`<span class="mark">Registered</span>`;
}

export function senderLine(sender: EboxAddress, language: Language) {
  const number = sender.eboxType === "enterprise" ? sender.enterpriseNumber : "";
  // The name stands beside it: the picture itself has nothing to say.
  const logo =
    logoOf(number) && html`<img src="/box/logos/${number}" alt="" width="32" height="32" />`;
  return html`<div class="sender">${logo}<span>${senderName(sender, language)}</span></div>`;
}

/**
 * What a bank would carry with the payment. The contract names no members of `reference`; a sender who
 * uses Belgif's has its twelve digits shown the Belgian way, others what they wrote.
 */
export function referenceText({ reference, paymentDataId }: PaymentData): string {
  if (reference === undefined) return paymentDataId;
  const { structured, unstructured } = reference;
  if (typeof structured === "string" && /^\d{12}$/.test(structured)) {
    return `+++${structured.slice(0, 3)}/${structured.slice(3, 7)}/${structured.slice(7)}+++`;
  }
  return typeof unstructured === "string" ? unstructured : JSON.stringify(reference);
}
