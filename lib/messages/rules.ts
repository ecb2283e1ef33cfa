import { filesProblems, isUnderCheck } from "@/lib/attachments/rules";
import type { Attachment, ChannelLimits, ScanState } from "@/lib/attachments/schema";
import type { DeliveryChoice, Task } from "@/lib/messages/schema";
import { SUBJECT_LIMIT } from "@/lib/messages/schema";
import {
  answerOf,
  builtInOf,
  conditionsIn,
  distinctNames,
  emptyDocument,
  fillText,
  isBuiltIn,
  isEmpty,
  placeholderKey,
  placeholdersIn,
  placeholdersInText,
  valueOf,
} from "@/lib/messages/body/rules";
import type { Document } from "@/lib/messages/body/schema";
import { printableLine } from "@/lib/printable";
import { paymentProblems } from "@/lib/payments/rules";
import type { Payment } from "@/lib/payments/schema";
import { replyProblems, type ReplyProblem } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";

/** What the rules need to know of a draft: a part of `Draft`, so that tests write little. */
export type DraftFacts = {
  language: "nl" | "fr" | "de" | null;
  subject: string;
  ownReference: string;
  body: Document;
  values: Record<string, string>;
  recipient: { kind: "citizen" | "enterprise"; name: string; reachability: string } | null;
  attachments: Pick<Attachment, "scanState" | "mediaType" | "size" | "isMainContent">[];
  limits: ChannelLimits;
  paymentWanted: boolean | null;
  payment: Payment | null;
  /** null: not answered yet. */
  replyOption: ReplyOption | null;
  deliveryChoice: DeliveryChoice | null;
  registeredOpenTo: readonly ("citizen" | "enterprise")[];
  /** Characters that the letter has no shapes for, by where they stand. */
  unprintable: { recipient: readonly string[]; text: readonly string[] };
};

export type DraftProblem = { task: Task; code: DraftProblemCode; detail?: string };
export type DraftProblemCode =
  | "recipient_missing"
  | "recipient_name_missing"
  | "recipient_unprintable"
  | "text_unprintable"
  | "language_missing"
  | "recipient_not_reachable"
  | "recipient_not_checked"
  | "subject_missing"
  | "subject_too_long"
  | "text_missing"
  | "placeholder_without_value"
  | "payment_not_answered"
  | "payment_incomplete"
  | "payment_placeholder_without_payment"
  | "replies_not_answered"
  | "reply_placeholder_without_link"
  | "reply_not_in_own_letter"
  | ReplyProblem
  | "delivery_not_chosen"
  | "registered_not_open"
  | "attachment_not_pdf"
  | "attachment_unchecked"
  | "attachment_refused"
  | "attachments_over_limit";

/** Everything that stands between a draft and its sending; the check page and the send ask the same. */
export function draftProblems(given: DraftFacts, now: Date): DraftProblem[] {
  const draft = hasOwnLetter(given) ? { ...given, body: emptyDocument() } : given;
  return [
    ...recipientProblems(draft),
    ...textProblems(draft),
    ...documentProblems(draft),
    ...paymentTaskProblems(draft, now),
    ...repliesProblems(draft, now),
    ...deliveryProblems(draft),
  ];
}

/** A PDF of the sender's is the letter: the text is not sent. */
export function hasOwnLetter({ attachments }: Pick<DraftFacts, "attachments">): boolean {
  return attachments.some(({ isMainContent }) => isMainContent);
}

/** What an own PDF cannot do, though nothing stands in the way of sending it. */
export type LetterNotice =
  | "own_letter_payment_data"
  | "own_letter_payment_unsaid"
  | "own_letter_replies"
  | "own_letter_text_unused";

export function letterNotices(draft: DraftFacts): LetterNotice[] {
  if (!hasOwnLetter(draft)) return [];
  const { payment, recipient } = draft;
  const isPaid = draft.paymentWanted === true && payment !== null;
  const isCarried = isPaid && recipient?.kind === "citizen" && Boolean(payment.dueDate);
  return [
    ...(isCarried ? (["own_letter_payment_data"] as const) : []),
    ...(isPaid && !isCarried ? (["own_letter_payment_unsaid"] as const) : []),
    ...(draft.replyOption && draft.replyOption.kind !== "none"
      ? (["own_letter_replies"] as const)
      : []),
    ...(isEmpty(draft.body) ? [] : (["own_letter_text_unused"] as const)),
  ];
}

function recipientProblems({ recipient, language, unprintable }: DraftFacts): DraftProblem[] {
  if (!recipient) return [problem("recipient", "recipient_missing")];
  return [
    ...(printableLine(recipient.name) ? [] : [problem("recipient", "recipient_name_missing")]),
    ...unprintableIn("recipient", "recipient_unprintable", unprintable.recipient),
    ...(language ? [] : [problem("recipient", "language_missing")]),
    ...(recipient.reachability === "not_reachable"
      ? [problem("recipient", "recipient_not_reachable")]
      : []),
    ...(recipient.reachability === "unknown"
      ? [problem("recipient", "recipient_not_checked")]
      : []),
  ];
}

function textProblems(draft: DraftFacts): DraftProblem[] {
  return [
    ...(printableLine(draft.subject) ? [] : [problem("text", "subject_missing")]),
    ...(filledSubject(draft).length > SUBJECT_LIMIT ? [problem("text", "subject_too_long")] : []),
    ...unprintableIn("text", "text_unprintable", draft.unprintable.text),
    ...(isEmpty(draft.body) && !hasOwnLetter(draft) ? [problem("text", "text_missing")] : []),
    ...placeholdersWithoutValue(draft).map((name) =>
      problem("text", "placeholder_without_value", name),
    ),
  ];
}

