import { filesProblems, isUnderCheck } from "@/lib/attachments/rules";
import type { Attachment, ChannelLimits, ScanState } from "@/lib/attachments/schema";
import type { LetterLanguage } from "@/lib/letters/schema";
import {
  inLanguage,
  isInSeveral,
  languageFor,
  languagesWritten,
  textsOf,
} from "@/lib/messages/languages/rules";
import type { Written } from "@/lib/messages/languages/schema";
import type { DeliveryChoice, Task } from "@/lib/messages/schema";
import { SUBJECT_LIMIT } from "@/lib/messages/schema";
import {
  builtInOf,
  distinctNames,
  emptyDocument,
  fillText,
  isEmpty,
} from "@/lib/messages/body/rules";
import {
  placeholdersWithoutValue,
  referenceGaps,
  usedPlaceholders,
} from "@/lib/messages/values/rules";
import { printableLine } from "@/lib/printable";
import { recipientFileProblem } from "@/lib/recipients/files/rules";
import type { RecipientFileFacts } from "@/lib/recipients/files/schema";
import { mailboxGap, paymentOf, paymentProblems } from "@/lib/payments/rules";
import { reminderProblem } from "@/lib/payments/reminder";
import type { MessagePayment } from "@/lib/payments/schema";
import { withProposedMain, wordProblems } from "@/lib/replies/options/words";
import { replyProblems, type ReplyProblem } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";

/** What the rules need to know of a draft: a part of `Draft`, so that tests write little. */
export type DraftFacts = Written & {
  ownReference: string;
  /** Those typed by hand; of a spreadsheet one as an example, the others were read by the same rules. */
  people: readonly PersonFacts[];
  recipients: RecipientsFacts;
  paperWanted: boolean;
  attachments: Pick<Attachment, "scanState" | "mediaType" | "size" | "isMainContent">[];
  /** The ZIP with files for single recipients; null: none. */
  archive: { state: string } | null;
  limits: ChannelLimits;
  paymentWanted: boolean | null;
  payment: MessagePayment | null;
  /** null: not answered yet. */
  replyOption: ReplyOption | null;
  deliveryChoice: DeliveryChoice | null;
  registeredOpenTo: readonly ("citizen" | "enterprise")[];
  messageType: { languages: readonly LetterLanguage[] };
  /** Characters of subject and text that the letter has no shapes for. */
  unprintable: readonly string[];
};

export type PersonFacts = {
  name: string;
  /** Theirs; null: the message's main one. */
  language: LetterLanguage | null;
  values: Record<string, string>;
  unprintable: readonly string[];
};

/** One letter among those of a message; `before` and `after` are positions to step to. */
export type LetterPlace = {
  position: number;
  /** Counted from 1, without gaps. */
  rank: number;
  count: number;
  before: number | null;
  after: number | null;
};

/** All recipients of a message together. */
export type RecipientsFacts = {
  count: number;
  /** How many people and enterprises these are: a file may name somebody more than once. */
  people: number;
  kinds: readonly ("citizen" | "enterprise")[];
  reachable: number;
  neverOpened: number;
  notReachable: number;
  unchecked: number;
  /** Without a usable box, and without an address to post a letter to. */
  withoutAddress: number;
  /** Who gets files of their own. */
  withFiles: number;
  /** By what is known of their language, each with the position of the first of them. */
  languages: readonly { language: LetterLanguage | null; count: number; first: number }[];
  file: RecipientFileFacts | null;
};

export type DraftProblem = {
  task: Task;
  code: DraftProblemCode;
  detail?: string;
  /** How many recipients it concerns, where there are several. */
  count?: number;
  /** Of which text it is said, where the message has several. */
  language?: LetterLanguage;
};
export type DraftProblemCode =
  | "recipient_missing"
  | "recipients_being_read"
  | "recipients_refused"
  | "recipients_unanswered"
  | "archive_refused"
  | "recipients_not_reachable"
  | "recipient_address_missing"
  | "recipient_name_missing"
  | "recipient_unprintable"
  | "text_unprintable"
  | "language_missing"
  | "language_not_allowed"
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
  | "reply_words_missing"
  | "delivery_not_chosen"
  | "registered_not_open"
  | "attachment_not_pdf"
  | "own_letter_in_one_language"
  | "attachment_unchecked"
  | "attachment_refused"
  | "attachments_over_limit";

