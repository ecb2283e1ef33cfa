import { useFormatter, useTranslations } from "next-intl";
import { SectionHeading } from "@/components/ui/section-heading";
import { ShareBar } from "@/components/ui/share-bar";
import { Cell, RowHeader, Table } from "@/components/ui/table";

type Day = { day: Date; size: number; added: number };

/** How the log grew from day to day: bars to see, and in the same table the numbers they stand for. */
export function LogGrowth({ days }: { days: readonly Day[] }) {
  const t = useTranslations("proofs.log");
  const format = useFormatter();
  const most = Math.max(1, ...days.map(({ added }) => added));
  return (
    <section className="mt-9">
      <SectionHeading>{t("growth")}</SectionHeading>
      <Table
        id="growth"
        caption={t("growth")}
        isSlim
        columns={[
          { key: "day", label: t("day"), width: "46%" },
          { key: "added", label: t("added"), align: "end" },
          { key: "size", label: t("sizeThen"), align: "end", from: "md" },
        ]}
      >
        {days.map(({ day, size, added }) => (
          <tr key={day.toISOString()}>
            <RowHeader>
              <span className="whitespace-nowrap">{format.dateTime(day, "day")}</span>
              <ShareBar share={added / most} />
            </RowHeader>
            <Cell align="end" isNumeric>
              {format.number(added, "integer")}
            </Cell>
            <Cell align="end" isNumeric from="md">
              {format.number(size, "integer")}
            </Cell>
          </tr>
        ))}
      </Table>
    </section>
  );
}
