import type { OwnLetter } from "@/lib/attachments/schema";
import { calendarDateOf, isCalendarDate, formatDate, formatEuro } from "@/lib/format";
import { letterSchema, type Letter, type LetterLanguage } from "@/lib/letters/schema";
import {
  builtInLabel,
  emptyDocument,
  fillDocument,
  fillText,
  isBuiltIn,
  isEmpty,
  openQuestionsInText,
  openQuestionsShown,
  type BuiltIn,
} from "@/lib/messages/body/rules";
import type { Document } from "@/lib/messages/body/schema";
import type { DeliveryChoice } from "@/lib/messages/schema";
import { formatCommunication, paymentOf, type PaymentRefusal } from "@/lib/payments/rules";
import { askedOf, isReplyLink } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";
import type { MessagePayment, Payment } from "@/lib/payments/schema";
import { ok, refuse, type Result } from "@/lib/result";
import { openingLines } from "@/lib/services/hours";
import type { OpeningHours } from "@/lib/services/schema";
import type { Localized } from "@/lib/text/localized";

/** From a draft to the letter that its recipient will open: pure, so that preview and sending agree. */
export type LetterFacts = {
  environment: "test" | "production";
  language: LetterLanguage | null;
  sender: {
    organisationName: Localized;
    serviceName: Localized;
    addressLines: string[];
    contactEmail: string | null;
    contactPhone: string | null;
    website: string | null;
    replyAddressLines: string[];
    openingHours: OpeningHours | null;
  };
  recipient: { name: string; addressLines: string[]; attention: string } | null;
  ownReference: string;
  subject: string;
  body: Document;
  values: Record<string, string>;
  paymentWanted: boolean | null;
  payment: MessagePayment | null;
  /** The recipient's place in the message, from 1: communications count on from it. */
  position?: number;
  replyOption: ReplyOption | null;
  /** Where this recipient answers on the reply page. */
  replyUrl: string;
  deliveryChoice: DeliveryChoice | null;
  /** The PDF that is the letter in place of the text. */
  ownLetter: OwnLetter | null;
};

/** `missing`: placeholders without a value; none when something else cannot be printed as it is. */
export type LetterRefusal = { missing: string[] };

/** `reference` is the delivery's; `at` decides the letter's date, in Brussels. */
export function composeLetter(
  draft: LetterFacts,
  reference: string,
  at: Date,
): Result<Letter, LetterRefusal> {
  const { language, recipient } = draft;
  if (!language || !recipient) return refuse({ missing: [] });
  const payment = paymentIn(draft);
  if (payment && !payment.ok) {
    const { name } = payment.refusal;
    return refuse({ missing: name ? [name] : [] });
  }
  const values = valuesOf(draft, language, reference, at);
  const subject = fillText(draft.subject.trim(), values);
  const body = fillDocument(writtenBody(draft), values);
  const missing = [...new Set([...subject.missing, ...body.missing])];
  if (missing.length > 0) return refuse({ missing });
  const letter = letterSchema.safeParse({
    ...fixedParts(draft, language, reference, at),
    recipient: recipientOf(recipient),
    subject: subject.text,
    body: body.document,
  });
  return letter.success ? ok(letter.data) : refuse({ missing: [] });
}

/**
 * The letter as far as it goes: what is missing stands between « », so that the sender sees where.
 * Null without a language, because a letter without one has no words.
 */
export function previewLetter(draft: LetterFacts, reference: string, at: Date): Letter | null {
  const { language } = draft;
  if (!language) return null;
  const known = valuesOf(draft, language, reference, at);
  const subject = draft.subject.trim() || `((${SUBJECT[language]}))`;
  const written = writtenBody(draft);
  const names = [...fillText(subject, known).missing, ...fillDocument(written, known).missing];
  const values = { ...known, ...Object.fromEntries(names.map((name) => [name, `«${name}»`])) };
  const recipient = draft.recipient ?? { name: "", addressLines: [], attention: "" };
  const letter = letterSchema.safeParse({
    ...fixedParts(draft, language, reference, at),
    recipient: recipientOf({
      ...recipient,
      name: recipient.name.trim() || `«${builtInLabel("name", language)}»`,
    }),
    subject: fillText(openQuestionsInText(subject, values), values).text.slice(0, MOST_SUBJECT),
    body: fillDocument(
      isEmpty(written) ? emptyDocument() : openQuestionsShown(written, values),
      values,
    ).document,
  });
  return letter.success ? letter.data : null;
}

