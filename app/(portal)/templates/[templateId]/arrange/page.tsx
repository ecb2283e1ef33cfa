import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { PlaceForm } from "@/components/templates/place-form";
import { LinkButton } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { listTemplates, listTemplateTypes } from "@/lib/templates/data";
import { languageOf } from "@/lib/text/languages";
import { loadOwnTemplate, type TemplateProps } from "../load";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates.form"))("title") };
}

export default async function ArrangePage({ params }: TemplateProps) {
  const { actor, template } = await loadOwnTemplate(params);
  const t = await getTranslations("templates.form");
  const language = languageOf(await getLocale());
  const own = (await listTemplates(actor, { isArchived: false })).filter((one) => one.mayWrite);
  const { id, name, folder, messageTypeId, lockNumber } = template;
  return (
    <div className="max-w-form">
      <PageHeading title={t("title")} lead={t("lead")} />
      <TextProvider sections={["templates"]}>
        <PlaceForm
          kind="arrange"
          fields={{ templateId: id, lockNumber }}
          initial={{ name, folder, messageTypeId: messageTypeId ?? "" }}
          folders={[...new Set(own.map((one) => one.folder))].filter(Boolean)}
          types={(await listTemplateTypes(actor)).map((type) => ({
            id: type.id,
            name: type.name[language],
          }))}
        >
          <LinkButton variant="secondary" href={`/templates/${id}`}>
            {(await getTranslations("common"))("cancel")}
          </LinkButton>
        </PlaceForm>
      </TextProvider>
    </div>
  );
}
