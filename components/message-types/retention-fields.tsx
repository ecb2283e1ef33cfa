"use client";

import { useTranslations } from "next-intl";
import { TextInput } from "@/components/ui/text-input";
import type { TypedType } from "@/lib/message-types/answers";

/** How long contents and replies of the type are kept. */
export function RetentionFields({
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
        id="type-contents-months"
        name="contentsMonths"
        label={t("contentsMonths")}
        hint={t("contentsMonthsHint")}
        error={errorOf("type-contents-months")}
        inputMode="numeric"
        width="short"
        defaultValue={typed.contentsMonths}
      />
      <TextInput
        id="type-replies-months"
        name="repliesMonths"
        label={t("repliesMonths")}
        hint={t("repliesMonthsHint")}
        error={errorOf("type-replies-months")}
        inputMode="numeric"
        width="short"
        defaultValue={typed.repliesMonths}
      />
    </>
  );
}
