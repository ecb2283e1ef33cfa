import { useLocale, useTranslations } from "next-intl";
import { ChoiceWord } from "@/components/deliveries/choice-word";
import { StateTag } from "@/components/deliveries/state-tag";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { isStuck } from "@/lib/deliveries/rules";
import type { DeliveryLine } from "@/lib/deliveries/schema";
import { languageOf } from "@/lib/text/languages";

/** One line a delivery. `withService` where one sees those of several services. */
export function HistoryTable({
  rows,
  withService,
  now,
}: {
  rows: readonly DeliveryLine[];
  withService: boolean;
  now: Date;
}) {
  const t = useTranslations("history.table");
  return (
    <Table
      id="history"
      caption={t("caption")}
      columns={[
        { key: "message", label: t("message"), width: "34%" },
        { key: "recipient", label: t("recipient") },
        { key: "type", label: t("type") },
        ...(withService ? [{ key: "service", label: t("service") }] : []),
        { key: "state", label: t("state") },
        { key: "sent", label: t("sent"), align: "end" as const },
      ]}
    >
      {rows.map((row) => (
        <Row key={row.id} row={row} withService={withService} now={now} />
      ))}
    </Table>
  );
}

function Row({ row, withService, now }: { row: DeliveryLine; withService: boolean; now: Date }) {
  const language = languageOf(useLocale());
  return (
    <tr>
      <RowHeader>
        <MessageName row={row} now={now} />
      </RowHeader>
      <Cell>
        {row.recipientName}
        <span className="block text-tiny whitespace-nowrap text-ink-soft tabular-nums">
          {row.recipientMasked}
        </span>
      </Cell>
      <Cell>{row.type[language]}</Cell>
      {withService && <Cell>{row.service[language]}</Cell>}
      <Cell>
        <StateTag state={row.state} isStuck={isStuck(row, now)} />
        <Since row={row} />
      </Cell>
      <Cell align="end" isNumeric>
        <DateTime value={row.sentAt} format="short" />
      </Cell>
    </tr>
  );
}

/** The subject, which leads to the delivery, and below it what tells it from others. */
export function MessageName({ row, now }: { row: DeliveryLine; now: Date }) {
  return (
    <>
      {/* Not fetched ahead: who looks at a delivery is on record, and nobody has looked yet. */}
      <TextLink href={`/deliveries/${row.id}`} prefetch={false} className="font-semibold">
        {row.subject}
      </TextLink>
      <span className="mt-0.75 flex flex-wrap items-baseline gap-x-2 text-tiny text-ink-soft">
        {row.deliveryChoice !== "normal" && <ChoiceWord choice={row.deliveryChoice} />}
        <span className="whitespace-nowrap tabular-nums">{row.reference}</span>
      </span>
      {/* In a narrow window the other columns lie outside it: the two that matter stand here. */}
      <span className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 md:hidden">
        <StateTag state={row.state} isStuck={isStuck(row, now)} />
        {row.recipientName}
      </span>
    </>
  );
}

function Since({ row }: { row: DeliveryLine }) {
  const t = useTranslations("history.table");
  const since =
    row.state === "opened"
      ? row.openedAt
      : row.state === "replied"
        ? row.repliedAt
        : row.publishedAt;
  if (since === null || !["published", "opened", "replied"].includes(row.state)) return null;
  return (
    <span className="mt-0.75 block text-tiny text-ink-soft">
      {t(row.state === "opened" ? "openedOn" : "since", { date: since })}
    </span>
  );
}
