import { useFormatter, useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { DateTime } from "@/components/ui/date-time";
import { SectionHeading } from "@/components/ui/section-heading";
import { Cell, RowHeader, Table } from "@/components/ui/table";

type Witness = { name: string; key: string; seen: { size: number; at: Date } | null };

/** Others who sign what they saw of the log, so that nobody can be shown another one. */
export function LogWitnesses({ witnesses }: { witnesses: readonly Witness[] }) {
  const t = useTranslations("proofs.log");
  const format = useFormatter();
  return (
    <section className="mt-9">
      <SectionHeading>{t("witnesses")}</SectionHeading>
      <p className="mb-4 max-w-form">{t("witnessesLead")}</p>
      <Table
        id="witnesses"
        caption={t("witnesses")}
        isSlim
        columns={[
          { key: "witness", label: t("witness"), width: "62%" },
          { key: "seen", label: t("witnessSeen"), from: "md" },
          { key: "size", label: t("size"), align: "end" },
        ]}
      >
        {witnesses.map(({ name, key, seen }) => (
          <tr key={key}>
            <RowHeader>
              <span className="block">{name}</span>
              <span className="mt-1 block font-normal md:hidden">{when(seen)}</span>
              <code className="mt-1 block font-mono text-tiny font-normal break-all">{key}</code>
              <CopyButton text={key} label={t("witnessKeyLabel", { name })} />
            </RowHeader>
            <Cell from="md">{when(seen)}</Cell>
            <Cell align="end" isNumeric>
              {seen ? format.number(seen.size, "integer") : "–"}
            </Cell>
          </tr>
        ))}
      </Table>
    </section>
  );

  function when(seen: Witness["seen"]) {
    return seen ? <DateTime value={seen.at} format="exact" /> : t("witnessSeenNever");
  }
}
