import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { TracedCall } from "@/lib/audit/calls/schema";
import { environment } from "@/lib/env";
import { cleanLine, cleanText } from "@/lib/gateways/mailbox-text";
import { call, parseJson, timeSchema, type RawAnswer } from "@/lib/gateways/mailbox-transport";

/** The organisation's own box in the eBox, where replies arrive. */

/** An identifier that may stand in an address, a row and evidence as it is. */
const identifierSchema = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const translatedSchema = z.record(z.string(), z.string().nullish());

/** v3's box, and v2.1's; the latter names senders that are organisations only. */
const senderSchema = z.object({
  ssin: z.string().optional(),
  enterpriseNumber: z.string().optional(),
  eboxIdValue: z.string().optional(),
  eboxType: z.string().optional(),
});

const ownMessageSchema = z
  .object({
    messageId: identifierSchema,
    originalMessageId: identifierSchema.nullish(),
    receiptDate: timeSchema,
    subject: translatedSchema,
    sender: senderSchema.nullish(),
    senderOrganizationId: z.string().nullish(),
  })
  .transform(({ messageId, originalMessageId, receiptDate, subject, ...from }) => ({
    messageId,
    originalMessageId: originalMessageId ?? null,
    receivedAt: receiptDate,
    subject: cleanLine(firstOf(subject), 400),
    senderNumber: senderNumberOf(from),
  }));
/** `senderNumber`: national or enterprise number of whose box it came from; null when not told. */
export type OwnMessage = z.infer<typeof ownMessageSchema>;

function firstOf(texts: z.infer<typeof translatedSchema>): string {
  return Object.values(texts).find((text) => text) ?? "";
}

function senderNumberOf(from: {
  sender?: z.infer<typeof senderSchema> | null;
  senderOrganizationId?: string | null;
}): string | null {
  const { ssin, enterpriseNumber, eboxIdValue, eboxType: type } = from.sender ?? {};
  const organisation = enterpriseNumber ?? from.senderOrganizationId ?? undefined;
  if (ssin) return digitsOf(ssin, 11);
  // A box number says by its length whose it is: a national number has eleven digits.
  if (eboxIdValue) return digitsOf(eboxIdValue, type?.toLowerCase() === "citizen" ? 11 : null);
  return organisation ? digitsOf(organisation, 10) : null;
}

/** Without separators, and with the zeros in front that numbers lose on the way. */
function digitsOf(number: string, length: 10 | 11 | null): string | null {
  const digits = number.replace(/\D/g, "");
  if (digits === "") return null;
  return digits.padStart(length ?? (digits.length <= 10 ? 10 : 11), "0");
}

const ownBoxSchema = z.object({ items: z.array(z.unknown()), totalItems: z.number() });
const idAloneSchema = z.object({ messageId: identifierSchema });

/** `unreadable`: what is not understood, by its id where it has one. */
export type OwnBoxPage = {
  items: OwnMessage[];
  unreadable: string[];
  count: number;
  total: number;
  /** How the page was asked for. */
  call: TracedCall;
};

/** One page of the organisation's own box, newest first; null when the mailbox is away. */
export async function readOwnBox(
  enterpriseNumber: string,
  receivedAfter: Date,
  page: number,
): Promise<OwnBoxPage | null> {
  const query = new URLSearchParams({
    page: String(page),
    pageSize: "100",
    receivedAfter: receivedAfter.toISOString().slice(0, 10),
  });
  const url = `${environment().MAILBOX_URL}/ebox/messages?${query}`;
  const raw = await call(enterpriseNumber, "consult", url, { method: "GET" });
  if ("failed" in raw || raw.answer.status !== 200) return null;
  const box = ownBoxSchema.safeParse(parseJson(raw.answer.body));
  if (!box.success) return null;
  const found: OwnBoxPage = {
    items: [],
    unreadable: [],
    count: box.data.items.length,
    total: box.data.totalItems,
    call: raw.answer,
  };
  // One by one: a message that nobody understands must not hide the others.
  for (const item of box.data.items) {
    const message = ownMessageSchema.safeParse(item);
    if (message.success) found.items.push(message.data);
    else found.unreadable.push(idAloneSchema.safeParse(item).data?.messageId ?? digestOf(item));
  }
  return found;
}

function digestOf(item: unknown): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(item)).digest("hex")}`;
}

const attachmentsSchema = z.object({
  items: z.array(
    z.object({
      attachmentId: z.string().min(1),
      fileName: z.string().nullish(),
      mediaType: z.string().nullish(),
    }),
  ),
});
export type OwnMessageContent = {
  message: OwnMessage;
  /** The message itself, and its text where it has one. */
  answers: RawAnswer[];
  /** Every call that it took, the ones with these answers first. */
  calls: TracedCall[];
  text: string;
  files: { fileName: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> }[];
};
export type OwnMessageReading =
  | { kind: "read"; content: OwnMessageContent }
  /** Nothing can be had now; asking for other messages is no use either. */
  | { kind: "away" }
  /** This message, or a part of it, cannot be had; others may. */
  | { kind: "unreadable"; reason: string };

/** A message of the own box with its text and files: all of it or nothing. */
export async function readOwnMessage(
  enterpriseNumber: string,
  messageId: string,
): Promise<OwnMessageReading> {
  const base = `${environment().MAILBOX_URL}/ebox/messages/${encodeURIComponent(messageId)}`;
  const get = async (path: string, accepted: readonly number[]) => {
    const raw = await call(enterpriseNumber, "consult", base + path, { method: "GET" });
    if ("failed" in raw || [401, 403, 429, 503].includes(raw.answer.status)) throw new Away();
    if (!accepted.includes(raw.answer.status)) {
      throw new Unreadable(`${path || "message"} answered ${raw.answer.status}`);
    }
    return raw.answer;
  };
  try {
    return { kind: "read", content: await readContent(get) };
  } catch (error) {
    if (error instanceof Away) return { kind: "away" };
    if (error instanceof Unreadable) return { kind: "unreadable", reason: error.message };
    throw error;
  }
}

class Away extends Error {}
class Unreadable extends Error {}

async function readContent(
  get: (path: string, accepted: readonly number[]) => Promise<RawAnswer>,
): Promise<OwnMessageContent> {
  const raw = await get("", [200]);
  const message = understood(ownMessageSchema, raw, "message");
  // 404: a message without a text of its own, by the contract.
  const body = await get("/body", [200, 404]);
  const text = body.status === 200 ? firstOf(understood(translatedSchema, body, "/body")) : "";
  const listed = await get("/attachments", [200]);
  const list = understood(attachmentsSchema, listed, "/attachments");
  const answers = body.status === 200 ? [raw, body] : [raw];
  const calls: TracedCall[] = [...answers, listed];
  const files = [];
  for (const [index, { attachmentId, fileName, mediaType }] of list.items.entries()) {
    const path = `/attachments/${encodeURIComponent(attachmentId)}/content`;
    const content = await get(path, [200]);
    calls.push(content);
    files.push({
      fileName: cleanLine(fileName ?? "", 255) || `${index + 1}`,
      mediaType: cleanLine(mediaType ?? "", 255) || "application/octet-stream",
      bytes: content.body,
    });
  }
  return { message, answers, calls, text: cleanText(text), files };
}

function understood<Output>(schema: z.ZodType<Output>, answer: RawAnswer, what: string): Output {
  const parsed = schema.safeParse(parseJson(answer.body));
  if (!parsed.success) throw new Unreadable(`${what} cannot be understood`);
  return parsed.data;
}
