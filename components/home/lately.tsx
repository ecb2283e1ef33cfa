import { useTranslations } from "next-intl";
import { MessageName } from "@/components/deliveries/history-table";
import { StateTag } from "@/components/deliveries/state-tag";
import { MessageStateTag } from "@/components/messages/message-state-tag";
import { DateTime } from "@/components/ui/date-time";
import { SectionHeading } from "@/components/ui/section-heading";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { isStuck } from "@/lib/deliveries/rules";
import type { DeliveryLine, LatelyLine } from "@/lib/deliveries/schema";

/** A few deliveries and the way to all of their kind. Of today the hour is said, of earlier the day. */
export function Lately({
  id,
  title,
  all,
  none,
  rows,
  now,
}: {
  id: string;
  title: string;
  all: { href: string; label: string };
  /** What is said where there are none. */
  none: string;
  rows: readonly Line[];
  now: Date;
}) {
  const t = useTranslations("home.lately");
  const columns = useTranslations("history.table");
  return (
    <section>
      <SectionHeading
        aside={
          rows.length > 0 && (
            <TextLink href={all.href} className="py-0.5">
              {all.label}
            </TextLink>
          )
        }
      >
        {title}
      </SectionHeading>
      {rows.length === 0 ? (
        <p className="text-ink-soft">{none}</p>
      ) : (
        <Table
          id={id}
          caption={title}
          isSlim
          columns={[
            { key: "message", label: columns("message"), width: "46%" },
            { key: "recipient", label: columns("recipient"), from: "md" },
            { key: "state", label: columns("state"), from: "md" },
            { key: "when", label: t("when"), align: "end", from: "md" },
          ]}
        >
          {rows.map((row) => (
            <Row key={row.id} row={row} now={now} />
          ))}
        </Table>
      )}
    </section>
  );
}

/** One letter, or a message to several by its first. */
type Line = DeliveryLine & Partial<Pick<LatelyLine, "list">>;

function Row({ row, now }: { row: Line; now: Date }) {
  if (row.list) return <ListRow row={row} list={row.list} now={now} />;
  const when = <DateTime value={row.movedAt} format={isToday(row.movedAt, now) ? "time" : "day"} />;
  return (
    <tr>
      <RowHeader>
        <MessageName row={row} now={now} when={when} />
      </RowHeader>
      <Cell from="md">{row.recipientName}</Cell>
      <Cell from="md">
        <StateTag state={row.state} isStuck={isStuck(row, now)} />
      </Cell>
      <Cell from="md" align="end" isNumeric>
        {when}
      </Cell>
    </tr>
  );
}

function ListRow({
  row,
  list,
  now,
}: {
  row: Line;
  list: NonNullable<LatelyLine["list"]>;
  now: Date;
}) {
  const t = useTranslations("home.lately");
  const when = <DateTime value={row.sentAt} format={isToday(row.sentAt, now) ? "time" : "day"} />;
  const letters = t("letters", { count: list.letters });
  return (
    <tr>
      <RowHeader>
        <TextLink
          href={`/messages/${row.messageId}/letters`}
          prefetch={false}
          className="line-clamp-2 font-semibold"
        >
          {row.subject}
        </TextLink>
        <span className="mt-0.75 block text-tiny whitespace-nowrap text-ink-soft tabular-nums">
          {row.reference.split("/")[0]}
        </span>
        <span className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 md:hidden">
          <MessageStateTag state={list.state} />
          {letters}
          <span className="text-tiny whitespace-nowrap text-ink-soft tabular-nums">{when}</span>
        </span>
      </RowHeader>
      <Cell from="md">{letters}</Cell>
      <Cell from="md">
        <MessageStateTag state={list.state} />
      </Cell>
      <Cell from="md" align="end" isNumeric>
        {when}
      </Cell>
    </tr>
  );
}

function isToday(moment: Date, now: Date): boolean {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Brussels" });
  return day.format(moment) === day.format(now);
}
