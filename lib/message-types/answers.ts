import { z } from "zod";
import { LETTER_LANGUAGES } from "@/lib/letters/schema";
import {
  repliesAnswers,
  repliesAnswersSchema,
  repliesOption,
  type ProposedAnswers,
  type RepliesAnswers,
} from "@/lib/messages/answers";
import { REPLY_KINDS } from "@/lib/replies/options/schema";
import { withMainWords, withoutMain } from "@/lib/replies/options/words";
import type { changeTypeSchema, ManagedType } from "@/lib/message-types/schema";

/** The page's fields as they are typed; what was left empty is asked each time, or not done. */
export type TypedType = {
  defaultTemplateId: string;
  languages: string[];
  deliveryChoice: string;
  payment: string;
  replyKind: string;
  /** What is asked and in which words, as JSON: its page has no controls for it before its scripts. */
  replyWords: string;
  fourEyes: string;
  legalBasis: string;
  afterDays: string;
  step: string;
  byItself: string;
  receiptFrom: string;
  receiptDays: string;
  receiptWorkingDays: string;
  receiptBasis: string;
  contentsMonths: string;
  repliesMonths: string;
};

type TypeInput = Omit<z.input<typeof changeTypeSchema>, "typeId" | "lockNumber">;

/** `proposed`: what a choice begins with, in the type's languages. */
export function typedOf(type: ManagedType, proposed: ProposedAnswers): TypedType {
  return {
    defaultTemplateId: type.template?.id ?? "",
    languages: type.languages,
    deliveryChoice: type.deliveryChoice ?? "",
    payment: type.isPaymentWanted ? "wanted" : "",
    replyKind: type.replyOption?.kind ?? "",
    replyWords: JSON.stringify(repliesOfType(type, proposed)),
    fourEyes: type.isFourEyes ? "yes" : "",
    legalBasis: type.legalBasis,
    afterDays: type.unopened ? String(type.unopened.afterDays) : "",
    step: type.unopened?.step ?? "tell",
    byItself: type.unopened?.isByItself ? "yes" : "",
    receiptFrom: type.receipt?.from ?? "none",
    receiptDays: type.receipt ? String(type.receipt.afterDays) : "",
    receiptWorkingDays: type.receipt?.isWorkingDays ? "yes" : "",
    receiptBasis: type.receipt?.basis ?? "",
    contentsMonths: String(type.retention.contentsMonths),
    repliesMonths: String(type.retention.repliesMonths),
  };
}

/** What the schema is asked about: whatever cannot be is left to it to refuse. */
export function typeInput(typed: TypedType): TypeInput {
  const afterDays = typed.afterDays.trim();
  return {
    defaultTemplateId: typed.defaultTemplateId || null,
    languages: typed.languages as TypeInput["languages"],
    deliveryChoice: (typed.deliveryChoice || null) as TypeInput["deliveryChoice"],
    isPaymentWanted: typed.payment === "wanted",
    replyOption: replyOptionTyped(typed),
    isFourEyes: typed.fourEyes !== "",
    legalBasis: typed.legalBasis,
    unopened:
      afterDays === ""
        ? null
        : {
            afterDays: Number(afterDays),
            step: typed.step as "tell",
            // Telling is nothing to look at first.
            isByItself: typed.byItself !== "" && typed.step !== "tell",
          },
    receipt:
      typed.receiptFrom === "none" || typed.receiptFrom === ""
        ? null
        : {
            from: typed.receiptFrom as "available",
            // Whoever waits for an opening counts no days.
            afterDays: typed.receiptFrom === "opened" ? 0 : wholeNumber(typed.receiptDays),
            isWorkingDays: typed.receiptFrom !== "opened" && typed.receiptWorkingDays !== "",
            basis: typed.receiptBasis,
          },
    retention: {
      contentsMonths: wholeNumber(typed.contentsMonths),
      repliesMonths: wholeNumber(typed.repliesMonths),
    },
  };
}

/** With the words of the type's first language where a message has its main ones. */
function repliesOfType(
  { replyOption, languages }: ManagedType,
  proposed: ProposedAnswers,
): RepliesAnswers {
  const [first = "nl", ...others] = languages;
  const shown = replyOption && withMainWords(replyOption, null, first, false);
  return repliesAnswers(shown, proposed, others);
}

/**
 * What stands in the page's hidden field, whatever kind is chosen, for another may be chosen next; null
 * where that is not what the page puts there.
 */
export function replyWordsTyped({ replyWords }: TypedType): RepliesAnswers | null {
  const parsed = z.string().transform(parsedJson).pipe(repliesAnswersSchema).safeParse(replyWords);
  return parsed.success ? parsed.data : null;
}

function repliesTyped(typed: TypedType): RepliesAnswers | null {
  const answers = replyWordsTyped(typed);
  const kind = REPLY_KINDS.find((each) => each === typed.replyKind);
  return answers && kind ? { ...answers, replies: kind } : null;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function replyOptionTyped(typed: TypedType): TypeInput["replyOption"] {
  if (typed.replyKind === "") return null;
  const answers = repliesTyped(typed);
  const [first] = LETTER_LANGUAGES.filter((language) => typed.languages.includes(language));
  if (!answers) return { kind: typed.replyKind } as TypeInput["replyOption"];
  const option = repliesOption(answers);
  return first ? withoutMain(option, first) : option;
}

/** Nothing written is no number: left to the schema to refuse. */
function wholeNumber(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text.trim());
}
