import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import type { ValuesFrom } from "@/components/messages/placeholder-values";
import { TextForm } from "@/components/messages/text-form";
import { AlsoWrite, TakeOut, TextLanguages } from "@/components/messages/text-languages";
import { DraftTemplate } from "@/components/templates/draft-template";
import type { LetterLanguage } from "@/lib/letters/schema";
import type { Draft } from "@/lib/messages/data";
import {
  languageAfter,
  languageFor,
  languagesWritten,
  textFor,
} from "@/lib/messages/languages/rules";
import { askedLetterSchema } from "@/lib/messages/schema";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.task"))("text") };
}

/** The message itself; of one in several languages the text that the address names. */
export default async function TextPage(props: StepProps) {
  const { draft, version, isFromCheck, ...frame } = await loadComposer(props);
  const asked = askedLetterSchema.parse(await props.searchParams).language;
  const written = languagesWritten(draft);
  const language = asked && written.includes(asked) ? asked : draft.language;
  const { ownReference, values } = draft;
  const current = language === draft.language ? null : language;
  return (
    <TextProvider sections={["messages"]}>
      <ComposerFrame draft={draft} {...frame} current="text">
        <DraftTemplate draft={{ ...draft, language }} text={textFor(draft, language)} />
        <TextLanguages draft={draft} current={language} />
        <TextForm
          key={current}
          version={version}
          isFromCheck={isFromCheck}
          unprintable={draft.unprintable}
          answers={{ ...textFor(draft, language), ownReference, values }}
          language={language}
          other={current}
          next={languageAfter(draft, language)}
          isOneOfSeveral={written.length > 1}
          valuesFrom={valuesFrom(draft, language)}
          ownLetter={draft.ownLetter?.fileName ?? null}
        />
        <TakeOut draft={draft} current={language} />
        <AlsoWrite draft={draft} />
      </ComposerFrame>
    </TextProvider>
  );
}

function valuesFrom(draft: Draft, language: LetterLanguage | null): ValuesFrom {
  const { recipient, recipients } = draft;
  if (recipients.file) return "file";
  if (recipients.count > 1) return "recipients";
  if (recipients.count === 0) return "nobody";
  return languageFor(draft, recipient) === language ? "here" : "otherLanguage";
}
