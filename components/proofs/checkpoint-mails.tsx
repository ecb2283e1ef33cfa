import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { SectionHeading } from "@/components/ui/section-heading";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import type { Subscription } from "@/lib/proofs/subscriptions/schema";

/** What became of the last messages: nothing fails in silence. */
export function CheckpointMails({ mails }: { mails: Subscription["mails"] }) {
  const t = useTranslations("proofs.checkpoints");
  const format = useFormatter();
  return (
    <section className="mt-9">
      <SectionHeading>{t("sentHeading")}</SectionHeading>
      {mails.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <Table
          id="mails"
          caption={t("sentHeading")}
          isSlim
          columns={[
            { key: "when", label: t("when") },
            { key: "size", label: t("size"), align: "end", from: "md" },
            { key: "state", label: t("state") },
          ]}
        >
          {mails.map(({ id, plannedAt, size, state, endedAt, nextTryAt, problem }) => (
            <tr key={id}>
              <RowHeader>
                <DateTime value={plannedAt} format="short" />
              </RowHeader>
              <Cell align="end" isNumeric from="md">
                {format.number(size, "integer")}
              </Cell>
              <Cell>
                {t(`states.${state}`, { next: nextTryAt, ended: endedAt ?? plannedAt })}
                {problem && (
                  <span className="block text-small [overflow-wrap:anywhere] text-ink-soft">
                    {t("problem", { problem })}
                  </span>
                )}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
