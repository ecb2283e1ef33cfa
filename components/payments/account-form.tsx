"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo, useState } from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { addAccount } from "@/lib/payments/accounts/actions";

const FIELDS = ["iban", "bic", "beneficiary"] as const;
type Field = (typeof FIELDS)[number];
const REFUSALS = ["iban_invalid", "bic_invalid", "beneficiary_missing", "beneficiary_too_long"];
type AccountRefusal =
  "iban_invalid" | "bic_invalid" | "beneficiary_missing" | "beneficiary_too_long";

/** A new account of one of the services. */
export function AccountForm({
  services,
}: {
  services: readonly { value: string; label: string }[];
}) {
  const t = useTranslations("payments");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(addAccount, null);
  // Kept here, because React empties a form whose action has answered.
  const [typed, setTyped] = useState<Record<Field | "serviceId", string>>({
    serviceId: services[0]?.value ?? "",
    iban: "",
    bic: "",
    beneficiary: "",
  });
  const errors = useMemo(() => {
    if (answer === null) return [];
    const found = FIELDS.flatMap((field) => {
      const code = answer.fields?.[field];
      return isRefusal(code)
        ? [{ fieldId: `account-${field}`, message: t(`refusal.${code}`) }]
        : [];
    });
    return found.length > 0 ? found : [{ fieldId: undefined, message: refusals(answer.code) }];
  }, [answer, t, refusals]);
  const errorOf = (field: Field) =>
    errors.find(({ fieldId }) => fieldId === `account-${field}`)?.message;
  const field = (name: Field) => ({
    id: `account-${name}`,
    name,
    label: t(name),
    error: errorOf(name),
    value: typed[name],
    spellCheck: false,
    onChange: (event: { target: { value: string } }) =>
      setTyped({ ...typed, [name]: event.target.value }),
  });
  return (
    <form action={send}>
      <ErrorSummary errors={errors} />
      <Select
        id="account-serviceId"
        name="serviceId"
        label={t("accounts.service")}
        options={services}
        value={typed.serviceId}
        onChange={(event) => setTyped({ ...typed, serviceId: event.target.value })}
      />
      <TextInput {...field("iban")} width="half" />
      <TextInput {...field("bic")} hint={t("bicHint")} isOptional width="short" />
      <TextInput {...field("beneficiary")} hint={t("beneficiaryHint")} />
      <SubmitButton>{t("accounts.save")}</SubmitButton>
    </form>
  );
}

function isRefusal(code: string | undefined): code is AccountRefusal {
  return code !== undefined && REFUSALS.includes(code);
}
