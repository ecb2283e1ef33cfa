import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { LiveData } from "@/components/layout/live-data";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { RecipientForm } from "@/components/recipients/recipient-form";
import { inLanguage, textsOf } from "@/lib/messages/languages/rules";
import { conditionsOf, valueNames } from "@/lib/messages/values/rules";
import { messageIdSchema } from "@/lib/messages/schema";
import { loadComposer, type StepProps } from "../../composer";
import { recipientAnswers } from "../answers";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("recipients"))("heading") };
}

type Props = StepProps & { params: Promise<{ messageId: string; recipientId: string }> };

/** One of several recipients; an id that the draft does not know yet is somebody to be typed in. */
export default async function OneRecipientPage(props: Props) {
  const { draft, version, isFromCheck, problems, letter, sentBack } = await loadComposer(props);
  const id = messageIdSchema.safeParse((await props.params).recipientId);
  if (!id.success) notFound();
  if (draft.recipients.file) redirect(`/messages/${draft.id}/recipient`);
  const recipient = draft.people.find((person) => person.id === id.data) ?? null;
  return (
    <TextProvider sections={["messages", "recipients"]}>
      <LiveData>
        <ComposerFrame
          draft={{ ...draft, recipient }}
          {...{ problems, letter, sentBack }}
          current="recipient"
        >
          <RecipientForm
            version={version}
            isFromCheck={isFromCheck}
            unprintable={recipient?.unprintable ?? []}
            recipientId={id.data}
            several={textsOf(draft).map(({ language }) => {
              const text = inLanguage(draft, language);
              return { language, placeholders: valueNames(text), conditions: conditionsOf(text) };
            })}
            {...recipientAnswers(draft, recipient)}
          />
        </ComposerFrame>
      </LiveData>
    </TextProvider>
  );
}
