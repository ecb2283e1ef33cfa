import { useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import type { ReplyLine } from "@/lib/replies/schema";

export function RepliesTable({ rows }: { rows: readonly ReplyLine[] }) {
  const t = useTranslations("deliveries.replies");
  return (
    <Table
      id="replies"
      caption={t("title")}
      columns={[
        { key: "from", label: t("from"), width: "22%" },
        { key: "words", label: t("words") },
        { key: "about", label: t("about"), width: "26%" },
        { key: "received", label: t("received"), align: "end" },
      ]}
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <RowHeader>
            <TextLink
              href={`/deliveries/${row.deliveryId}#reply-${row.id}`}
              prefetch={false}
              className="font-semibold"
            >
              {row.recipientName}
            </TextLink>
            {!row.isRead && (
              <span className="mt-1 block">
                <Tag tone="attention" icon="message">
                  {t("unread")}
                </Tag>
              </span>
            )}
          </RowHeader>
          <Cell>
            {row.excerpt || <span className="text-ink-soft">{t("noText")}</span>}
            {row.fileCount > 0 && (
              <span className="block text-tiny text-ink-soft">
                {t("files", { count: row.fileCount })}
              </span>
            )}
          </Cell>
          <Cell>
            {row.subject}
            <span className="block text-tiny text-ink-soft">{row.reference}</span>
          </Cell>
          <Cell align="end" isNumeric>
            <DateTime value={row.receivedAt} format="short" />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
