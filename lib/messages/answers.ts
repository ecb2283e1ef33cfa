import { z } from "zod";
import { emptyDocument, isEmpty, isBuiltIn, valueOf } from "@/lib/messages/body/rules";
import { documentSchema } from "@/lib/messages/body/schema";
import { ownPlaceholders, placeholdersWithoutValue } from "@/lib/messages/rules";
import { printableLine } from "@/lib/printable";
import { emptyReplyOption, replyProblems, type ReplyProblem } from "@/lib/replies/options/rules";
import {
  FIELD_KINDS,
  REPLY_KINDS,
  replyOptionSchema,
  type ReplyOption,
} from "@/lib/replies/options/schema";
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

export const repliesAnswersSchema = z.object({
  replies: z.enum(REPLY_KINDS).or(z.literal("")),
  question: z.string(),
  labels: z.array(z.string()),
  fields: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(FIELD_KINDS),
      label: z.string(),
      isRequired: z.boolean(),
      options: z.array(z.string()),
    }),
  ),
  url: z.string(),
  deadline: z.string(),
  isChangeable: z.enum(["yes", "no"]),
});
export type RepliesAnswers = z.infer<typeof repliesAnswersSchema>;

/** The page as it begins: what was saved, or two answers to start from. */
export function repliesAnswers(
  option: ReplyOption | null,
  proposed: { yes: string; no: string },
): RepliesAnswers {
  const { question, labels, fields, url, deadline, isChangeable } =
    option ?? emptyReplyOption("none");
  return {
    replies: option?.kind ?? "",
    question,
    labels: labels.length > 0 ? labels : [proposed.yes, proposed.no],
    fields,
    url,
    deadline,
    isChangeable: isChangeable ? "yes" : "no",
  };
}

/** What can be kept of it; null while nothing was chosen, or something is too long to be kept. */
export function repliesInput({
  replies,
  isChangeable,
  ...typed
}: RepliesAnswers): { replyOption: ReplyOption } | null {
  if (replies === "") return null;
  const option = { ...typed, kind: replies, isChangeable: isChangeable === "yes" };
  const parsed = replyOptionSchema.safeParse(option);
  return parsed.success ? { replyOption: parsed.data } : null;
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

export type RepliesRefusal = ReplyProblem | "replies_not_answered" | "reply_too_long";

/** What stands in the way of going on, by field. */
export function repliesRefusals(
  answers: RepliesAnswers,
  now: Date,
): Partial<Record<keyof RepliesAnswers, RepliesRefusal>> {
  if (answers.replies === "") return { replies: "replies_not_answered" };
  const input = repliesInput(answers);
  if (!input) return { replies: "reply_too_long" };
  return Object.fromEntries(
    replyProblems(input.replyOption, now)
      .map((code) => [REPLY_FIELD_OF[code], code] as const)
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
