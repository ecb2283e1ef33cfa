"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorSummary } from "@/components/ui/error-summary";
import { SealMark } from "@/components/ui/seal-mark";
import { SubmitButton } from "@/components/ui/submit-button";
import { SupportCode } from "@/components/ui/support-code";
import { sendMessage } from "@/lib/messages/actions";

/** The registered send: what it does in law, repeated at the last moment. */
export type RegisteredEffect = {
  recipientName: string;
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
}: {
  messageId: string;
  lockNumber: number;
  registered: RegisteredEffect | null;
}) {
  const t = useTranslations("messages.check");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(sendMessage, null);
  const errors = useMemo(() => {
    if (answer === null) return [];
    const isUnconfirmed = answer.code === "confirmation_missing";
    return [
      {
        message: refusals(answer.code),
        ...(isUnconfirmed ? { fieldId: "send-confirmed" } : {}),
      },
    ];
  }, [answer, refusals]);
  const unprintable = answer?.code === "letter_missing_glyphs" ? answer.fields?.text : undefined;
  return (
    <form action={send}>
      <ErrorSummary errors={errors} />
      {unprintable !== undefined && <p className="mb-4 font-semibold">{unprintable}</p>}
      {answer !== null && <SupportCode code={answer.code} />}
      <input type="hidden" name="messageId" value={messageId} />
      <input type="hidden" name="lockNumber" value={lockNumber} />
      {registered === null ? (
        <SubmitButton pendingText={t("sending")}>{t("send")}</SubmitButton>
      ) : (
        <section
          aria-labelledby="registered-heading"
          className="rounded border-2 border-seal bg-seal-tint px-4 py-5 md:px-6.5 md:py-6"
        >
          <h2
            id="registered-heading"
            className="mb-2 flex items-center gap-2.5 text-h2 font-semibold tracking-h2 text-seal-dark"
          >
            <SealMark size={24} />
            {t("registeredTitle")}
          </h2>
          <p className="mb-3">{t("registeredEffect")}</p>
          {registered.isAcknowledged && <p className="mb-3">{t("registeredAcknowledgement")}</p>}
          {registered.legalBasis !== null && (
            <p className="mb-3">{t("legalBasis", { basis: registered.legalBasis })}</p>
          )}
          <Checkbox
            id="send-confirmed"
            name="isConfirmed"
            label={t("confirm", { name: registered.recipientName })}
            error={
              answer?.code === "confirmation_missing" ? refusals("confirmation_missing") : undefined
            }
          />
          <SubmitButton variant="seal" pendingText={t("sending")}>
            {t("sendRegistered")}
          </SubmitButton>
        </section>
      )}
    </form>
  );
}
