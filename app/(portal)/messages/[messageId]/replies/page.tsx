import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { RepliesForm } from "@/components/messages/replies-form";
import type { LetterLanguage } from "@/lib/letters/schema";
import { repliesAnswers, type TypedWords } from "@/lib/messages/answers";
import { languagesWritten } from "@/lib/messages/languages/rules";
import { locales } from "@/lib/text/languages";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.task"))("replies") };
}

export default async function RepliesPage(props: StepProps) {
  const { draft, version, isFromCheck, ...frame } = await loadComposer(props);
  const languages = languagesWritten(draft);
  const proposed = {
    yes: await proposedIn(languages, "yes"),
    no: await proposedIn(languages, "no"),
  };
  return (
    <TextProvider sections={["messages", "replies"]}>
      <ComposerFrame draft={draft} {...frame} current="replies">
        <RepliesForm
          version={version}
          isFromCheck={isFromCheck}
          languages={languages}
          answers={repliesAnswers(draft.replyOption, proposed, languages.slice(1))}
        />
      </ComposerFrame>
    </TextProvider>
  );
}

/** What is proposed stands in the letter: it is in the letter's language. */
async function proposedIn(
  [main = "nl", ...others]: readonly LetterLanguage[],
  answer: "yes" | "no",
): Promise<TypedWords> {
  const words = async (language: LetterLanguage) =>
    (await getTranslations({ locale: locales[language], namespace: "replies.firstLabel" }))(answer);
  const beside = others.map(async (language) => [language, await words(language)] as const);
  return { main: await words(main), ...Object.fromEntries(await Promise.all(beside)) };
}
