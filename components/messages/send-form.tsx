"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useActionState, useMemo, useState, type ReactNode } from "react";
import { CheckColumns } from "@/components/messages/check-columns";
import { OrderPlan, type PlanKind } from "@/components/messages/order-plan";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorSummary, type FormError } from "@/components/ui/error-summary";
import { SealMark } from "@/components/ui/seal-mark";
import { SubmitButton } from "@/components/ui/submit-button";
import { SupportCode } from "@/components/ui/support-code";
import { Textarea } from "@/components/ui/textarea";
import type { ApprovalWanted } from "@/lib/approvals/schema";
import type { Problem } from "@/lib/errors";
import { giveOrder } from "@/lib/messages/orders/actions";
import type { PlanFields } from "@/lib/messages/orders/form";
import type { PlanProblem } from "@/lib/messages/orders/plan";

/** The registered send: what it does in law, repeated at the last moment. */
export type RegisteredEffect = {
  recipientName: string;
  recipients: number;
  isAcknowledged: boolean;
  legalBasis: string | null;
};

/**
 * The order itself. It names the save that was read here: whoever changed the message since makes
 * this press change nothing, and a second press finds the message ordered.
 */
export function SendForm({
  messageId,
  lockNumber,
  registered,
  recipients,
  paper,
  approval,
  planDefaults,
  summary,
  letter,
  letterHref,
}: {
  messageId: string;
  lockNumber: number;
  registered: RegisteredEffect | null;
  recipients: number;
  /** How many of the letters are made for paper. */
  paper: number;
  approval: ApprovalWanted | null;
  planDefaults: PlanFields;
  /** What is about to be sent, read before the button is reached. */
  summary: ReactNode;
  letter: ReactNode;
  /** Where the letter is not beside the button, the way to it. */
  letterHref: string | null;
}) {
  const t = useTranslations("messages.check");
  const [answer, send] = useActionState(giveOrder, null);
  const [kind, setKind] = useState<PlanKind>(
    planDefaults.kind === "spread" && recipients === 1 ? "now" : planDefaults.kind,
  );
  const { errors, planError, confirmError } = useErrors(answer);
  const unprintable = answer?.code === "letter_missing_glyphs" ? answer.fields?.text : undefined;
  const button = useButton({ kind, approval, registered, recipients, paper });
  return (
    <form action={send}>
      <ErrorSummary errors={errors} />
      {unprintable !== undefined && <p className="mb-4 font-semibold">{unprintable}</p>}
      {answer !== null && errors.every(({ fieldId }) => fieldId === undefined) && (
        <div className="mb-6">
          <SupportCode code={answer.code} />
        </div>
      )}
      <input type="hidden" name="messageId" value={messageId} />
      <input type="hidden" name="lockNumber" value={lockNumber} />
      <CheckColumns letter={letter}>
        {summary}
        {letterHref !== null && (
          <p className="wide:hidden">
            <a href={letterHref} target="_blank" className="text-link">
              {t("readFirst")}
            </a>
          </p>
        )}
        <Card>
          <OrderPlan
            kind={kind}
            onKind={setKind}
            defaults={planDefaults}
            mayBeSpread={recipients > 1}
            error={planError}
          />
          {approval && <ApprovalPanel approval={approval} />}
          {registered === null && <SubmitButton pendingText={t("sending")}>{button}</SubmitButton>}
        </Card>
        {registered !== null && (
          <RegisteredPanel registered={registered} error={confirmError} button={button} />
        )}
      </CheckColumns>
    </form>
  );
}

type Errors = { errors: FormError[]; planError?: string; confirmError?: string };

function useErrors(answer: Problem | null): Errors {
  const refusals = useTranslations("refusals");
  const plans = useTranslations("orders.plan.problem");
  return useMemo(() => {
    if (answer === null) return { errors: [] };
    const plan = answer.code === "plan_impossible" ? answer.fields?.plan : undefined;
    const message = plan ? plans(plan as PlanProblem) : refusals(answer.code);
    if (plan) return { errors: [{ message, fieldId: "plan" }], planError: message };
    if (answer.code === "confirmation_missing")
      return { errors: [{ message, fieldId: "send-confirmed" }], confirmError: message };
    return { errors: [{ message }] };
  }, [answer, refusals, plans]);
}

/** What pressing the button does, in words. */
function useButton({
  kind,
  approval,
  registered,
  recipients: count,
  paper,
}: {
  kind: PlanKind;
  approval: ApprovalWanted | null;
  registered: RegisteredEffect | null;
  recipients: number;
  paper: number;
}): string {
  const t = useTranslations("messages.check");
  const orders = useTranslations("orders.button");
  if (approval) return orders("ask");
  if (kind !== "now") return orders("plan", { count });
  if (registered) return count === 1 ? t("sendRegistered") : t("sendRegisteredMany", { count });
  if (paper > 0) return t("sendPaper", { boxes: count - paper, paper });
  return count === 1 ? t("send") : t("sendMany", { count });
}

function ApprovalPanel({ approval: { reasons, approvers } }: { approval: ApprovalWanted }) {
  const t = useTranslations("orders.approval");
  const format = useFormatter();
  return (
    <section aria-labelledby="approval-heading" className="border-t border-line pt-6">
      <h2 id="approval-heading" className="mb-2 text-h2 font-semibold tracking-h2">
        {t("title")}
      </h2>
      <ul className="mb-2 grid list-disc gap-1 pl-6">
        {reasons.map((reason) => (
          <li key={reason}>{t(`reason.${reason}`)}</li>
        ))}
      </ul>
      <p className="mb-5">
        {approvers.length > 0
          ? t("approvers", { names: format.list(approvers, "or") })
          : t("nobody")}
      </p>
      <Textarea id="note" name="note" label={t("note")} hint={t("noteHint")} rows={3} isOptional />
    </section>
  );
}

/** What a registered send does in law, and the explicit word of who orders it. */
function RegisteredPanel({
  registered,
  error,
  button,
}: {
  registered: RegisteredEffect;
  error: string | undefined;
  button: string;
}) {
  const t = useTranslations("messages.check");
  return (
    <section
      aria-labelledby="registered-heading"
      className="rounded border-2 border-seal bg-seal-tint px-4 py-5 md:px-6.5 md:py-6"
    >
      <h2
        id="registered-heading"
        className="mb-2 flex items-center gap-2.5 text-h2 font-semibold tracking-h2 text-seal-dark"
      >
        <SealMark size={24} />
        {registered.recipients === 1
          ? t("registeredTitle")
          : t("registeredTitleMany", { count: registered.recipients })}
      </h2>
      <p className="mb-3">{t("registeredEffect")}</p>
      {registered.isAcknowledged && <p className="mb-3">{t("registeredAcknowledgement")}</p>}
      {registered.legalBasis !== null && (
        <p className="mb-3">{t("legalBasis", { basis: registered.legalBasis })}</p>
      )}
      <Checkbox
        id="send-confirmed"
        name="isConfirmed"
        label={
          registered.recipients === 1
            ? t("confirm", { name: registered.recipientName })
            : t("confirmMany", { count: registered.recipients })
        }
        error={error}
      />
      <SubmitButton variant="seal" pendingText={t("sending")}>
        {button}
      </SubmitButton>
    </section>
  );
}
