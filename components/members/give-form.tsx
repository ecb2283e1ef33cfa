"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState, useState } from "react";
import { useRightWords } from "@/components/members/right-words";
import { useMemberErrors } from "@/components/members/use-member-errors";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { giveRight } from "@/lib/members/actions";
import { rightValue } from "@/lib/members/answers";
import type { Named, Right, ServiceName } from "@/lib/members/schema";
import { languageOf } from "@/lib/text/languages";

const FIELDS = { right: "give-right", from: "give-from", until: "give-until" };

/** One right more, for good or for a time. */
export function GiveForm({
  personId,
  services,
  others,
}: {
  personId: string;
  services: readonly ServiceName[];
  others: readonly Named[];
}) {
  const t = useTranslations("members.person");
  const words = useRightWords(services, languageOf(useLocale()));
  const rights: Right[] = [
    ...services.flatMap(({ id }): Right[] => [
      { role: "sender", serviceId: id },
      { role: "approver", serviceId: id },
    ]),
    { role: "administrator", serviceId: null },
    { role: "auditor", serviceId: null },
  ];
  const [answer, send] = useActionState(giveRight, null);
  const [typed, setTyped] = useState({
    right: rights[0] ? rightValue(rights[0]) : "",
    from: "",
    until: "",
    deputyForId: "",
  });
  const { errors, errorOf } = useMemberErrors(answer, FIELDS);
  const kept = (name: keyof typeof typed) => ({
    id: `give-${name}`,
    name,
    value: typed[name],
    onChange: (event: { target: { value: string } }) =>
      setTyped({ ...typed, [name]: event.target.value }),
  });
  return (
    <form action={send}>
      <ErrorSummary errors={errors} />
      <input type="hidden" name="personId" value={personId} />
      <Select
        {...kept("right")}
        label={t("right")}
        error={errorOf("right")}
        options={rights.map((right) => ({ value: rightValue(right), label: words(right) }))}
      />
      <div className="flex flex-wrap gap-x-6">
        <TextInput
          {...kept("from")}
          type="date"
          label={t("from")}
          hint={t("fromHint")}
          error={errorOf("from")}
          width="short"
        />
        <TextInput
          {...kept("until")}
          type="date"
          label={t("until")}
          hint={t("untilHint")}
          error={errorOf("until")}
          width="short"
        />
      </div>
      <Select
        {...kept("deputyForId")}
        label={t("deputyFor")}
        hint={t("deputyHint")}
        isOptional
        options={[
          { value: "", label: t("nobody") },
          ...others.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <SubmitButton>{t("give")}</SubmitButton>
    </form>
  );
}
