import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { TextProvider } from "@/components/layout/text-provider";
import { MessageAction } from "@/components/messages/message-action";
import { ProblemList } from "@/components/messages/problem-list";
import { TrialList } from "@/components/messages/trial-list";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { RadioGroup } from "@/components/ui/radio-group";
import { SubmitButton } from "@/components/ui/submit-button";
import { capitalised } from "@/lib/format";
import { isInSeveral, languagesWritten } from "@/lib/messages/languages/rules";
import { sendTrial } from "@/lib/messages/trials/actions";
import { listTrials, testRecipients } from "@/lib/messages/trials/data";
import { trialProblems } from "@/lib/messages/trials/rules";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.trial"))("title") };
}

/** The letter as it stands to a test citizen, before anybody real gets it. */
export default async function TrialPage(props: StepProps) {
  const { actor, draft, problems, letter } = await loadComposer(props);
  const recipients = testRecipients();
  if (recipients.length === 0) notFound();
  const trials = await listTrials(actor, draft.id);
  const t = await getTranslations("messages.trial");
  const gaps = trialProblems(problems);
  const names = await getTranslations("common.language");
  return (
    <TextProvider sections={["messages"]}>
      <Breadcrumbs
        path={[{ href: `/messages/${draft.id}/text`, label: letter.subject || draft.reference }]}
        current={t("title")}
      />
      <PageHeading title={t("title")} lead={t("lead")} />
      <ProblemList
        messageId={draft.id}
        title={t("gaps", { count: gaps.length })}
        problems={gaps}
        isFromCheck={false}
      />
      <TrialList trials={trials} />
      <div className="max-w-form">
        <Card id="trial" heading={t("heading")}>
          <MessageAction action={sendTrial} messageId={draft.id} lockNumber={draft.lockNumber}>
            <RadioGroup
              id="trial-recipient"
              name="recipient"
              legend={t("recipient")}
              look="list"
              defaultValue="0"
              options={recipients.map(({ name }, index) => ({ value: String(index), label: name }))}
            />
            {isInSeveral(draft) && (
              <RadioGroup
                id="trial-language"
                name="language"
                legend={t("language")}
                look="list"
                defaultValue={draft.language ?? ""}
                options={languagesWritten(draft).map((value) => ({
                  value,
                  label: capitalised(names(value)),
                }))}
              />
            )}
            <div className="flex flex-wrap items-center gap-3">
              <SubmitButton>{t("send")}</SubmitButton>
              <LinkButton variant="secondary" href={`/messages/${draft.id}/text`}>
                {t("back")}
              </LinkButton>
            </div>
          </MessageAction>
        </Card>
      </div>
    </TextProvider>
  );
}
