"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Fieldset } from "@/components/ui/fieldset";
import { Select } from "@/components/ui/select";
import { ReplyLabelsEditor } from "@/components/replies/reply-labels-editor";
import { WordsField } from "@/components/replies/word-inputs";
import type { LetterLanguage } from "@/lib/letters/schema";
import type { TypedField } from "@/lib/messages/answers";
import { FIELD_KINDS, MOST_FIELDS } from "@/lib/replies/options/schema";

/** The fields of a reply form, in their order; everything is done with buttons, and told. */
export function ReplyFieldsEditor({
  id,
  fields,
  languages,
  error,
  isWrong = error !== undefined,
  onChange,
}: {
  id: string;
  fields: readonly TypedField[];
  languages: readonly LetterLanguage[];
  error?: string;
  isWrong?: boolean;
  onChange: (fields: TypedField[]) => void;
}) {
  const t = useTranslations("replies");
  const [told, setTold] = useState("");
  const focus = (target: string) =>
    requestAnimationFrame(() => document.getElementById(target)?.focus());
  const add = () => {
    const field = newField(fields);
    onChange([...fields, field]);
    focus(`${id}-${field.id}-label`);
  };
  const change = (place: number, part: Partial<TypedField>) =>
    onChange(fields.map((field, index) => (index === place ? { ...field, ...part } : field)));
  const remove = (place: number) => {
    onChange(fields.filter((_, index) => index !== place));
    setTold(t("removed"));
    focus(`${id}-add`);
  };
  const move = (place: number, by: -1 | 1) => {
    const [field, other] = [fields[place], fields[place + by]];
    if (!field || !other) return;
    onChange(
      fields.map((each, index) => (index === place ? other : index === place + by ? field : each)),
    );
    setTold(t("moved", { number: place + by + 1 }));
    const isAtEdge = place + by === 0 || place + by === fields.length - 1;
    const way = by === -1 ? "up" : "down";
    focus(`${id}-${field.id}-${isAtEdge ? "label" : way}`);
  };
  return (
    <Fieldset id={id} legend={t("fields")} hint={t("fieldsHint")} error={error}>
      {fields.length === 0 && <p className="mb-3 text-ink-soft">{t("noFields")}</p>}
      <ol className="grid gap-4">
        {fields.map((field, place) => (
          <li key={field.id} className="rounded border border-line-strong bg-sheet px-4 pt-4">
            <FieldEditor
              id={`${id}-${field.id}`}
              field={field}
              languages={languages}
              isWrong={isWrong}
              number={place + 1}
              isFirst={place === 0}
              isLast={place === fields.length - 1}
              onChange={(part) => change(place, part)}
              onMove={(by) => move(place, by)}
              onRemove={() => remove(place)}
            />
          </li>
        ))}
      </ol>
      {fields.length < MOST_FIELDS && (
        <p className="mt-3">
          <Button id={`${id}-add`} variant="secondary" size="small" onClick={add}>
            {t("addField")}
          </Button>
        </p>
      )}
      <p role="status" className="sr-only">
        {told}
      </p>
    </Fieldset>
  );
}

/** An id that no field of this form has or had: the answers given name it. */
function newField(fields: readonly TypedField[]): TypedField {
  const taken = new Set(fields.map((field) => field.id));
  let number = fields.length + 1;
  while (taken.has(`f${number}`)) number += 1;
  return { id: `f${number}`, kind: "text", label: { main: "" }, isRequired: true, options: [] };
}

function FieldEditor({
  id,
  field,
  languages,
  isWrong,
  number,
  isFirst,
  isLast,
  onChange,
  onMove,
  onRemove,
}: {
  id: string;
  field: TypedField;
  languages: readonly LetterLanguage[];
  isWrong: boolean;
  number: number;
  isFirst: boolean;
  isLast: boolean;
  onChange: (part: Partial<TypedField>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("replies");
  return (
    <div role="group" aria-label={t("field", { number })}>
      <WordsField
        id={`${id}-label`}
        label={t("fieldLabel", { number })}
        words={field.label}
        languages={languages}
        isWrong={isWrong && languages.length > 1}
        onChange={(label) => onChange({ label })}
      />
      <Select
        id={`${id}-kind`}
        label={t("fieldKindLabel", { number })}
        value={field.kind}
        onChange={(event) => {
          const kind = FIELD_KINDS.find((each) => each === event.target.value);
          if (kind) onChange({ kind });
        }}
        options={FIELD_KINDS.map((kind) => ({ value: kind, label: t(`fieldKind.${kind}`) }))}
      />
      {field.kind === "choice" && (
        <ReplyLabelsEditor
          id={`${id}-options`}
          legend={t("fieldOptions", { number })}
          hint={t("fieldOptionsHint")}
          labels={field.options}
          languages={languages}
          isWrong={isWrong && languages.length > 1}
          onChange={(options) => onChange({ options })}
        />
      )}
      <Checkbox
        id={`${id}-required`}
        label={t("fieldRequired")}
        checked={field.isRequired}
        onChange={(event) => onChange({ isRequired: event.target.checked })}
      />
      <p className="flex flex-wrap gap-x-5 gap-y-2 pb-3">
        {!isFirst && (
          <Button id={`${id}-up`} variant="quiet" size="small" onClick={() => onMove(-1)}>
            {t("moveUp", { number })}
          </Button>
        )}
        {!isLast && (
          <Button id={`${id}-down`} variant="quiet" size="small" onClick={() => onMove(1)}>
            {t("moveDown", { number })}
          </Button>
        )}
        <Button variant="quiet" size="small" onClick={onRemove}>
          {t("removeField", { number })}
        </Button>
      </p>
    </div>
  );
}
