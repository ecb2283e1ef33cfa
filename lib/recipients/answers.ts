import { z } from "zod";
import { LETTER_LANGUAGES } from "@/lib/letters/schema";
import { ADDRESS_LINE_LIMIT, ADDRESS_LINES_LIMIT } from "@/lib/messages/schema";
import { printableLine, printableLines } from "@/lib/printable";
import { parseRecipientNumber } from "@/lib/recipients/rules";
import { RECIPIENT_KINDS, type NumberRefusal } from "@/lib/recipients/schema";

/** What the recipient page of the composer holds while one types, and what is sent of it. */
export const recipientAnswersSchema = z.object({
  kind: z.enum(RECIPIENT_KINDS),
  number: z.string(),
  name: z.string(),
  address: z.string(),
  attention: z.string(),
  /** Empty: not chosen yet. */
  language: z.enum(LETTER_LANGUAGES).or(z.literal("")),
  /** Of one of several, by placeholder name. */
  values: z.record(z.string(), z.string()),
});
export type RecipientAnswers = z.infer<typeof recipientAnswersSchema>;

export type RecipientAnswerRefusal =
  | NumberRefusal
  | "name_missing"
  | "name_too_long"
  | "address_too_long"
  | "attention_too_long"
  | "language_missing";

/** What stands in the way of going on, by field. */
export function recipientRefusals(
  answers: RecipientAnswers,
  now: Date,
): Partial<Record<keyof RecipientAnswers, RecipientAnswerRefusal>> {
  const number = parseRecipientNumber(answers.kind, answers.number, now);
  const name = printableLine(answers.name);
  const lines = printableLines(answers.address);
  return {
    ...(number.ok ? {} : { number: number.refusal }),
    ...(name === "" ? { name: "name_missing" } : {}),
    ...(name.length > 200 ? { name: "name_too_long" } : {}),
    ...(lines.length > ADDRESS_LINES_LIMIT || lines.some((line) => line.length > ADDRESS_LINE_LIMIT)
      ? { address: "address_too_long" }
      : {}),
    ...(printableLine(answers.attention).length > 100 ? { attention: "attention_too_long" } : {}),
    ...(answers.language === "" ? { language: "language_missing" } : {}),
  };
}

/**
 * What can be saved of it; null as long as nobody can be told by the number, or something is too long
 * to be kept whole: nothing that was typed is cut off behind somebody's back.
 */
export function recipientInput(answers: RecipientAnswers, now: Date) {
  const number = parseRecipientNumber(answers.kind, answers.number, now);
  if (!number.ok) return null;
  const isCut = Object.values(recipientRefusals(answers, now)).some((code) =>
    ["name_too_long", "address_too_long", "attention_too_long"].includes(code),
  );
  if (isCut) return null;
  return {
    kind: answers.kind,
    number: number.value,
    name: printableLine(answers.name),
    address: printableLines(answers.address).join("\n"),
    attention: answers.kind === "enterprise" ? printableLine(answers.attention) : "",
    language: answers.language === "" ? null : answers.language,
  };
}
