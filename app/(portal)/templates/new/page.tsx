import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { PlaceForm } from "@/components/templates/place-form";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/session";
import {
  getTemplate,
  listTemplates,
  listTemplateTypes,
  type TemplateLine,
} from "@/lib/templates/data";
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
  const all = await listTemplates(actor, { isArchived: false });
  const own = all.filter((one) => one.mayWrite);
  return (
    <div className="max-w-form">
      <PageHeading
        title={original ? t("form.copyTitle", { name: original.name }) : t("form.newTitle")}
        lead={t(original ? "form.copyLead" : "form.newLead")}
      />
      {!original && all.length > 0 && <Examples templates={all} />}
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

const EXAMPLES_SHOWN = 8;

/** Those of the whole organisation come first: what a service begins with is seldom its own. */
async function Examples({ templates }: { templates: readonly TemplateLine[] }) {
  const t = await getTranslations("templates.form");
  const shown = templates
    .toSorted((one, other) => Number(one.mayWrite) - Number(other.mayWrite))
    .slice(0, EXAMPLES_SHOWN);
  return (
    <div className="mb-7">
      <Card id="examples" heading={t("examples")}>
        <p className="mb-3">{t("examplesLead")}</p>
        <ul className="grid gap-1.5">
          {shown.map(({ id, name }) => (
            <li key={id}>
              <TextLink href={`/templates/new?copy=${id}`}>{t("copyOf", { name })}</TextLink>
            </li>
          ))}
        </ul>
        {templates.length > shown.length && (
          <p className="mt-3">
            <TextLink href="/templates">{t("examplesAll")}</TextLink>
          </p>
        )}
      </Card>
    </div>
  );
}