/** Nobody gets a box instead of a character of their name. */
function unprintableIn(
  task: Task,
  code: "recipient_unprintable" | "text_unprintable",
  characters: readonly string[],
): DraftProblem[] {
  return characters.length > 0 ? [problem(task, code, characters.join(" "))] : [];
}

/** With the sender's values in it, as the letter will have it. */
function filledSubject({ subject, values }: DraftFacts): string {
  return fillText(subject, values).text;
}

/** Own placeholders without a value, questions without a yes or no, and the own reference where it is used and not given. */
export function placeholdersWithoutValue(
  draft: Pick<DraftFacts, "subject" | "body" | "values" | "ownReference">,
): string[] {
  const questions = new Set(
    conditionsIn(draft.subject, draft.body).map(({ name }) => placeholderKey(name)),
  );
  const own = ownPlaceholders(draft).filter((name) =>
    questions.has(placeholderKey(name))
      ? answerOf(draft.values, name) === "unanswered"
      : valueOf(draft.values, name) === undefined,
  );
  const reference = usedPlaceholders(draft).filter(
    (name) => builtInOf(name) === "own_reference" && !draft.ownReference.trim(),
  );
  return [...own, ...reference];
}

/**
 * The placeholders a sender fills in: those of subject and text that the portal does not know itself,
 * each once, as first written.
 */
export function ownPlaceholders(draft: Pick<DraftFacts, "subject" | "body">): string[] {
  return usedPlaceholders(draft).filter((name) => !isBuiltIn(name));
}

function usedPlaceholders({ subject, body }: Pick<DraftFacts, "subject" | "body">): string[] {
  return distinctNames([...placeholdersInText(subject), ...placeholdersIn(body)]);
}

/** Nothing goes that was not looked at, nothing that was refused, and nothing that the box would refuse. */
function documentProblems({ attachments, recipient, limits }: DraftFacts): DraftProblem[] {
  const ofBox = recipient ? filesProblems(attachments, recipient.kind, limits) : [];
  const isAny = (test: (state: ScanState) => boolean) =>
    attachments.some(({ scanState }) => test(scanState));
  return [
    ...(isAny(isUnderCheck) ? [problem("documents", "attachment_unchecked")] : []),
    ...(isAny((state) => state === "refused") ? [problem("documents", "attachment_refused")] : []),
    ...ofBox.map((code) => problem("documents", code)),
  ];
}

function paymentTaskProblems(draft: DraftFacts, now: Date): DraftProblem[] {
  const { paymentWanted, payment } = draft;
  if (paymentWanted === null) return [problem("payment", "payment_not_answered")];
  if (paymentWanted && !payment) return [problem("payment", "payment_incomplete")];
  return [
    ...(speaksOfMissingPayment(draft)
      ? [problem("payment", "payment_placeholder_without_payment")]
      : []),
    ...(paymentWanted && payment ? paymentProblems(payment, now) : []).map((code) =>
      problem("payment", "payment_incomplete", code),
    ),
  ];
}

/** The text wants an amount, a due date or a structured communication that the payment does not have. */
function speaksOfMissingPayment(draft: DraftFacts): boolean {
  const payment = draft.paymentWanted ? draft.payment : null;
  return usedPlaceholders(draft).some((name) => {
    switch (builtInOf(name)) {
      case "amount":
        return !payment;
      case "due_date":
        return !payment?.dueDate;
      case "structured_communication":
        return payment?.communication.kind !== "structured";
      default:
        return false;
    }
  });
}

function repliesProblems(draft: DraftFacts, now: Date): DraftProblem[] {
  const { replyOption } = draft;
  if (!replyOption) return [problem("replies", "replies_not_answered")];
  const speaksOfLink = usedPlaceholders(draft).some((name) => builtInOf(name) === "reply_link");
  const hasLink = replyOption.kind !== "none" && replyOption.kind !== "ebox";
  return [
    ...(speaksOfLink && !hasLink ? [problem("replies", "reply_placeholder_without_link")] : []),
    // The link would stand nowhere: nobody changes what is in a sender's own PDF.
    ...(hasOwnLetter(draft) && (replyOption.kind === "choice" || replyOption.kind === "form")
      ? [problem("replies", "reply_not_in_own_letter")]
      : []),
    ...replyProblems(replyOption, now).map((code) => problem("replies", code)),
  ];
}

function deliveryProblems(draft: DraftFacts): DraftProblem[] {
  if (!draft.deliveryChoice) return [problem("delivery", "delivery_not_chosen")];
  return isRegistered(draft.deliveryChoice) && !registeredIsOpen(draft)
    ? [problem("delivery", "registered_not_open")]
    : [];
}

export function registeredIsOpen(
  draft: Pick<DraftFacts, "registeredOpenTo" | "recipient">,
): boolean {
  return registeredIsOpenTo(draft.registeredOpenTo, draft.recipient?.kind ?? null);
}

/** As long as nobody is named, it is shown as open where it is to somebody. */
export function registeredIsOpenTo(
  openTo: DraftFacts["registeredOpenTo"],
  kind: "citizen" | "enterprise" | null,
): boolean {
  return kind === null ? openTo.length > 0 : openTo.includes(kind);
}

export function isRegistered(choice: DeliveryChoice): boolean {
  return choice !== "normal";
}

function problem(task: Task, code: DraftProblemCode, detail?: string): DraftProblem {
  return { task, code, ...(detail === undefined ? {} : { detail }) };
}

/** `MR-2026-00042`; a delivery adds its place, `MR-2026-00042/001`. */
export function messageReference(year: number, number: bigint): string {
  return `MR-${year}-${String(number).padStart(5, "0")}`;
}

export function deliveryReference(reference: string, position: number): string {
  return `${reference}/${String(position).padStart(3, "0")}`;
}
