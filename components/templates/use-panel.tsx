import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";

/** How many messages began with a template, by version. */
export function UsePanel({
  uses,
}: {
  uses: readonly { version: number; messages: number; lastAt: Date }[];
}) {
  const t = useTranslations("templates");
  const count = uses.reduce((sum, { messages }) => sum + messages, 0);
  return (
    <Card id="use" heading={t("page.use")}>
      {count === 0 ? (
        <p className="text-ink-soft">{t("page.useNone")}</p>
      ) : (
        <>
          <p className="mb-4">{t("page.useTotal", { count })}</p>
          <Table
            id="use-table"
            caption={t("page.useCaption")}
            isSlim
            columns={[
              { key: "version", label: t("page.useVersion") },
              { key: "messages", label: t("page.useMessages"), align: "end" },
              { key: "last", label: t("page.useLast"), align: "end" },
            ]}
          >
            {uses.map(({ version, messages, lastAt }) => (
              <tr key={version}>
                <RowHeader>{t("state.version", { number: version })}</RowHeader>
                <Cell align="end" isNumeric>
                  {messages}
                </Cell>
                <Cell align="end">
                  <DateTime value={lastAt} format="short" />
                </Cell>
              </tr>
            ))}
          </Table>
        </>
      )}
    </Card>
  );
}