/** Everything that stands between a draft and its sending; the check page and the send ask the same. */
export function draftProblems(given: DraftFacts, now: Date): DraftProblem[] {
  const draft = hasOwnLetter(given) ? withoutBodies(given) : given;
  return [
    ...recipientProblems(draft),
    ...textProblems(draft),
    ...documentProblems(draft),
    ...paymentTaskProblems(draft, now),
    ...repliesProblems(draft, now),
    ...deliveryProblems(draft),
  ];
}

function withoutBodies(draft: DraftFacts): DraftFacts {
  const body = emptyDocument();
  const others = Object.entries(draft.otherTexts).map(([language, text]) => [
    language,
    { ...text, body },
  ]);
  return { ...draft, body, otherTexts: Object.fromEntries(others) as Written["otherTexts"] };
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
  const { payment, recipients } = draft;
  const isPaid = draft.paymentWanted === true && payment !== null;
  const isCarried =
    isPaid && !recipients.kinds.includes("enterprise") && mailboxGap(payment) === null;
  return [
    ...(isCarried ? (["own_letter_payment_data"] as const) : []),
    ...(isPaid && !isCarried ? (["own_letter_payment_unsaid"] as const) : []),
    ...(draft.replyOption && draft.replyOption.kind !== "none"
      ? (["own_letter_replies"] as const)
      : []),
    ...(textsOf(draft).every(({ body }) => isEmpty(body))
      ? []
      : (["own_letter_text_unused"] as const)),
  ];
}

function recipientProblems(draft: DraftFacts): DraftProblem[] {
  const { recipients, people, language, paperWanted } = draft;
  const { file, count, notReachable, unchecked, withoutAddress } = recipients;
  const fileProblem = file && recipientFileProblem(file);
  if (fileProblem) return [problem("recipient", fileProblem)];
  if (draft.archive?.state === "refused") return [problem("recipient", "archive_refused")];
  if (count === 0) return [problem("recipient", "recipient_missing")];
  const nameless = people.filter(({ name }) => !printableLine(name)).length;
  const characters = [...new Set(people.flatMap(({ unprintable }) => unprintable))];
  const many = (code: DraftProblemCode, concerned: number) =>
    concerned === 0 ? [] : [{ ...problem("recipient", code), count: concerned }];
  return [
    ...many("recipient_name_missing", nameless),
    ...unprintableIn("recipient", "recipient_unprintable", characters),
    ...(language ? [] : [problem("recipient", "language_missing")]),
    ...(language && !draft.messageType.languages.includes(language)
      ? [problem("recipient", "language_not_allowed")]
      : []),
    ...many(
      count === 1 && !file ? "recipient_not_reachable" : "recipients_not_reachable",
      paperWanted ? 0 : notReachable,
    ),
    ...many("recipient_address_missing", paperWanted ? withoutAddress : 0),
    ...many("recipient_not_checked", unchecked),
  ];
}

function textProblems(draft: DraftFacts): DraftProblem[] {
  const ownText = hasOwnLetter(draft);
  return [
    ...textsOf(draft).flatMap((text) => {
      const people = draft.people.filter((one) => languageFor(draft, one) === text.language);
      const found = [
        ...(printableLine(text.subject) ? [] : (["subject_missing"] as const)),
        ...(isSubjectTooLong(text.subject, people) ? (["subject_too_long"] as const) : []),
        ...(isEmpty(text.body) && !ownText ? (["text_missing"] as const) : []),
        ...(text.language === draft.language || isAllowed(draft, text.language)
          ? []
          : (["language_not_allowed"] as const)),
      ];
      return found.map((code) => inText(draft, text.language, problem("text", code)));
    }),
    ...unprintableIn("text", "text_unprintable", draft.unprintable),
    ...gapsOf(draft),
  ];
}

