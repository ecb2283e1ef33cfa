"use client";

import { useTranslations } from "next-intl";
import { charactersOf, unprintableFields } from "@/components/messages/unprintable";
import { Fieldset } from "@/components/ui/fieldset";
import { TextInput } from "@/components/ui/text-input";
import { placeholderKey, valueOf } from "@/lib/messages/body/rules";

/** A field for each placeholder of the sender's own, under the text it stands in. */
export function PlaceholderValues({
  id,
  names,
  values,
  gaps,
  unprintable,
  hasRecipient,
  onChange,
}: {
  id: string;
  names: readonly string[];
  values: Readonly<Record<string, string>>;
  /** Those whose missing value is to be told at the field. */
  gaps: readonly string[];
  /** Characters that the letter has no shapes for. */
  unprintable: readonly string[];
  hasRecipient: boolean;
  onChange: (values: Record<string, string>) => void;
}) {
  const t = useTranslations("messages");
  const errorOf = (name: string) => {
    if (gaps.includes(name)) return t("placeholderWithoutValue", { name });
    const { value } = unprintableFields({ value: keptValue(values, name) }, unprintable);
    const characters = value === undefined ? null : charactersOf(value);
    return characters === null ? undefined : t("text.unprintable", { characters });
  };
  if (names.length === 0) return null;
  return (
    <Fieldset
      id={id}
      legend={t("text.values")}
      hint={hasRecipient ? t("text.valuesHint") : t("text.valuesNeedRecipient")}
    >
      {hasRecipient &&
        names.map((name, index) => (
          <TextInput
            key={placeholderKey(name)}
            id={`${id}-${index}`}
            label={name}
            error={errorOf(name)}
            width="half"
            maxLength={1000}
            value={keptValue(values, name)}
            onChange={(event) => onChange(withValue(values, name, event.target.value))}
          />
        ))}
    </Fieldset>
  );
}

/** Also a blank one, which `valueOf` calls none: the field must show the space just typed. */
function keptValue(values: Readonly<Record<string, string>>, name: string): string {
  return values[name] ?? valueOf(values, name) ?? "";
}

function withValue(values: Readonly<Record<string, string>>, name: string, value: string) {
  const others = Object.entries(values).filter(
    ([other]) => placeholderKey(other) !== placeholderKey(name),
  );
  return { ...Object.fromEntries(others), [name]: value };
}
