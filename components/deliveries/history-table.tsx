import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ChoiceWord } from "@/components/deliveries/choice-word";
import { StateTag } from "@/components/deliveries/state-tag";
import { DateTime } from "@/components/ui/date-time";
import { Cell, type Column, RowHeader, Table } from "@/components/ui/table";
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
      isSlim
      columns={[
        { key: "message", label: t("message"), width: "34%" },
        { key: "recipient", label: t("recipient"), from: "md" },
        { key: "type", label: t("type"), from: "lg" },
        ...(withService
          ? [{ key: "service", label: t("service"), from: "lg" } satisfies Column]
          : []),
        { key: "state", label: t("state"), from: "md" },
        { key: "sent", label: t("sent"), align: "end", from: "md" },
      ]}
    >
      {rows.map((row) => (
        <Row key={row.id} row={row} withService={withService} now={now} />
      ))}
    </Table>
  );
}

/** What was cancelled before it left was never sent. */
function SentAt({ row: { state, sentAt } }: { row: DeliveryLine }) {
  return state === "cancelled" ? "–" : <DateTime value={sentAt} format="short" />;
}

function Row({ row, withService, now }: { row: DeliveryLine; withService: boolean; now: Date }) {
  const language = languageOf(useLocale());
  return (
    <tr>
      <RowHeader>
        <MessageName row={row} now={now} when={<SentAt row={row} />} withType />
      </RowHeader>
      <Cell from="md">
        {row.recipientName}
        <span className="block text-tiny whitespace-nowrap text-ink-soft tabular-nums">
          {row.recipientMasked}
        </span>
      </Cell>
      <Cell from="lg">{row.type[language]}</Cell>
      {withService && <Cell from="lg">{row.service[language]}</Cell>}
      <Cell from="md">
        <StateTag state={row.state} isStuck={isStuck(row, now)} />
        <Since row={row} />
      </Cell>
      <Cell from="md" align="end" isNumeric>
        <SentAt row={row} />
      </Cell>
    </tr>
  );
}

/**
 * The subject, which leads to the delivery, and below it what tells it from others. In a narrow window
 * the other columns are not there: what matters of them stands here.
 */
export function MessageName({
  row,
  now,
  when,
  withType = false,
}: {
  row: DeliveryLine;
  now: Date;
  when: ReactNode;
  withType?: boolean;
}) {
  const language = languageOf(useLocale());
  return (
    <>
      {/* Not fetched ahead: who looks at a delivery is on record, and nobody has looked yet. */}
      <TextLink
        href={`/deliveries/${row.id}`}
        prefetch={false}
        className="line-clamp-2 font-semibold"
      >
        {row.subject}
      </TextLink>
      <span className="mt-0.75 flex flex-wrap items-baseline gap-x-2 text-tiny text-ink-soft">
        {row.deliveryChoice !== "normal" && <ChoiceWord choice={row.deliveryChoice} />}
        {withType && <span className="lg:hidden">{row.type[language]}</span>}
        <span className="whitespace-nowrap tabular-nums">{row.reference}</span>
      </span>
      <span className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 md:hidden">
        <StateTag state={row.state} isStuck={isStuck(row, now)} />
        {row.recipientName}
        <span className="text-tiny whitespace-nowrap text-ink-soft tabular-nums">{when}</span>
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
