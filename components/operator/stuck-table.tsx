import { useLocale, useTranslations } from "next-intl";
import { StateTag } from "@/components/deliveries/state-tag";
import { DateTime } from "@/components/ui/date-time";
import { SectionHeading } from "@/components/ui/section-heading";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import type { StuckDelivery } from "@/lib/platform/schema";
import { languageOf } from "@/lib/text/languages";

/** Whose deliveries stand still and since when; nothing of what they say or to whom. */
export function StuckTable({ rows }: { rows: readonly StuckDelivery[] }) {
  const t = useTranslations("operator.stuck");
  const language = languageOf(useLocale());
  return (
    <section>
      <SectionHeading>{t("title")}</SectionHeading>
      {rows.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <Table
          id="stuck"
          caption={t("title")}
          isSlim
          columns={[
            { key: "reference", label: t("reference") },
            { key: "sender", label: t("sender"), from: "md" },
            { key: "state", label: t("state"), from: "md" },
            { key: "attempts", label: t("attempts"), align: "end", from: "md" },
            { key: "since", label: t("since"), align: "end", from: "md" },
          ]}
        >
          {rows.map((row) => {
            const state = (
              <>
                <StateTag state={row.state} isStuck />
                {row.outcomeUnknownSince && (
                  <span className="mt-0.75 block text-tiny text-ink-soft">
                    {t("outcomeUnknown")}
                  </span>
                )}
              </>
            );
            return (
              <tr key={row.reference}>
                <RowHeader>
                  <span className="font-semibold whitespace-nowrap tabular-nums">
                    {row.reference}
                  </span>
                  <span className="mt-1 block text-tiny text-ink-soft md:hidden">
                    {row.organisation[language]} · <DateTime value={row.movedAt} format="short" />
                  </span>
                  <span className="mt-1.5 block md:hidden">{state}</span>
                </RowHeader>
                <Cell from="md">
                  {row.organisation[language]}
                  <span className="block text-tiny text-ink-soft">{row.service[language]}</span>
                </Cell>
                <Cell from="md">{state}</Cell>
                <Cell from="md" align="end" isNumeric>
                  {row.attempts}
                </Cell>
                <Cell from="md" align="end" isNumeric>
                  <DateTime value={row.movedAt} format="short" />
                </Cell>
              </tr>
            );
          })}
        </Table>
      )}
    </section>
  );
}
