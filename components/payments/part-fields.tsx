"use client";

import { useTranslations } from "next-intl";
import { useWatch, type UseFormReturn } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/text-input";
import { partsIn, type PartField, type PaymentAnswers } from "@/lib/payments/answers";
import { PARTS_LIMIT } from "@/lib/payments/schema";

/** The parts in which it is paid: an amount and a day each, as many as there are. */
export function PartFields({
  form,
  answers,
  idOf,
  errorOf,
}: {
  form: UseFormReturn<PaymentAnswers, unknown, PaymentAnswers>;
  answers: PaymentAnswers;
  idOf: (field: PartField) => string;
  errorOf: (field: PartField) => string | undefined;
}) {
  const t = useTranslations("payments");
  const partCount = useWatch({ control: form.control, name: "partCount" });
  const parts = partsIn({ partCount });
  const setCount = (count: number) => {
    form.setValue("partCount", String(count));
    // The button that was pressed may be gone with the last part.
    if (count < parts.length) form.setFocus(`amount${parts[count - 1] ?? "2"}`);
    else
      requestAnimationFrame(() =>
        form.setFocus(`amount${partsIn({ partCount: String(count) })[count - 1] ?? "2"}`),
      );
  };
  return (
    <fieldset className="mb-6">
      <legend className="mb-2 font-semibold">{t("parts")}</legend>
      <input type="hidden" {...form.register("partCount")} />
      {parts.map((number) => (
        <div key={number} className="flex flex-wrap gap-x-5">
          <TextInput
            id={idOf(`amount${number}`)}
            label={t("partAmount", { number })}
            error={errorOf(`amount${number}`)}
            width="short"
            inputMode="decimal"
            defaultValue={answers[`amount${number}`]}
            {...form.register(`amount${number}`)}
          />
          <TextInput
            id={idOf(`dueDate${number}`)}
            type="date"
            label={t("partDueDate", { number })}
            error={errorOf(`dueDate${number}`)}
            isOptional
            width="short"
            defaultValue={answers[`dueDate${number}`]}
            {...form.register(`dueDate${number}`)}
          />
        </div>
      ))}
      <div className="-mt-2 flex flex-wrap gap-3">
        {parts.length < PARTS_LIMIT && (
          <Button variant="secondary" size="small" onClick={() => setCount(parts.length + 1)}>
            {t("addPart")}
          </Button>
        )}
        {parts.length > 2 && (
          <Button variant="quiet" size="small" onClick={() => setCount(parts.length - 1)}>
            {t("removePart", { number: parts.length })}
          </Button>
        )}
      </div>
    </fieldset>
  );
}
