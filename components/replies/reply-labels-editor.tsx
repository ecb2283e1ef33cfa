"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { controlLook } from "@/components/ui/field";
import { Fieldset } from "@/components/ui/fieldset";
import { FEWEST_LABELS, MOST_LABELS } from "@/lib/replies/options/schema";

/** The answers of a choice, two to six; works as plain fields until its scripts arrive. */
export function ReplyLabelsEditor({
  id,
  labels,
  error,
  onChange,
}: {
  id: string;
  labels: readonly string[];
  error?: string;
  onChange: (labels: string[]) => void;
}) {
  const t = useTranslations("replies");
  const [told, setTold] = useState("");
  const shown = [...labels, ...Array<string>(Math.max(0, FEWEST_LABELS - labels.length)).fill("")];
  const write = (place: number, text: string) =>
    onChange(shown.map((label, index) => (index === place ? text : label)));
  const focus = (place: number) =>
    requestAnimationFrame(() => document.getElementById(`${id}-${place}`)?.focus());
  const add = () => {
    onChange([...shown, ""]);
    focus(shown.length);
  };
  const remove = (place: number) => {
    onChange(shown.filter((_, index) => index !== place));
    setTold(t("removed"));
    focus(Math.max(0, place - 1));
  };
  return (
    <Fieldset id={id} legend={t("labels")} hint={t("labelsHint")} error={error}>
      <ol className="grid gap-3">
        {shown.map((label, place) => (
          <li key={place} className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <input
              id={`${id}-${place}`}
              name={`labels.${place}`}
              aria-label={t("label", { number: place + 1 })}
              value={label}
              onChange={(event) => write(place, event.target.value)}
              className={`${controlLook(error)} max-w-105 flex-1 basis-50`}
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
