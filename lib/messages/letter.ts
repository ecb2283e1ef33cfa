import { calendarDateOf, formatDate, formatEuro } from "@/lib/format";
import type { Letter, LetterLanguage } from "@/lib/letters/schema";
import type { BuiltIn } from "@/lib/messages/body/placeholder";
import { fillDocument, fillText } from "@/lib/messages/body/rules";
import type { Draft } from "@/lib/messages/data";
import { formatCommunication } from "@/lib/payments/rules";
import { ok, refuse, type Result } from "@/lib/result";

/** A letter of a draft: what the preview shows and what sending freezes are made here alike. */
type LetterFacts = Pick<
  Draft,
  | "language"
  | "subject"
  | "body"
  | "values"
  | "ownReference"
  | "payment"
  | "paymentWanted"
  | "replyAllowed"
  | "deliveryChoice"
  | "recipient"
  | "sender"
>;

type Settings = { reference: string; at: Date; environment: "test" | "production" };

/** The letter with every placeholder filled, or the names of those without a value. */
export function composeLetter(
  draft: LetterFacts,
  settings: Settings,
): Result<Letter, { missing: string[] }> {
  const language = draft.language ?? "nl";
  const values = { ...draft.values, ...builtInValues(draft, settings, language) };
  const subject = fillText(draft.subject, values);
  const body = fillDocument(draft.body, values);
  const missing = [...new Set([...subject.missing, ...body.missing])];
  if (missing.length > 0) return refuse({ missing });
  return ok(letterOf(draft, settings, { language, subject: subject.text, body: body.document }));
}

/** For the preview: what has no value yet stands in guillemets, so that the gap is seen. */
export function composePreview(draft: LetterFacts, settings: Settings): Letter {
  const language = draft.language ?? "nl";
  const known = { ...draft.values, ...builtInValues(draft, settings, language) };
  const gaps = composeLetter(draft, settings);
  const names = gaps.ok ? [] : gaps.refusal.missing;
  const values = { ...known, ...Object.fromEntries(names.map((name) => [name, `«${name}»`])) };
  return letterOf(draft, settings, {
    language,
    subject: fillText(draft.subject, values).text.trim() || "…",
    body: fillDocument(draft.body, values).document,
  });
}

type Filled = { language: LetterLanguage; subject: string; body: Letter["body"] };

function letterOf(
  draft: LetterFacts,
  settings: Settings,
  { language, subject, body }: Filled,
): Letter {
  const { sender, recipient } = draft;
  const payment = draft.paymentWanted ? draft.payment : null;
  return {
    language,
    environment: settings.environment,
    sender: {
      organisationName: sender.organisationName[language],
      serviceName: sender.serviceName[language],
      addressLines: sender.addressLines,
      contact: {
        ...(sender.contactEmail ? { email: sender.contactEmail } : {}),
        ...(sender.contactPhone ? { phone: sender.contactPhone } : {}),
        ...(sender.website ? { website: sender.website } : {}),
      },
    },
    recipient: {
      name: recipient?.name || "…",
      addressLines: recipient?.addressLines ?? [],
      ...(recipient?.attention ? { attention: recipient.attention } : {}),
    },
    reference: settings.reference,
    ...(draft.ownReference ? { ownReference: draft.ownReference } : {}),
    date: calendarDateOf(settings.at),
    deliveryChoice: draft.deliveryChoice ?? "normal",
    subject,
    body,
    ...(payment ? { payment } : {}),
    ...(draft.replyAllowed ? { reply: { kind: "ebox" as const } } : {}),
  };
}

/** What the portal knows itself; `valueOf` finds it under its name in any language. */
function builtInValues(
  draft: LetterFacts,
  settings: Settings,
  language: LetterLanguage,
): Record<string, string> {
  const payment = draft.paymentWanted ? draft.payment : null;
  const known: Record<BuiltIn, string | undefined> = {
    name: draft.recipient?.name,
    date: formatDate(settings.at, language),
    amount: payment ? formatEuro(payment.amountCents, language) : undefined,
    due_date: payment?.dueDate ? formatDate(payment.dueDate, language) : undefined,
    structured_communication: payment ? formatCommunication(payment.communication) : undefined,
    own_reference: draft.ownReference || undefined,
    reference: settings.reference,
  };
  const given = Object.entries(known).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(given) as Record<string, string>;
}
