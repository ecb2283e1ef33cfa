import { useTranslations } from "next-intl";
import { HandlingTag } from "@/components/replies/handling-tag";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { answerInShort } from "@/lib/replies/answers/rules";
import type { AnswerLine } from "@/lib/replies/answers/schema";

export function AnswerTable({ lines }: { lines: readonly AnswerLine[] }) {
  const t = useTranslations("replies.answers");
  return (
    <Table
      id="answers"
      caption={t("list")}
      isCaptionHidden={false}
      isSlim
      columns={[
        { key: "recipient", label: t("recipient"), width: "28%" },
        { key: "answer", label: t("option"), from: "md" },
        { key: "when", label: t("when"), from: "md" },
        { key: "handling", label: t("state"), from: "md", width: "24%" },
      ]}
    >
      {lines.map((line) => (
        <Line key={line.deliveryId} line={line} />
      ))}
    </Table>
  );
}

/** In a narrow window, the row's header says it all. */
function Line({ line }: { line: AnswerLine }) {
  const t = useTranslations("replies.answers");
  const { answer } = line;
  const erased = answer?.contentErasedAt;
  const words =
    answer && !erased ? (
      answerInShort(answer.entries)
    ) : (
      <span className="text-ink-soft">
        {erased ? t("erased", { when: erased }) : t("noAnswer")}
      </span>
    );
  const when = answer && <DateTime value={answer.answeredAt} format="short" />;
  const handling = <HandlingTag handling={line.handling} newestAt={line.newestAt} />;
  return (
    <tr>
      <RowHeader>
        <TextLink href={`/deliveries/${line.deliveryId}`} prefetch={false}>
          {line.recipientName}
        </TextLink>
        <span className="block text-tiny text-ink-soft">{line.reference}</span>
        <span className="mt-1.5 grid gap-1 md:hidden">
          <span>{words}</span>
          <span className="text-tiny text-ink-soft">{when}</span>
          {handling}
        </span>
      </RowHeader>
      <Cell from="md">{words}</Cell>
      <Cell from="md">{when}</Cell>
      <Cell from="md">{handling}</Cell>
    </tr>
  );
}
