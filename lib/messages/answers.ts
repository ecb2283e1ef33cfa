import { z } from "zod";
import { LETTER_LANGUAGES, type LetterLanguage } from "@/lib/letters/schema";
import { emptyDocument, isEmpty, isBuiltIn, valueOf } from "@/lib/messages/body/rules";
import { documentSchema } from "@/lib/messages/body/schema";
import { ownPlaceholders, placeholdersWithoutValue } from "@/lib/messages/values/rules";
import { printableLine } from "@/lib/printable";
import {
  emptyReplyOption,
  OPTION_PROBLEMS,
  replyProblems,
  type ReplyProblem,
} from "@/lib/replies/options/rules";
import {
  FIELD_KINDS,
  REPLY_KINDS,
  replyOptionSchema,
  type ReplyOption,
  type ReplyWords,
} from "@/lib/replies/options/schema";
import { withoutMain, wordProblems } from "@/lib/replies/options/words";
import { DELIVERY_CHOICES, OWN_REFERENCE_LIMIT, SUBJECT_LIMIT } from "@/lib/messages/schema";

/** What the other pages of the composer hold while one types, and what is sent of them. */
export const textAnswersSchema = z.object({
  subject: z.string(),
  ownReference: z.string(),
  body: documentSchema,
  /** By placeholder name. */
  values: z.record(z.string(), z.string()),
});
export type TextAnswers = z.infer<typeof textAnswersSchema>;

export type TextRefusal =
  | "subject_missing"
  | "subject_too_long"
  | "own_reference_too_long"
  | "text_missing"
  | "placeholder_without_value";

/** What stands in the way of going on, by field; values are asked once there is a recipient. */
export function textRefusals(
  given: TextAnswers,
  { hasRecipient, hasOwnLetter }: { hasRecipient: boolean; hasOwnLetter: boolean },
): Partial<Record<keyof TextAnswers, TextRefusal>> {
  const answers = hasOwnLetter ? { ...given, body: emptyDocument() } : given;
  const { subject, ownReference, body } = answers;
  const withoutValue = placeholdersWithoutValue(answers).length > 0;
  return {
    ...(printableLine(subject) === "" ? { subject: "subject_missing" } : {}),
    ...(subject.length > SUBJECT_LIMIT ? { subject: "subject_too_long" } : {}),
    ...(ownReference.trim().length > OWN_REFERENCE_LIMIT
      ? { ownReference: "own_reference_too_long" }
      : {}),
    ...(isEmpty(body) && !hasOwnLetter ? { body: "text_missing" } : {}),
    ...(hasRecipient && withoutValue ? { values: "placeholder_without_value" } : {}),
  };
}

