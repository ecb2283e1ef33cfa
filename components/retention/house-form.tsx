"use client";

import { useTranslations } from "next-intl";
import { useActionState, useMemo } from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { saveHousePolicy } from "@/lib/retention/actions";
import { HOUSE_LIMITS, type HousePolicy } from "@/lib/retention/schema";

const FIELDS = [
  { name: "draftsDays", words: "drafts" },
  { name: "recipientFilesDays", words: "files" },
  { name: "noticeDays", words: "notice" },
] as const;

/** How long drafts and spreadsheets are kept, and how long before it is told. */
export function HouseForm({ house }: { house: HousePolicy }) {
  const t = useTranslations("retention");
  const refusals = useTranslations("refusals");
  const [answer, send] = useActionState(saveHousePolicy, null);
  const errors = useMemo(() => {
    if (answer === null) return [];
    const wrong = FIELDS.flatMap(({ name }) =>
      answer.problem.fields?.[name]
        ? [{ fieldId: `house-${name}`, message: t("refusal.days_invalid") }]
        : [],
    );
    return wrong.length > 0
      ? wrong
      : [{ fieldId: undefined, message: refusals(answer.problem.code) }];
  }, [answer, t, refusals]);
  return (
    <form action={send}>
      <ErrorSummary errors={errors} />
      <input type="hidden" name="lockNumber" value={house.lockNumber} />
      {FIELDS.map(({ name, words }) => (
        <TextInput
          key={name}
          id={`house-${name}`}
          name={name}
          label={t(`house.${words}`)}
          hint={t(`house.${words}Hint`, limitsOf(name))}
          error={errors.find(({ fieldId }) => fieldId === `house-${name}`)?.message}
          inputMode="numeric"
          width="short"
          defaultValue={answer?.typed[name] ?? house[name]}
        />
      ))}
      <p className="mb-6 max-w-reading text-small text-ink-soft">{t("house.uploads")}</p>
      <SubmitButton variant="secondary">{t("house.save")}</SubmitButton>
    </form>
  );
}

/** As words: a year of days needs no point between its digits. */
function limitsOf(name: keyof typeof HOUSE_LIMITS) {
  const { least, most } = HOUSE_LIMITS[name];
  return { least: String(least), most: String(most) };
}
