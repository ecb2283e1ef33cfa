import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { ShareBar } from "@/components/ui/share-bar";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import type { AnswerCount } from "@/lib/replies/answers/schema";

/** How each question was answered: bars to see, and in the same table the numbers they stand for. */
export function AnswerCharts({
  counts,
  sent,
  answered,
}: {
  counts: readonly AnswerCount[];
  sent: number;
  answered: number;
}) {
  const t = useTranslations("replies.answers");
  return (
    <div className="grid gap-7">
      {counts.map((count) => (
        <Card key={count.id} id={`chart-${count.id}`} heading={count.label || t("chart")}>
          <Chart count={count} sent={sent} answered={answered} />
        </Card>
      ))}
    </div>
  );
}

function Chart({
  count: { id, label, options },
  sent,
  answered,
}: {
  count: AnswerCount;
  sent: number;
  answered: number;
}) {
  const t = useTranslations("replies.answers");
  const format = useFormatter();
  const given = options.reduce((sum, option) => sum + option.count, 0);
  const rows = [
    ...options.map((option) => ({ ...option, isAnswer: true })),
    ...(answered > given ? [{ label: t("left"), count: answered - given, isAnswer: false }] : []),
    { label: t("noAnswer"), count: sent - answered, isAnswer: false },
  ];
  return (
    <Table
      id={`answers-${id}`}
      caption={label || t("chart")}
      isSlim
      columns={[
        { key: "answer", label: t("option"), width: "46%" },
        { key: "count", label: t("count"), align: "end" },
        { key: "share", label: t("share"), align: "end" },
      ]}
    >
      {rows.map((row) => (
        <tr key={row.label}>
          <RowHeader>
            {row.label}
            <ShareBar share={sent === 0 ? 0 : row.count / sent} isQuiet={!row.isAnswer} />
          </RowHeader>
          <Cell align="end" isNumeric>
            {format.number(row.count)}
          </Cell>
          <Cell align="end" isNumeric>
            {format.number(sent === 0 ? 0 : row.count / sent, {
              style: "percent",
              maximumFractionDigits: 0,
            })}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
