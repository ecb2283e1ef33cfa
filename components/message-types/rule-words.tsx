import { useTranslations } from "next-intl";
import type { UnopenedRule } from "@/lib/follow-ups/schema";

/** A rule in one short line, as a table has room for it. */
export function RuleWords({ rule }: { rule: UnopenedRule | null }) {
  const t = useTranslations("types.rule");
  if (rule === null) return t("none");
  const { step, afterDays: days, isByItself } = rule;
  if (step === "tell") return t("tell", { days });
  return t(step, { days, isByItself: String(isByItself) });
}
