import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { PlaceForm } from "@/components/templates/place-form";
import { LinkButton } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { requireActor } from "@/lib/auth/session";
import { getTemplate, listTemplates, listTemplateTypes } from "@/lib/templates/data";
import { templateIdSchema } from "@/lib/templates/schema";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates.form"))("newTitle") };
}

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function NewTemplatePage({ searchParams }: { searchParams: Query }) {
  const actor = await requireActor("template:write");
  const wanted = (await searchParams).copy;
  const id = templateIdSchema.safeParse(wanted);
  const original = id.success ? await getTemplate(actor, id.data) : null;
  if (wanted !== undefined && !original) notFound();
  const t = await getTranslations("templates");
  const language = languageOf(await getLocale());
  const own = (await listTemplates(actor, { isArchived: false })).filter((one) => one.mayWrite);
  return (
    <div className="max-w-form">
      <PageHeading
        title={original ? t("form.copyTitle", { name: original.name }) : t("form.newTitle")}
        lead={t(original ? "form.copyLead" : "form.newLead")}
      />
      <TextProvider sections={["templates"]}>
        <PlaceForm
          kind={original ? "copy" : "create"}
          fields={original ? { copyOf: original.id } : {}}
          initial={{
            name: original ? t("form.copyName", { name: original.name }).slice(0, 120) : "",
            folder: original?.mayWrite ? original.folder : "",
            messageTypeId: original?.messageTypeId ?? "",
          }}
          folders={[...new Set(own.map(({ folder }) => folder))].filter(Boolean)}
          types={(await listTemplateTypes(actor)).map((type) => ({
            id: type.id,
            name: type.name[language],
          }))}
        >
          <LinkButton
            variant="secondary"
            href={original ? `/templates/${original.id}` : "/templates"}
          >
            {(await getTranslations("common"))("cancel")}
          </LinkButton>
        </PlaceForm>
      </TextProvider>
    </div>
  );
}
