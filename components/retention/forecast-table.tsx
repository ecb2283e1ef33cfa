import { useFormatter, useLocale, useTranslations } from "next-intl";
import { MonthWords } from "@/components/retention/month-words";
import { Card } from "@/components/ui/card";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import type { ForecastLine } from "@/lib/retention/schema";
import { languageOf } from "@/lib/text/languages";

/** How much comes to its end in which month, and how much of that stays for now. */
export function ForecastPanel({
  forecast,
  later,
}: {
  forecast: readonly ForecastLine[];
  later: number;
}) {
  const t = useTranslations("retention");
  return (
    <Card id="forecast" heading={t("forecast.title")}>
      {forecast.length === 0 ? <p>{t("forecast.none")}</p> : <ForecastTable forecast={forecast} />}
      {later > 0 && (
        <p className="mt-3 text-small text-ink-soft">{t("forecast.later", { count: later })}</p>
      )}
    </Card>
  );
}

function ForecastTable({ forecast }: { forecast: readonly ForecastLine[] }) {
  const t = useTranslations("retention");
  const common = useTranslations("common");
  const format = useFormatter();
  const language = languageOf(useLocale());
  const some = (count: number) => (count > 0 ? format.number(count, "integer") : "–");
  return (
    <Table
      id="forecast-months"
      caption={t("forecast.caption")}
      isSlim
      columns={[
        { key: "month", label: t("forecast.month") },
        { key: "what", label: t("planned.what"), from: "md" },
        { key: "type", label: t("forecast.type"), from: "md" },
        { key: "service", label: t("planned.service"), from: "lg" },
        { key: "count", label: t("forecast.count"), align: "end" },
        { key: "held", label: t("forecast.held"), align: "end", from: "md" },
        { key: "waits", label: t("forecast.waits"), align: "end", from: "md" },
      ]}
    >
      {forecast.map(({ month, kind, type, service, count, held, waits }) => (
        <tr key={[month, kind, type.en, service.en].join(" ")}>
          <RowHeader>
            {month ? <MonthWords month={month} /> : t("forecast.over")}
            <span className="block text-tiny font-normal text-ink-soft md:hidden">
              {t(`kind.${kind}`)} · {type[language]}
            </span>
            <span className="block text-tiny font-normal text-ink-soft lg:hidden">
              {service[language]}
            </span>
            {(held > 0 || waits > 0) && (
              <span className="block text-tiny font-normal text-ink-soft md:hidden">
                {[
                  held > 0 && `${common("named", { name: t("forecast.held") })} ${some(held)}`,
                  waits > 0 && `${common("named", { name: t("forecast.waits") })} ${some(waits)}`,
                ]
                  .filter((words) => words !== false)
                  .join(" · ")}
              </span>
            )}
          </RowHeader>
          <Cell from="md">{t(`kind.${kind}`)}</Cell>
          <Cell from="md">{type[language]}</Cell>
          <Cell from="lg">{service[language]}</Cell>
          <Cell align="end" isNumeric>
            {format.number(count, "integer")}
          </Cell>
          <Cell from="md" align="end" isNumeric>
            {some(held)}
          </Cell>
          <Cell from="md" align="end" isNumeric>
            {some(waits)}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
