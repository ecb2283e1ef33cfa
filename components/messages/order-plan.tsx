"use client";

import { useTranslations } from "next-intl";
import { Fieldset } from "@/components/ui/fieldset";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextInput } from "@/components/ui/text-input";
import { useState } from "react";
import type { PlanFields } from "@/lib/messages/orders/form";

export type PlanKind = PlanFields["kind"];

/**
 * When the letters go. The fields of a choice that was not made are hidden by the style sheet alone, so
 * that the form works before its scripts arrive; with them, nothing typed is lost when it comes back.
 */
export function OrderPlan({
  kind,
  onKind,
  defaults,
  mayBeSpread,
  error,
}: {
  kind: PlanKind;
  onKind: (kind: PlanKind) => void;
  defaults: PlanFields;
  mayBeSpread: boolean;
  error: string | undefined;
}) {
  const t = useTranslations("orders.plan");
  const options = [
    { value: "now", label: t("now") },
    { value: "at", label: t("at") },
    ...(mayBeSpread ? [{ value: "spread", label: t("spread"), hint: t("spreadHint") }] : []),
  ];
  const [fields, setFields] = useState(defaults);
  const field = (name: Exclude<keyof PlanFields, "kind">, type: "date" | "time" | "number") => ({
    id: `plan-${name}`,
    name,
    type,
    label: t(name),
    value: fields[name],
    width: "short" as const,
    onChange: (event: { target: { value: string } }) =>
      setFields((before) => ({ ...before, [name]: event.target.value })),
  });
  return (
    <div className="group/plan grid gap-4">
      <RadioGroup
        id="plan"
        name="when"
        legend={t("legend")}
        legendSize="heading"
        error={error}
        options={options}
        inputProps={{ onChange: (event) => onKind(event.target.value as PlanKind) }}
        defaultValue={kind}
      />
      <div className="hidden group-has-[#plan-at:checked]/plan:block">
        <Fieldset id="plan-moment" legend={t("momentLegend")}>
          <div className="grid gap-x-5 sm:grid-cols-2">
            <TextInput {...field("atDate", "date")} />
            <TextInput {...field("atTime", "time")} />
          </div>
        </Fieldset>
      </div>
      {mayBeSpread && (
        <div className="hidden group-has-[#plan-spread:checked]/plan:block">
          <Fieldset id="plan-hours" legend={t("hoursLegend")}>
            <div className="grid gap-x-5 sm:grid-cols-2">
              <TextInput {...field("spreadDate", "date")} />
              <TextInput {...field("spreadDays", "number")} min={1} max={20} inputMode="numeric" />
              <TextInput {...field("spreadFrom", "time")} />
              <TextInput {...field("spreadUntil", "time")} />
            </div>
          </Fieldset>
        </div>
      )}
    </div>
  );
}