/** With the sender's values in it, as each letter will have it. */
function isSubjectTooLong(subject: string, people: readonly Pick<PersonFacts, "values">[]) {
  return (people.length > 0 ? people : [{ values: {} }]).some(
    ({ values }) => fillText(subject, values).text.length > SUBJECT_LIMIT,
  );
}

function isAllowed({ messageType }: DraftFacts, language: LetterLanguage | null): boolean {
  return language === null || messageType.languages.includes(language);
}

/** Tells which text it is said of, where there are several. */
function inText(
  draft: DraftFacts,
  language: LetterLanguage | null,
  found: DraftProblem,
): DraftProblem {
  return language !== null && isInSeveral(draft) ? { ...found, language } : found;
}

/** What the letters lack, each in the language of its recipient; the own reference in all. */
function gapsOf(draft: DraftFacts): DraftProblem[] {
  const { people, recipients, ownReference } = draft;
  const ofPeople = people.flatMap((person) => {
    const text = inLanguage(draft, languageFor(draft, person));
    return placeholdersWithoutValue({ ...text, values: person.values });
  });
  // As long as nobody is named, what the main text asks of whoever will be; of a list, its rows are told.
  const isNamed = people.length > 0 || recipients.file !== null;
  const ofNobody = isNamed ? [] : placeholdersWithoutValue({ ...draft, values: {} });
  const ofTexts = textsOf(draft).flatMap((text) => referenceGaps({ ...text, ownReference }));
  const [only = null] = people;
  return distinctNames([...ofPeople, ...ofNobody, ...ofTexts]).map((name) =>
    // Of one recipient the values are asked beside the text, of several with each of them.
    people.length > 1
      ? problem("recipient", "placeholder_without_value", name)
      : inText(draft, languageFor(draft, only), problem("text", "placeholder_without_value", name)),
  );
}

/** Nobody gets a box instead of a character of their name. */
function unprintableIn(
  task: Task,
  code: "recipient_unprintable" | "text_unprintable",
  characters: readonly string[],
): DraftProblem[] {
  return characters.length > 0 ? [problem(task, code, characters.join(" "))] : [];
}

/** Nothing goes that was not looked at, nothing that was refused, and nothing that a box would refuse. */
function documentProblems(draft: DraftFacts): DraftProblem[] {
  const { attachments, recipients, limits } = draft;
  const ofBoxes = new Set(
    recipients.kinds.flatMap((kind) => filesProblems(attachments, kind, limits)),
  );
  const isAny = (test: (state: ScanState) => boolean) =>
    attachments.some(({ scanState }) => test(scanState));
  return [
    ...(isAny(isUnderCheck) ? [problem("documents", "attachment_unchecked")] : []),
    ...(isAny((state) => state === "refused") ? [problem("documents", "attachment_refused")] : []),
    ...[...ofBoxes].map((code) => problem("documents", code)),
    ...(isInSeveral(draft) && hasOwnLetter(draft)
      ? [problem("documents", "own_letter_in_one_language")]
      : []),
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
    ...(paymentWanted && payment ? payableProblems(payment, draft, now) : []),
  ];
}

const FARTHEST_ROW = 100_000;

/** Of each recipient, and each problem once. */
function payableProblems(
  payment: MessagePayment,
  { people, recipients }: DraftFacts,
  now: Date,
): DraftProblem[] {
  const each = people.length > 0 ? people.map(({ values }) => values) : [{}];
  const codes = each.flatMap((values, index) => {
    // Rows of a file may be far apart: the last one must find a number too.
    const position = index + 1 === each.length ? recipients.count + FARTHEST_ROW : index + 1;
    const payable = paymentOf(payment, { values, position });
    if (!payable.ok) return [payable.refusal.code];
    // A term that each row brings is the row's: who cannot be reminded any more is not.
    const reminder = payment.dueDateFrom ? null : reminderProblem(payable.value, now);
    return [...paymentProblems(payable.value, now), ...(reminder ? [reminder] : [])];
  });
  return [...new Set(codes)].map((code) => problem("payment", "payment_incomplete", code));
}

