"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { WordInputs } from "@/components/replies/word-inputs";
import { Fieldset } from "@/components/ui/fieldset";
import type { LetterLanguage } from "@/lib/letters/schema";
import type { TypedWords } from "@/lib/messages/answers";
import { FEWEST_LABELS, MOST_LABELS } from "@/lib/replies/options/schema";

const NOTHING: TypedWords = { main: "" };

/** Answers to choose from, two to six; works as plain fields until its scripts arrive. */
export function ReplyLabelsEditor({
  id,
  name,
  legend,
  hint,
  labels,
  languages,
  error,
  isWrong = error !== undefined,
  onChange,
}: {
  id: string;
  /** Of the plain form; absent: it is not sent with it. */
  name?: string;
  legend: string;
  hint: string;
  labels: readonly TypedWords[];
  languages: readonly LetterLanguage[];
  error?: string;
  isWrong?: boolean;
  onChange: (labels: TypedWords[]) => void;
}) {
  const t = useTranslations("replies");
  const [told, setTold] = useState("");
  const missing = Math.max(0, FEWEST_LABELS - labels.length);
  const shown = [...labels, ...Array<TypedWords>(missing).fill(NOTHING)];
  const write = (place: number, words: TypedWords) =>
    onChange(shown.map((label, index) => (index === place ? words : label)));
  const focus = (place: number) =>
    requestAnimationFrame(() => document.getElementById(`${id}-${place}`)?.focus());
  const add = () => {
    onChange([...shown, NOTHING]);
    focus(shown.length);
  };
  const remove = (place: number) => {
    onChange(shown.filter((_, index) => index !== place));
    setTold(t("removed"));
    focus(Math.max(0, place - 1));
  };
  return (
    <Fieldset id={id} legend={legend} hint={hint} error={error}>
      <ol className={languages.length > 1 ? "grid gap-5" : "grid gap-3"}>
        {shown.map((label, place) => (
          <li key={place} className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            {languages.length > 1 && (
              <span aria-hidden="true" className="basis-full text-small font-semibold">
                {t("label", { number: place + 1 })}
              </span>
            )}
            <WordInputs
              id={`${id}-${place}`}
              name={name && `${name}.${place}`}
              label={t("label", { number: place + 1 })}
              words={label}
              languages={languages}
              isWrong={isWrong}
              onChange={(words) => write(place, words)}
            />
            {shown.length > FEWEST_LABELS && (
              <Button
                variant="quiet"
                size="small"
                icon="close"
                aria-label={t("removeLabel", { number: place + 1 })}
                onClick={() => remove(place)}
              >
                <span className="sr-only">{t("removeLabel", { number: place + 1 })}</span>
              </Button>
            )}
          </li>
        ))}
      </ol>
      {shown.length < MOST_LABELS && (
        <p className="mt-3">
          <Button variant="secondary" size="small" onClick={add}>
            {t("addLabel")}
          </Button>
        </p>
      )}
      <p role="status" className="sr-only">
        {told}
      </p>
    </Fieldset>
  );
}
