"use client";

import { useTranslations } from "next-intl";
import { useWatch, type UseFormReturn } from "react-hook-form";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import type { PaymentAnswers } from "@/lib/payments/answers";

type Form = UseFormReturn<PaymentAnswers, unknown, PaymentAnswers>;

/** The same for everybody, or each recipient's own from a column of their list. */
export function ColumnField({
  form,
  source,
  column,
  fields,
  answers,
  columns,
  words,
  error,
}: {
  form: Form;
  source: "amountSource" | "dueDateSource";
  column: "amountFrom" | "dueDateFrom";
  fields: Record<typeof source | typeof column, string>;
  answers: PaymentAnswers;
  /** Of the recipients' list; null where there is one recipient alone. */
  columns: readonly string[] | null;
  words: { legend: string; same: string; hint: string };
  error: string | undefined;
}) {
  const t = useTranslations("payments");
  const chosen = useWatch({ control: form.control, name: source });
  // Where nobody has a column, and none was named before, there is nothing to choose.
  if (columns === null && answers[source] !== "column") return null;
  return (
    <>
      <RadioGroup
        id={fields[source]}
        name={source}
        legend={words.legend}
        look="list"
        defaultValue={answers[source]}
        inputProps={form.register(source)}
        options={[
          { value: "same", label: words.same },
          { value: "column", label: t("fromColumn") },
        ]}
      />
      <div hidden={chosen !== "column"}>
        <ColumnChoice
          id={fields[column]}
          name={column}
          form={form}
          answers={answers}
          columns={columns ?? []}
          hint={words.hint}
          error={error}
        />
      </div>
    </>
  );
}

/** One of the list's columns; its name, as long as there is no list. */
export function ColumnChoice({
  id,
  name,
  form,
  answers,
  columns,
  hint,
  error,
}: {
  id: string;
  name: "amountFrom" | "dueDateFrom" | "from_value";
  form: Form;
  answers: PaymentAnswers;
  columns: readonly string[];
  hint: string;
  error: string | undefined;
}) {
  const t = useTranslations("payments");
  const kept = answers[name];
  const words = { id, hint, error, defaultValue: kept };
  if (columns.length === 0) {
    return <TextInput {...words} label={t("columnName")} width="half" {...form.register(name)} />;
  }
  const names = kept === "" || columns.includes(kept) ? columns : [kept, ...columns];
  return (
    <Select
      {...words}
      label={t("column")}
      options={[
        { value: "", label: t("chooseColumn") },
        ...names.map((column) => ({ value: column, label: column })),
      ]}
      {...form.register(name)}
    />
  );
}
