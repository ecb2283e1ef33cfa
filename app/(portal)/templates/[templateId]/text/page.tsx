import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { SavedState, SaveStatusProvider } from "@/components/messages/save-status";
import { TemplateText } from "@/components/templates/template-text";
import { WriteForm } from "@/components/templates/write-form";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { PageHeading } from "@/components/ui/page-heading";
import { TabLinks } from "@/components/ui/tab-links";
import { capitalised } from "@/lib/format";
import { ownPlaceholders } from "@/lib/messages/values/rules";
import { emptyText, languagesOf } from "@/lib/templates/rules";
import { TEMPLATE_LANGUAGES, templateLanguageSchema } from "@/lib/templates/schema";
import { loadOwnTemplate, type TemplateProps } from "../load";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates.page"))("write") };
}

export default async function TemplateTextPage({ params, searchParams }: TemplateProps) {
  const { template } = await loadOwnTemplate(params);
  const wanted = templateLanguageSchema.safeParse((await searchParams).language);
  const t = await getTranslations("templates");
  const names = await getTranslations("common.language");
  const { id, content, savedAt, lockNumber } = template;
  const written = languagesOf(content);
  const language = wanted.success ? wanted.data : (written[0] ?? "nl");
  const beside = written.filter((other) => other !== language);
  return (
    <TextProvider sections={["messages", "templates"]}>
      <SaveStatusProvider>
        <Breadcrumbs
          path={[
            { href: "/templates", label: t("title") },
            { href: `/templates/${id}`, label: template.name },
          ]}
          current={t("page.write")}
        />
        <PageHeading
          title={template.name}
          actions={<SavedState savedAt={savedAt.toISOString()} />}
        />
        <TabLinks
          label={t("write.languages")}
          tabs={TEMPLATE_LANGUAGES.map((one) => ({
            href: `/templates/${id}/text?language=${one}`,
            label: capitalised(names(one)),
            isCurrent: one === language,
            count: t(written.includes(one) ? "write.hasText" : "write.hasNone"),
          }))}
        />
        <div className="grid gap-7 wide:grid-cols-[minmax(0,1fr)_26.5rem]">
          <WriteForm
            key={language}
            templateId={id}
            language={language}
            lockNumber={lockNumber}
            savedAt={savedAt.toISOString()}
            written={{
              ...(content.texts[language] ?? emptyText()),
              samples: content.samples,
              names: content.names ?? [],
            }}
            others={beside.map((other) => ({
              language: other,
              names: ownPlaceholders(content.texts[other] ?? emptyText()),
            }))}
          />
          <div className="grid content-start gap-5">
            {beside.length === 0 && (
              <p className="text-small text-ink-soft">{t("write.besideNone")}</p>
            )}
            {beside.map((other) => (
              <TemplateText
                key={other}
                language={other}
                heading={t("write.beside", { language: names(other) })}
                text={content.texts[other] ?? emptyText()}
                samples={null}
              />
            ))}
          </div>
        </div>
      </SaveStatusProvider>
    </TextProvider>
  );
}
