import { useLocale, useTranslations } from "next-intl";
import { Notification } from "@/components/ui/notification";
import { TextLink } from "@/components/ui/text-link";
import { builtInOf } from "@/lib/messages/body/rules";
import type { DraftProblem } from "@/lib/messages/rules";
import type { ReminderProblem } from "@/lib/payments/reminder";
import type { PaymentProblem, PaymentRefusal } from "@/lib/payments/rules";

/** What must still be done, each with the way to the page where it is done. */
export function ProblemList({
  messageId,
  title,
  problems,
  isFromCheck = true,
}: {
  messageId: string;
  title: string;
  problems: readonly DraftProblem[];
  /** Mending leads back to the check. */
  isFromCheck?: boolean;
}) {
  const t = useTranslations("messages");
  const payments = useTranslations("payments.refusal");
  const names = useTranslations("common.language");
  const isGerman = useLocale().startsWith("de");
  // Behind a colon a sentence goes on; in German it begins.
  const afterColon = (words: string) =>
    isGerman ? words : words.charAt(0).toLowerCase() + words.slice(1);
  if (problems.length === 0) return null;
  const sentenceOf = ({ language, ...one }: DraftProblem): string =>
    language
      ? t("problemIn", { language: names(language), problem: afterColon(sentence(one)) })
      : sentence(one);
  const sentence = ({ code, detail, count }: Omit<DraftProblem, "language">) => {
    if (code === "placeholder_without_value" && builtInOf(detail ?? "") === "own_reference")
      return t("text.ownReferenceMissing");
    if (code === "placeholder_without_value")
      return t("placeholderWithoutValue", { name: detail ?? "" });
    if (code === "payment_incomplete" && isPaymentProblem(detail)) return payments(detail);
    return t(`problem.${code}`, { characters: detail ?? "", count: count ?? 1 });
  };
  return (
    <Notification kind="attention" title={title}>
      <ul className="mt-1 grid gap-1">
        {problems.map((problem) => (
          <li key={`${problem.code}-${problem.detail ?? ""}-${problem.language ?? ""}`}>
            <TextLink href={hrefOf(messageId, problem, isFromCheck)}>
              {sentenceOf(problem)}
            </TextLink>
          </li>
        ))}
      </ul>
    </Notification>
  );
}

function hrefOf(messageId: string, { task, language }: DraftProblem, isFromCheck: boolean): string {
  const query = [
    ...(isFromCheck ? ["from=check"] : []),
    ...(language ? [`language=${language}`] : []),
  ].join("&");
  return `/messages/${messageId}/${task}${query ? `?${query}` : ""}`;
}

const PAYMENT_PROBLEMS: readonly PayableProblem[] = [
  "payment_value_missing",
  "amount_invalid",
  "due_date_invalid",
  "communication_not_twelve_digits",
  "communication_check_digit",
  "sequence_full",
  "due_date_past",
  "due_date_far",
  "bic_missing",
  "payment_code_too_long",
  "reminder_too_late",
  "reminder_without_due_date",
];

type PayableProblem = PaymentProblem | PaymentRefusal["code"] | ReminderProblem;

function isPaymentProblem(detail: string | undefined): detail is PayableProblem {
  return PAYMENT_PROBLEMS.some((problem) => problem === detail);
}
