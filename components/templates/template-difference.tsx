import { useTranslations } from "next-intl";
import { DifferenceView } from "@/components/templates/difference-view";
import { Details } from "@/components/ui/details";
import { Card } from "@/components/ui/card";
import { emptyText, isAsTemplate, textDifference } from "@/lib/templates/rules";
import type { Content, TemplateLanguage, TemplateText } from "@/lib/templates/schema";

/** What the sender made of the template: the words that everybody agreed on are not read again. */
export function TemplateDifference({
  name,
  version,
  content,
  written,
}: {
  name: string;
  version: number;
  content: Content;
  /** The texts of the message, each in its language. */
  written: readonly (TemplateText & { language: TemplateLanguage })[];
}) {
  const t = useTranslations("templates.draft");
  const changed = written.filter((text) => !isAsTemplate(text, content));
  const isSame = changed.length === 0;
  return (
    <Card id="template" heading={t("since")}>
      <p className="break-words">{t(isSame ? "asTemplate" : "changedSince", { name, version })}</p>
      {!isSame && (
        <div className="mt-2">
          <Details summary={t("showChanges")}>
            <DifferenceView
              differences={changed.map(({ language, ...text }) => ({
                language,
                ...textDifference(content.texts[language] ?? emptyText(), text),
              }))}
            />
          </Details>
        </div>
      )}
    </Card>
  );
}
