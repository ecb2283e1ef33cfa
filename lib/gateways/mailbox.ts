import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { CallTrace, TracedCall } from "@/lib/audit/calls/schema";
import { environment } from "@/lib/env";
import { cleanLine, cleanText, wireFileName } from "@/lib/gateways/mailbox-text";
import { call, parseJson, timeSchema, type RawAnswer } from "@/lib/gateways/mailbox-transport";

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
  /** 409 of the registry itself: this key was used before; whether by us is for the caller to know. */
  | { kind: "repeated"; message: string; raw: RawAnswer }
  /** Will not pass on another try. `code` is the mailbox's own. */
  | { kind: "refused"; code: string; message: string; raw: RawAnswer }
  /** Surely not taken, may pass later. `retryAfter` in seconds where the mailbox asked for it. */
  | { kind: "unavailable"; retryAfter?: number; raw: RawAnswer }
  /** No answer, or one that does not tell: nobody knows whether it was taken. */
  | { kind: "unknown"; retryAfter?: number; raw: RawAnswer };

export type Reachability = "reachable" | "box_never_opened" | "not_reachable";

const statusMessageSchema = z.object({
  code: z.string().optional(),
  message: z.string().default(""),
});
/** The table of answers gives the repeated key no code; the identifier or a code marks a StatusMessage. */
const repeatedSchema = statusMessageSchema
  .extend({ id: z.string().optional(), message: z.string().min(1) })
  .refine(({ id, code }) => Boolean(id ?? code))
  .transform(({ message }) => ({ message: cleanText(message) }));
const publishedSchema = z.object({
  messageId: z.string().min(1),
  expirationDate: timeSchema.optional().catch(undefined),
  code: z.string().optional(),
});

function publicationUrl(): string {
  return `${environment().MAILBOX_URL}/ebox/messages`;
}

/** A publication whose caller died before any answer: with which token, nobody knows any more. */
export function lostPublication(): CallTrace {
  return {
    method: "POST",
    url: publicationUrl(),
    clientId: null,
    tokenSha256: null,
    fault: null,
    isUnsent: false,
  };
}

/** One POST for one recipient. The same `idempotencyKey` for every try of the same delivery. */
export async function publish(
  publication: Publication,
  idempotencyKey: string,
): Promise<PublicationOutcome> {
  const raw = await call(publication.enterpriseNumber, "publish", publicationUrl(), {
    method: "POST",
    headers: { "idempotency-key": `"${idempotencyKey}"` },
    body: publicationForm(publication),
  });
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
  const repeat = answer.status === 409 ? repeatedSchema.safeParse(parseJson(answer.body)) : null;
  if (repeat?.success) return { kind: "repeated", ...repeat.data, raw: answer };
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
): Promise<{ statuses: MessageStatus[]; unreadable: number; raw: RawAnswer } | null> {
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
  if (answer.status === 404) {
    return statusMessageOf(answer) ? { statuses: [], unreadable: 0, raw: answer } : null;
  }
  // The contract says 201, though nothing is created.
  if (![200, 201].includes(answer.status)) return null;
  const items = z.array(z.unknown()).safeParse(parseJson(answer.body));
  if (!items.success) return null;
  // One by one: a status that nobody understands must not hide the others.
  const parsed = items.data.map((item) => messageStatusSchema.safeParse(item));
  const statuses = parsed.flatMap(({ data }) => (data ? [data] : []));
  return { statuses, unreadable: parsed.length - statuses.length, raw: answer };
}

