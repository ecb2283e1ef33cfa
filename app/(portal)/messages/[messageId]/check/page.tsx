import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SentBackNotice } from "@/components/approvals/sent-back-notice";
import { TextProvider } from "@/components/layout/text-provider";
import { CheckColumns } from "@/components/messages/check-columns";
import { CheckSummary } from "@/components/messages/check-summary";
import { EarlierNotice } from "@/components/messages/earlier-notice";
import { FreshDraft } from "@/components/messages/fresh-draft";
import { LetterNotices } from "@/components/messages/letter-notices";
import { letterHref, LetterPanel } from "@/components/messages/letter-panel";
import { MessageAction } from "@/components/messages/message-action";
import { NoBoxPanel } from "@/components/messages/no-box-panel";
import { ProblemList } from "@/components/messages/problem-list";
import { RefreshWhile } from "@/components/messages/refresh-while";
import { SendForm } from "@/components/messages/send-form";
import { TemplateDifference } from "@/components/templates/template-difference";
import { LinkButton } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { SubmitButton } from "@/components/ui/submit-button";
import { getApprovalWanted } from "@/lib/approvals/data";
import { planFields } from "@/lib/messages/orders/form";
import { calendarDateOf } from "@/lib/format";
import { nextWorkingDay } from "@/lib/working-days";
import { isRegistered, letterNotices, type DraftProblem } from "@/lib/messages/rules";
import { savePaper } from "@/lib/messages/actions";
import { getEarlierMessages } from "@/lib/messages/earlier/data";
import { now } from "@/lib/clock";
import { inLanguages } from "@/lib/messages/languages/rules";
import { loadLooks } from "../looks";
import { loadComposer, type StepProps } from "../composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages.check"))("title") };
}

export default async function CheckPage(props: StepProps) {
  const { actor, draft, problems, letter, sentBack } = await loadComposer(props);
  const earlier = await getEarlierMessages(actor, draft.id);
  const t = await getTranslations("messages.check");
  const { deliveryChoice, recipient, recipients } = draft;
  const registered =
    deliveryChoice && isRegistered(deliveryChoice) && recipient
      ? {
          recipientName: recipient.name,
          recipients: recipients.count,
          isAcknowledged: deliveryChoice === "registered_with_acknowledgement",
          legalBasis: draft.messageType.legalBasis,
        }
      : null;
  const at = now();
  const looks = await loadLooks(actor, draft);
  const { id, lockNumber } = draft;
  const approval = await getApprovalWanted(actor, {
    id,
    recipients: recipients.count,
    deliveryChoice,
  });
  const isDeadEnd =
    recipients.count === 1 && problems.some(({ code }) => code === "recipient_not_reachable");
  // What cannot be sent may still be printed: then only what the paper lacks is worth telling.
  const toDo = isDeadEnd ? problems.filter(isInTheLetter) : problems;
  const { template } = draft;
  const summary = (
    <div className="grid gap-6">
      <CheckSummary draft={draft} subject={letter.subject} />
      {template && !draft.ownLetter && (
        <TemplateDifference {...template} written={inLanguages(draft)} />
      )}
    </div>
  );
  const paper = <LetterPanel draft={draft} letter={letter} />;
  return (
    <TextProvider sections={["messages", "orders"]}>
      <FreshDraft messageId={id} lockNumber={lockNumber}>
        <PageHeading
          title={t("title")}
          lead={t("lead")}
          actions={
            <LinkButton variant="secondary" href={`/messages/${id}/text`}>
              {t("backToWriting")}
            </LinkButton>
          }
        />
        {sentBack && <SentBackNotice messageId={id} sentBack={sentBack} />}
        {isDeadEnd && (
          <NoBoxPanel
            messageId={id}
            lockNumber={lockNumber}
            recipientName={recipient?.name ?? ""}
            isLetterShown={letter.kind === "shown"}
          />
        )}
        {recipients.count === 1 && draft.paperWanted && recipients.notReachable === 1 && (
          <Notification kind="info">
            <p className="mb-3">{t("paperOne")}</p>
            <MessageAction action={savePaper} messageId={id} lockNumber={lockNumber}>
              <input type="hidden" name="backTo" value="check" />
              <SubmitButton variant="secondary" size="small">
                {t("paperNot")}
              </SubmitButton>
            </MessageAction>
          </Notification>
        )}
        <ProblemList
          messageId={id}
          title={t(isDeadEnd ? "noBox.gaps" : "problems", { count: toDo.length })}
          problems={toDo}
        />
        <LetterNotices notices={letterNotices(draft)} looks={looks} />
        <EarlierNotice earlier={earlier} recipients={recipients.count} />
        {problems.some(({ code }) => code === "recipients_being_read") && <RefreshWhile />}
        {problems.length === 0 ? (
          <SendForm
            messageId={id}
            lockNumber={lockNumber}
            registered={registered}
            recipients={recipients.count}
            paper={draft.paperWanted ? recipients.notReachable : 0}
            approval={approval}
            planDefaults={planFields(draft.lastPlan, nextWorkingDay(calendarDateOf(at)), at)}
            summary={summary}
            letter={paper}
            letterHref={letterHref(id, letter)}
          />
        ) : (
          <CheckColumns letter={paper}>
            {summary}
            {!isDeadEnd && <p className="text-ink-soft">{t("notYet")}</p>}
          </CheckColumns>
        )}
      </FreshDraft>
    </TextProvider>
  );
}

function isInTheLetter({ task, code }: DraftProblem): boolean {
  return (
    ["recipient", "text", "payment"].includes(task) &&
    !["recipient_not_reachable", "payment_not_answered"].includes(code)
  );
}
