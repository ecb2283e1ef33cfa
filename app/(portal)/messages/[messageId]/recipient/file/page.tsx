import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { ExampleFile } from "@/components/recipients/example-file";
import { FileDropStep } from "@/components/recipients/file-drop-step";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { recipientNeeds } from "@/lib/messages/values/rules";
import { loadComposer, type StepProps } from "../../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sheets"))("title") };
}

export default async function RecipientFilePage(props: StepProps) {
  const { draft, problems, letter, sentBack } = await loadComposer(props);
  const t = await getTranslations("sheets");
  const list = await getTranslations("recipients.list");
  const { id: messageId, lockNumber } = draft;
  return (
    <TextProvider sections={["messages", "attachments", "sheets"]}>
      <ComposerFrame draft={draft} {...{ problems, letter, sentBack }} current="recipient">
        <Card id="file-step" heading={t("title")}>
          <p className="mb-5">{t("lead")}</p>
          <ExampleFile messageId={messageId} needs={recipientNeeds(draft)} />
          <FileDropStep kind="recipients" messageId={messageId} lockNumber={lockNumber} />
          <TextLink href={`/messages/${messageId}/recipient`}>{list("back")}</TextLink>
        </Card>
      </ComposerFrame>
    </TextProvider>
  );
}
