import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LiveData } from "@/components/layout/live-data";
import { TextProvider } from "@/components/layout/text-provider";
import { ComposerFrame } from "@/components/messages/composer-frame";
import { RecipientForm } from "@/components/recipients/recipient-form";
import { formatNumber } from "@/lib/recipients/rules";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.task"))("recipient") };
}

export default async function RecipientPage(props: StepProps) {
  const { draft, version, isFromCheck, ...frame } = await loadComposer(props);
  const { recipient } = draft;
  return (
    <TextProvider sections={["messages", "recipients"]}>
      <LiveData>
        <ComposerFrame draft={draft} {...frame} current="recipient">
          <RecipientForm
            version={version}
            isFromCheck={isFromCheck}
            unprintable={draft.unprintable.recipient}
            answers={{
              kind: recipient?.kind ?? "citizen",
              number: recipient ? formatNumber(recipient.kind, recipient.number) : "",
              name: recipient?.name ?? "",
              address: recipient?.addressLines.join("\n") ?? "",
              attention: recipient?.attention ?? "",
              language: draft.language ?? "",
            }}
            known={
              recipient && {
                kind: recipient.kind,
                digits: recipient.number,
                reachability: recipient.reachability,
                checkedAt: recipient.checkedAt?.toISOString() ?? null,
              }
            }
          />
        </ComposerFrame>
      </LiveData>
    </TextProvider>
  );
}
