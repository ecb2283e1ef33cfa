import { useLocale, useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import type { ErasureLine } from "@/lib/retention/schema";
import { languageOf } from "@/lib/text/languages";

/** The exact list: what, when, and what stands in the way; nothing of what stands in it. */
export function ErasureTable({ lines }: { lines: readonly ErasureLine[] }) {
  const t = useTranslations("retention.list");
  return (
    <Table
      id="erasures"
      caption={t("caption")}
      isSlim
      columns={[
        { key: "reference", label: t("reference") },
        { key: "kind", label: t("kind"), from: "md" },
        { key: "type", label: t("type"), from: "lg" },
        { key: "service", label: t("service"), from: "lg" },
        { key: "over", label: t("over"), from: "lg" },
        { key: "erased", label: t("erased") },
        { key: "state", label: t("state"), from: "md" },
      ]}
    >
      {lines.map((line) => (
        <Line key={`${line.kind} ${line.subjectId}`} line={line} />
      ))}
    </Table>
  );
}

function Line({ line }: { line: ErasureLine }) {
  const t = useTranslations("retention");
  const common = useTranslations("common");
  const language = languageOf(useLocale());
  const { kind, reference, type, service, endsAt, eraseAt, state, obstacle } = line;
  const stands = obstacle
    ? `${common("named", { name: t(`state.${state}`) })} ${t(`obstacle.${obstacle}`)}`
    : t(`state.${state}`);
  return (
    <tr>
      <RowHeader>
        <span className="tabular-nums">{reference}</span>
        <span className="block text-tiny font-normal text-ink-soft lg:hidden">
          {type[language]} · {service[language]}
        </span>
        <span className="block text-tiny font-normal text-ink-soft md:hidden">
          {t(`kind.${kind}`)} · {stands}
        </span>
      </RowHeader>
      <Cell from="md">{t(`kind.${kind}`)}</Cell>
      <Cell from="lg">{type[language]}</Cell>
      <Cell from="lg">{service[language]}</Cell>
      <Cell from="lg">
        <DateTime value={endsAt} format="date" />
      </Cell>
      <Cell>{eraseAt ? <DateTime value={eraseAt} format="date" /> : "–"}</Cell>
      <Cell from="md">{stands}</Cell>
    </tr>
  );
}
