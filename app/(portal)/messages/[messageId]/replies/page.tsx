import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { RepliesForm } from "@/components/messages/replies-form";
import { repliesAnswers } from "@/lib/messages/answers";
import { languagesWritten } from "@/lib/messages/languages/rules";
import { withProposedMain } from "@/lib/replies/options/words";
import { proposedAnswers } from "@/lib/replies/options/proposed";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.task"))("replies") };
}

export default async function RepliesPage(props: StepProps) {
  const { draft, version, isFromCheck, ...frame } = await loadComposer(props);
  const written = languagesWritten(draft);
  const { option, languages, isProposed } = draft.replyOption
    ? withProposedMain(draft.replyOption, written)
    : { option: null, languages: written, isProposed: false };
  return (
    <TextProvider sections={["messages", "replies"]}>
      <ComposerFrame draft={draft} {...frame} current="replies">
        <RepliesForm
          version={version}
          isFromCheck={isFromCheck}
          languages={languages}
          isProposed={isProposed}
          answers={repliesAnswers(option, proposedAnswers(languages), languages.slice(1))}
        />
      </ComposerFrame>
    </TextProvider>
  );
}
