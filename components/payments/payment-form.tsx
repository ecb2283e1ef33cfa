"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { useWatch } from "react-hook-form";
import { PlainFields } from "@/components/messages/plain-fields";
import { SaveProblem } from "@/components/messages/save-problem";
import { hrefAfter, StepActions } from "@/components/messages/step-actions";
import { StepCard } from "@/components/messages/step-card";
import type { DraftVersion } from "@/components/messages/use-autosave";
import { useStep } from "@/components/messages/use-step";
import { ColumnField } from "@/components/payments/column-field";
import { CommunicationFields } from "@/components/payments/communication-fields";
import { PartFields } from "@/components/payments/part-fields";
import { Notification } from "@/components/ui/notification";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { savePayment } from "@/lib/messages/actions";
import {
  paymentAnswersSchema,
  paymentInput,
  paymentRefusals,
  type PartField,
  type PaymentAnswers,
} from "@/lib/payments/answers";
import type { Account } from "@/lib/payments/accounts/schema";
import { formatIban } from "@/lib/payments/rules";
import type { RecipientKind } from "@/lib/recipients/schema";
import { languageOf } from "@/lib/text/languages";

const PARTS = ["1", "2", "3", "4", "5", "6"] as const;
const partIds = (of: "amount" | "dueDate") =>
  Object.fromEntries(PARTS.map((number) => [`${of}${number}`, `payment-${of}-${number}`]));

const FIELDS = {
  ...(partIds("amount") as Record<PartField, string>),
  ...(partIds("dueDate") as Record<PartField, string>),
  wanted: "payment-wanted",
  kind: "payment-kind",
  partCount: "payment-amount-1",
  amountSource: "payment-amount-source",
  amount: "payment-amount",
  amountFrom: "payment-amount-from",
  vat: "payment-vat",
  iban: "payment-iban",
  bic: "payment-bic",
  beneficiary: "payment-beneficiary",
  communicationKind: "payment-communication",
  structured: "payment-structured",
  sequence: "payment-sequence",
  rf: "payment-rf",
  free: "payment-free",
  from_value: "payment-number-from",
  dueDateSource: "payment-due-date-source",
  dueDate: "payment-due-date",
  dueDateFrom: "payment-due-date-from",
  remind: "payment-remind",
} satisfies Record<keyof PaymentAnswers, string>;

