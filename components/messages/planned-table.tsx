import { useLocale, useTranslations } from "next-intl";
import { MessageStateTag } from "@/components/messages/message-state-tag";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { PlannedMessage } from "@/lib/messages/orders/schema";
import { languageOf } from "@/lib/text/languages";

/** What is still to come: ordered and not gone, or not gone whole. */
export function PlannedTable({ messages }: { messages: readonly PlannedMessage[] }) {
  const t = useTranslations("orders.planned");
  const columns = useTranslations("history.table");
  const language = languageOf(useLocale());
  const letters = ({ gone, total }: PlannedMessage) =>
    gone > 0 ? t("gone", { gone, total }) : t("none", { total });
  return (
    <Table
      id="planned"
      caption={t("caption")}
      isSlim
      columns={[
        { key: "message", label: columns("message"), width: "40%" },
        { key: "state", label: columns("state"), from: "md" },
        { key: "letters", label: t("letters"), align: "end", from: "md" },
        { key: "by", label: t("by"), from: "lg" },
        { key: "when", label: t("when"), align: "end", from: "md" },
      ]}
    >
      {messages.map((message) => (
        <tr key={message.id}>
          <RowHeader>
            <TextLink href={`/messages/${message.id}`} className="line-clamp-2 font-semibold">
              {message.subject}
            </TextLink>
            <span className="mt-0.75 block text-tiny text-ink-soft">
              {message.reference} · {message.type[language]}
            </span>
            <span className="mt-1.5 block md:hidden">
              <MessageStateTag state={message.state} />
            </span>
            <span className="mt-1.5 block text-tiny text-ink-soft md:hidden">
              {letters(message)} ·{" "}
              {message.sendAt ? (
                <DateTime value={message.sendAt} format="short" />
              ) : (
                t("afterApproval")
              )}
            </span>
          </RowHeader>
          <Cell from="md">
            <MessageStateTag state={message.state} />
          </Cell>
          <Cell from="md" align="end" isNumeric>
            {letters(message)}
          </Cell>
          <Cell from="lg">{message.orderedBy}</Cell>
          <Cell from="md" align="end" isNumeric>
            {message.sendAt ? (
              <DateTime value={message.sendAt} format="short" />
            ) : (
              t("afterApproval")
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
