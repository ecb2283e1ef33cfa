"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorSummary } from "@/components/ui/error-summary";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { saveFourEyes } from "@/lib/message-types/actions";
import type { FourEyes } from "@/lib/message-types/schema";

/** What the organisation asks somebody else to approve, whatever the kind of message. */
export function FourEyesForm({ fourEyes }: { fourEyes: FourEyes }) {
  const t = useTranslations("types");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(saveFourEyes, null);
  const wrong = answer?.problem.fields?.from ? t("refusal.recipients_invalid") : undefined;
  const errors = useMemo(() => {
    if (answer === null) return [];
    return wrong
      ? [{ fieldId: "four-eyes-from", message: wrong }]
      : [{ message: refusals(answer.problem.code) }];
  }, [answer, wrong, refusals]);
  return (
    <form action={send}>
      <ErrorSummary errors={errors} />
      <input type="hidden" name="lockNumber" value={fourEyes.lockNumber} />
      <TextInput
        id="four-eyes-from"
        name="from"
        label={t("fourEyes.from")}
        hint={t("fourEyes.fromHint")}
        error={wrong}
        isOptional
        inputMode="numeric"
        width="short"
        defaultValue={answer?.from ?? fourEyes.from ?? ""}
      />
      <Checkbox
        id="four-eyes-registered"
        name="isRegistered"
        label={t("fourEyes.registered")}
        defaultChecked={answer?.isRegistered ?? fourEyes.isRegistered}
      />
      <div className="mt-6">
        <SubmitButton variant="secondary">{t("fourEyes.save")}</SubmitButton>
      </div>
    </form>
  );
}
