"use client";

import { useTranslations } from "next-intl";
import { charactersOf, unprintableFields } from "@/components/messages/unprintable";
import { Fieldset } from "@/components/ui/fieldset";
import { TextInput } from "@/components/ui/text-input";
import { answerOf, placeholderKey, valueOf, type Condition } from "@/lib/messages/body/rules";

/**
 * Where the values are given: beside the text, with each of several recipients, or in their
 * spreadsheet; nowhere, while nobody is to get this text.
 */
export type ValuesFrom = "here" | "nobody" | "otherLanguage" | "recipients" | "file";

/** A field for each placeholder of the sender's own, under the text it stands in. */
export function PlaceholderValues({
  id,
  names,
  conditions,
  values,
  gaps,
  unprintable,
  valuesFrom,
  onChange,
}: {
  id: string;
  names: readonly string[];
  /** Those among them that are a question, with the texts that depend on its answer. */
  conditions: readonly Condition[];
  values: Readonly<Record<string, string>>;
  /** Those whose missing value is to be told at the field. */
  gaps: readonly string[];
  /** Characters that the letter has no shapes for. */
  unprintable: readonly string[];
  valuesFrom: ValuesFrom;
  onChange: (values: Record<string, string>) => void;
}) {
  const t = useTranslations("messages");
  const errorOf = (name: string) => {
    const isQuestion = conditions.some(
      (condition) => placeholderKey(condition.name) === placeholderKey(name),
    );
    if (isQuestion && gaps.includes(name)) return t("text.conditionUnanswered", { name });
    if (gaps.includes(name)) return t("placeholderWithoutValue", { name });
    const { value } = unprintableFields({ value: keptValue(values, name) }, unprintable);
    const characters = value === undefined ? null : charactersOf(value);
    return characters === null ? undefined : t("text.unprintable", { characters });
  };
  if (names.length === 0) return null;
  const list = names.join(", ");
  const hint: Record<ValuesFrom, () => string> = {
    here: () => t("text.valuesHint"),
    nobody: () => t("text.valuesNeedRecipient"),
    otherLanguage: () => t("text.valuesOtherLanguage", { names: list }),
    recipients: () => t("text.valuesWithRecipients", { names: list }),
    file: () => t("text.valuesInFile", { names: list }),
  };
  return (
    <Fieldset id={id} legend={t("text.values")} hint={hint[valuesFrom]()}>
      {valuesFrom === "here" &&
        names.map((name, index) => {
          const question = conditions.find(
            (condition) => placeholderKey(condition.name) === placeholderKey(name),
          );
          const change = (value: string) => onChange(withValue(values, name, value));
          return question ? (
            <YesOrNo
              key={placeholderKey(name)}
              id={`${id}-${index}`}
              name={name}
              texts={question.texts}
              error={errorOf(name)}
              answer={answerOf(values, name)}
              onAnswer={change}
            />
          ) : (
            <TextInput
              key={placeholderKey(name)}
              id={`${id}-${index}`}
              label={name}
              error={errorOf(name)}
              width="half"
              maxLength={1000}
              value={keptValue(values, name)}
              onChange={(event) => change(event.target.value)}
            />
          );
        })}
    </Fieldset>
  );
}

/** Whether the recipient is shown the text that depends on it. */
function YesOrNo({
  id,
  name,
  texts,
  error,
  answer,
  onAnswer,
}: {
  id: string;
  name: string;
  texts: readonly string[];
  error: string | undefined;
  answer: "yes" | "no" | "unanswered";
  onAnswer: (answer: "yes" | "no") => void;
}) {
  const t = useTranslations("messages.text");
  return (
    <Fieldset
      id={id}
      legend={name}
      legendSize="label"
      hint={texts.map((text) => t("conditionHint", { text })).join(" ")}
      error={error}
    >
      <div className="flex flex-wrap gap-x-6">
        {(["yes", "no"] as const).map((value) => (
          <label key={value} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name={id}
              value={value}
              checked={answer === value}
              onChange={() => onAnswer(value)}
              className="size-6 flex-none accent-petrol"
            />
            {t(value === "yes" ? "conditionYes" : "conditionNo")}
          </label>
        ))}
      </div>
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
