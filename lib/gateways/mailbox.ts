import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { environment } from "@/lib/env";
import { cleanLine, cleanText, wireFileName } from "@/lib/gateways/mailbox-text";
import { call, parseJson, type RawAnswer } from "@/lib/gateways/mailbox-transport";

export type { RawAnswer };

/**
 * The eBox: MessageRegistry v3 for publishing, status and the institution's own box, and the
 * federation for who can be reached. Sources: dev.eboxenterprise.be (document sender, federation),
 * MessageRegistry contract v2.1 with v3's names. All calls answer raw bytes beside what was
 * understood, because evidence embeds the bytes.
 */
export type Recipient =
  { kind: "citizen"; niss: string } | { kind: "enterprise"; enterpriseNumber: string };

export type Publication = {
  /** Ten digits; the sending organisation, whose client and certificate sign the call. */
  enterpriseNumber: string;
  partition: string;
  senderApplicationId: string;
  messageTypeId: string;
  recipient: Recipient;
  language: "nl" | "fr" | "de";
  subject: string;
  isRegisteredMail: boolean;
  isReplyAuthorized: boolean;
  payment?: MailboxPayment;
  /** The first is the main content. */
  files: { fileName: string; mediaType: string; bytes: Uint8Array }[];
};

/** `paymentData` of the contract: amount in euro without VAT, date-time with offset. */
export type MailboxPayment = {
  paymentDataId: string;
  amount: number;
  vatAmount: number;
  currency: "EUR";
  iban: string;
  bic?: string;
  dueDate: string;
  /** An object without named members in the contract: Belgif's `BelgianRemittanceInformation`. */
  reference: { structured: string } | { unstructured: string };
};

export type PublicationOutcome =
  | {
      kind: "accepted";
      messageId: string;
      expiresAt: Date | null;
      hasDigitalUser: boolean;
      raw: RawAnswer;
    }
  /** 409: this key was taken before; whether by us is for the caller to know. */
  | { kind: "repeated"; raw: RawAnswer }
  /** Will not pass on another try. `code` is the mailbox's own. */
  | { kind: "refused"; code: string; message: string; raw: RawAnswer }
  /** Surely not taken, may pass later. `retryAfter` in seconds where the mailbox asked for it. */
  | { kind: "unavailable"; retryAfter?: number; raw: RawAnswer }
  /** No answer, or one that does not tell: nobody knows whether it was taken. */
  | { kind: "unknown"; retryAfter?: number; raw: RawAnswer };

export type Reachability = "reachable" | "box_never_opened" | "not_reachable";

/** Date and time with an offset; anything else, `null` above all, is no time. */
const timeSchema = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const statusMessageSchema = z.object({
  code: z.string().optional(),
  message: z.string().default(""),
});
const publishedSchema = z.object({
  messageId: z.string().min(1),
  expirationDate: timeSchema.optional().catch(undefined),
  code: z.string().optional(),
});

/** One POST for one recipient. The same `idempotencyKey` for every try of the same delivery. */
export async function publish(
  publication: Publication,
  idempotencyKey: string,
): Promise<PublicationOutcome> {
  const raw = await call(
    publication.enterpriseNumber,
    "publish",
    `${environment().MAILBOX_URL}/ebox/messages`,
    {
      method: "POST",
      headers: { "idempotency-key": `"${idempotencyKey}"` },
      body: publicationForm(publication),
    },
  );
  if ("failed" in raw) return { kind: raw.failed, raw: raw.answer };
  const { answer, retryAfter } = raw;
  if (answer.status === 201) {
    const published = publishedSchema.safeParse(parseJson(answer.body));
    // An answer that says "created" and cannot be read: it was taken, we do not know as what.
    if (!published.success) return { kind: "unknown", raw: answer };
    const { messageId, expirationDate, code } = published.data;
    return {
      kind: "accepted",
      messageId,
      expiresAt: expirationDate ?? null,
      hasDigitalUser: code !== "NO_DIGITAL_USER",
      raw: answer,
    };
  }
  if (answer.status === 409) return { kind: "repeated", raw: answer };
  const refusal = refusalOf(answer);
  if (refusal) return { kind: "refused", ...refusal, raw: answer };
  return { kind: isSurelyNotTaken(answer) ? "unavailable" : "unknown", retryAfter, raw: answer };
}

