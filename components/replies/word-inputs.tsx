"use client";

import { useTranslations } from "next-intl";
import { controlLook } from "@/components/ui/field";
import { Fieldset } from "@/components/ui/fieldset";
import { TextInput } from "@/components/ui/text-input";
import { capitalised } from "@/lib/format";
import type { LetterLanguage } from "@/lib/letters/schema";
import type { TypedWords } from "@/lib/messages/answers";

type WordsProps = {
  id: string;
  /** Of the plain form; each language adds its own. */
  name?: string;
  label: string;
  words: TypedWords;
  /** The message's, its main one first; none: not chosen yet. */
  languages: readonly LetterLanguage[];
  /** Something is wrong with the words: where some languages lack them, those are marked. */
  isWrong?: boolean;
  onChange: (words: TypedWords) => void;
};

/** The same words in each language of the message, one beneath the other; one control where there is one. */
export function WordInputs(props: WordsProps) {
  const { id, name, label, words, languages, isWrong = false, onChange } = props;
  const names = useTranslations("common.language");
  const [main = null, ...others] = languages;
  const isSaid = Object.values(words).some((text) => text.trim() !== "");
  const input = (key: keyof TypedWords, language: LetterLanguage | null) => {
    const text = words[key] ?? "";
    const isMarked = isWrong && (others.length === 0 || (isSaid && text.trim() === ""));
    return (
      <input
        id={key === "main" ? id : `${id}-${key}`}
        name={name && `${name}.${key}`}
        aria-label={language && others.length > 0 ? `${label} (${names(language)})` : label}
        aria-invalid={isMarked || undefined}
        lang={language ?? undefined}
        value={text}
        onChange={(event) => onChange({ ...words, [key]: event.target.value })}
        className={controlLook(isMarked ? label : undefined)}
      />
    );
  };
  if (others.length === 0)
    return <div className="max-w-105 flex-1 basis-50">{input("main", main)}</div>;
  return (
    <div className="grid min-w-0 flex-1 basis-50 gap-1.5">
      {[main, ...others].map((language, place) => (
        <div key={language} className="grid items-center gap-x-3 sm:grid-cols-[6rem_1fr]">
          <span aria-hidden="true" className="text-small text-ink-soft">
            {language && capitalised(names(language))}
          </span>
          {input(place === 0 || language === null ? "main" : language, language)}
        </div>
      ))}
    </div>
  );
}

/** One thing that is said, under its own name: a question, an address, what a field is called. */
export function WordsField({
  hint,
  error,
  isOptional = false,
  limit,
  inputMode,
  ...props
}: WordsProps & {
  hint?: string;
  /** The sentence of what is wrong. */
  error?: string;
  isOptional?: boolean;
  limit?: number;
  inputMode?: "url";
}) {
  const t = useTranslations("common");
  const { id, name, label, words, languages, isWrong = error !== undefined, onChange } = props;
  if (languages.length > 1)
    return (
      <Fieldset
        id={`${id}-words`}
        legend={isOptional ? `${label} (${t("optional")})` : label}
        hint={hint}
        error={error}
      >
        <WordInputs {...props} isWrong={isWrong} />
      </Fieldset>
    );
  return (
    <TextInput
      id={id}
      name={name && `${name}.main`}
      label={label}
      hint={hint}
      error={error}
      isOptional={isOptional}
      limit={limit}
      inputMode={inputMode}
      spellCheck={inputMode !== "url"}
      value={words.main}
      onChange={(event) => onChange({ ...words, main: event.target.value })}
    />
  );
}
