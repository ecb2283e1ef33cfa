/**
 * Mistakes that cost nothing to look for before a message goes: nothing here stands in the way of
 * sending, and a sender who knows better goes on.
 */
import type { SilentRecipients } from "@/lib/follow-ups/schema";
import { calendarDateOf } from "@/lib/format";
import type { LetterLanguage } from "@/lib/letters/schema";
import { placeholderKey, plainText } from "@/lib/messages/body/rules";
import { isInSeveral, lettersByLanguage, textsOf } from "@/lib/messages/languages/rules";
import { hasOwnLetter, isRegistered, type DraftFacts } from "@/lib/messages/rules";
import { valueNames } from "@/lib/messages/values/rules";
import { amountApart, type AmountApart } from "@/lib/payments/amounts-apart";
import { parseAmount } from "@/lib/payments/rules";

export type SecondLook =
  | { code: "speaks_of_payment"; detail: string }
  | { code: "date_in_past"; detail: string }
  | { code: "paper_not_registered" | "paper_without_files"; count: number }
  | { code: "never_opens"; count: number; names: readonly string[] }
  | { code: "language_unused"; language: LetterLanguage }
  | ({ code: "amount_apart" } & AmountApart);

/** Words of a letter that asks for money, in the three languages. */
const PAYMENT_WORDS =
  /\b(?:boete|factuur|te betalen|betaal(?:t)? u|amende|facture|à payer|veuillez payer|Bu(?:ß|ss)geld|Geldbu(?:ß|ss)e|Rechnung|zu zahlen|zahlen Sie)\b/iu;

const MONTHS: Record<string, number> = Object.fromEntries(
  [
    ["januari", "janvier", "Januar", "Jänner"],
    ["februari", "février", "Februar"],
    ["maart", "mars", "März"],
    ["april", "avril"],
    ["mei", "mai"],
    ["juni", "juin"],
    ["juli", "juillet"],
    ["augustus", "août", "August"],
    ["september", "septembre"],
    ["oktober", "octobre"],
    ["november", "novembre"],
    ["december", "décembre", "Dezember"],
  ].flatMap((names, index) => names.map((name) => [name.toLowerCase(), index + 1])),
);
const MONTH_NAMES = Object.keys(MONTHS).join("|");
const DATES = new RegExp(
  String.raw`\b(\d{1,2})(?:er|\.)?\s?(?:[/.-]\s?(\d{1,2})\s?[/.-]\s?|(?:${MONTH_NAMES})\s)\s?(\d{4})\b`,
  "giu",
);

/** The value that holds what each recipient pays; null where all pay the same. */
export function amountName(draft: DraftFacts): string | null {
  const from = draft.paymentWanted ? draft.payment?.amountFrom : null;
  if (!from) return null;
  return valueNames(draft).find((name) => placeholderKey(name) === placeholderKey(from)) ?? from;
}

/** `amounts`: what the recipients have under `amountName`, as it was written. */
export function amountLooks(
  amounts: readonly { text: string; count: number; position: number }[],
): SecondLook[] {
  const apart = amountApart(
    amounts.flatMap(({ text, ...group }) => {
      const cents = parseAmount(text, "nl");
      return cents.ok ? [{ ...group, cents: cents.value }] : [];
    }),
  );
  return apart ? [{ code: "amount_apart", ...apart }] : [];
}

export function secondLooks(draft: DraftFacts, silent: SilentRecipients, now: Date): SecondLook[] {
  const text = textsOf(draft)
    .map(({ subject, body }) => (hasOwnLetter(draft) ? subject : `${subject}\n${plainText(body)}`))
    .join("\n");
  const word = PAYMENT_WORDS.exec(text)?.[0];
  const { notReachable } = draft.recipients;
  const isOnPaper = draft.paperWanted && notReachable > 0;
  return [
    ...(word && draft.paymentWanted === false
      ? [{ code: "speaks_of_payment" as const, detail: word }]
      : []),
    ...pastDates(text, calendarDateOf(now)).map((detail) => ({
      code: "date_in_past" as const,
      detail,
    })),
    ...languageLooks(draft),
    ...(silent.count > 0 ? [{ code: "never_opens" as const, ...silent }] : []),
    ...(isOnPaper && draft.deliveryChoice && isRegistered(draft.deliveryChoice)
      ? [{ code: "paper_not_registered" as const, count: notReachable }]
      : []),
    // The letter alone is printed: whoever posts it must know.
    ...(isOnPaper && hasFiles(draft)
      ? [{ code: "paper_without_files" as const, count: notReachable }]
      : []),
  ];
}

/** A text that nobody gets. */
function languageLooks(draft: DraftFacts): SecondLook[] {
  if (!isInSeveral(draft)) return [];
  const unused = lettersByLanguage(draft, draft.recipients.languages).filter(
    ({ count }) => count === 0,
  );
  return (draft.recipients.count === 0 ? [] : unused).map(({ language }) => ({
    code: "language_unused" as const,
    language,
  }));
}

function hasFiles({ attachments, recipients }: DraftFacts): boolean {
  return recipients.withFiles > 0 || attachments.some(({ isMainContent }) => !isMainContent);
}

/** Days before today as they are written, each once. Those of long ago are meant: a decision, a birth. */
function pastDates(text: string, today: string): string[] {
  const yearAgo = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`;
  const found = [...text.matchAll(DATES)].flatMap((match) => {
    const [written, day = "", month, year = ""] = match;
    const name = written.toLowerCase().match(new RegExp(MONTH_NAMES, "u"))?.[0] ?? "";
    const number = month === undefined ? MONTHS[name] : Number(month);
    const date = `${year}-${String(number ?? 0).padStart(2, "0")}-${day.padStart(2, "0")}`;
    return date < today && date > yearAgo ? [written] : [];
  });
  return [...new Set(found)];
}