/** Everything that the placeholders are filled with, built-ins by their own names; none without a language. */
export function letterValues(draft: LetterFacts, reference: string, at: Date) {
  return draft.language ? valuesOf(draft, draft.language, reference, at) : {};
}

/** What this recipient is asked to pay; null when nothing is. */
function paymentIn(draft: LetterFacts): Result<Payment, PaymentRefusal> | null {
  const { paymentWanted, payment, values, position = 1 } = draft;
  return paymentWanted && payment ? paymentOf(payment, { values, position }) : null;
}

/** The text that is printed: none where the sender's own PDF is the letter. */
function writtenBody({ ownLetter, body }: LetterFacts): Document {
  return ownLetter ? emptyDocument() : body;
}

const MOST_SUBJECT = 400;
const SUBJECT: Record<LetterLanguage, string> = { nl: "onderwerp", fr: "objet", de: "Betreff" };

function fixedParts(draft: LetterFacts, language: LetterLanguage, reference: string, at: Date) {
  const { sender } = draft;
  const payment = paymentIn(draft);
  const ownReference = draft.ownReference.trim();
  return {
    language,
    environment: draft.environment,
    sender: {
      organisationName: sender.organisationName[language],
      serviceName: sender.serviceName[language],
      addressLines: sender.addressLines,
      contact: {
        ...(sender.contactEmail ? { email: sender.contactEmail } : {}),
        ...(sender.contactPhone ? { phone: sender.contactPhone } : {}),
        ...(sender.website ? { website: sender.website } : {}),
        ...(sender.replyAddressLines.length > 0
          ? { replyAddressLines: sender.replyAddressLines }
          : {}),
        ...(sender.openingHours ? { hours: openingLines(sender.openingHours, language) } : {}),
      },
    },
    reference,
    ...(ownReference ? { ownReference } : {}),
    date: calendarDateOf(at),
    deliveryChoice: draft.deliveryChoice ?? "normal",
    ...(payment?.ok ? { payment: payment.value } : {}),
    ...replyOf(draft),
    ...(draft.ownLetter ? { own: draft.ownLetter } : {}),
  };
}

/** What is not complete yet is not printed yet. */
function replyOf({ replyOption: option, replyUrl }: LetterFacts): Pick<Letter, "reply"> {
  if (!option) return {};
  const deadline = isCalendarDate(option.deadline) ? { deadline: option.deadline } : {};
  if (option.kind === "ebox") return { reply: { kind: "ebox" } };
  if (option.kind === "link")
    return isReplyLink(option.url) ? { reply: { kind: "link", url: option.url, ...deadline } } : {};
  const asked = askedOf(option);
  if (!asked) return {};
  const labels = asked.kind === "choice" ? asked.labels : [];
  return { reply: { kind: "page", url: replyUrl, labels, ...deadline } };
}

function recipientOf({ name, addressLines, attention }: NonNullable<LetterFacts["recipient"]>) {
  return { name, addressLines, ...(attention.trim() ? { attention: attention.trim() } : {}) };
}

/** The sender's values, and over them what the portal knows itself: nobody types another amount. */
function valuesOf(
  draft: LetterFacts,
  language: LetterLanguage,
  reference: string,
  at: Date,
): Record<string, string> {
  const resolved = paymentIn(draft);
  const payment = resolved?.ok ? resolved.value : null;
  const builtIns: Record<BuiltIn, string> = {
    name: draft.recipient?.name.trim() ?? "",
    date: formatDate(calendarDateOf(at), language),
    amount: payment?.amountCents ? formatEuro(payment.amountCents, language) : "",
    due_date: payment?.dueDate ? formatDate(payment.dueDate, language) : "",
    structured_communication:
      payment?.communication.kind === "structured"
        ? formatCommunication(payment.communication)
        : "",
    own_reference: draft.ownReference.trim(),
    reference,
    reply_link: linkOf(draft),
  };
  const own = Object.entries(draft.values).filter(([name]) => !isBuiltIn(name));
  return { ...Object.fromEntries(own), ...builtIns };
}

function linkOf(draft: LetterFacts): string {
  const { reply } = replyOf(draft);
  return reply && reply.kind !== "ebox" ? reply.url : "";
}
