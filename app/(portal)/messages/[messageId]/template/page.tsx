import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { MessageAction } from "@/components/messages/message-action";
import { DifferenceView } from "@/components/templates/difference-view";
import { LinkButton } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { SubmitButton } from "@/components/ui/submit-button";
import { inLanguages } from "@/lib/messages/languages/rules";
import { takeTemplateVersion } from "@/lib/messages/actions";
import { emptyText, isAsTemplate, textDifference } from "@/lib/templates/rules";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates.draft"))("title") };
}

/** The newer version of the template beside what stands in the draft, before it is taken. */
export default async function NewerTemplatePage(props: StepProps) {
  const { draft } = await loadComposer(props);
  const { id, template } = draft;
  if (!template?.newer) redirect(`/messages/${id}/text`);
  const t = await getTranslations("templates.draft");
  const { name, content, newer } = template;
  const { number } = newer;
  const written = inLanguages(draft);
  const isOwn = written.some((text) => !isAsTemplate(text, content));
  return (
    <TextProvider sections={["templates"]}>
      <PageHeading title={t("title")} lead={t("lead", { number, name })} />
      <Notification kind={isOwn ? "attention" : "info"} title={isOwn ? t("losesTitle") : undefined}>
        <p>{t(isOwn ? "losesBody" : "safe")}</p>
      </Notification>
      {written.length === 0 ? (
        <p className="mb-6">{t("noLanguage")}</p>
      ) : (
        <div className="mb-7">
          <DifferenceView
            differences={written.map(({ language, ...text }) => ({
              language,
              ...textDifference(text, newer.content.texts[language] ?? emptyText()),
            }))}
          />
        </div>
      )}
      <MessageAction action={takeTemplateVersion} messageId={id} lockNumber={draft.lockNumber}>
        <input type="hidden" name="version" value={number} />
        <div className="flex flex-wrap items-center gap-3">
          <SubmitButton>{t("take", { number })}</SubmitButton>
          <LinkButton variant="secondary" href={`/messages/${id}/text`}>
            {t("keep")}
          </LinkButton>
        </div>
      </MessageAction>
    </TextProvider>
  );
}
