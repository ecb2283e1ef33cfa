import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { TextForm } from "@/components/messages/text-form";
import { DraftTemplate } from "@/components/templates/draft-template";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.task"))("text") };
}

export default async function TextPage(props: StepProps) {
  const { draft, version, isFromCheck, ...frame } = await loadComposer(props);
  const { subject, ownReference, body, values, recipients } = draft;
  return (
    <TextProvider sections={["messages"]}>
      <ComposerFrame draft={draft} {...frame} current="text">
        <DraftTemplate draft={draft} />
        <TextForm
          version={version}
          isFromCheck={isFromCheck}
          unprintable={draft.unprintable}
          answers={{ subject, ownReference, body, values }}
          language={draft.language}
          valuesFrom={
            recipients.file
              ? "file"
              : recipients.count > 1
                ? "recipients"
                : recipients.count === 1
                  ? "here"
                  : "nobody"
          }
          ownLetter={draft.ownLetter?.fileName ?? null}
        />
      </ComposerFrame>
    </TextProvider>
  );
}
