"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextInput } from "@/components/ui/text-input";
import type { TypedType } from "@/lib/message-types/answers";

/** The rule for what lies unopened in its box. */
export function UnopenedFields({
  typed,
  errorOf,
}: {
  typed: TypedType;
  errorOf: (id: string) => string | undefined;
}) {
  const t = useTranslations("types.form");
  return (
    <>
      <TextInput
        id="type-after-days"
        name="afterDays"
        label={t("afterDays")}
        hint={t("afterDaysHint")}
        error={errorOf("type-after-days")}
        isOptional
        inputMode="numeric"
        width="short"
        defaultValue={typed.afterDays}
      />
      <RadioGroup
        id="type-step"
        name="step"
        legend={t("step")}
        defaultValue={typed.step}
        options={[
          { value: "tell", label: t("tell"), hint: t("tellHint") },
          { value: "remind", label: t("remind") },
          { value: "paper", label: t("paper"), hint: t("paperHint") },
        ]}
      />
      <Checkbox
        id="type-by-itself"
        name="byItself"
        label={t("byItself")}
        hint={t("byItselfHint")}
        defaultChecked={typed.byItself !== ""}
      />
    </>
  );
}
