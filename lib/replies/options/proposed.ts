/** The two answers that a choice begins with: they stand in the letter, hence in its language. */
import type { LetterLanguage } from "@/lib/letters/schema";
import type { ProposedAnswers, TypedWords } from "@/lib/messages/answers";
import { translator } from "@/lib/text/translate";

/** `languages`: the message's, its main one first. */
export function proposedAnswers([
  main = "nl",
  ...others
]: readonly LetterLanguage[]): ProposedAnswers {
  const words = (answer: "yes" | "no"): TypedWords => {
    const said: TypedWords = { main: translator(main, "replies.firstLabel")(answer) };
    for (const each of others) said[each] = translator(each, "replies.firstLabel")(answer);
    return said;
  };
  return { yes: words("yes"), no: words("no") };
}
