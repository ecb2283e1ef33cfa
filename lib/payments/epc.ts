/**
 * The text of the QR code that a bank's app reads: EPC069-12 "Quick Response Code: Guidelines to
 * Enable Data Capture for the Initiation of a SEPA Credit Transfer", version 2.1, service tag BCD,
 * version 002, character set UTF-8. To be drawn with error correction level M.
 */
import { formatStructuredCommunication } from "@/lib/payments/structured-communication";
import type { Payment } from "@/lib/payments/schema";

/** Bytes; more would not fit QR version 13 at level M. */
export const EPC_LIMIT = 331;

/**
 * One line per field, LF between. Field 10 is for ISO 11649 references alone, so a Belgian structured
 * communication travels in field 11 with its plus signs, as Belgian banks read it. What would take
 * the whole over 331 bytes is cut at the end of a free communication first, of the name next: a
 * preview always has its code. `isWholeInCode` tells beforehand, so that no such letter is sent.
 */
export function epcPayload(payment: Payment): string {
  const { communication } = payment;
  const name = oneLine(payment.beneficiary);
  const remittance = remittanceOf(payment);
  const room = EPC_LIMIT - bytesOf(linesOf(payment, name, ""));
  const kept = communication.kind === "free" ? cut(remittance, Math.max(0, room)) : remittance;
  const roomForName = EPC_LIMIT - bytesOf(linesOf(payment, "", kept));
  return linesOf(payment, cut(name, roomForName), kept);
}

/** Whether the code can say all of name and communication; only letters outside ASCII stop it. */
export function isWholeInCode(payment: Payment): boolean {
  const whole = linesOf(payment, oneLine(payment.beneficiary), remittanceOf(payment));
  return bytesOf(whole) <= EPC_LIMIT;
}

function remittanceOf({ communication }: Payment): string {
  return communication.kind === "structured"
    ? formatStructuredCommunication(communication.value)
    : oneLine(communication.kind === "rf" ? "" : communication.value);
}

function linesOf(payment: Payment, name: string, remittance: string): string {
  const { amountCents, iban, bic, communication } = payment;
  // Without an amount the app asks for one.
  const amount = amountCents === null ? "" : `EUR${euro(amountCents)}`;
  const reference = communication.kind === "rf" ? communication.value : "";
  const head = ["BCD", "002", "1", "SCT", bic ?? "", name, iban, amount, ""];
  return [...head, reference, ...(reference ? [] : [remittance])].join("\n");
}

/** A point for decimals, no grouping: `86.00`. */
function euro(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}

function oneLine(text: string): string {
  const composed = text.normalize("NFC");
  return composed.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

function cut(text: string, bytes: number): string {
  let kept = text;
  while (bytesOf(kept) > bytes) kept = Array.from(kept).slice(0, -1).join("");
  return kept.trimEnd();
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
