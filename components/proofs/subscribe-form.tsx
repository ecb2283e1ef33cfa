"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Notification } from "@/components/ui/notification";
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
  return (
    <form action={send} noValidate>
      <input type="hidden" name="language" value={language} />
      {refused && !isAddressWrong && (
        <Notification kind="error" isLive>
          <p>{refusals(refused.problem.code)}</p>
        </Notification>
      )}
      <TextInput
        id="email"
        name="email"
        type="email"
        label={t("email")}
        hint={t("emailHint")}
        error={isAddressWrong ? t("emailWrong") : undefined}
        defaultValue={refused?.email ?? email}
        autoComplete="email"
        autoFocus={isAddressWrong}
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
