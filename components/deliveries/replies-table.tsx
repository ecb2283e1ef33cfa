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
      isSlim
      columns={[
        { key: "from", label: t("from"), width: "22%" },
        { key: "words", label: t("words"), from: "md" },
        { key: "about", label: t("about"), width: "26%", from: "md" },
        { key: "received", label: t("received"), align: "end", from: "md" },
      ]}
    >
      {rows.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </Table>
  );
}

/** In a narrow window, the row's header says it all. */
function Row({ row }: { row: ReplyLine }) {
  const t = useTranslations("deliveries.replies");
  const words = (
    <>
      {row.excerpt || <span className="text-ink-soft">{t("noText")}</span>}
      {row.fileCount > 0 && (
        <span className="block text-tiny text-ink-soft">
          {t("files", { count: row.fileCount })}
        </span>
      )}
    </>
  );
  const received = <DateTime value={row.receivedAt} format="short" />;
  return (
    <tr>
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
        <span className="mt-1.5 block md:hidden">{words}</span>
        <span className="mt-1.5 block text-tiny text-ink-soft md:hidden">
          {row.subject} · {received}
        </span>
      </RowHeader>
      <Cell from="md">{words}</Cell>
      <Cell from="md">
        <span className="line-clamp-2">{row.subject}</span>
        <span className="block text-tiny text-ink-soft">{row.reference}</span>
      </Cell>
      <Cell from="md" align="end" isNumeric>
        {received}
      </Cell>
    </tr>
  );
}
