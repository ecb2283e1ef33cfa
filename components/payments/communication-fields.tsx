"use client";

import { useTranslations } from "next-intl";
import { useWatch, type UseFormReturn } from "react-hook-form";
import { ColumnChoice } from "@/components/payments/column-field";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextInput } from "@/components/ui/text-input";
import { communicationOf, type PaymentAnswers } from "@/lib/payments/answers";

/** What stands beside the payment on the account: twelve digits of a machine, or words. */
export function CommunicationFields({
  form,
  fields,
  answers,
  reference,
  columns,
  errorOf,
}: {
  form: UseFormReturn<PaymentAnswers, unknown, PaymentAnswers>;
  /** The ids of the fields, which the error summary links to. */
  fields: Record<
    "communicationKind" | "structured" | "sequence" | "from_value" | "rf" | "free",
    string
  >;
  answers: PaymentAnswers;
  reference: string;
  /** Of the recipients' list; null where there is one recipient alone. */
  columns: readonly string[] | null;
  errorOf: (field: keyof PaymentAnswers) => string | undefined;
}) {
  const t = useTranslations("payments");
  const kind = useWatch({ control: form.control, name: "communicationKind" });
  const generate = () => {
    form.setValue("structured", communicationOf(reference), { shouldValidate: false });
    form.clearErrors("structured");
    form.setFocus("structured");
  };
  return (
    <>
      <RadioGroup
        id={fields.communicationKind}
        name="communicationKind"
        legend={t("communication")}
        look="list"
        defaultValue={answers.communicationKind}
        inputProps={form.register("communicationKind")}
        options={[
          { value: "structured", label: t("structured"), hint: t("structuredHint") },
          { value: "sequence", label: t("sequence"), hint: t("sequenceHint") },
          ...(columns !== null || answers.communicationKind === "from_value"
            ? [{ value: "from_value", label: t("numberFrom"), hint: t("numberFromHint") }]
            : []),
          { value: "rf", label: t("rf"), hint: t("rfHint") },
          { value: "free", label: t("free"), hint: t("freeHint") },
        ]}
      />
      <div hidden={kind !== "structured"}>
        <TextInput
          id={fields.structured}
          label={t("structuredNumber")}
          hint={t("structuredNumberHint")}
          error={errorOf("structured")}
          width="half"
          spellCheck={false}
          defaultValue={answers.structured}
          {...form.register("structured")}
        />
        <p className="-mt-3 mb-6">
          <Button variant="secondary" size="small" onClick={generate}>
            {t("generate")}
          </Button>
        </p>
      </div>
      <div hidden={kind !== "sequence"}>
        <TextInput
          id={fields.sequence}
          label={t("sequenceFirst")}
          hint={t("sequenceFirstHint")}
          error={errorOf("sequence")}
          width="half"
          inputMode="numeric"
          spellCheck={false}
          defaultValue={answers.sequence}
          {...form.register("sequence")}
        />
      </div>
      <div hidden={kind !== "from_value"}>
        <ColumnChoice
          id={fields.from_value}
          name="from_value"
          form={form}
          answers={answers}
          columns={columns ?? []}
          hint={t("numberColumnHint")}
          error={errorOf("from_value")}
        />
      </div>
      <div hidden={kind !== "rf"}>
        <TextInput
          id={fields.rf}
          label={t("rfNumber")}
          hint={t("rfNumberHint")}
          error={errorOf("rf")}
          width="half"
          spellCheck={false}
          defaultValue={answers.rf}
          {...form.register("rf")}
        />
      </div>
      <div hidden={kind !== "free"}>
        <TextInput
          id={fields.free}
          label={t("freeText")}
          error={errorOf("free")}
          limit={140}
          defaultValue={answers.free}
          {...form.register("free")}
        />
      </div>
    </>
  );
}