/** What the registry answers for good; a page of something before it has these statuses as well. */
const REFUSING = [400, 413, 415, 422];

function statusMessageOf({ body }: RawAnswer): { code: string; message: string } | null {
  const told = statusMessageSchema.safeParse(parseJson(body));
  if (!told.success) return null;
  const message = cleanText(told.data.message);
  const code = cleanLine(told.data.code ?? "", 100);
  if (code) return { code, message };
  // The one documented refusal without a code.
  return message.startsWith("Invalid Schema") ? { code: "INVALID_SCHEMA", message } : null;
}

function refusalOf(answer: RawAnswer): { code: string; message: string } | null {
  return REFUSING.includes(answer.status) ? statusMessageOf(answer) : null;
}

/**
 * Not let in (401, 403), too many (429), not read (408, 425): turned away before any work. A 503 says
 * so only in the registry's own words; proxies write it for a line that broke as well.
 */
function isSurelyNotTaken(answer: RawAnswer): boolean {
  return (
    [401, 403, 408, 425, 429].includes(answer.status) ||
    (answer.status === 503 && statusMessageOf(answer) !== null)
  );
}

function publicationForm(publication: Publication): FormData {
  const { recipient, language, files, payment } = publication;
  const form = new FormData();
  const message = {
    sender: {
      eboxType: "enterprise",
      enterpriseNumber: publication.enterpriseNumber,
      partition: publication.partition,
    },
    recipient:
      recipient.kind === "citizen"
        ? { eboxType: "citizen", ssin: recipient.niss }
        : { eboxType: "enterprise", enterpriseNumber: recipient.enterpriseNumber },
    senderApplicationId: publication.senderApplicationId,
    messageTypeId: publication.messageTypeId,
    subject: { [language]: publication.subject },
    isBodyMainContent: false,
    isRegisteredMail: publication.isRegisteredMail,
    isReplyAuthorized: publication.isReplyAuthorized,
    ...(payment ? { paymentData: payment } : {}),
    attachments: files.map((file, index) => ({
      httpPartName: `upfile${index + 1}`,
      isMainContent: index === 0,
      isAttachmentSigned: false,
      digest: {
        digestMethod: "sha_256",
        digestValue: createHash("sha256").update(file.bytes).digest("base64url"),
      },
    })),
  };
  form.set("messageToPublish", JSON.stringify(message));
  files.forEach((file, index) => {
    const blob = new Blob([new Uint8Array(file.bytes)], { type: file.mediaType });
    form.set(`upfile${index + 1}`, blob, wireFileName(file.fileName));
  });
  return form;
}

const messageStatusSchema = z.object({
  messageId: z.string(),
  readStatus: z.boolean(),
  expirationDate: timeSchema.optional().catch(undefined),
});
export type MessageStatus = z.infer<typeof messageStatusSchema>;

/**
 * Read status of up to 250 messages of one organisation; null when the mailbox is away. A message
 * that it no longer has is left out, and one asked for alone may be answered with 404.
 */
export async function searchStatus(
  enterpriseNumber: string,
  messages: { messageId: string; recipient: Recipient }[],
): Promise<{ statuses: MessageStatus[]; raw: RawAnswer } | null> {
  const raw = await call(
    enterpriseNumber,
    "publish",
    `${environment().MAILBOX_URL}/searchMessageStatus`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(
        messages.map(({ messageId, recipient }) => ({ messageId, eboxId: eboxId(recipient) })),
      ),
    },
  );
  if ("failed" in raw) return null;
  const { answer } = raw;
  // A page that is gone for a while is no answer: the registry's own 404 carries its code.
  if (answer.status === 404) return statusMessageOf(answer) ? { statuses: [], raw: answer } : null;
  // The contract says 201, though nothing is created.
  if (![200, 201].includes(answer.status)) return null;
  const statuses = z.array(messageStatusSchema).safeParse(parseJson(answer.body));
  return statuses.success ? { statuses: statuses.data, raw: answer } : null;
}

function eboxId(recipient: Recipient): { eboxType: string; eboxIdValue: string } {
  return recipient.kind === "citizen"
    ? { eboxType: "citizen", eboxIdValue: recipient.niss }
    : { eboxType: "enterprise", eboxIdValue: recipient.enterpriseNumber };
}

