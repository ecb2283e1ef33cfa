"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo } from "react";
import { LinkButton } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { SubmitButton } from "@/components/ui/submit-button";
import { discardMessage } from "@/lib/messages/actions";

export function DiscardForm({ messageId, lockNumber }: { messageId: string; lockNumber: number }) {
  const t = useTranslations("messages.discard");
  const refusals = useTranslations("refusals");
  const [answer, discard] = useActionState(discardMessage, null);
  const errors = useMemo(
    () => (answer === null ? [] : [{ message: refusals(answer.code) }]),
    [answer, refusals],
  );
  return (
    <form action={discard}>
      <ErrorSummary errors={errors} />
      <input type="hidden" name="messageId" value={messageId} />
      <input type="hidden" name="lockNumber" value={lockNumber} />
      <div className="flex flex-wrap gap-3">
        <SubmitButton variant="danger">{t("confirm")}</SubmitButton>
        <LinkButton variant="secondary" href={`/messages/${messageId}`}>
          {t("keep")}
        </LinkButton>
      </div>
    </form>
  );
}
