import { useFormatter, useLocale, useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { noonOf } from "@/lib/format";
import type { PlannedDay } from "@/lib/retention/schema";
import { languageOf } from "@/lib/text/languages";

/** What was told to be erased, day by day: the time to hold it. */
export function PlannedPanel({
  planned,
  noticeDays: days,
}: {
  planned: readonly PlannedDay[];
  noticeDays: number;
}) {
  const t = useTranslations("retention");
  const format = useFormatter();
  const language = languageOf(useLocale());
  return (
    <Card id="planned" heading={t("planned.title")}>
      <p className="mb-5 max-w-reading text-ink-soft">{t("planned.notice", { days })}</p>
      {planned.length === 0 ? (
        <p>{t("planned.none")}</p>
      ) : (
        <Table
          id="planned-days"
          caption={t("planned.caption")}
          isSlim
          columns={[
            { key: "when", label: t("planned.when") },
            { key: "what", label: t("planned.what") },
            { key: "service", label: t("planned.service"), from: "md" },
            { key: "count", label: t("planned.count"), align: "end" },
          ]}
        >
          {planned.map(({ day, kind, service, count }) => (
            <tr key={`${day} ${kind} ${service.en}`}>
              <RowHeader>
                <time dateTime={day}>{format.dateTime(noonOf(day), "date")}</time>
              </RowHeader>
              <Cell>
                {t(`kind.${kind}`)}
                <span className="block text-tiny text-ink-soft md:hidden">{service[language]}</span>
              </Cell>
              <Cell from="md">{service[language]}</Cell>
              <Cell align="end" isNumeric>
                {format.number(count, "integer")}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <div className="mt-5">
        <LinkButton variant="secondary" href="/retention/list">
          {t("planned.list")}
        </LinkButton>
      </div>
    </Card>
  );
}