function eboxId(recipient: Recipient): { eboxType: string; eboxIdValue: string } {
  return recipient.kind === "citizen"
    ? { eboxType: "citizen", eboxIdValue: recipient.niss }
    : { eboxType: "enterprise", eboxIdValue: recipient.enterpriseNumber };
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

/** `found` null: the federation is away. `calls`: what was asked for it. */
export type Reaching = { found: Reachability[] | null; calls: TracedCall[] };

/**
 * Whether recipients have a box that may be used, in their order: of each kind in one call. No source
 * tells how many the federation takes at once, statuses are asked 250 at a time.
 */
export async function reachabilitiesOf(
  enterpriseNumber: string,
  recipients: readonly Recipient[],
): Promise<Reaching> {
  const calls: TracedCall[] = [];
  const citizens = await citizensReached(
    enterpriseNumber,
    recipients.flatMap((each) => (each.kind === "citizen" ? [each.niss] : [])),
    calls,
  );
  const enterprises = await enterprisesReached(
    enterpriseNumber,
    recipients.flatMap((each) => (each.kind === "enterprise" ? [each.enterpriseNumber] : [])),
    calls,
  );
  if (!citizens || !enterprises) return { found: null, calls };
  const found = recipients.map((each) =>
    each.kind === "citizen"
      ? (citizens.get(each.niss) ?? "not_reachable")
      : (enterprises.get(each.enterpriseNumber) ?? "not_reachable"),
  );
  return { found, calls };
}

type Reached = Map<string, Reachability>;

async function citizensReached(enterpriseNumber: string, ssinList: string[], calls: TracedCall[]) {
  const found = await askFederation(
    enterpriseNumber,
    "/citizenEboxConsents/search",
    { ssinList },
    ssinList.length,
    consentsSchema,
    calls,
  );
  return (
    found &&
    (new Map(
      found.flatMap(({ ssin, hasConsent, lastConnectionDate }) =>
        hasConsent ? [[ssin, boxState(lastConnectionDate)]] : [],
      ),
    ) satisfies Reached)
  );
}

async function enterprisesReached(
  enterpriseNumber: string,
  eboxIdValueList: string[],
  calls: TracedCall[],
) {
  const found = await askFederation(
    enterpriseNumber,
    "/eboxPreferences/search",
    { eboxType: "ENTERPRISE", eboxIdType: "EnterpriseNumber", eboxIdValueList },
    eboxIdValueList.length,
    preferencesSchema,
    calls,
  );
  return (
    found &&
    (new Map(
      found.map(({ eboxId, lastConnectionDate }) => [
        eboxId.eboxIdValue,
        boxState(lastConnectionDate),
      ]),
    ) satisfies Reached)
  );
}

function boxState(lastConnectionDate: string | undefined): Reachability {
  return lastConnectionDate ? "reachable" : "box_never_opened";
}

async function askFederation<Row>(
  enterpriseNumber: string,
  path: string,
  body: object,
  asked: number,
  schema: z.ZodType<Row[]>,
  calls: TracedCall[],
): Promise<Row[] | null> {
  if (asked === 0) return [];
  const raw = await call(
    enterpriseNumber,
    "preference",
    environment().MAILBOX_FEDERATION_URL + path,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    },
  );
  calls.push(raw.answer);
  if ("failed" in raw || raw.answer.status !== 200) return null;
  return schema.safeParse(parseJson(raw.answer.body)).data ?? null;
}

/**
 * True while nobody there answers; null when this organisation is not let in, which is a fault of ours or
 * of that organisation, and tells nothing.
 */
export async function mailboxIsAway(enterpriseNumber: string): Promise<boolean | null> {
  const raw = await askReferenceData(enterpriseNumber);
  if (!("failed" in raw)) return raw.answer.status >= 500;
  const isLetIn = raw.answer.status !== 401 && raw.answer.call.fault !== "NO_TOKEN";
  return isLetIn ? true : null;
}

/** True while the mailbox's reference data can be had: what health asks. */
export async function mailboxAnswers(enterpriseNumber: string): Promise<boolean> {
  const raw = await askReferenceData(enterpriseNumber);
  return !("failed" in raw) && raw.answer.status < 500;
}

function askReferenceData(enterpriseNumber: string) {
  const url = `${environment().MAILBOX_URL}/refData/messageTypes`;
  return call(enterpriseNumber, "publish", url, { method: "GET" });
}
