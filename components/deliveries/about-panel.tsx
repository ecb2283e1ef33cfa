import { useLocale, useTranslations } from "next-intl";
import { ChoiceWord } from "@/components/deliveries/choice-word";
import { ReplySummary } from "@/components/replies/reply-summary";
import { Card } from "@/components/ui/card";
import { DateTime } from "@/components/ui/date-time";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import type { DeliveryDetail } from "@/lib/deliveries/schema";
import { isLanguage, languageOf } from "@/lib/text/languages";

export function AboutPanel({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTranslations("deliveries.about");
  const common = useTranslations("common.language");
  const language = languageOf(useLocale());
  return (
    <div className="mt-8">
      <Card id="about" heading={t("title")}>
        <div className="text-small">
          <SummaryList>
            <SummaryRow term={t("type")}>{delivery.type[language]}</SummaryRow>
            <SummaryRow term={t("service")}>
              {delivery.service[language]}, {delivery.organisation[language]}
            </SummaryRow>
            <SummaryRow term={t("choice")}>
              <ChoiceWord choice={delivery.deliveryChoice} />
            </SummaryRow>
            {delivery.legalBasis && (
              <SummaryRow term={t("legalBasis")}>{delivery.legalBasis}</SummaryRow>
            )}
            <SummaryRow term={t("language")}>
              {isLanguage(delivery.language) ? common(delivery.language) : delivery.language}
            </SummaryRow>
            {delivery.recipientAddress.length > 0 && (
              <SummaryRow term={t("address")}>
                {delivery.recipientAddress.map((line) => (
                  <span key={line} className="block">
                    {line}
                  </span>
                ))}
              </SummaryRow>
            )}
            <SummaryRow term={t("repliesAllowed")}>
              <ReplySummary option={delivery.replyOption} />
            </SummaryRow>
            {delivery.publishedAt && (
              <SummaryRow term={t("mailboxId")}>
                {delivery.mailboxMessageId ?? t("mailboxIdUnknown")}
              </SummaryRow>
            )}
            {delivery.expiresAt && (
              <SummaryRow term={t("expires")}>
                <DateTime value={delivery.expiresAt} format="date" />
              </SummaryRow>
            )}
          </SummaryList>
        </div>
      </Card>
    </div>
  );
}
