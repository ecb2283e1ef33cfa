"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo } from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { TextInput } from "@/components/ui/text-input";
import { saveHold } from "@/lib/retention/holds/actions";
import { HOLD_KINDS, REASON_LIMIT } from "@/lib/retention/holds/schema";

const FIELDS = ["reference", "number", "from", "to", "serviceId", "reason"] as const;
type FieldName = (typeof FIELDS)[number];
const CODES = [
  "reference_unknown",
  "number_invalid",
  "day_invalid",
  "period_turned",
  "service_unknown",
  "reason_missing",
  "reason_long",
] as const;

/** What is held, and why. Only the fields of what is chosen are shown, also before scripts arrive. */
export function HoldForm({ services }: { services: readonly { value: string; label: string }[] }) {
  const t = useTranslations("retention");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(saveHold, null);
  const typed = answer?.typed;
  const errors = useMemo(() => {
    if (answer === null) return [];
    const wrong = FIELDS.flatMap((name) => {
      const code = CODES.find((each) => each === answer.problem.fields?.[name]);
      return code ? [{ fieldId: `hold-${name}`, message: t(`refusal.${code}`) }] : [];
    });
    return wrong.length > 0
      ? wrong
      : [{ fieldId: undefined, message: refusals(answer.problem.code) }];
  }, [answer, t, refusals]);
  const field = (name: FieldName) => ({
    id: `hold-${name}`,
    name,
    error: errors.find(({ fieldId }) => fieldId === `hold-${name}`)?.message,
    defaultValue: typed?.[name] ?? "",
  });
  return (
    <form action={send} className="group/hold">
      <ErrorSummary errors={errors} />
      <RadioGroup
        id="hold-kind"
        name="kind"
        legend={t("new.kind")}
        defaultValue={typed?.kind || "delivery"}
        options={HOLD_KINDS.map((kind) => ({
          value: kind,
          label: t(`new.${kind}`),
          hint: t(`new.${kind}Hint`),
        }))}
      />
      <div className="hidden group-has-[#hold-kind-delivery:checked]/hold:block">
        <TextInput
          {...field("reference")}
          label={t("new.reference")}
          hint={t("new.referenceHint")}
          width="half"
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <div className="hidden group-has-[#hold-kind-recipient:checked]/hold:block">
        <TextInput
          {...field("number")}
          label={t("new.number")}
          hint={t("new.numberHint")}
          inputMode="numeric"
          width="half"
          autoComplete="off"
        />
      </div>
      <div className="hidden group-has-[#hold-kind-period:checked]/hold:block">
        <TextInput {...field("from")} type="date" label={t("new.from")} width="short" />
        <TextInput {...field("to")} type="date" label={t("new.to")} width="short" />
        <Select
          {...field("serviceId")}
          label={t("new.service")}
          options={[{ value: "", label: t("new.allServices") }, ...services]}
        />
      </div>
      <Textarea
        {...field("reason")}
        label={t("new.reason")}
        hint={t("new.reasonHint")}
        limit={REASON_LIMIT}
        rows={3}
      />
      <SubmitButton>{t("new.save")}</SubmitButton>
    </form>
  );
}
