import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { Retention } from "@/lib/retention/schema";
import { languageOf } from "@/lib/text/languages";

/** How long what each message type's messages say is kept, and the way to change it. */
export function PoliciesPanel({ types }: Pick<Retention, "types">) {
  const t = useTranslations("retention.policies");
  const common = useTranslations("common");
  const language = languageOf(useLocale());
  return (
    <Card id="policies" heading={t("title")}>
      <p className="mb-5 max-w-reading text-ink-soft">{t("counted")}</p>
      <Table
        id="type-policies"
        caption={t("caption")}
        isSlim
        columns={[
          { key: "type", label: t("type") },
          { key: "contents", label: t("contents"), from: "md" },
          { key: "replies", label: t("replies"), from: "md" },
          { key: "change", label: t("change"), align: "end" },
        ]}
      >
        {types.map(({ id, name, policy }) => {
          const contents = t("months", { count: policy.contentsMonths });
          const replies = t("months", { count: policy.repliesMonths });
          return (
            <tr key={id}>
              <RowHeader>
                {name[language]}
                <span className="block text-tiny font-normal text-ink-soft md:hidden">
                  {common("named", { name: t("contents") })} {contents}
                </span>
                <span className="block text-tiny font-normal text-ink-soft md:hidden">
                  {common("named", { name: t("replies") })} {replies}
                </span>
              </RowHeader>
              <Cell from="md">{contents}</Cell>
              <Cell from="md">{replies}</Cell>
              <Cell align="end">
                <TextLink href={`/message-types/${id}#type-retention`}>
                  {t("change")}
                  <span className="sr-only"> {t("changeOf", { type: name[language] })}</span>
                </TextLink>
              </Cell>
            </tr>
          );
        })}
      </Table>
    </Card>
  );
}