/** Everything can be saved but an own reference that has no room; values of placeholders gone by are let go. */
export function textInput(answers: TextAnswers) {
  if (answers.ownReference.trim().length > OWN_REFERENCE_LIMIT) return null;
  const names = ownPlaceholders(answers);
  return {
    ...answers,
    ownReference: answers.ownReference.trim(),
    values: Object.fromEntries(
      names.flatMap((name) => {
        const value = isBuiltIn(name) ? undefined : valueOf(answers.values, name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

/** The same words in the message's main language, and in further ones. */
const typedWordsSchema = z.object({
  main: z.string(),
  nl: z.string().optional(),
  fr: z.string().optional(),
  de: z.string().optional(),
});
export type TypedWords = z.infer<typeof typedWordsSchema>;

export const repliesAnswersSchema = z.object({
  replies: z.enum(REPLY_KINDS).or(z.literal("")),
  question: typedWordsSchema,
  labels: z.array(typedWordsSchema),
  fields: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(FIELD_KINDS),
      label: typedWordsSchema,
      isRequired: z.boolean(),
      options: z.array(typedWordsSchema),
    }),
  ),
  url: typedWordsSchema,
  deadline: z.string(),
  isChangeable: z.enum(["yes", "no"]),
});
export type RepliesAnswers = z.infer<typeof repliesAnswersSchema>;
export type TypedField = RepliesAnswers["fields"][number];

/** The two answers that a choice begins with. */
export type ProposedAnswers = { yes: TypedWords; no: TypedWords };

/** The page as it begins: what was saved, or two answers to start from. `languages`: the further ones. */
export function repliesAnswers(
  option: ReplyOption | null,
  proposed: ProposedAnswers,
  languages: readonly LetterLanguage[],
): RepliesAnswers {
  const {
    kind,
    deadline,
    isChangeable,
    otherWords = {},
    ...main
  } = option ?? emptyReplyOption("none");
  const kept = LETTER_LANGUAGES.filter((each) => languages.includes(each) || otherWords[each]);
  const typed = (mainWords: string, of: (words: ReplyWords) => string | undefined): TypedWords => ({
    main: mainWords,
    ...Object.fromEntries(
      kept.map((each) => [each, (otherWords[each] && of(otherWords[each])) ?? ""]),
    ),
  });
  return {
    replies: option ? kind : "",
    question: typed(main.question, ({ question }) => question),
    labels:
      main.labels.length > 0
        ? main.labels.map((label, place) => typed(label, ({ labels }) => labels[place]))
        : [proposed.yes, proposed.no],
    fields: main.fields.map(({ label, options, ...field }) => {
      const own = ({ fields }: ReplyWords) => fields.find(({ id }) => id === field.id);
      return {
        ...field,
        label: typed(label, (words) => own(words)?.label),
        options: options.map((text, place) => typed(text, (words) => own(words)?.options[place])),
      };
    }),
    url: typed(main.url, ({ url }) => url),
    deadline,
    isChangeable: isChangeable ? "yes" : "no",
  };
}

/**
 * What can be kept of it; null while nothing was chosen, or something is too long to be kept.
 * `proposedIn`: the first of the languages that words were proposed in, where the message has none yet.
 */
export function repliesInput(
  typed: RepliesAnswers,
  proposedIn?: LetterLanguage,
): { replyOption: ReplyOption } | null {
  if (typed.replies === "") return null;
  const option = repliesOption(typed);
  const parsed = replyOptionSchema.safeParse(
    proposedIn === undefined ? option : withoutMain(option, proposedIn),
  );
  return parsed.success ? { replyOption: parsed.data } : null;
}

/** The option as it was typed, which may still be too long. */
export function repliesOption(typed: RepliesAnswers): ReplyOption {
  const { replies, deadline, isChangeable } = typed;
  const others = LETTER_LANGUAGES.filter((each) => typed.question[each] !== undefined);
  const main = wordsTyped(typed, "main");
  return {
    kind: replies || "none",
    ...main,
    fields: typed.fields.map(({ kind, isRequired }, place) => ({
      ...{ id: "", label: "", options: [], ...main.fields[place] },
      ...{ kind, isRequired },
    })),
    deadline,
    isChangeable: isChangeable === "yes",
    otherWords: Object.fromEntries(others.map((each) => [each, wordsTyped(typed, each)])),
  };
}

function wordsTyped(
  { question, labels, fields, url }: RepliesAnswers,
  language: keyof TypedWords,
): ReplyWords {
  const own = (words: TypedWords) => words[language] ?? "";
  return {
    question: own(question),
    labels: labels.map(own),
    fields: fields.map(({ id, label, options }) => ({
      id,
      label: own(label),
      options: options.map(own),
    })),
    url: own(url),
  };
}

const REPLY_FIELD_OF: Record<ReplyProblem, keyof RepliesAnswers> = {
  reply_labels_missing: "labels",
  reply_label_repeated: "labels",
  reply_fields_missing: "fields",
  reply_field_without_label: "fields",
  reply_field_options: "fields",
  reply_files_too_many: "fields",
  reply_link_invalid: "url",
  reply_deadline_invalid: "deadline",
  reply_deadline_past: "deadline",
};

export const REPLIES_REFUSALS = [
  ...OPTION_PROBLEMS,
  "reply_words_missing",
  "replies_not_answered",
  "reply_too_long",
] as const;
export type RepliesRefusal = (typeof REPLIES_REFUSALS)[number];

/** What stands in the way of going on, by field. `languages`: the message's, its main one first. */
export function repliesRefusals(
  answers: RepliesAnswers,
  languages: readonly LetterLanguage[],
  now: Date,
): Partial<Record<keyof RepliesAnswers, RepliesRefusal>> {
  if (answers.replies === "") return { replies: "replies_not_answered" };
  const input = repliesInput(answers);
  if (!input) return { replies: "reply_too_long" };
  const { replyOption } = input;
  const ofWords = wordProblems(replyOption, languages).map(
    ({ part, code }) => [part, code] as const,
  );
  return Object.fromEntries(
    replyProblems(replyOption, now)
      .map((code): readonly [keyof RepliesAnswers, RepliesRefusal] => [REPLY_FIELD_OF[code], code])
      .concat(ofWords)
      // The first of a field is told.
      .reverse(),
  );
}

export const deliveryAnswersSchema = z.object({
  choice: z.enum(DELIVERY_CHOICES).or(z.literal("")),
});
export type DeliveryAnswers = z.infer<typeof deliveryAnswersSchema>;

export function deliveryInput({ choice }: DeliveryAnswers) {
  return choice === "" ? null : { deliveryChoice: choice };
}
