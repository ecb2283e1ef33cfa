"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Fieldset } from "@/components/ui/fieldset";
import { TextInput } from "@/components/ui/text-input";
import { LETTER_LANGUAGES } from "@/lib/letters/schema";
import type { TypedType } from "@/lib/message-types/answers";
import { LEGAL_BASIS_LIMIT } from "@/lib/message-types/schema";

/** What every message of the type is held to. */
export function HeldFields({
  typed,
  errorOf,
}: {
  typed: TypedType;
  errorOf: (id: string) => string | undefined;
}) {
  const t = useTranslations("types.form");
  const names = useTranslations("common.language");
  return (
    <>
      <Fieldset id="type-languages" legend={t("languages")} error={errorOf("type-languages")}>
        {LETTER_LANGUAGES.map((language) => (
          <Checkbox
            key={language}
            id={`type-language-${language}`}
            name={language}
            label={names(language)}
            defaultChecked={typed.languages.includes(language)}
          />
        ))}
      </Fieldset>
      <TextInput
        id="type-legal-basis"
        name="legalBasis"
        label={t("legalBasis")}
        hint={t("legalBasisHint")}
        error={errorOf("type-legal-basis")}
        isOptional
        limit={LEGAL_BASIS_LIMIT}
        defaultValue={typed.legalBasis}
      />
      <Checkbox
        id="type-four-eyes"
        name="fourEyes"
        label={t("fourEyes")}
        defaultChecked={typed.fourEyes !== ""}
      />
    </>
  );
}
