import type { Metadata } from "next";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ReferenceForm } from "@/components/templates/reference-form";
import { TemplateState } from "@/components/templates/template-state";
import { TemplateText } from "@/components/templates/template-text";
import { UsePanel } from "@/components/templates/use-panel";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { SectionHeading } from "@/components/ui/section-heading";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { TextLink } from "@/components/ui/text-link";
import { may } from "@/lib/auth/rules";
import { valueOf } from "@/lib/messages/body/rules";
import { shelveTemplate } from "@/lib/templates/actions";
import { listTemplateUse, type Template } from "@/lib/templates/data";
import { placeholdersOf } from "@/lib/templates/rules";
import { TEMPLATE_LANGUAGES } from "@/lib/templates/schema";
import { languageOf } from "@/lib/text/languages";
import { loadTemplate, type TemplateProps } from "./load";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("column.name") };
}

export default async function TemplatePage({ params, searchParams }: TemplateProps) {
  const { actor, template } = await loadTemplate(params);
  const isWithSamples = (await searchParams).show === "samples";
  const t = await getTranslations("templates");
  const { id, name, version, mayWrite, isArchived } = template;
  const mayStart = may(actor, "message:write") && version > 0 && !isArchived;
  return (
    <TextProvider sections={["templates"]}>
      <Breadcrumbs path={[{ href: "/templates", label: t("title") }]} current={name} />
      <PageHeading
        title={name}
        lead={<TemplateState {...template} />}
        actions={
          <>
            {mayWrite && (
              <LinkButton
                href={`/templates/${id}/text`}
                icon="edit"
                variant={version === 0 ? "primary" : "secondary"}
              >
                {t("page.write")}
              </LinkButton>
            )}
            {mayWrite && template.hasUnpublished && (
              <LinkButton href={`/templates/${id}/publish`}>{t("page.publish")}</LinkButton>
            )}
            {mayStart && (
              <LinkButton
                href={`/messages/new?template=${id}`}
                icon="message"
                variant={template.hasUnpublished ? "secondary" : "primary"}
              >
                {t("page.start")}
              </LinkButton>
            )}
          </>
        }
      />
      <Notices template={template} isSender={actor.roles.includes("sender")} />
      <Texts template={template} isWithSamples={isWithSamples} />
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-2 lg:items-start">
        <About template={template} />
        <UsePanel uses={await listTemplateUse(actor, id)} />
        <Card id="ways" heading={t("page.ways")}>
          <ul className="mb-4 grid gap-2">
            <li>
              <TextLink href={`/templates/${id}/versions`}>{t("page.versions")}</TextLink>
            </li>
            {mayWrite && (
              <li>
                <TextLink href={`/templates/${id}/arrange`}>{t("page.arrange")}</TextLink>
              </li>
            )}
            {may(actor, "template:write") && (
              <li>
                <TextLink href={`/templates/new?copy=${id}`}>{t("page.copy")}</TextLink>
              </li>
            )}
          </ul>
          {mayWrite && (
            <ReferenceForm
              action={shelveTemplate}
              fields={{
                templateId: id,
                lockNumber: template.lockNumber,
                shelve: isArchived ? "back" : "archive",
              }}
              submit={t(isArchived ? "page.bringBack" : "page.archive")}
              variant="secondary"
              size="small"
            />
          )}
        </Card>
        <Samples template={template} />
      </div>
    </TextProvider>
  );
}

async function Notices({ template, isSender }: { template: Template; isSender: boolean }) {
  const t = await getTranslations("templates.page");
  const { version, hasUnpublished, mayWrite, isArchived, isOfOrganisation } = template;
  return (
    <>
      {isArchived && (
        <Notification kind="info" title={t("archivedTitle")}>
          <p>{t("archivedBody")}</p>
        </Notification>
      )}
      {mayWrite && version === 0 && (
        <Notification kind="info" title={t("unpublishedTitle")}>
          <p>{t("unpublishedBody")}</p>
        </Notification>
      )}
      {mayWrite && version > 0 && hasUnpublished && (
        <Notification kind="attention" title={t("changedTitle")}>
          <p>{t("changedBody", { number: version })}</p>
        </Notification>
      )}
      {!mayWrite && (
        <p className="mb-5 text-small text-ink-soft">
          {t(isOfOrganisation ? "readOnly" : "readOnlyApprover")}
          {isSender && ` ${t("readOnlyCopy")}`}
        </p>
      )}
    </>
  );
}

