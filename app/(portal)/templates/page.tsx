import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ReferenceForm } from "@/components/templates/reference-form";
import { TemplateTable } from "@/components/templates/template-table";
import { LinkButton } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { SectionHeading } from "@/components/ui/section-heading";
import { TabLinks } from "@/components/ui/tab-links";
import { may } from "@/lib/auth/rules";
import { requireActor } from "@/lib/auth/session";
import { renameFolder } from "@/lib/templates/actions";
import { listTemplates } from "@/lib/templates/data";
import { byFolder } from "@/lib/templates/rules";
import { FOLDER_LIMIT } from "@/lib/templates/schema";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("title") };
}

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function TemplatesPage({ searchParams }: { searchParams: Query }) {
  const actor = await requireActor("template:read");
  const t = await getTranslations("templates");
  const isArchived = (await searchParams).list === "archive";
  const mayWrite = may(actor, "template:write");
  const folders = byFolder(await listTemplates(actor, { isArchived }), await getLocale());
  return (
    <TextProvider sections={["templates"]}>
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        actions={
          mayWrite ? (
            <LinkButton href="/templates/new" icon="add">
              {t("new")}
            </LinkButton>
          ) : undefined
        }
      />
      <TabLinks
        label={t("tabs.label")}
        tabs={[
          { href: "/templates", label: t("tabs.current"), isCurrent: !isArchived },
          { href: "/templates?list=archive", label: t("tabs.archive"), isCurrent: isArchived },
        ]}
      />
      {folders.length === 0 && (
        <EmptyState title={t(isArchived ? "noneArchived" : "none")} icon="document">
          {t(isArchived ? "noneArchivedBody" : "noneBody")}
        </EmptyState>
      )}
      <div className="grid gap-9">
        {folders.map(({ folder, templates }, index) => {
          const heading = folder === "" ? t("noFolder") : folder;
          return (
            // No region of its own: its table is one, under the same name.
            <div key={folder}>
              {folders.length > 1 || folder !== "" ? (
                <SectionHeading>{heading}</SectionHeading>
              ) : (
                <h2 className="sr-only">{heading}</h2>
              )}
              <TemplateTable id={`templates-${index}`} caption={heading} templates={templates} />
              {folder !== "" && templates.some((template) => template.mayWrite) && (
                <div className="mt-3">
                  <Details summary={t("folder.rename")}>
                    <ReferenceForm
                      action={renameFolder}
                      fields={{ folder }}
                      line={{
                        id: `folder-name-${index}`,
                        name: "name",
                        label: t("folder.name"),
                        initial: folder,
                        limit: FOLDER_LIMIT,
                        sentences: {
                          name_missing: t("folder.nameMissing"),
                          too_long: t("folder.tooLong"),
                        },
                      }}
                      submit={t("folder.submit")}
                      variant="secondary"
                      size="small"
                    />
                  </Details>
                </div>
              )}
            </div>
          );
        })}
      </div>
    </TextProvider>
  );
}
