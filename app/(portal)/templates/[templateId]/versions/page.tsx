import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { DifferenceView } from "@/components/templates/difference-view";
import { VersionTable } from "@/components/templates/version-table";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { SectionHeading } from "@/components/ui/section-heading";
import { Select } from "@/components/ui/select";
import type { PersonActor } from "@/lib/auth/schema";
import { getTemplateVersion, listTemplateVersions, type Template } from "@/lib/templates/data";
import { contentDifference, nameDifference, sampleDifference } from "@/lib/templates/rules";
import { versionNumberSchema, type Content } from "@/lib/templates/schema";
import { loadTemplate, type TemplateProps } from "../load";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates.versions"))("title") };
}

const DRAFT = "draft";

export default async function VersionsPage({ params, searchParams }: TemplateProps) {
  const { actor, template } = await loadTemplate(params);
  const query = await searchParams;
  const t = await getTranslations("templates");
  const format = await getFormatter();
  const versions = await listTemplateVersions(actor, template.id);
  const hasDraft = template.mayWrite && template.hasUnpublished && versions.length > 0;
  const options = [
    ...(hasDraft ? [{ value: DRAFT, label: t("versions.draft") }] : []),
    ...versions.map(({ number, publishedAt }) => ({
      value: String(number),
      label: `${t("state.version", { number })} · ${format.dateTime(publishedAt, "date")}`,
    })),
  ];
  const isOffered = (value: unknown): value is string =>
    options.some((option) => option.value === value);
  const to = isOffered(query.to) ? query.to : (options[0]?.value ?? "");
  const from = isOffered(query.from) ? query.from : (options[1]?.value ?? to);
  const [before, after] = [
    await contentAt(actor, template, from),
    await contentAt(actor, template, to),
  ];
  const labelOf = (value: string) => options.find((option) => option.value === value)?.label ?? "";
  return (
    <>
      <Breadcrumbs
        path={[
          { href: "/templates", label: t("title") },
          { href: `/templates/${template.id}`, label: template.name },
        ]}
        current={t("versions.title")}
      />
      <PageHeading title={t("versions.title")} lead={t("versions.lead")} />
      {versions.length === 0 ? (
        <EmptyState title={t("versions.none")} icon="list">
          {t("versions.noneBody")}
        </EmptyState>
      ) : (
        <div className="grid gap-9">
          <VersionTable templateId={template.id} versions={versions} />
          {options.length > 1 && (
            <section aria-labelledby="compare">
              <SectionHeading id="compare">{t("versions.compare")}</SectionHeading>
              <form method="get" className="flex flex-wrap items-end gap-x-5">
                <Select
                  id="from"
                  name="from"
                  label={t("versions.from")}
                  options={options}
                  defaultValue={from}
                />
                <Select
                  id="to"
                  name="to"
                  label={t("versions.to")}
                  options={options}
                  defaultValue={to}
                />
                <Button type="submit" variant="secondary" className="mb-6">
                  {t("versions.submit")}
                </Button>
              </form>
              <h3 className="mb-3 text-h3 font-semibold">
                {t("versions.between", { from: labelOf(from), to: labelOf(to) })}
              </h3>
              {before && after && (
                <DifferenceView
                  differences={contentDifference(before, after)}
                  samples={sampleDifference(before, after)}
                  names={nameDifference(before, after)}
                />
              )}
            </section>
          )}
        </div>
      )}
    </>
  );
}

async function contentAt(
  actor: PersonActor,
  template: Template,
  value: string,
): Promise<Content | null> {
  if (value === DRAFT) return template.content;
  const number = versionNumberSchema.safeParse(value);
  return number.success ? getTemplateVersion(actor, template.id, number.data) : null;
}
