"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Notification } from "@/components/ui/notification";
import { SubmitButton } from "@/components/ui/submit-button";
import { unsubscribeFromCheckpoints } from "@/lib/proofs/subscriptions/actions";

export function Unsubscribe() {
  const t = useTranslations("proofs.checkpoints");
  const refusals = useTranslations("refusals");
  const [problem, send] = useActionState(unsubscribeFromCheckpoints, null);
  return (
    <form action={send}>
      <SubmitButton variant="secondary">{t("unsubscribe")}</SubmitButton>
      {problem && (
        <Notification kind="error" isLive>
          <p>{refusals(problem.code)}</p>
        </Notification>
      )}
    </form>
  );
}
