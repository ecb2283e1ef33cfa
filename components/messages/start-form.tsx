"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo } from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import { RadioGroup } from "@/components/ui/radio-group";
import { SubmitButton } from "@/components/ui/submit-button";
import { startMessage } from "@/lib/messages/actions";

export function StartForm({
  types,
}: {
  types: readonly { id: string; name: string; description: string }[];
}) {
  const t = useTranslations("messages.new");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(startMessage, null);
  // Each answer is a new failure, also when it says the same: the summary takes the focus again.
  const errors = useMemo(() => {
    if (answer === null) return [];
    const message = answer.code === "invalid_input" ? t("missing") : refusals(answer.code);
    return [{ fieldId: "message-type", message }];
  }, [answer, t, refusals]);
  return (
    <form action={send}>
      <ErrorSummary errors={errors} />
      <RadioGroup
        id="message-type"
        name="messageTypeId"
        legend={t("type")}
        hint={t("typeHint")}
        error={errors[0]?.message}
        options={types.map(({ id, name, description }) => ({
          value: id,
          label: name,
          hint: description,
        }))}
      />
      <SubmitButton>{t("start")}</SubmitButton>
    </form>
  );
}
