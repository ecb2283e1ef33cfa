import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { CheckSummary } from "@/components/messages/check-summary";
import { FreshDraft } from "@/components/messages/fresh-draft";
import { LetterPanel } from "@/components/messages/letter-panel";
import { ProblemList } from "@/components/messages/problem-list";
import { SendForm } from "@/components/messages/send-form";
import { LinkButton } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { isRegistered } from "@/lib/messages/rules";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.check"))("title") };
}

export default async function CheckPage(props: StepProps) {
  const { draft, problems, letter } = await loadComposer(props);
  const t = await getTranslations("messages.check");
  const { deliveryChoice, recipient } = draft;
  const registered =
    deliveryChoice && isRegistered(deliveryChoice) && recipient
      ? {
          recipientName: recipient.name,
          isAcknowledged: deliveryChoice === "registered_with_acknowledgement",
          legalBasis: draft.messageType.legalBasis,
        }
      : null;
  return (
    <TextProvider sections={["messages"]}>
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        actions={
          <LinkButton variant="secondary" href={`/messages/${draft.id}/text`}>
            {t("backToWriting")}
          </LinkButton>
        }
      />
      <FreshDraft messageId={draft.id} lockNumber={draft.lockNumber}>
        <ProblemList messageId={draft.id} problems={problems} />
        <div className="grid gap-9 wide:grid-cols-[minmax(0,1fr)_30rem] wide:items-start">
          <div className="grid min-w-0 gap-7">
            <CheckSummary draft={draft} />
            {problems.length === 0 ? (
              <SendForm
                messageId={draft.id}
                lockNumber={draft.lockNumber}
                registered={registered}
              />
            ) : (
              <p className="text-ink-soft">{t("notYet")}</p>
            )}
          </div>
          <LetterPanel
            messageId={draft.id}
            version={draft.lockNumber}
            letter={letter}
            recipientName={recipient?.name ?? ""}
          />
        </div>
      </FreshDraft>
    </TextProvider>
  );
}
