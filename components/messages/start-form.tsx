"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useMemo, useState } from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import { RadioGroup } from "@/components/ui/radio-group";
import { SubmitButton } from "@/components/ui/submit-button";
import { startMessage } from "@/lib/messages/actions";

type TypeChoice = {
  id: string;
  name: string;
  description: string;
  defaultTemplateId: string | null;
};
type TemplateChoice = {
  id: string;
  name: string;
  hint: string;
  /** null: for messages of any type. */
  messageTypeId: string | null;
};

export function StartForm({
  types,
  templates,
  wanted,
}: {
  types: readonly TypeChoice[];
  templates: readonly TemplateChoice[];
  /** The template that one came from. */
  wanted: string | null;
}) {
  const t = useTranslations("messages.new");
  const choosing = useTranslations("templates.chosen");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(startMessage, null);
  const came = templates.find(({ id }) => id === wanted);
  const [typeId, setTypeId] = useState(came?.messageTypeId ?? "");
  useEffect(() => {
    // Chosen before the scripts arrived.
    const chosen = document.querySelector<HTMLInputElement>("#message-type input:checked");
    if (chosen) setTypeId(chosen.value);
  }, []);
  const offered = templates.filter(
    ({ messageTypeId }) => messageTypeId === null || messageTypeId === typeId,
  );
  const byType = types.find(({ id }) => id === typeId)?.defaultTemplateId;
  const proposed = [wanted, byType].find((id) => offered.some((template) => template.id === id));
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
        defaultValue={came?.messageTypeId ?? undefined}
        inputProps={{ onChange: (event) => setTypeId(event.target.value) }}
        options={types.map(({ id, name, description }) => ({
          value: id,
          label: name,
          hint: description,
        }))}
      />
      {typeId !== "" && offered.length > 0 && (
        <RadioGroup
          // Another type proposes another one.
          key={typeId}
          id="message-template"
          name="templateId"
          legend={choosing("legend")}
          hint={choosing("hint")}
          defaultValue={proposed ?? "none"}
          options={[
            ...offered.map(({ id, name, hint }) => ({ value: id, label: name, hint })),
            { value: "none", label: choosing("none"), hint: choosing("noneHint") },
          ]}
        />
      )}
      <SubmitButton>{t("start")}</SubmitButton>
    </form>
  );
}
