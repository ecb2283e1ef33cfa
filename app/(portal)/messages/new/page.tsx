import type { Metadata } from "next";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { StartForm } from "@/components/messages/start-form";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { requireSignedIn, requireActor } from "@/lib/auth/session";
import { sameActingFor } from "@/lib/auth/rules";
import { listMessageTypes } from "@/lib/messages/data";
import { isServiceArchived } from "@/lib/services/data";
import { listTemplateChoices } from "@/lib/templates/data";
import { languageOf } from "@/lib/text/languages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.new"))("title") };
}

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function NewMessagePage({ searchParams }: { searchParams: Query }) {
  const actor = await requireActor("message:write");
  const { options } = await requireSignedIn();
  const t = await getTranslations("messages.new");
  const language = languageOf(await getLocale());
  const acting = options.find((option) => sameActingFor(option, actor.actingFor));
  const service = [acting?.organisation?.[language], acting?.service?.[language]]
    .filter(Boolean)
    .join(" · ");
  const isArchived = await isServiceArchived(actor);
  const types = await listMessageTypes(actor);
  const templates = await listTemplateChoices(actor);
  const wanted = (await searchParams).template;
  const choosing = await getTranslations("templates.chosen");
  const languages = await getTranslations("common.language");
  const format = await getFormatter();
  return (
    <div className="max-w-form">
      <PageHeading title={t("title")} lead={t("lead", { service })} />
      {isArchived ? (
        <EmptyState title={t("archived")} icon="archive">
          {t("archivedBody")}
        </EmptyState>
      ) : types.length === 0 ? (
        <EmptyState title={t("none")} icon="message">
          {t("noneBody")}
        </EmptyState>
      ) : (
        <TextProvider sections={["messages", "templates"]}>
          <StartForm
            types={types.map(({ id, name, description, defaultTemplateId }) => ({
              id,
              name: name[language],
              description: description[language],
              defaultTemplateId,
            }))}
            templates={templates.map(({ id, name, messageTypeId, isOfOrganisation, ...one }) => {
              const written = format.list(
                one.languages.map((each) => languages(each)),
                "and",
              );
              const hint = isOfOrganisation
                ? choosing("organisation", { languages: written })
                : written;
              return { id, name, messageTypeId, hint };
            })}
            wanted={typeof wanted === "string" ? wanted : null}
          />
        </TextProvider>
      )}
    </div>
  );
}
