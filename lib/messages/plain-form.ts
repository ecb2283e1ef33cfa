/** A page of the composer as a plain form sends it, when its scripts have not arrived yet. */
import { deliveryInput, repliesInput, textInput } from "@/lib/messages/answers";
import {
  deliveryAnswersSchema,
  repliesAnswers,
  repliesAnswersSchema,
  type TypedWords,
} from "@/lib/messages/answers";
import { LETTER_LANGUAGES, letterLanguageSchema } from "@/lib/letters/schema";
import { languagesWritten, textFor } from "@/lib/messages/languages/rules";
import type { Written } from "@/lib/messages/languages/schema";
import { lastSaveSchema, type LastSave } from "@/lib/messages/schema";
import { paymentAnswersSchema, paymentInput } from "@/lib/payments/answers";
import { recipientAnswersSchema, recipientInput } from "@/lib/recipients/answers";
import { withProposedMain } from "@/lib/replies/options/words";
import { MOST_LABELS, type ReplyOption } from "@/lib/replies/options/schema";
import type { Language } from "@/lib/text/languages";

type Fields = Record<string, string>;

export type PlainFormFacts = {
  message: Written;
  /** The page of a further language does not ask it again. */
  ownReference: string;
  values: Record<string, string>;
  replyOption: ReplyOption | null;
  /** The typist's, for amounts. */
  language: Language;
  now: Date;
};

/** What can be saved of it; null when the answers are not whole enough for that. */
export function plainFormSave(fields: Fields, facts: PlainFormFacts): LastSave | null {
  const { part = "", messageId = "", lockNumber = "" } = fields;
  const input = inputOf(part, fields, facts);
  if (!input) return null;
  const save = { part, input: { ...input, messageId, lockNumber: Number(lockNumber) } };
  const parsed = lastSaveSchema.safeParse(save);
  return parsed.success ? parsed.data : null;
}

function inputOf(part: string, fields: Fields, facts: PlainFormFacts): object | null {
  switch (part) {
    case "recipient": {
      const answers = recipientAnswersSchema.safeParse({ language: "", ...fields, values: {} });
      const input = answers.success ? recipientInput(answers.data, facts.now) : null;
      return input && { ...input, recipientId: fields.recipientId ?? null };
    }
    case "text": {
      const { subject = "", ownReference = facts.ownReference } = fields;
      const language = letterLanguageSchema.nullable().catch(null).parse(fields.language);
      // What such a form cannot carry: the editor needs its scripts.
      const { body } = textFor(facts.message, language);
      return { ...textInput({ subject, ownReference, body, values: facts.values }), language };
    }
    case "payment": {
      // What the page does not show, it does not send.
      const blank = Object.keys(paymentAnswersSchema.shape).map((name) => [name, ""]);
      const given = { ...Object.fromEntries(blank), kind: "one", ...fields } as Fields;
      const answers = paymentAnswersSchema.safeParse(given);
      return answers.success ? paymentInput(answers.data, facts.language) : null;
    }
    case "replies": {
      const proposedIn = letterLanguageSchema.optional().catch(undefined).parse(fields.proposedIn);
      const { question, url, fields: kept } = keptReplies(facts);
      const answers = repliesAnswersSchema.safeParse({
        deadline: "",
        isChangeable: "no",
        ...fields,
        question: { ...question, ...wordsIn(fields, "question") },
        url: { ...url, ...wordsIn(fields, "url") },
        labels: labelsIn(fields),
        // Fields are added and moved by scripts alone.
        fields: kept,
      });
      return answers.success ? repliesInput(answers.data, proposedIn) : null;
    }
    case "delivery": {
      const answers = deliveryAnswersSchema.safeParse(fields);
      return answers.success ? deliveryInput(answers.data) : null;
    }
    default:
      return null;
  }
}

function keptReplies({ replyOption, message }: PlainFormFacts) {
  const none = { main: "" };
  const written = languagesWritten(message);
  const { option, languages } = replyOption
    ? withProposedMain(replyOption, written)
    : { option: null, languages: written };
  return repliesAnswers(option, { yes: none, no: none }, languages.slice(1));
}

/** As `labels.0.main`, `labels.0.fr`, `labels.1.main` and so on. */
function labelsIn(fields: Fields): Partial<TypedWords>[] {
  return Array.from({ length: MOST_LABELS }, (_, place) =>
    wordsIn(fields, `labels.${place}`),
  ).filter(({ main }) => main !== undefined);
}

function wordsIn(fields: Fields, name: string): Partial<TypedWords> {
  const words = WORD_KEYS.map((key) => [key, fields[`${name}.${key}`]] as const);
  return Object.fromEntries(words.filter(([, text]) => text !== undefined));
}

const WORD_KEYS = ["main", ...LETTER_LANGUAGES] as const;
