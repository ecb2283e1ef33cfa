import { useFormatter, useTranslations } from "next-intl";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { ShareBar } from "@/components/ui/share-bar";
import type { Overview } from "@/lib/audit/overview/schema";
import { noonOf } from "@/lib/format";

/** How many are in which state and were sent in which month: bars, and the numbers they stand for. */
export function OverviewTotals({ states, months, total }: Overview) {
  const t = useTranslations("overview.totals");
  const words = useTranslations("deliveries.state");
  const format = useFormatter();
  const most = Math.max(1, ...months.map(({ sent }) => sent));
  return (
    <div className="mb-7 grid gap-5 lg:grid-cols-2">
      <Table
        id="states"
        caption={t("states")}
        isCaptionHidden={false}
        isSlim
        columns={[
          { key: "state", label: t("state"), width: "50%" },
          { key: "count", label: t("count"), align: "end" },
          { key: "registered", label: t("registered"), align: "end", from: "md" },
        ]}
      >
        {states.map(({ state, count, registered }) => (
          <tr key={state}>
            <RowHeader>
              {words(state)}
              <ShareBar share={count / Math.max(1, total)} />
            </RowHeader>
            <Cell align="end" isNumeric>
              {format.number(count)}
            </Cell>
            <Cell align="end" isNumeric from="md">
              {format.number(registered)}
            </Cell>
          </tr>
        ))}
      </Table>
      <Table
        id="months"
        caption={t("months")}
        isCaptionHidden={false}
        isSlim
        columns={[
          { key: "month", label: t("month"), width: "50%" },
          { key: "sent", label: t("sent"), align: "end" },
          { key: "opened", label: t("opened"), align: "end", from: "md" },
        ]}
      >
        {months.map(({ month, sent, opened }) => (
          <tr key={month}>
            <RowHeader>
              {format.dateTime(noonOf(`${month}-15`), {
                month: "long",
                year: "numeric",
              })}
              <ShareBar share={sent / most} />
            </RowHeader>
            <Cell align="end" isNumeric>
              {format.number(sent)}
            </Cell>
            <Cell align="end" isNumeric from="md">
              {format.number(opened)}
            </Cell>
          </tr>
        ))}
      </Table>
    </div>
  );
}
