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
 * communication travels in field 11 with its plus signs, as Belgian banks read it. Text that would
 * take the whole over 331 bytes is cut at the end of the communication, whose full form stands
 * beside the code; names of 70 and communications of 140 characters reach that only outside ASCII.
 */
export function epcPayload(payment: Payment): string {
  const { amountCents, iban, bic, beneficiary, communication } = payment;
  const lines = (name: string, remittance: string) =>
    [
      "BCD",
      "002",
      "1",
      "SCT",
      bic ?? "",
      name,
      iban,
      `EUR${euro(amountCents)}`,
      "",
      "",
      remittance,
    ].join("\n");
  const name = oneLine(beneficiary, 70);
  if (communication.kind === "structured") {
    return lines(name, formatStructuredCommunication(communication.value));
  }
  const remittance = oneLine(communication.value, 140);
  const room = EPC_LIMIT - bytesOf(lines(name, ""));
  return lines(name, cut(remittance, room));
}

/** A point for decimals, no grouping: `86.00`. */
function euro(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}

function oneLine(text: string, limit: number): string {
  return [...text.normalize("NFC").replace(/[\s\p{Cc}]+/gu, " ").trim()].slice(0, limit).join("");
}

function cut(text: string, bytes: number): string {
  let kept = text;
  while (bytesOf(kept) > bytes) kept = [...kept].slice(0, -1).join("");
  return kept.trimEnd();
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
