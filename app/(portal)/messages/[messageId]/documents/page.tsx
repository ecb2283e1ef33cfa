import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DocumentsStep } from "@/components/attachments/documents-step";
import { LiveData } from "@/components/layout/live-data";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { LetterNotices } from "@/components/messages/letter-notices";
import { isScanning } from "@/lib/attachments/data";
import { letterNotices } from "@/lib/messages/rules";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.task"))("documents") };
}

export default async function DocumentsPage(props: StepProps) {
  const { draft, isFromCheck, ...frame } = await loadComposer(props);
  return (
    <TextProvider sections={["messages", "attachments"]}>
      <ComposerFrame draft={draft} {...frame} current="documents">
        <LetterNotices notices={letterNotices(draft)} />
        <LiveData>
          <DocumentsStep
            messageId={draft.id}
            lockNumber={draft.lockNumber}
            attachments={draft.attachments}
            limits={draft.limits}
            recipientKind={draft.recipient?.kind ?? null}
            isScanning={isScanning()}
            isFromCheck={isFromCheck}
          />
        </LiveData>
      </ComposerFrame>
    </TextProvider>
  );
}
