import { useFormatter, useLocale, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { SealedWord } from "@/components/ui/seal-mark";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { WaitingApproval } from "@/lib/approvals/schema";
import { languageOf } from "@/lib/text/languages";

/** What waits for somebody else's eyes, what waits longest first. */
export function ApprovalsTable({
  waiting,
  now,
}: {
  waiting: readonly WaitingApproval[];
  now: Date;
}) {
  const t = useTranslations("approvals.list");
  const columns = useTranslations("history.table");
  const format = useFormatter();
  const language = languageOf(useLocale());
  return (
    <Table
      id="approvals"
      caption={t("caption")}
      isSlim
      columns={[
        { key: "message", label: columns("message"), width: "45%" },
        { key: "recipients", label: t("recipients"), align: "end", from: "md" },
        { key: "by", label: t("askedBy"), from: "md" },
        { key: "since", label: t("since"), align: "end", from: "md" },
      ]}
    >
      {waiting.map((line) => (
        <tr key={line.messageId}>
          <RowHeader>
            <TextLink href={`/approvals/${line.messageId}`} className="line-clamp-2 font-semibold">
              {line.subject}
            </TextLink>
            <span className="mt-0.75 block text-tiny text-ink-soft">
              {line.reference} · {line.type[language]}
              {line.round > 1 && ` · ${t("again", { round: line.round })}`}
            </span>
            <span className="mt-1.5 block text-tiny text-ink-soft md:hidden">
              {t("recipientCount", { count: line.recipients })} · {line.askedBy} ·{" "}
              {format.relativeTime(line.askedAt, now)}
            </span>
            {line.isRegistered && (
              <span className="mt-1 block text-tiny">
                <SealedWord>{t("registered")}</SealedWord>
              </span>
            )}
            {line.isOwn && <span className="mt-1 block text-tiny text-ink-soft">{t("own")}</span>}
          </RowHeader>
          <Cell from="md" align="end" isNumeric>
            {format.number(line.recipients)}
          </Cell>
          <Cell from="md">{line.askedBy}</Cell>
          <Cell from="md" align="end" isNumeric>
            {format.relativeTime(line.askedAt, now)}
            <span className="block text-tiny text-ink-soft">
              <DateTime value={line.askedAt} format="short" />
            </span>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
