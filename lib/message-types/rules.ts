import type { LetterLanguage } from "@/lib/letters/schema";
import { LETTER_LANGUAGES } from "@/lib/letters/schema";
import type { ManagedType, TypeRules } from "@/lib/message-types/schema";
import { isRegistered } from "@/lib/messages/rules";

/** Those that a type allows; a type that names none allows all. */
export function languagesAllowed(named: readonly string[]): LetterLanguage[] {
  return named.length === 0
    ? [...LETTER_LANGUAGES]
    : LETTER_LANGUAGES.filter((language) => named.includes(language));
}

/** The shortest that so many units can be, in days. */
const DAYS: Record<string, number> = { day: 1, month: 28, year: 365 };

export type TypeProblem = "days_after_validity" | "registered_closed";

/** What cannot be, by field: what is over cannot be opened any more, and nothing is proposed that is closed. */
export function typeProblems(
  rules: Pick<TypeRules, "unopened" | "deliveryChoice">,
  type: Pick<ManagedType, "validityNumber" | "validityUnit" | "isRegisteredOpen">,
): Partial<Record<"unopened" | "deliveryChoice", TypeProblem>> {
  const lasts = type.validityNumber * (DAYS[type.validityUnit] ?? 1);
  const { unopened, deliveryChoice } = rules;
  const isProposed = deliveryChoice !== null && isRegistered(deliveryChoice);
  return {
    ...(unopened && unopened.afterDays >= lasts ? { unopened: "days_after_validity" } : {}),
    ...(isProposed && !type.isRegisteredOpen ? { deliveryChoice: "registered_closed" } : {}),
  };
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
