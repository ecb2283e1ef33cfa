import { useTranslations } from "next-intl";
import { Notification } from "@/components/ui/notification";
import { TextLink } from "@/components/ui/text-link";
import { isSameText } from "@/lib/templates/rules";
import type { Content, TemplateLanguage, TemplateText } from "@/lib/templates/schema";

/** Above the text of a draft: what it was begun from, what that lacks, and whether there is a newer one. */
export function DraftTemplate({
  draft: { id, language, template },
  text,
}: {
  /** What stands in the draft in that language. */
  text: TemplateText;
  draft: {
    id: string;
    language: TemplateLanguage | null;
    template: {
      name: string;
      version: number;
      content: Content;
      newer: { number: number } | null;
    } | null;
  };
}) {
  const t = useTranslations("templates.draft");
  const languages = useTranslations("common.language");
  if (template === null) return null;
  const { name, version, content, newer } = template;
  const offered = language === null ? undefined : content.texts[language];
  const canTake = offered !== undefined && !isSameText(text, offered);
  const isLacking = language !== null && content.texts[language] === undefined;
  return (
    <>
      <p className="mb-4 text-small text-ink-soft">
        {t("from", { name, number: version })}{" "}
        {language && canTake && (
          <TextLink href={`/messages/${id}/template?language=${language}`}>
            {t("takeTextOf", { language: languages(language) })}
          </TextLink>
        )}
      </p>
      {language === null && (
        <Notification kind="attention">
          <p>{t("comesWithLanguage")}</p>
          <TextLink href={`/messages/${id}/recipient`}>{t("chooseLanguage")}</TextLink>
        </Notification>
      )}
      {isLacking && (
        <Notification kind="attention">
          <p>{t("lacks", { language: languages(language) })}</p>
        </Notification>
      )}
      {newer && (
        <Notification kind="info" title={t("newerTitle")}>
          <p>{t("newerBody", { from: version, to: newer.number })}</p>
          <TextLink href={`/messages/${id}/template`}>{t("look")}</TextLink>
        </Notification>
      )}
    </>
  );
}
