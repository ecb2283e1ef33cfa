import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { TextProvider } from "@/components/layout/text-provider";
import { CheckColumns } from "@/components/messages/check-columns";
import { CheckSummary } from "@/components/messages/check-summary";
import { LetterPanel } from "@/components/messages/letter-panel";
import { MessageAction } from "@/components/messages/message-action";
import { MessageStateTag } from "@/components/messages/message-state-tag";
import { PlanWords } from "@/components/messages/plan-words";
import { RememberSave } from "@/components/messages/remember-save";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { SubmitButton } from "@/components/ui/submit-button";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { getApproval, getApprovalWanted } from "@/lib/approvals/data";
import { may } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { requireActor } from "@/lib/auth/session";
import { now } from "@/lib/clock";
import { isRegisteredStopped, type Draft } from "@/lib/messages/data";
import { isRegistered } from "@/lib/messages/rules";
import { takeBack } from "@/lib/messages/orders/actions";
import type { StepProps } from "../composer";
import { loadOrdered } from "../ordered";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orders.waiting"))("title") };
}

/** Ordered and not gone: what it waits for, and the way back. */
export default async function WaitingPage(props: StepProps) {
  const actor = await requireActor("message:read");
  const { draft, letter } = await loadOrdered(actor, props);
  if (draft.state !== "awaiting_approval" && draft.state !== "scheduled")
    redirect(`/messages/${draft.id}`);
  const t = await getTranslations("orders.waiting");
  const history = await getTranslations("history");
  const isAsked = draft.state === "awaiting_approval";
  const paper = draft.paperWanted ? draft.recipients.notReachable : 0;
  return (
    <TextProvider sections={["messages"]}>
      <RememberSave messageId={draft.id} lockNumber={draft.lockNumber} />
      <Breadcrumbs
        path={[{ href: "/messages?list=planned", label: history("tabs.planned") }]}
        current={draft.reference}
      />
      <PageHeading
        title={letter.subject}
        lead={
          isAsked ? t("leadAsked") : paper > 0 ? t("leadPaper", { count: paper }) : t("leadPlanned")
        }
      />
      <CheckColumns letter={<LetterPanel draft={draft} letter={letter} />}>
        <State actor={actor} draft={draft} />
        <CheckSummary draft={draft} subject={letter.subject} isFixed />
      </CheckColumns>
    </TextProvider>
  );
}

async function State({ actor, draft }: { actor: PersonActor; draft: Draft }) {
  const t = await getTranslations("orders.waiting");
  const format = await getFormatter();
  const { id, state, ordered, recipients, deliveryChoice } = draft;
  const approval = await getApproval(actor, id);
  const wanted =
    state === "awaiting_approval"
      ? await getApprovalWanted(actor, { id, recipients: recipients.count, deliveryChoice })
      : null;
  const isLate = state === "scheduled" && ordered?.sendAt && ordered.sendAt < now();
  const isHeld =
    isLate && deliveryChoice && isRegistered(deliveryChoice) && (await isRegisteredStopped(actor));
  return (
    <Card id="state" heading={t("title")} aside={<MessageStateTag state={state} />}>
      <SummaryList>
        <SummaryRow term={t("plan")}>
          {ordered && <PlanWords plan={ordered.plan} />}
          {isLate && (
            <span className="block text-attention">{t(isHeld ? "late" : "lateSoon")}</span>
          )}
        </SummaryRow>
        <SummaryRow term={t("orderedBy")}>{ordered?.orderedBy}</SummaryRow>
        {state === "awaiting_approval" && approval && (
          <SummaryRow term={t("askedAt")}>{format.dateTime(approval.askedAt, "moment")}</SummaryRow>
        )}
        {wanted && wanted.approvers.length > 0 && (
          <SummaryRow term={t("approvers")}>{format.list(wanted.approvers, "or")}</SummaryRow>
        )}
        {state === "scheduled" && approval?.state === "approved" && approval.decidedAt && (
          <SummaryRow term={t("approvedBy")}>
            {t("approvedAt", {
              name: approval.decidedBy ?? "",
              when: format.dateTime(approval.decidedAt, "moment"),
            })}
          </SummaryRow>
        )}
        {approval?.note && (
          <SummaryRow term={t("note")}>
            <span className="break-words whitespace-pre-line">{approval.note}</span>
          </SummaryRow>
        )}
      </SummaryList>
      <div className="mt-6 flex flex-wrap gap-3">
        {may(actor, "message:send") && (
          <MessageAction action={takeBack} messageId={id}>
            <SubmitButton variant="secondary">{t("takeBack")}</SubmitButton>
          </MessageAction>
        )}
        {may(actor, "message:approve") && state === "awaiting_approval" && (
          <LinkButton href={`/approvals/${id}`}>{t("look")}</LinkButton>
        )}
      </div>
      {may(actor, "message:send") && (
        <p className="mt-3 text-small text-ink-soft">
          {t(approval ? "takeBackApproval" : "takeBackHint")}
        </p>
      )}
    </Card>
  );
}
