import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ReferenceForm } from "@/components/templates/reference-form";
import { TemplateText } from "@/components/templates/template-text";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Card } from "@/components/ui/card";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { restoreTemplateVersion } from "@/lib/templates/actions";
import { getTemplateVersion, listTemplateVersions } from "@/lib/templates/data";
import { emptyText, languagesOf } from "@/lib/templates/rules";
import { versionNumberSchema } from "@/lib/templates/schema";
import { loadTemplate } from "../../load";

type Props = { params: Promise<{ templateId: string; number: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const number = versionNumberSchema.safeParse((await params).number);
  const t = await getTranslations("templates.state");
  return { title: t("version", { number: number.success ? number.data : 0 }) };
}

export default async function VersionPage({ params }: Props) {
  const { actor, template } = await loadTemplate(params);
  const number = versionNumberSchema.safeParse((await params).number);
  const content = number.success ? await getTemplateVersion(actor, template.id, number.data) : null;
  const versions = await listTemplateVersions(actor, template.id);
  const version = versions.find((one) => one.number === number.data);
  if (!content || !version) notFound();
  const t = await getTranslations("templates");
  const names = await getTranslations("common.language");
  const format = await getFormatter();
  const next = template.version + 1;
  const isNewest = version.number === template.version;
  return (
    <TextProvider sections={["templates"]}>
      <Breadcrumbs
        path={[
          { href: "/templates", label: t("title") },
          { href: `/templates/${template.id}`, label: template.name },
          { href: `/templates/${template.id}/versions`, label: t("versions.title") },
        ]}
        current={t("state.version", { number: version.number })}
      />
      <PageHeading
        title={t("version.title", { name: template.name, number: version.number })}
        lead={
          <>
            {t("version.published", { when: format.dateTime(version.publishedAt, "moment") })} ·{" "}
            {version.publishedBy ?? t("versions.portal")}
            {version.note !== "" && <> · {version.note}</>}
          </>
        }
      />
      <div className="mb-8 grid gap-5 lg:grid-cols-3">
        {languagesOf(content).map((language) => (
          <TemplateText
            key={language}
            language={language}
            heading={names(language)}
            text={content.texts[language] ?? emptyText()}
            samples={null}
          />
        ))}
      </div>
      {isNewest ? (
        <p>{t("version.isNewest")}</p>
      ) : (
        template.mayWrite && (
          <Card id="restore" heading={t("version.restore")}>
            <p className="mb-4 max-w-reading">
              {t("version.restoreBody", { number: version.number, next })}
            </p>
            {template.hasUnpublished && (
              <Notification kind="attention">
                <p>{t("version.restoreLoses")}</p>
              </Notification>
            )}
            <ReferenceForm
              action={restoreTemplateVersion}
              fields={{
                templateId: template.id,
                lockNumber: template.lockNumber,
                number: version.number,
              }}
              submit={t("version.restoreSubmit", { next })}
              variant="secondary"
            />
          </Card>
        )
      )}
    </TextProvider>
  );
}
