"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo } from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import { RadioGroup } from "@/components/ui/radio-group";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { subscribeToCheckpoints } from "@/lib/proofs/subscriptions/actions";
import { FREQUENCIES } from "@/lib/proofs/subscriptions/schema";

/** Where states of the log are to be sent, and how often. Works before any script arrived. */
export function SubscribeForm({
  language,
  email,
  frequency,
  submitText,
}: {
  language: string;
  email: string;
  frequency: string;
  submitText: string;
}) {
  const t = useTranslations("proofs.checkpoints");
  const refusals = useTranslations("refusals");
  const [refused, send] = useActionState(subscribeToCheckpoints, null);
  const isAddressWrong = refused?.problem.fields?.["email"] !== undefined;
  const errors = useMemo(() => {
    if (refused === null) return [];
    return isAddressWrong
      ? [{ fieldId: "email", message: t("emailWrong") }]
      : [{ message: refusals(refused.problem.code) }];
  }, [refused, isAddressWrong, t, refusals]);
  return (
    <form action={send} noValidate>
      <input type="hidden" name="language" value={language} />
      <ErrorSummary errors={errors} />
      <TextInput
        id="email"
        name="email"
        type="email"
        label={t("email")}
        hint={t("emailHint")}
        error={isAddressWrong ? t("emailWrong") : undefined}
        defaultValue={refused?.email ?? email}
        autoComplete="email"
      />
      <RadioGroup
        id="frequency"
        name="frequency"
        legend={t("frequency")}
        defaultValue={refused?.frequency ?? frequency}
        options={FREQUENCIES.map((value) => ({
          value,
          label: t(value),
          hint: t(`${value}Hint`),
        }))}
      />
      <SubmitButton>{submitText}</SubmitButton>
    </form>
  );
}
