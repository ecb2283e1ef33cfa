"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo } from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { saveLift } from "@/lib/retention/holds/actions";
import { REASON_LIMIT } from "@/lib/retention/holds/schema";

const CODES = ["reason_missing", "reason_long"] as const;

/** Why a hold may go. */
export function LiftForm({ holdId }: { holdId: string }) {
  const t = useTranslations("retention");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(saveLift, null);
  const code = CODES.find((each) => each === answer?.problem.fields?.reason);
  const wrong = code && t(`refusal.${code}`);
  const errors = useMemo(() => {
    if (answer === null) return [];
    return wrong
      ? [{ fieldId: "lift-reason", message: wrong }]
      : [{ fieldId: undefined, message: refusals(answer.problem.code) }];
  }, [answer, wrong, refusals]);
  return (
    <form action={send}>
      <ErrorSummary errors={errors} />
      <input type="hidden" name="holdId" value={holdId} />
      <Textarea
        id="lift-reason"
        name="reason"
        label={t("lift.reason")}
        error={wrong}
        limit={REASON_LIMIT}
        rows={3}
        defaultValue={answer?.reason ?? ""}
      />
      <SubmitButton>{t("lift.save")}</SubmitButton>
    </form>
  );
}
