"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { finishReview, keepRights, startReview } from "@/lib/members/reviews/actions";

/** One button that begins or ends a review of rights. */
export function ReviewButton({ step }: { step: "start" | "goOn" | "finish" }) {
  const t = useTranslations("members.review");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(step === "finish" ? finishReview : startReview, null);
  return (
    <form action={send}>
      {answer !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(answer.code)}</p>
        </Notification>
      )}
      <Button type="submit" variant={step === "finish" ? "primary" : "secondary"}>
        {t(step)}
      </Button>
    </form>
  );
}

/** Everything that this person holds stays. */
export function KeepForm({ personId, name }: { personId: string; name: string }) {
  const t = useTranslations("members.review");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(keepRights, null);
  return (
    <form action={send}>
      <input type="hidden" name="personId" value={personId} />
      <Button type="submit" variant="secondary" size="small" aria-label={t("keepNamed", { name })}>
        {t("keep")}
      </Button>
      {answer !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(answer.code)}</p>
        </Notification>
      )}
    </form>
  );
}
