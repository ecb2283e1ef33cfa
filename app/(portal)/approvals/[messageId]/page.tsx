import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { AskedChanges } from "@/components/approvals/asked-changes";
import { CommentList } from "@/components/approvals/comment-list";
import { DecisionForm } from "@/components/approvals/decision-form";
import { TextProvider } from "@/components/layout/text-provider";
import { CheckColumns } from "@/components/messages/check-columns";
import { CheckSummary } from "@/components/messages/check-summary";
import { EarlierNotice } from "@/components/messages/earlier-notice";
import { LetterNotices } from "@/components/messages/letter-notices";
import { letterHref, LetterPanel } from "@/components/messages/letter-panel";
import { PlanWords } from "@/components/messages/plan-words";
import type { LetterView } from "@/components/messages/draft-view";
import { TemplateDifference } from "@/components/templates/template-difference";
import { Card } from "@/components/ui/card";
import { Notification } from "@/components/ui/notification";
import { PageHeading } from "@/components/ui/page-heading";
import { getApproval, type ApprovalView } from "@/lib/approvals/data";
import { requireActor } from "@/lib/auth/session";
import { now } from "@/lib/clock";
import { inLanguages } from "@/lib/messages/languages/rules";
import type { Draft } from "@/lib/messages/data";
import { getEarlierMessages } from "@/lib/messages/earlier/data";
import { isRegistered, letterNotices } from "@/lib/messages/rules";
import { loadLooks } from "../../messages/[messageId]/looks";
import { loadOrdered } from "../../messages/[messageId]/ordered";
import type { StepProps } from "../../messages/[messageId]/composer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("approvals"))("pageTitle") };
}

/** What will go out, as it will, for whoever lets it go. */
export default async function ApprovalPage(props: StepProps) {
  const actor = await requireActor("message:approve");
  const { draft, letter } = await loadOrdered(actor, props);
  if (draft.state !== "awaiting_approval") redirect(`/messages/${draft.id}`);
  const approval = await getApproval(actor, draft.id);
  if (!approval) notFound();
  const t = await getTranslations("approvals");
  const format = await getFormatter();
  const { template } = draft;
  return (
    <TextProvider sections={["messages", "approvals"]}>
      <PageHeading
        title={letter.subject}
        lead={t("asked", {
          name: approval.askedBy,
          when: format.dateTime(approval.askedAt, "moment"),
          reference: draft.reference,
        })}
      />
      {approval.note && (
        <Notification kind="info" title={t("noteOf", { name: approval.askedBy })}>
          <p className="break-words whitespace-pre-line">{approval.note}</p>
        </Notification>
      )}
      <LetterNotices notices={letterNotices(draft)} looks={await loadLooks(actor, draft)} />
      <EarlierNotice
        earlier={await getEarlierMessages(actor, draft.id)}
        recipients={draft.recipients.count}
      />
      <CheckColumns letter={<LetterPanel draft={draft} letter={letter} />}>
        <Since before={approval.before} />
        <CheckSummary draft={draft} subject={letter.subject} isFixed />
        {template && !draft.ownLetter && (
          <TemplateDifference {...template} written={inLanguages(draft)} />
        )}
        <Card id="plan" heading={t("planTitle")}>
          <p>{draft.ordered && <PlanWords plan={draft.ordered.plan} />}</p>
        </Card>
        <Decision draft={draft} approval={approval} letter={letter} />
      </CheckColumns>
    </TextProvider>
  );
}

async function Since({ before }: Pick<ApprovalView, "before">) {
  if (!before) return null;
  const t = await getTranslations("approvals.changes");
  const { decidedBy, decidedAt, comments, changes } = before;
  return (
    <Card id="changes" heading={t("title")}>
      <p className="mb-3 text-small text-ink-soft">
        {t("since", { name: decidedBy, when: decidedAt })}
      </p>
      {comments.length > 0 && (
        <div className="mb-4 border-l-3 border-line-strong pl-4">
          <CommentList comments={comments} />
        </div>
      )}
      <AskedChanges changes={changes} />
    </Card>
  );
}

async function Decision({
  draft,
  approval,
  letter,
}: {
  draft: Draft;
  approval: ApprovalView;
  letter: LetterView;
}) {
  const t = await getTranslations("approvals.decision");
  if (approval.isOwn) {
    return (
      <Notification kind="info" title={t("ownTitle")}>
        <p>{t("ownBody")}</p>
      </Notification>
    );
  }
  const { id, deliveryChoice, recipients, ordered } = draft;
  const isLater = ordered?.sendAt ? ordered.sendAt > now() : false;
  const button = t(
    deliveryChoice && isRegistered(deliveryChoice)
      ? isLater
        ? "approveRegisteredLater"
        : "approveRegistered"
      : isLater
        ? "approveLater"
        : "approve",
    { count: recipients.count },
  );
  return (
    <DecisionForm
      messageId={id}
      round={approval.round}
      button={button}
      letterHref={letterHref(id, letter)}
    />
  );
}
