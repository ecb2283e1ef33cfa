import { useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { DownloadLink } from "@/components/ui/download-link";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";

/** Where a record stands in the public log; `leafIndex` counts from 0. */
export type LogPlace = { leafIndex: number; size: number; sealedAt: Date; stampedAt: Date | null };

/** A record's place in the log, and what proves it. Null: it has none yet. */
export function LogPlaceFacts({ recordId, place }: { recordId: string; place: LogPlace | null }) {
  const t = useTranslations("audit.record");
  if (!place) return <p>{t("logWaiting")}</p>;
  const file = (name: string) => `/api/audit/records/${recordId}/${name}`;
  return (
    <>
      <SummaryList>
        <SummaryRow term={t("log")}>
          <span className="tabular-nums">
            {t("logPlace", { index: place.leafIndex + 1, size: place.size })}
          </span>
        </SummaryRow>
        <SummaryRow term={t("logSealed")}>
          <DateTime value={place.sealedAt} format="exact" />
        </SummaryRow>
        <SummaryRow term={t("logStamped")}>
          {place.stampedAt ? (
            <DateTime value={place.stampedAt} format="exact" />
          ) : (
            t("logNotStamped")
          )}
        </SummaryRow>
      </SummaryList>
      <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-2" data-print="hidden">
        <li>
          <DownloadLink href={file("record")} label={t("file")} format="JSON" />
        </li>
        <li>
          <DownloadLink href={file("log-proof")} label={t("fileProof")} format="tlog-proof" />
        </li>
      </ul>
      <p className="mt-3 text-small text-ink-soft">{t("logWhat")}</p>
    </>
  );
}
