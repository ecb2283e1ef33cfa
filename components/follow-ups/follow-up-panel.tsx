"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Notification } from "@/components/ui/notification";
import { SubmitButton } from "@/components/ui/submit-button";
import { chooseFollowUp } from "@/lib/follow-ups/actions";
import type { FollowUpView } from "@/lib/follow-ups/schema";

/** A letter that was not opened in time: what can be done about it, what the rule proposes first. */
export function FollowUpPanel({
  deliveryId,
  followUp,
  mayDecide,
}: {
  deliveryId: string;
  followUp: FollowUpView;
  mayDecide: boolean;
}) {
  const t = useTranslations("unopened.panel");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(chooseFollowUp, null);
  const { afterDays: days, step, state, hasAddress } = followUp;
  const title = t("title", { days });
  if (state === "decided") {
    return (
      <Notification kind="info" title={title}>
        <p>{t("underWay")}</p>
      </Notification>
    );
  }
  if (state !== "open") return null;
  const ways = hasAddress ? (["remind", "paper"] as const) : (["remind"] as const);
  const first = step === "paper" && hasAddress ? "paper" : "remind";
  return (
    <Notification kind="attention" title={title}>
      <p>{t(mayDecide ? "lead" : "waits")}</p>
      {mayDecide && (
        <form action={send} className="my-3 flex flex-wrap gap-3">
          <input type="hidden" name="deliveryId" value={deliveryId} />
          {ways.map((decision) => (
            <SubmitButton
              key={decision}
              name="decision"
              value={decision}
              size="small"
              variant={decision === first ? "primary" : "secondary"}
            >
              {t(decision)}
            </SubmitButton>
          ))}
          <SubmitButton name="decision" value="leave" size="small" variant="secondary">
            {t("leave")}
          </SubmitButton>
        </form>
      )}
      {!hasAddress && <p>{t("noAddress")}</p>}
      {answer !== null && (
        <p role="alert" className="font-semibold text-failed">
          {refusals(answer.code)}
        </p>
      )}
    </Notification>
  );
}