/** An identifier that may stand in an address, a row and evidence as it is. */
const identifierSchema = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const translatedSchema = z.record(z.string(), z.string().nullish());

/** v3's box, and v2.1's; the latter names senders that are organisations only. */
const senderSchema = z.object({
  ssin: z.string().optional(),
  enterpriseNumber: z.string().optional(),
  eboxIdValue: z.string().optional(),
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
  const { ssin, enterpriseNumber, eboxIdValue } = from.sender ?? {};
  const organisation = enterpriseNumber ?? from.senderOrganizationId ?? undefined;
  return ssin ?? eboxIdValue ?? organisation?.padStart(10, "0") ?? null;
}

const ownBoxSchema = z.object({ items: z.array(z.unknown()), totalItems: z.number() });
const idAloneSchema = z.object({ messageId: identifierSchema });

/** `unreadable`: what is not understood, by its id where it has one. */
export type OwnBoxPage = {
  items: OwnMessage[];
  unreadable: string[];
  count: number;
  total: number;
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
  const list = understood(attachmentsSchema, await get("/attachments", [200]), "/attachments");
  const files = [];
  for (const [index, { attachmentId, fileName, mediaType }] of list.items.entries()) {
    const path = `/attachments/${encodeURIComponent(attachmentId)}/content`;
    const { body: bytes } = await get(path, [200]);
    files.push({
      fileName: cleanLine(fileName ?? "", 255) || `${index + 1}`,
      mediaType: cleanLine(mediaType ?? "", 255) || "application/octet-stream",
      bytes,
    });
  }
  const answers = body.status === 200 ? [raw, body] : [raw];
  return { message, answers, text: cleanText(text), files };
}

function understood<Output>(schema: z.ZodType<Output>, answer: RawAnswer, what: string): Output {
  const parsed = schema.safeParse(parseJson(answer.body));
  if (!parsed.success) throw new Unreadable(`${what} cannot be understood`);
  return parsed.data;
}

const preferencesSchema = z.array(
  z.object({
    eboxId: z.object({ eboxIdValue: z.string() }),
    lastConnectionDate: z.string().optional(),
  }),
);
const consentsSchema = z.array(
  z.object({
    ssin: z.string(),
    hasConsent: z.boolean(),
    lastConnectionDate: z.string().optional(),
  }),
);

/** Whether a recipient has a box that may be used; null when the federation is away. */
export async function reachabilityOf(
  enterpriseNumber: string,
  recipient: Recipient,
): Promise<Reachability | null> {
  const base = environment().MAILBOX_FEDERATION_URL;
  const ask = (path: string, body: object) =>
    call(enterpriseNumber, "preference", base + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const raw =
    recipient.kind === "citizen"
      ? await ask("/citizenEboxConsents/search", { ssinList: [recipient.niss] })
      : await ask("/eboxPreferences/search", {
          eboxType: "ENTERPRISE",
          eboxIdType: "EnterpriseNumber",
          eboxIdValueList: [recipient.enterpriseNumber],
        });
  if ("failed" in raw || raw.answer.status !== 200) return null;
  if (recipient.kind === "citizen") {
    const consents = consentsSchema.safeParse(parseJson(raw.answer.body));
    if (!consents.success) return null;
    const consent = consents.data.find((row) => row.ssin === recipient.niss);
    if (!consent?.hasConsent) return "not_reachable";
    return consent.lastConnectionDate ? "reachable" : "box_never_opened";
  }
  const preferences = preferencesSchema.safeParse(parseJson(raw.answer.body));
  if (!preferences.success) return null;
  const box = preferences.data.find((row) => row.eboxId.eboxIdValue === recipient.enterpriseNumber);
  if (!box) return "not_reachable";
  return box.lastConnectionDate ? "reachable" : "box_never_opened";
}

/** True while the mailbox's reference data can be had: what health asks. */
export async function mailboxAnswers(enterpriseNumber: string): Promise<boolean> {
  const url = `${environment().MAILBOX_URL}/refData/messageTypes`;
  const raw = await call(enterpriseNumber, "publish", url, { method: "GET" });
  return !("failed" in raw) && raw.answer.status < 500;
}