export function PaymentForm({
  version,
  reference,
  answers,
  accounts,
  recipientKinds,
  columns,
  isFromCheck,
}: {
  version: DraftVersion;
  /** The message's, from which its structured communication is made. */
  reference: string;
  answers: PaymentAnswers;
  /** Those that the administrator keeps for the service; without any the sender types one. */
  accounts: readonly Account[];
  recipientKinds: readonly RecipientKind[];
  /** Of the recipients' list; null where each letter has one and the same payment. */
  columns: readonly string[] | null;
  isFromCheck: boolean;
}) {
  const t = useTranslations("payments");
  const common = useTranslations("common");
  const sentenceOf = usePaymentSentences();
  const language = languageOf(useLocale());
  const { messageId } = version;
  const step = useStep({
    formId: "payment-form",
    part: "payment",
    version,
    answers,
    shape: paymentAnswersSchema,
    refusalsOf: (given) => paymentRefusals(given, language, new Date()),
    inputOf: (given) => paymentInput(given, language),
    save: savePayment,
    nextHref: hrefAfter(messageId, "payment", isFromCheck),
  });
  const { register, control, formState } = step.form;
  const wanted = useWatch({ control, name: "wanted" });
  const kind = useWatch({ control, name: "kind" });
  const amountSource = useWatch({ control, name: "amountSource" });
  const dueDate = useWatch({ control, name: "dueDate" });
  const dueDateSource = useWatch({ control, name: "dueDateSource" });
  const hasAmountColumn = kind === "one" && amountSource === "column";
  const hasDueDateColumn = dueDateSource === "column";
  const errors = useMemo(
    () =>
      step.summary.map(({ field, code }) => ({
        fieldId: FIELDS[field as keyof PaymentAnswers],
        message: sentenceOf(code),
      })),
    [step.summary, sentenceOf],
  );
  const errorOf = (field: keyof PaymentAnswers) => {
    const code = formState.errors[field]?.message;
    return code === undefined ? undefined : sentenceOf(code);
  };

  return (
    <StepCard
      id="payment-step"
      heading={t("heading")}
      errors={errors}
      notices={<SaveProblem messageId={messageId} autosave={step.autosave} />}
    >
      <form {...step.formProps}>
        <PlainFields {...step.hidden} />
        <RadioGroup
          id={FIELDS.wanted}
          name="wanted"
          legend={t("wanted")}
          error={errorOf("wanted")}
          look="list"
          defaultValue={answers.wanted}
          inputProps={register("wanted")}
          options={[
            { value: "yes", label: common("yes") },
            { value: "no", label: common("no") },
          ]}
        />
        <div hidden={wanted !== "yes"}>
          <ChannelNote
            recipientKinds={recipientKinds}
            kind={kind}
            hasDueDate={hasDueDateColumn || dueDate !== ""}
          />
          <RadioGroup
            id={FIELDS.kind}
            name="kind"
            legend={t("kind")}
            look="list"
            defaultValue={answers.kind}
            inputProps={register("kind")}
            options={[
              { value: "one", label: t("kindOne") },
              { value: "parts", label: t("kindParts"), hint: t("kindPartsHint") },
              { value: "free_amount", label: t("kindFree"), hint: t("kindFreeHint") },
            ]}
          />
          <div hidden={kind !== "one"}>
            <ColumnField
              form={step.form}
              source="amountSource"
              column="amountFrom"
              fields={FIELDS}
              answers={answers}
              columns={columns}
              words={{
                legend: t("amountSource"),
                same: t("amountSame"),
                hint: t("amountFromHint"),
              }}
              error={errorOf("amountFrom")}
            />
          </div>
          <div hidden={kind !== "one" || hasAmountColumn}>
            <TextInput
              id={FIELDS.amount}
              label={t("amount")}
              hint={t("amountHint")}
              error={errorOf("amount")}
              width="short"
              inputMode="decimal"
              defaultValue={answers.amount}
              {...register("amount")}
            />
            <TextInput
              id={FIELDS.vat}
              label={t("vat")}
              hint={t("vatHint")}
              error={errorOf("vat")}
              isOptional
              width="short"
              inputMode="decimal"
              defaultValue={answers.vat}
              {...register("vat")}
            />
          </div>
          {kind === "parts" && (
            <PartFields
              form={step.form}
              answers={answers}
              idOf={(field) => FIELDS[field]}
              errorOf={errorOf}
            />
          )}
          <div hidden={kind === "parts"}>
            <ColumnField
              form={step.form}
              source="dueDateSource"
              column="dueDateFrom"
              fields={FIELDS}
              answers={answers}
              columns={columns}
              words={{
                legend: t("dueDateSource"),
                same: t("dueDateSame"),
                hint: t("dueDateFromHint"),
              }}
              error={errorOf("dueDateFrom")}
            />
          </div>
          <div hidden={kind === "parts" || hasDueDateColumn}>
            <TextInput
              id={FIELDS.dueDate}
              type="date"
              label={t("dueDate")}
              hint={t("dueDateHint")}
              error={errorOf("dueDate")}
              isOptional
              width="short"
              defaultValue={answers.dueDate}
              {...register("dueDate")}
            />
          </div>
          <TextInput
            id={FIELDS.remind}
            label={t("remind")}
            hint={t("remindHint")}
            error={errorOf("remind")}
            isOptional
            width="short"
            inputMode="numeric"
            defaultValue={answers.remind}
            {...register("remind")}
          />
          {accounts.length > 0 ? (
            <Select
              id={FIELDS.iban}
              label={t("pickAccount")}
              hint={t("pickAccountHint")}
              error={errorOf("iban")}
              defaultValue={answers.iban}
              options={accounts.map(({ iban, beneficiary }) => ({
                value: formatIban(iban),
                label: `${formatIban(iban)} · ${beneficiary}`,
              }))}
              {...register("iban")}
            />
          ) : (
            <>
              <TextInput
                id={FIELDS.iban}
                label={t("iban")}
                hint={t("ibanHint")}
                error={errorOf("iban")}
                width="half"
                spellCheck={false}
                defaultValue={answers.iban}
                {...register("iban")}
              />
              <TextInput
                id={FIELDS.bic}
                label={t("bic")}
                hint={t("bicHint")}
                error={errorOf("bic")}
                isOptional
                width="short"
                spellCheck={false}
                defaultValue={answers.bic}
                {...register("bic")}
              />
              <TextInput
                id={FIELDS.beneficiary}
                label={t("beneficiary")}
                hint={t("beneficiaryHint")}
                error={errorOf("beneficiary")}
                defaultValue={answers.beneficiary}
                {...register("beneficiary")}
              />
            </>
          )}
          <CommunicationFields
            form={step.form}
            fields={FIELDS}
            answers={answers}
            reference={reference}
            columns={columns}
            errorOf={errorOf}
          />
        </div>
        <StepActions
          messageId={messageId}
          task="payment"
          isFromCheck={isFromCheck}
          isPending={step.isGoingOn}
        />
      </form>
    </StepCard>
  );
}

/** Where the payment information goes: into the letter always, along to the box where that carries it. */
function ChannelNote({
  recipientKinds,
  kind,
  hasDueDate,
}: {
  recipientKinds: readonly RecipientKind[];
  kind: PaymentAnswers["kind"];
  hasDueDate: boolean;
}) {
  const t = useTranslations("payments");
  const ofCitizens = {
    parts: t("partsNote"),
    free_amount: t("freeAmountNote"),
    one: hasDueDate ? t("citizenNote") : t("noDueDateNote"),
  }[kind];
  if (recipientKinds.length === 0) return null;
  return (
    <Notification kind="info">
      {recipientKinds.includes("citizen") && <p>{ofCitizens}</p>}
      {recipientKinds.includes("enterprise") && <p>{t("enterpriseNote")}</p>}
    </Notification>
  );
}

/** Every code that schema, amounts, communications and rules give, in words. */
function usePaymentSentences(): (code: string) => string {
  const t = useTranslations("payments.refusal");
  return useMemo(() => (code) => (isRefusal(code) ? t(code) : t("amount_invalid")), [t]);
}

const REFUSALS = [
  "wanted_missing",
  "amount_missing",
  "amount_invalid",
  "amount_zero",
  "amount_too_large",
  "iban_invalid",
  "bic_invalid",
  "bic_missing",
  "beneficiary_missing",
  "beneficiary_too_long",
  "communication_missing",
  "communication_too_long",
  "communication_not_twelve_digits",
  "communication_check_digit",
  "due_date_invalid",
  "due_date_past",
  "due_date_far",
  "payment_code_too_long",
  "vat_too_large",
  "reference_missing",
  "reference_format",
  "reference_check_digits",
  "sequence_format",
  "sequence_full",
  "payment_value_missing",
  "column_missing",
  "column_too_long",
  "reminder_days_invalid",
  "reminder_too_late",
  "reminder_without_due_date",
] as const;

function isRefusal(code: string): code is (typeof REFUSALS)[number] {
  return REFUSALS.some((refusal) => refusal === code);
}
