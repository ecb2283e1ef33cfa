import { useFormatter, useTranslations } from "next-intl";
import { ReceiptRuleSentence } from "@/components/receipts/receipt-rule-sentence";
import { Card } from "@/components/ui/card";
import { noonOf } from "@/lib/format";
import type { Receipt, ReceiptRule, ReceiptStatement } from "@/lib/receipts/schema";

/** What the rule of its type says of a delivery, told apart from what is evidenced. */
export function ReceiptPanel({ receipt }: { receipt: Receipt | null }) {
  const t = useTranslations("receipts");
  if (receipt === null) return null;
  const { rule, statement } = receipt;
  return (
    <div className="mt-8">
      <Card id="receipt" heading={t("title")}>
        <p className="mb-3 font-semibold">
          <Statement {...{ rule, statement }} />
        </p>
        <p className="mb-3">
          <ReceiptRuleSentence rule={rule} />
        </p>
        <p className="text-small text-ink-soft">{t("nature")}</p>
      </Card>
    </div>
  );
}

function Statement({ rule, statement }: { rule: ReceiptRule; statement: ReceiptStatement }) {
  const t = useTranslations("receipts.statement");
  const format = useFormatter();
  if (statement.kind === "never") return t(`never_${statement.why}`);
  if (statement.on === null) return t("waits");
  const day = format.dateTime(noonOf(statement.on), "date");
  if (statement.kind === "received") return t("received", { day });
  return t(rule.from === "opened_or_available" ? "at_latest" : "will", { day });
}
