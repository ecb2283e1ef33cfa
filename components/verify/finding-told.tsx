import { useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { Tag } from "@/components/ui/tag";
import type { FindingSummary, Verdict } from "@/lib/proofs/report";
import { noonOf } from "@/lib/format";
import { visibleText } from "@/lib/visible-text";

/** What a certificate says that the log contains for somebody; the heading says how far that goes. */
export function FindingTold({ finding, verdict }: { finding: FindingSummary; verdict: Verdict }) {
  const t = useTranslations("proofs.verify");
  const { environment, organisation, recipient, number, purpose, deliveries } = finding;
  return (
    <div className="border-b border-line px-4 py-5 md:px-7">
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="text-h3 font-semibold">{t("finding.heading", { verdict })}</h3>
        {environment === "test" && <Tag tone="attention">{t("testNotice")}</Tag>}
      </div>
      <p className="mb-2 font-semibold">{t("finding.found", { count: deliveries.length })}</p>
      <SummaryList>
        <SummaryRow term={t("sender")}>{visibleText(organisation)}</SummaryRow>
        <SummaryRow term={t("recipient")}>
          {recipient === null ? t("finding.unknownName") : visibleText(recipient)}
          <br />
          <span className="tabular-nums">{visibleText(number)}</span>
        </SummaryRow>
        <SummaryRow term={t("finding.period")}>
          {t("finding.days", { from: noonOf(finding.fromDay), to: noonOf(finding.toDay) })}
          <br />
          <span className="text-small text-ink-soft">
            {t("finding.instants", {
              from: new Date(finding.from),
              before: new Date(finding.before),
            })}
          </span>
        </SummaryRow>
        <SummaryRow term={t("finding.purpose")}>{visibleText(purpose)}</SummaryRow>
        <SummaryRow term={t("finding.statedAt")}>
          <DateTime value={finding.statedAt} format="exact" />
        </SummaryRow>
        <SummaryRow term={t("finding.state")}>
          {t("finding.stateValue", { size: finding.size, log: visibleText(finding.log) })}
        </SummaryRow>
        <SummaryRow term={t("finding.deliveries")}>
          {deliveries.length === 0 ? (
            t("finding.none")
          ) : (
            <ul className="grid gap-1">
              {deliveries.map(({ reference, sentAt, subject, service, isNotSent }) => (
                <li key={reference}>
                  {visibleText(reference)} · <DateTime value={sentAt} format="exact" />
                  {isNotSent && <> · {t("events.SubmissionRejection")}</>}
                  <br />
                  <span className="text-small text-ink-soft">
                    {visibleText(`${subject} – ${service}`)}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </SummaryRow>
      </SummaryList>
    </div>
  );
}
