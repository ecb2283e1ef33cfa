import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { MessageAction } from "@/components/messages/message-action";
import { DifferenceView } from "@/components/templates/difference-view";
import { LinkButton } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { SubmitButton } from "@/components/ui/submit-button";
import type { LetterLanguage } from "@/lib/letters/schema";
import { inLanguages, languagesWritten, textFor } from "@/lib/messages/languages/rules";
import { takeTemplateText, takeTemplateVersion } from "@/lib/messages/actions";
import type { Draft } from "@/lib/messages/data";
import { askedLetterSchema } from "@/lib/messages/schema";
import type { TemplateOfDraft } from "@/lib/templates/data";
import { emptyText, isAsTemplate, textDifference } from "@/lib/templates/rules";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates.draft"))("title") };
}

/**
 * What the template would change in the draft, before it is taken: its newer version in all languages of
 * the draft or, where the address names one, its text in that.
 */
export default async function TemplatePage(props: StepProps) {
  const { draft } = await loadComposer(props);
  const { id, template } = draft;
  const { language } = askedLetterSchema.parse(await props.searchParams);
  if (template && language) return <TemplateTextPage {...{ draft, template, language }} />;
  if (!template?.newer) redirect(`/messages/${id}/text`);
  const t = await getTranslations("templates.draft");
  const { name, content, newer } = template;
  const { number } = newer;
  const written = inLanguages(draft);
  return (
    <TextProvider sections={["templates"]}>
      <PageHeading title={t("title")} lead={t("lead", { number, name })} />
      <Loses isOwn={written.some((text) => !isAsTemplate(text, content))} />
      {written.length === 0 ? (
        <p className="mb-6">{t("noLanguage")}</p>
      ) : (
        <div className="mb-7">
          <DifferenceView
            differences={written.map(({ language: one, ...text }) => ({
              language: one,
              ...textDifference(text, newer.content.texts[one] ?? emptyText()),
            }))}
          />
        </div>
      )}
      <MessageAction action={takeTemplateVersion} messageId={id} lockNumber={draft.lockNumber}>
        <input type="hidden" name="version" value={number} />
        <Choice take={t("take", { number })} keepHref={`/messages/${id}/text`} />
      </MessageAction>
    </TextProvider>
  );
}

/** The text that the template has in one language, for a draft that was written without it. */
async function TemplateTextPage({
  draft,
  template: { name, version, content },
  language,
}: {
  draft: Draft;
  template: TemplateOfDraft;
  language: LetterLanguage;
}) {
  const { id } = draft;
  const t = await getTranslations("templates.draft");
  const names = await getTranslations("common.language");
  const text = content.texts[language];
  const backTo = `/messages/${id}/text?language=${language}`;
  if (!text || !languagesWritten(draft).includes(language)) redirect(backTo);
  const written = textFor(draft, language);
  return (
    <TextProvider sections={["templates"]}>
      <PageHeading
        title={t("textTitle")}
        lead={t("textLead", { name, number: version, language: names(language) })}
      />
      <Loses isOwn={!isAsTemplate(written, content)} />
      <div className="mb-7">
        <DifferenceView differences={[{ language, ...textDifference(written, text) }]} />
      </div>
      <MessageAction action={takeTemplateText} messageId={id} lockNumber={draft.lockNumber}>
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="language" value={language} />
        <Choice take={t("takeText")} keepHref={backTo} />
      </MessageAction>
    </TextProvider>
  );
}

function Loses({ isOwn }: { isOwn: boolean }) {
  const t = useTranslations("templates.draft");
  return (
    <Notification kind={isOwn ? "attention" : "info"} title={isOwn ? t("losesTitle") : undefined}>
      <p>{t(isOwn ? "losesBody" : "safe")}</p>
    </Notification>
  );
}

function Choice({ take, keepHref }: { take: string; keepHref: string }) {
  const t = useTranslations("templates.draft");
  return (
    <div className="flex flex-wrap items-center gap-3">
      <SubmitButton>{take}</SubmitButton>
      <LinkButton variant="secondary" href={keepHref}>
        {t("keep")}
      </LinkButton>
    </div>
  );
}
