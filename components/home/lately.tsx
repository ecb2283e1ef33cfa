import { useTranslations } from "next-intl";
import { MessageName } from "@/components/deliveries/history-table";
import { StateTag } from "@/components/deliveries/state-tag";
import { DateTime } from "@/components/ui/date-time";
import { SectionHeading } from "@/components/ui/section-heading";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { isStuck } from "@/lib/deliveries/rules";
import type { DeliveryLine } from "@/lib/deliveries/schema";

/** What happened last. Of today the hour is said, of earlier the day. */
export function Lately({ rows, now }: { rows: readonly DeliveryLine[]; now: Date }) {
  const t = useTranslations("home.lately");
  const columns = useTranslations("history.table");
  return (
    <section>
      <SectionHeading
        aside={
          <TextLink href="/messages" className="py-0.5">
            {t("all")}
          </TextLink>
        }
      >
        {t("title")}
      </SectionHeading>
      <Table
        id="lately"
        caption={t("title")}
        columns={[
          { key: "message", label: columns("message"), width: "46%" },
          { key: "recipient", label: columns("recipient") },
          { key: "state", label: columns("state") },
          { key: "when", label: t("when"), align: "end" },
        ]}
      >
        {rows.map((row) => (
          <tr key={row.id}>
            <RowHeader>
              <MessageName row={row} now={now} />
            </RowHeader>
            <Cell>{row.recipientName}</Cell>
            <Cell>
              <StateTag state={row.state} isStuck={isStuck(row, now)} />
            </Cell>
            <Cell align="end" isNumeric>
              <DateTime value={row.movedAt} format={isToday(row.movedAt, now) ? "time" : "day"} />
            </Cell>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function isToday(moment: Date, now: Date): boolean {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Brussels" });
  return day.format(moment) === day.format(now);
}
