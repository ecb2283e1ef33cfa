import type { LetterLanguage } from "@/lib/letters/schema";
import { LETTER_LANGUAGES } from "@/lib/letters/schema";
import type { ManagedType, TypeRules } from "@/lib/message-types/schema";
import { isRegistered } from "@/lib/messages/rules";
import { replyProblems, type ReplyProblem } from "@/lib/replies/options/rules";
import type { ReplyOption } from "@/lib/replies/options/schema";
import { withMainWords, wordProblems } from "@/lib/replies/options/words";

/** Those that a type allows; a type that names none allows all. */
export function languagesAllowed(named: readonly string[]): LetterLanguage[] {
  return named.length === 0
    ? [...LETTER_LANGUAGES]
    : LETTER_LANGUAGES.filter((language) => named.includes(language));
}

/** The shortest that so many units can be, in days. */
const DAYS: Record<string, number> = { day: 1, month: 28, year: 365 };

export type TypeProblem =
  "days_after_validity" | "registered_closed" | ReplyProblem | "reply_words_missing";

/** What cannot be, by field: what is over cannot be opened any more, and nothing is proposed that is closed. */
export function typeProblems(
  rules: Pick<TypeRules, "unopened" | "deliveryChoice" | "replyOption" | "languages">,
  type: Pick<ManagedType, "validityNumber" | "validityUnit" | "isRegisteredOpen">,
): Partial<Record<"unopened" | "deliveryChoice" | "replyOption", TypeProblem>> {
  const lasts = type.validityNumber * (DAYS[type.validityUnit] ?? 1);
  const { unopened, deliveryChoice, replyOption, languages } = rules;
  const [reply] = replyOption ? proposedReplyProblems(replyOption, languages) : [];
  const isProposed = deliveryChoice !== null && isRegistered(deliveryChoice);
  return {
    ...(unopened && unopened.afterDays >= lasts ? { unopened: "days_after_validity" } : {}),
    ...(isProposed && !type.isRegisteredOpen ? { deliveryChoice: "registered_closed" } : {}),
    ...(reply ? { replyOption: reply } : {}),
  };
}

/** What is proposed can be sent as it is, in each language that the type allows. */
function proposedReplyProblems(
  option: ReplyOption,
  [first = "nl", ...others]: readonly LetterLanguage[],
): (ReplyProblem | "reply_words_missing")[] {
  const shown = withMainWords(option, null, first, false);
  return [
    // It has no last day: that is chosen with each message.
    ...replyProblems({ ...shown, deadline: "" }, new Date(0)),
    ...wordProblems(shown, [first, ...others]).map(({ code }) => code),
  ];
}

type Value = string | number | boolean | null;

/** What changed, each as it was and as it is, flat as the audit trail keeps it. */
export function changesBetween<Fields extends Record<string, Value>>(
  before: Fields,
  after: Fields,
): Record<string, Value> {
  return Object.fromEntries(
    Object.keys(after).flatMap((name) =>
      before[name] === after[name]
        ? []
        : [
            [`${name}.before`, before[name] ?? null],
            [`${name}.after`, after[name] ?? null],
          ],
    ),
  );
}
