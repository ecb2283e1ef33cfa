import { useTranslations } from "next-intl";
import type { UnopenedRule } from "@/lib/follow-ups/schema";

/** What is done about what is not opened, as its sender reads it before sending. */
export function RuleSentence({ rule }: { rule: UnopenedRule | null }) {
  const t = useTranslations("unopened.rule");
  if (rule === null) return t("none");
  const { afterDays: days, step, isByItself } = rule;
  if (step === "tell") return t("tell", { days });
  return t(step, { days, isByItself: String(isByItself) });
}