/** The text wants an amount, a due date or a structured communication that the payment does not have. */
function speaksOfMissingPayment(draft: DraftFacts): boolean {
  const payment = draft.paymentWanted ? draft.payment : null;
  return textsOf(draft)
    .flatMap(usedPlaceholders)
    .some((name) => {
      switch (builtInOf(name)) {
        case "amount":
          return !payment || (payment.amountCents === null && !payment.amountFrom);
        case "due_date":
          return !payment?.dueDate && !payment?.dueDateFrom;
        case "structured_communication":
          return !isStructured(payment);
        default:
          return false;
      }
    });
}

function repliesProblems(draft: DraftFacts, now: Date): DraftProblem[] {
  const { replyOption } = draft;
  if (!replyOption) return [problem("replies", "replies_not_answered")];
  const speaksOfLink = textsOf(draft)
    .flatMap(usedPlaceholders)
    .some((name) => builtInOf(name) === "reply_link");
  const hasLink = replyOption.kind !== "none" && replyOption.kind !== "ebox";
  return [
    ...(speaksOfLink && !hasLink ? [problem("replies", "reply_placeholder_without_link")] : []),
    // The link would stand nowhere: nobody changes what is in a sender's own PDF.
    ...(hasOwnLetter(draft) && (replyOption.kind === "choice" || replyOption.kind === "form")
      ? [problem("replies", "reply_not_in_own_letter")]
      : []),
    ...replyProblems(withProposedMain(replyOption, languagesWritten(draft)).option, now).map(
      (code) => problem("replies", code),
    ),
    ...replyWordProblems(draft, replyOption),
  ];
}

/** Nobody is asked in another language than that of their letter. */
function replyWordProblems(draft: DraftFacts, option: ReplyOption): DraftProblem[] {
  const found = wordProblems(option, languagesWritten(draft));
  return languagesWritten(draft).flatMap((language) => {
    const own = found.filter((one) => one.language === language);
    const missing = own.flatMap((one) => one.missing);
    const codes = [...new Set(own.map(({ code }) => code))];
    return codes.map((code) =>
      code === "reply_words_missing"
        ? { ...problem("replies", code, wordsInShort(missing)), language }
        : { ...problem("replies", code), language },
    );
  });
}

const MOST_WORDS = 4;

/** Enough of them to find the others. */
function wordsInShort(words: readonly string[]): string {
  const some = words.slice(0, MOST_WORDS).join(" · ");
  return words.length > MOST_WORDS ? `${some} …` : some;
}

function isStructured(payment: MessagePayment | null): boolean {
  const kinds = ["structured", "sequence", "from_value"];
  return payment !== null && kinds.includes(payment.communication.kind);
}

function deliveryProblems(draft: DraftFacts): DraftProblem[] {
  if (!draft.deliveryChoice) return [problem("delivery", "delivery_not_chosen")];
  return isRegistered(draft.deliveryChoice) && !registeredIsOpen(draft)
    ? [problem("delivery", "registered_not_open")]
    : [];
}

/** Open to every kind of recipient there is. As long as nobody is named, where it is open to somebody. */
export function registeredIsOpen({
  registeredOpenTo,
  recipients: { kinds },
}: Pick<DraftFacts, "registeredOpenTo"> & {
  recipients: Pick<RecipientsFacts, "kinds">;
}): boolean {
  if (kinds.length === 0) return registeredOpenTo.length > 0;
  return kinds.every((kind) => registeredOpenTo.includes(kind));
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

/** The reference that the letter being shown would carry. */
export function referenceShown(draft: {
  reference: string;
  recipient: { position: number } | null;
}): string {
  return deliveryReference(draft.reference, draft.recipient?.position ?? 1);
}

export function deliveryReference(reference: string, position: number): string {
  return `${reference}/${String(position).padStart(3, "0")}`;
}
