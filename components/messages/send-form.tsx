"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo, type ReactNode } from "react";
import { CheckColumns } from "@/components/messages/check-columns";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorSummary } from "@/components/ui/error-summary";
import { SealMark } from "@/components/ui/seal-mark";
import { SubmitButton } from "@/components/ui/submit-button";
import { SupportCode } from "@/components/ui/support-code";
import { sendMessage } from "@/lib/messages/actions";

/** The registered send: what it does in law, repeated at the last moment. */
export type RegisteredEffect = {
  recipientName: string;
  recipients: number;
  isAcknowledged: boolean;
  legalBasis: string | null;
};

/**
 * The order itself. It names the save that was read here: whoever changed the message since makes
 * this press change nothing, and a second press finds the message sent.
 */
export function SendForm({
  messageId,
  lockNumber,
  registered,
  recipients,
  summary,
  letter,
}: {
  messageId: string;
  lockNumber: number;
  registered: RegisteredEffect | null;
  recipients: number;
  /** What is about to be sent, read before the button is reached. */
  summary: ReactNode;
  letter: ReactNode;
}) {
  const t = useTranslations("messages.check");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(sendMessage, null);
  const isUnconfirmed = answer?.code === "confirmation_missing";
  const errors = useMemo(() => {
    if (answer === null) return [];
    return [
      {
        message: refusals(answer.code),
        ...(answer.code === "confirmation_missing" ? { fieldId: "send-confirmed" } : {}),
      },
    ];
  }, [answer, refusals]);
  const unprintable = answer?.code === "letter_missing_glyphs" ? answer.fields?.text : undefined;
  return (
    <form action={send}>
      <ErrorSummary errors={errors} />
      {unprintable !== undefined && <p className="mb-4 font-semibold">{unprintable}</p>}
      {answer !== null && answer.code !== "confirmation_missing" && (
        <div className="mb-6">
          <SupportCode code={answer.code} />
        </div>
      )}
      <input type="hidden" name="messageId" value={messageId} />
      <input type="hidden" name="lockNumber" value={lockNumber} />
      <CheckColumns letter={letter}>
        {summary}
        {registered === null ? (
          <p>
            <SubmitButton pendingText={t("sending")}>
              {recipients === 1 ? t("send") : t("sendMany", { count: recipients })}
            </SubmitButton>
          </p>
        ) : (
          <RegisteredPanel registered={registered} isUnconfirmed={isUnconfirmed} />
        )}
      </CheckColumns>
    </form>
  );
}

/** What a registered send does in law, and the explicit word of who orders it. */
function RegisteredPanel({
  registered,
  isUnconfirmed,
}: {
  registered: RegisteredEffect;
  isUnconfirmed: boolean;
}) {
  const t = useTranslations("messages.check");
  const refusals = useTranslations("refusals");
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
        error={isUnconfirmed ? refusals("confirmation_missing") : undefined}
      />
      <SubmitButton variant="seal" pendingText={t("sending")}>
        {registered.recipients === 1
          ? t("sendRegistered")
          : t("sendRegisteredMany", { count: registered.recipients })}
      </SubmitButton>
    </section>
  );
}
