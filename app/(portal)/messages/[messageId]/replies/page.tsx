import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { RepliesForm } from "@/components/messages/replies-form";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.task"))("replies") };
}

export default async function RepliesPage(props: StepProps) {
  const { draft, version, isFromCheck, ...frame } = await loadComposer(props);
  return (
    <TextProvider sections={["messages", "replies"]}>
      <ComposerFrame draft={draft} {...frame} current="replies">
        <RepliesForm
          version={version}
          isFromCheck={isFromCheck}
          replyAllowed={draft.replyAllowed}
        />
      </ComposerFrame>
    </TextProvider>
  );
}
