"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState, useMemo, useState } from "react";
import { Card } from "@/components/ui/card";
import { ErrorSummary } from "@/components/ui/error-summary";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { capitalised } from "@/lib/format";
import { askForFinding } from "@/lib/proofs/findings/actions";
import { LONGEST_REASON, ORDER_REFUSALS, type OrderRefusal } from "@/lib/proofs/findings/schema";
import { NUMBER_REFUSALS, type NumberRefusal } from "@/lib/recipients/schema";
import { languageOf, languages } from "@/lib/text/languages";

const FIELDS = ["number", "from", "to", "reason"] as const;
type Field = (typeof FIELDS)[number];

/** Asks what the log contains for somebody. It posts: the number never stands in an address. */
export function FindingForm() {
  const t = useTranslations("proofs.findings");
  const refusals = useTranslations("refusals");
  const common = useTranslations("common");
  const sentenceOf = useSentences();
  const [answer, send] = useActionState(askForFinding, null);
  // Kept here, because React empties a form whose action has answered.
  const [typed, setTyped] = useState<Record<Field | "kind" | "language", string>>({
    kind: "citizen",
    number: "",
    from: "",
    to: "",
    reason: "",
    language: languageOf(useLocale()),
  });
  const errors = useMemo(() => {
    if (answer === null) return [];
    const found = FIELDS.flatMap((field) => {
      const message = sentenceOf(answer.fields?.[field]);
      return message === undefined ? [] : [{ fieldId: `finding-${field}`, message }];
    });
    return found.length > 0 ? found : [{ fieldId: undefined, message: refusals(answer.code) }];
  }, [answer, sentenceOf, refusals]);
  const keep = (name: keyof typeof typed) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [name]: event.target.value });
  const field = (name: Field) => ({
    id: `finding-${name}`,
    name,
    label: t(name),
    error: errors.find(({ fieldId }) => fieldId === `finding-${name}`)?.message,
    value: typed[name],
    onChange: keep(name),
  });
  return (
    <form action={send} noValidate className="mb-9">
      <ErrorSummary errors={errors} />
      <Card id="ask" heading={t("ask")}>
        <RadioGroup
          id="finding-kind"
          name="kind"
          legend={t("kind")}
          look="list"
          options={[
            { value: "citizen", label: t("citizen") },
            { value: "enterprise", label: t("enterprise") },
          ]}
          defaultValue={typed.kind}
          inputProps={{ onChange: keep("kind") }}
        />
        <TextInput
          {...field("number")}
          hint={t("numberHint")}
          width="half"
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
        />
        <div className="grid gap-x-6 md:grid-cols-2">
          <TextInput {...field("from")} type="date" width="short" />
          <TextInput {...field("to")} type="date" width="short" />
        </div>
        <p className="-mt-3 mb-5 text-small text-ink-soft">{t("periodHint")}</p>
        <TextInput {...field("reason")} hint={t("reasonHint")} limit={LONGEST_REASON} />
        <Select
          id="finding-language"
          name="language"
          label={t("language")}
          options={languages.map((value) => ({
            value,
            label: capitalised(common(`language.${value}`)),
          }))}
          value={typed.language}
          onChange={keep("language")}
        />
        <p className="mb-4 text-small text-ink-soft">{t("recorded")}</p>
        <SubmitButton icon="court">{t("submit")}</SubmitButton>
      </Card>
    </form>
  );
}

/** What is wrong, by its code: a number's have their sentences where numbers are asked for. */
function useSentences() {
  const t = useTranslations("proofs.findings.refusal");
  const numbers = useTranslations("recipients.refusal");
  return useMemo(
    () => (code: string | undefined) => {
      if (isOrderRefusal(code)) return t(code);
      return isNumberRefusal(code) ? numbers(code) : undefined;
    },
    [t, numbers],
  );
}

function isOrderRefusal(code: string | undefined): code is OrderRefusal {
  return (ORDER_REFUSALS as readonly (string | undefined)[]).includes(code);
}

function isNumberRefusal(code: string | undefined): code is NumberRefusal {
  return (NUMBER_REFUSALS as readonly (string | undefined)[]).includes(code);
}