async function Texts({ template, isWithSamples }: { template: Template; isWithSamples: boolean }) {
  const t = await getTranslations("templates.page");
  const common = await getTranslations("common");
  const { id, content, mayWrite } = template;
  const show = isWithSamples ? "placeholders" : "samples";
  return (
    <section aria-labelledby="texts" className="mb-8">
      <SectionHeading
        id="texts"
        aside={
          placeholdersOf(content).length > 0 && (
            <TextLink href={`/templates/${id}?show=${show}`}>
              {t(isWithSamples ? "withPlaceholders" : "withSamples")}
            </TextLink>
          )
        }
      >
        {t("texts")}
      </SectionHeading>
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-3 lg:items-start">
        {TEMPLATE_LANGUAGES.map((language) => {
          const text = content.texts[language];
          const named = common(`language.${language}`);
          const link = (words: string) => (
            <TextLink href={`/templates/${id}/text?language=${language}`} className="text-small">
              {words}
            </TextLink>
          );
          return text ? (
            <TemplateText
              key={language}
              language={language}
              heading={named}
              text={text}
              samples={isWithSamples ? content.samples : null}
              aside={
                mayWrite && (
                  <TextLink
                    href={`/templates/${id}/text?language=${language}`}
                    className="text-small"
                  >
                    {t("change")} <span className="sr-only">{named}</span>
                  </TextLink>
                )
              }
            />
          ) : (
            <Card key={language} id={`text-${language}`} heading={named}>
              <p className="text-ink-soft">{t("missing", { language: named })}</p>
              {mayWrite && link(t("missingWrite", { language: named }))}
            </Card>
          );
        })}
      </div>
    </section>
  );
}

async function About({ template }: { template: Template }) {
  const t = await getTranslations("templates");
  const format = await getFormatter();
  const language = languageOf(await getLocale());
  const { id, type, folder, isOfOrganisation, savedAt, savedBy, mayWrite } = template;
  const when = format.dateTime(savedAt, "moment");
  const change = mayWrite ? `/templates/${id}/arrange` : undefined;
  return (
    <Card id="about" heading={t("page.about")}>
      <SummaryList>
        <SummaryRow term={t("page.type")} changeHref={change}>
          {type?.[language] ?? t("anyType")}
        </SummaryRow>
        <SummaryRow term={t("page.folder")} changeHref={change}>
          {folder === "" ? t("noFolder") : folder}
        </SummaryRow>
        <SummaryRow term={t("page.owner")}>
          {t(isOfOrganisation ? "ofOrganisation" : "ofService")}
        </SummaryRow>
        <SummaryRow term={t("page.saved")}>
          {savedBy === null ? when : t("page.savedBy", { when, name: savedBy })}
        </SummaryRow>
      </SummaryList>
    </Card>
  );
}

async function Samples({ template: { content } }: { template: Template }) {
  const t = await getTranslations("templates.page");
  const names = placeholdersOf(content);
  return (
    <Card id="samples" heading={t("samples")}>
      {names.length === 0 ? (
        <p className="text-ink-soft">{t("samplesNone")}</p>
      ) : (
        <SummaryList>
          {names.map((name) => (
            <SummaryRow key={name} term={name}>
              {valueOf(content.samples, name) ?? (
                <span className="text-ink-soft">{t("sampleNone")}</span>
              )}
            </SummaryRow>
          ))}
        </SummaryList>
      )}
    </Card>
  );
}
