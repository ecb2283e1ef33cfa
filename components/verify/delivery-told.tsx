import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateTime } from "@/components/ui/date-time";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { Tag } from "@/components/ui/tag";
import type { DeliverySummary, ToldMoment, Verdict } from "@/lib/proofs/report";
import { visibleText } from "@/lib/visible-text";

/** What the evidence says of one delivery; the heading says how far that goes. */
export function DeliveryTold({
  delivery,
  verdict,
}: {
  delivery: DeliverySummary;
  verdict: Verdict;
}) {
  const t = useTranslations("proofs.verify");
  const { environment, reference, organisation, service, recipient, subject } = delivery;
  return (
    <div className="border-b border-line px-4 py-5 md:px-7">
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="text-h3 font-semibold">{t(`told.${verdict}`)}</h3>
        {environment === "test" && <Tag tone="attention">{t("testNotice")}</Tag>}
      </div>
      <SummaryList>
        <SummaryRow term={t("reference")}>{visibleText(reference)}</SummaryRow>
        <SummaryRow term={t("subject")}>{visibleText(subject)}</SummaryRow>
        <SummaryRow term={t("sender")}>{visibleText(`${organisation}, ${service}`)}</SummaryRow>
        <SummaryRow term={t("recipient")}>{visibleText(recipient)}</SummaryRow>
        <SummaryRow term={t("delivery")}>{t(`choices.${delivery.deliveryChoice}`)}</SummaryRow>
        <SummaryRow term={t("sent")}>
          <MomentTold moment={delivery.sent} />
        </SummaryRow>
        <SummaryRow term={t("madeAvailable")}>
          <MomentTold moment={delivery.madeAvailable} />
        </SummaryRow>
        <SummaryRow term={t("firstOpened")}>
          <MomentTold moment={delivery.firstOpened} />
        </SummaryRow>
        {delivery.others.map((moment, index) => (
          <SummaryRow key={index} term={t(`events.${moment.event}`)}>
            <MomentTold moment={moment} />
          </SummaryRow>
        ))}
      </SummaryList>
    </div>
  );
}

function MomentTold({ moment }: { moment: ToldMoment | null }): ReactNode {
  const t = useTranslations("proofs.verify");
  if (moment?.at) return <DateTime value={moment.at} format="exact" />;
  if (!moment?.between) return <span className="text-ink-soft">{t("noEvidence")}</span>;
  const { from, to } = moment.between;
  return t("between", { from: new Date(from), to: new Date(to) });
}
