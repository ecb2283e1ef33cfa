import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { environment } from "@/lib/env";
import { call, mayPassLater, parseJson, type RawAnswer } from "@/lib/gateways/mailbox-transport";

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
  attention?: string;
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
  reference?: string;
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
  /** May pass later. `retryAfter` in seconds where the mailbox asked for it. */
  | { kind: "unavailable"; retryAfter?: number; raw: RawAnswer }
  /** No answer: nobody knows whether it was taken. */
  | { kind: "unknown"; raw: RawAnswer };

export type Reachability = "reachable" | "box_never_opened" | "not_reachable";

const statusMessageSchema = z.object({
  code: z.string().optional(),
  message: z.string().default(""),
});
const publishedSchema = z.object({
  messageId: z.string().min(1),
  expirationDate: z.coerce.date().optional().catch(undefined),
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
  if (mayPassLater(answer.status)) return { kind: "unavailable", retryAfter, raw: answer };
  const told = statusMessageSchema.safeParse(parseJson(answer.body));
  return {
    kind: "refused",
    code: (told.success && told.data.code) || `HTTP_${answer.status}`,
    message: told.success ? told.data.message : "",
    raw: answer,
  };
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
    ...(publication.attention ? { forTheAttentionOf: { label: publication.attention } } : {}),
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

/** Names outside ISO 8859-1 travel percent-encoded, as the eBox asks. */
function wireFileName(name: string): string {
  return /^[\u0020-\u007e\u00a0-\u00ff]*$/.test(name) ? name : encodeURIComponent(name);
}

const messageStatusSchema = z.array(
  z.object({
    messageId: z.string(),
    readStatus: z.boolean(),
    expirationDate: z.coerce.date().optional(),
  }),
);
export type MessageStatus = z.infer<typeof messageStatusSchema>[number];

/** Read status of up to 250 messages of one organisation; null when the mailbox is away. */
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
  // The contract says 201, though nothing is created.
  if ("failed" in raw || ![200, 201].includes(raw.answer.status)) return null;
  const statuses = messageStatusSchema.safeParse(parseJson(raw.answer.body));
  return statuses.success ? { statuses: statuses.data, raw: raw.answer } : null;
}

function eboxId(recipient: Recipient): { eboxType: string; eboxIdValue: string } {
  return recipient.kind === "citizen"
    ? { eboxType: "citizen", eboxIdValue: recipient.niss }
    : { eboxType: "enterprise", eboxIdValue: recipient.enterpriseNumber };
}

const ownMessageSchema = z.object({
  messageId: z.string(),
  originalMessageId: z.string().optional(),
  receiptDate: z.coerce.date(),
  subject: z.record(z.string(), z.string()),
});
const ownBoxSchema = z.object({ items: z.array(ownMessageSchema), totalItems: z.number() });
export type OwnMessage = z.infer<typeof ownMessageSchema>;

/** One page of the organisation's own box, newest first; null when the mailbox is away. */
export async function readOwnBox(
  enterpriseNumber: string,
  receivedAfter: Date,
  page: number,
): Promise<{ items: OwnMessage[]; total: number } | null> {
  const query = new URLSearchParams({
    page: String(page),
    pageSize: "100",
    receivedAfter: receivedAfter.toISOString().slice(0, 10),
  });
  const url = `${environment().MAILBOX_URL}/ebox/messages?${query}`;
  const raw = await call(enterpriseNumber, "consult", url, { method: "GET" });
  if ("failed" in raw || raw.answer.status !== 200) return null;
  const box = ownBoxSchema.safeParse(parseJson(raw.answer.body));
  return box.success ? { items: box.data.items, total: box.data.totalItems } : null;
}

const attachmentsSchema = z.object({
  items: z.array(
    z.object({ attachmentId: z.string(), fileName: z.string(), mediaType: z.string() }),
  ),
});
export type OwnMessageContent = {
  raw: RawAnswer;
  text: string;
  files: { fileName: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> }[];
};

/** A message of the own box with its text and files; null when the mailbox is away. */
export async function readOwnMessage(
  enterpriseNumber: string,
  messageId: string,
): Promise<OwnMessageContent | null> {
  const base = `${environment().MAILBOX_URL}/ebox/messages/${encodeURIComponent(messageId)}`;
  const get = (path: string) => call(enterpriseNumber, "consult", base + path, { method: "GET" });
  const message = await get("");
  if ("failed" in message || message.answer.status !== 200) return null;
  const [body, list] = [await get("/body"), await get("/attachments")];
  if ("failed" in body || "failed" in list) return null;
  const texts = z.record(z.string(), z.string()).safeParse(parseJson(body.answer.body));
  const attachments = attachmentsSchema.safeParse(parseJson(list.answer.body));
  const files = [];
  for (const { attachmentId, fileName, mediaType } of attachments.success
    ? attachments.data.items
    : []) {
    const content = await get(`/attachments/${encodeURIComponent(attachmentId)}/content`);
    if ("failed" in content || content.answer.status !== 200) return null;
    files.push({ fileName, mediaType, bytes: content.answer.body });
  }
  const text =
    body.answer.status === 200 && texts.success ? (Object.values(texts.data)[0] ?? "") : "";
  return { raw: message.answer, text, files };
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
