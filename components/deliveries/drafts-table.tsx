import { useLocale, useTranslations } from "next-intl";
import { MessageStateTag } from "@/components/messages/message-state-tag";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { MessageState } from "@/lib/messages/schema";
import { languageOf } from "@/lib/text/languages";
import type { Localized } from "@/lib/text/localized";

export type Draft = {
  id: string;
  reference: string;
  subject: string;
  type: Localized;
  state: MessageState;
  savedAt: Date;
  authorName: string;
};

export function DraftsTable({ drafts }: { drafts: readonly Draft[] }) {
  const t = useTranslations("history.drafts");
  const columns = useTranslations("history.table");
  const language = languageOf(useLocale());
  return (
    <Table
      id="drafts"
      caption={t("caption")}
      isSlim
      columns={[
        { key: "message", label: columns("message"), width: "45%" },
        { key: "type", label: columns("type"), from: "md" },
        { key: "author", label: t("author"), from: "md" },
        { key: "saved", label: t("saved"), align: "end", from: "md" },
      ]}
    >
      {drafts.map((draft) => (
        <tr key={draft.id}>
          <RowHeader>
            <TextLink href={`/messages/${draft.id}`} className="line-clamp-2 font-semibold">
              {draft.subject || t("untitled")}
            </TextLink>
            <span className="mt-0.75 block text-tiny text-ink-soft">{draft.reference}</span>
            {draft.state === "sent_back" && (
              <span className="mt-1.5 block">
                <MessageStateTag state={draft.state} />
              </span>
            )}
            <span className="mt-1.5 block text-tiny text-ink-soft md:hidden">
              {draft.type[language]} · {draft.authorName} ·{" "}
              <DateTime value={draft.savedAt} format="short" />
            </span>
          </RowHeader>
          <Cell from="md">{draft.type[language]}</Cell>
          <Cell from="md">{draft.authorName}</Cell>
          <Cell from="md" align="end" isNumeric>
            <DateTime value={draft.savedAt} format="short" />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
