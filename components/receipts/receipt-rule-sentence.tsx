import { useTranslations } from "next-intl";
import type { ReceiptRule } from "@/lib/receipts/schema";

/** A rule in one sentence, with the law behind it. */
export function ReceiptRuleSentence({ rule }: { rule: ReceiptRule }) {
  const t = useTranslations("receipts");
  const { from, afterDays: days, isWorkingDays, basis } = rule;
  const term = t("term", { days, isWorkingDays: String(isWorkingDays) });
  return (
    <>
      {t(`rule.${from}`, { days, term })} {t("basis", { basis })}
    </>
  );
}
