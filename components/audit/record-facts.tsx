import { useLocale, useTranslations } from "next-intl";
import { WhoWords } from "@/components/audit/trail-table";
import { DateTime } from "@/components/ui/date-time";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { TextLink } from "@/components/ui/text-link";
import { auditAddress, keptUntil } from "@/lib/audit/trail/rules";
import type { AuditLine } from "@/lib/audit/trail/schema";
import { languageOf } from "@/lib/text/languages";

/** Who did it, when, and about what, and until when that stays. */
export function RecordFacts({ line }: { line: AuditLine }) {
  const t = useTranslations("audit");
  const language = languageOf(useLocale());
  return (
    <SummaryList>
      <SummaryRow term={t("columns.when")}>
        <DateTime value={line.at} format="exact" />
        <span className="block text-tiny text-ink-soft tabular-nums">{line.at.toISOString()}</span>
      </SummaryRow>
      <SummaryRow term={t("columns.who")}>
        <WhoWords who={line.who} />
      </SummaryRow>
      {line.subjectId && line.reference && (
        <SummaryRow term={t("record.about")}>
          <span className="tabular-nums">{line.reference}</span>
          <TextLink
            href={auditAddress({ subject: line.subjectId })}
            prefetch={false}
            className="ml-3 text-small"
          >
            {t("record.others")}
          </TextLink>
        </SummaryRow>
      )}
      {line.service && (
        <SummaryRow term={t("columns.service")}>{line.service[language]}</SummaryRow>
      )}
      {line.isAboutSomebody && (
        <SummaryRow term={t("record.somebody")}>{t("record.somebodyKept")}</SummaryRow>
      )}
      <SummaryRow term={t("record.keptUntil")}>
        <DateTime value={keptUntil(line.at)} format="date" />
        <span className="block text-tiny text-ink-soft">{t("record.keptWhy")}</span>
      </SummaryRow>
      <SummaryRow term={t("columns.code")}>
        <code className="text-small break-all">{line.actCode}</code>
      </SummaryRow>
      <SummaryRow term={t("record.identifier")}>
        <code className="text-small break-all">{line.id}</code>
      </SummaryRow>
    </SummaryList>
  );
}
