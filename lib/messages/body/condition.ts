/** Text for some recipients alone, `((under 18??Ask your parents))`, and who they are. */
import { builtInOf, placeholderKey } from "@/lib/messages/body/placeholder";

/** What counts as an answer, in the four languages of the portal; case, accents and spaces do not. */
const YES = ["yes", "ja", "oui", "true", "waar", "vrai", "wahr", "1"];
const NO = ["no", "nee", "neen", "non", "nein", "false", "onwaar", "faux", "falsch", "0"];

/**
 * The parts of what stands between the brackets; null when it is a placeholder's name. What the
 * portal fills in by itself is no question.
 */
export function conditionIn(between: string): { name: string; text: string } | null {
  const at = between.indexOf("??");
  if (at === -1) return null;
  const name = between.slice(0, at).trim();
  const text = between.slice(at + 2).trim();
  return name === "" || text === "" || builtInOf(name) !== null ? null : { name, text };
}

/**
 * Whether the text is shown. An empty value that somebody gave is a no; a value that is neither, or
 * none at all, is unanswered: nobody guesses what a recipient is told.
 */
export function answerOf(
  values: Readonly<Record<string, string>>,
  name: string,
): "yes" | "no" | "unanswered" {
  const key = placeholderKey(name);
  const given = Object.entries(values).find(([written]) => placeholderKey(written) === key)?.[1];
  if (given === undefined) return "unanswered";
  const answer = given.trim().toLowerCase();
  if (YES.includes(answer)) return "yes";
  return answer === "" || NO.includes(answer) ? "no" : "unanswered";
}
