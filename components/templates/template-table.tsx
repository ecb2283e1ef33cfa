import { useFormatter, useLocale, useTranslations } from "next-intl";
import { TemplateState } from "@/components/templates/template-state";
import { DateTime } from "@/components/ui/date-time";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { TemplateLanguage } from "@/lib/templates/schema";
import { languageOf } from "@/lib/text/languages";
import type { Localized } from "@/lib/text/localized";

export type TemplateRow = {
  id: string;
  name: string;
  type: Localized | null;
  languages: TemplateLanguage[];
  version: number;
  hasUnpublished: boolean;
  savedAt: Date;
  isOfOrganisation: boolean;
};

export function TemplateTable({
  id,
  caption,
  templates,
}: {
  id: string;
  caption: string;
  templates: readonly TemplateRow[];
}) {
  const t = useTranslations("templates");
  const own = languageOf(useLocale());
  const languagesIn = useLanguages();
  const typeOf = (template: TemplateRow) => template.type?.[own] ?? t("anyType");
  return (
    <Table
      id={id}
      caption={caption}
      isSlim
      columns={[
        { key: "name", label: t("column.name"), width: "36%" },
        { key: "type", label: t("column.type"), from: "md" },
        { key: "languages", label: t("column.languages"), from: "lg" },
        { key: "state", label: t("column.state"), from: "md" },
        { key: "saved", label: t("column.saved"), align: "end", from: "lg" },
      ]}
    >
      {templates.map((template) => (
        <tr key={template.id}>
          <RowHeader>
            <TextLink href={`/templates/${template.id}`} className="font-semibold">
              {template.name}
            </TextLink>
            {template.isOfOrganisation && (
              <span className="mt-0.75 block text-tiny text-ink-soft">{t("ofOrganisation")}</span>
            )}
            <span className="mt-1.5 block text-tiny text-ink-soft lg:hidden">
              <span className="md:hidden">{typeOf(template)} · </span>
              {languagesIn(template.languages)}
            </span>
            <span className="mt-1.5 block md:hidden">
              <TemplateState {...template} />
            </span>
          </RowHeader>
          <Cell from="md">{typeOf(template)}</Cell>
          <Cell from="lg">{languagesIn(template.languages)}</Cell>
          <Cell from="md">
            <TemplateState {...template} />
          </Cell>
          <Cell from="lg" align="end" isNumeric>
            <DateTime value={template.savedAt} format="short" />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function useLanguages(): (languages: readonly TemplateLanguage[]) => string {
  const t = useTranslations("templates");
  const names = useTranslations("common.language");
  const format = useFormatter();
  return (languages) =>
    languages.length === 0
      ? t("noLanguages")
      : format.list(
          languages.map((language) => names(language)),
          "and",
        );
}
