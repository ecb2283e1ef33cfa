import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { SectionHeading } from "@/components/ui/section-heading";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { AnsweredMessage } from "@/lib/replies/answers/schema";

/** The messages that are answered on the reply page, each with the way to its answers. */
export function AnsweredMessages({ messages }: { messages: readonly AnsweredMessage[] }) {
  const t = useTranslations("replies.answers");
  const format = useFormatter();
  if (messages.length === 0) return null;
  return (
    <section aria-labelledby="answered-messages" className="mb-9">
      <SectionHeading id="answered-messages">{t("perMessage")}</SectionHeading>
      <Table
        id="answered"
        caption={t("perMessageCaption")}
        isSlim
        columns={[
          { key: "message", label: t("message") },
          { key: "sent", label: t("sent"), from: "md" },
          { key: "answered", label: t("answered"), align: "end", width: "20%", from: "md" },
          { key: "toHandle", label: t("toHandle"), align: "end", width: "20%", from: "md" },
        ]}
      >
        {messages.map(({ messageId, subject, reference, sentAt, sent, answered, toHandle }) => (
          <tr key={messageId}>
            <RowHeader>
              <TextLink href={`/messages/${messageId}/answers`} prefetch={false}>
                {subject}
              </TextLink>
              <span className="block text-tiny text-ink-soft">{reference}</span>
              <span className="mt-1 block text-tiny md:hidden">
                {t("answered")} {t("ofAll", { answered, sent })} · {t("toHandle")}{" "}
                {format.number(toHandle)}
              </span>
            </RowHeader>
            <Cell from="md">
              <DateTime value={sentAt} format="short" />
            </Cell>
            <Cell from="md" align="end" isNumeric>
              {t("ofAll", { answered, sent })}
            </Cell>
            <Cell from="md" align="end" isNumeric>
              {format.number(toHandle)}
            </Cell>
          </tr>
        ))}
      </Table>
    </section>
  );
}
