import { z } from "zod";
import { emptyDocument, isEmpty, isBuiltIn, valueOf } from "@/lib/messages/body/rules";
import { documentSchema } from "@/lib/messages/body/schema";
import { ownPlaceholders, placeholdersWithoutValue } from "@/lib/messages/rules";
import { printableLine } from "@/lib/printable";
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

export const repliesAnswersSchema = z.object({ replies: z.enum(["yes", "no", ""]) });
export type RepliesAnswers = z.infer<typeof repliesAnswersSchema>;

export function repliesInput({ replies }: RepliesAnswers): { replyAllowed: boolean } | null {
  return replies === "" ? null : { replyAllowed: replies === "yes" };
}

export const deliveryAnswersSchema = z.object({
  choice: z.enum(DELIVERY_CHOICES).or(z.literal("")),
});
export type DeliveryAnswers = z.infer<typeof deliveryAnswersSchema>;

export function deliveryInput({ choice }: DeliveryAnswers) {
  return choice === "" ? null : { deliveryChoice: choice };
}
