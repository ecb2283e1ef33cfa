import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { DiscardForm } from "@/components/messages/discard-form";
import { FreshDraft } from "@/components/messages/fresh-draft";
import { PageHeading } from "@/components/ui/page-heading";
import { titleOf } from "@/lib/messages/body/rules";
import { languageOf } from "@/lib/text/languages";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.discard"))("title") };
}

export default async function DiscardPage(props: StepProps) {
  const { draft } = await loadComposer(props);
  const t = await getTranslations("messages.discard");
  const subject =
    titleOf(draft.subject).trim() || draft.messageType.name[languageOf(await getLocale())];
  return (
    <TextProvider sections={["messages"]}>
      <PageHeading title={t("title")} lead={t("lead", { subject })} />
      <FreshDraft messageId={draft.id} lockNumber={draft.lockNumber}>
        <DiscardForm messageId={draft.id} lockNumber={draft.lockNumber} />
      </FreshDraft>
    </TextProvider>
  );
}
