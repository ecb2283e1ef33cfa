import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { RepliesForm } from "@/components/messages/replies-form";
import { repliesAnswers } from "@/lib/messages/answers";
import { locales } from "@/lib/text/languages";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.task"))("replies") };
}

export default async function RepliesPage(props: StepProps) {
  const { draft, version, isFromCheck, ...frame } = await loadComposer(props);
  // What is proposed stands in the letter: it is in the letter's language.
  const letterWords = await getTranslations({
    locale: locales[draft.language ?? "nl"],
    namespace: "replies.firstLabel",
  });
  return (
    <TextProvider sections={["messages", "replies"]}>
      <ComposerFrame draft={draft} {...frame} current="replies">
        <RepliesForm
          version={version}
          isFromCheck={isFromCheck}
          answers={repliesAnswers(draft.replyOption, {
            yes: letterWords("yes"),
            no: letterWords("no"),
          })}
        />
      </ComposerFrame>
    </TextProvider>
  );
}
