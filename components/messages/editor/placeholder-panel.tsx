"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";
import type { PlaceholderChoice } from "@/components/messages/suggestions";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/text-input";
import { conditionIn } from "@/lib/messages/body/rules";

/** What can be inserted: what the portal fills in, the sender's own, and a new one. */
export function PlaceholderPanel({
  choices,
  onChoose,
  onCondition,
}: {
  choices: readonly PlaceholderChoice[];
  onChoose: (name: string) => void;
  onCondition: (condition: { name: string; text: string }) => void;
}) {
  const t = useTranslations("messages.editor");
  const [name, setName] = useState("");
  const [isWrong, setWrong] = useState(false);
  const add = () => {
    const wanted = name.trim();
    if (wanted === "" || /[()]/.test(wanted) || wanted.length > 100) setWrong(true);
    else onChoose(wanted);
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    // Enter here means this field, not the form around it.
    event.preventDefault();
    add();
  };
  const builtIns = choices.filter((choice) => choice.meaning !== undefined);
  const own = choices.filter((choice) => choice.meaning === undefined);
  return (
    <section
      aria-label={t("insertTitle")}
      className="grid gap-4 border-b border-line bg-desk px-4 py-4"
    >
      <Choices heading={t("builtIns")} choices={builtIns} onChoose={onChoose} />
      {own.length > 0 && <Choices heading={t("own")} choices={own} onChoose={onChoose} />}
      <div className="flex flex-wrap items-end gap-x-3" onKeyDown={enter}>
        <div className="min-w-52 flex-1">
          <TextInput
            id="own-placeholder"
            label={t("ownName")}
            hint={t("ownHint")}
            error={isWrong ? t("ownInvalid") : undefined}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setWrong(false);
            }}
          />
        </div>
        <Button variant="secondary" size="small" className="mb-7" onClick={add}>
          {t("ownAdd")}
        </Button>
      </div>
      <ConditionForm onCondition={onCondition} />
    </section>
  );
}

/** A question of one's own and the text that a yes shows. */
function ConditionForm({
  onCondition,
}: {
  onCondition: (condition: { name: string; text: string }) => void;
}) {
  const t = useTranslations("messages.editor.condition");
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const [isWrong, setWrong] = useState(false);
  const add = () => {
    const condition = /[()]/.test(name + text) ? null : conditionIn(`${name}??${text}`);
    const fits = condition && condition.name.length <= 100 && condition.text.length <= 1000;
    if (fits) onCondition(condition);
    else setWrong(true);
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  };
  return (
    <details className="border-t border-line pt-3">
      <summary className="cursor-pointer font-semibold text-petrol">{t("title")}</summary>
      <div className="mt-3" onKeyDown={enter}>
        <TextInput
          id="condition-name"
          label={t("name")}
          hint={t("nameHint")}
          error={isWrong ? t("invalid") : undefined}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setWrong(false);
          }}
        />
        <TextInput
          id="condition-text"
          label={t("text")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setWrong(false);
          }}
        />
        <Button variant="secondary" size="small" onClick={add}>
          {t("add")}
        </Button>
      </div>
    </details>
  );
}

function Choices({
  heading,
  choices,
  onChoose,
}: {
  heading: string;
  choices: readonly PlaceholderChoice[];
  onChoose: (name: string) => void;
}) {
  return (
    <div>
      <h3 className="mb-1.5 text-note font-semibold text-ink-soft">{heading}</h3>
      <ul className="flex flex-wrap gap-2">
        {choices.map(({ name, meaning }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onChoose(name)}
              className="rounded-small border border-petrol bg-petrol-tint px-2.5 py-1 text-left text-small font-semibold text-petrol-dark hover:bg-paper pointer-coarse:min-h-11"
            >
              {name}
              {meaning !== undefined && meaning.toLowerCase() !== name.toLowerCase() && (
                <span className="font-normal text-ink-soft"> · {meaning}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
