import { useFormatter, useTranslations } from "next-intl";
import { MonthWords } from "@/components/retention/month-words";
import { Card } from "@/components/ui/card";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { auditAddress } from "@/lib/audit/trail/rules";
import type { ErasedMonth } from "@/lib/retention/schema";

/** What the audit trail says was erased. */
export function ErasedPanel({ erased }: { erased: readonly ErasedMonth[] }) {
  const t = useTranslations("retention");
  const format = useFormatter();
  return (
    <Card
      id="erased"
      heading={t("erased.title")}
      aside={
        <TextLink href={auditAddress({ act: "contents_erased" })} className="py-0.5">
          {t("erased.trail")}
        </TextLink>
      }
    >
      {erased.length === 0 ? (
        <p>{t("erased.none")}</p>
      ) : (
        <Table
          id="erased-months"
          caption={t("erased.caption")}
          isSlim
          columns={[
            { key: "month", label: t("erased.month") },
            { key: "what", label: t("erased.what") },
            { key: "count", label: t("erased.count"), align: "end" },
          ]}
        >
          {erased.map(({ month, kind, count }) => (
            <tr key={`${month} ${kind}`}>
              <RowHeader>
                <MonthWords month={month} />
              </RowHeader>
              <Cell>{t(`kind.${kind}`)}</Cell>
              <Cell align="end" isNumeric>
                {format.number(count, "integer")}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
