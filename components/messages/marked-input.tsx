"use client";

import { useTranslations } from "next-intl";
import { type ComponentPropsWithRef, type SyntheticEvent, useId, useRef, useState } from "react";
import {
  bracketAtEnd,
  optionId,
  type PlaceholderChoice,
  SUGGESTION_REACH,
  SuggestionList,
  useSuggestions,
} from "@/components/messages/suggestions";
import { classNames } from "@/components/ui/class-names";
import { ariaOf, controlLook, Field, type FieldText } from "@/components/ui/field";
import { placeholderKey, writtenPieces } from "@/lib/messages/body/rules";

/**
 * One line in which placeholders and conditions stand out as they do in the text. The field itself
 * stays an ordinary one, which every browser and every aid knows; what stands out is painted behind.
 * After `((` it offers the placeholders, as the text does.
 */
export function MarkedInput({
  id,
  label,
  hint,
  error,
  limit,
  text,
  gaps = [],
  choices,
  ...rest
}: FieldText & {
  id: string;
  limit?: number;
  /** What stands in the field now. */
  text: string;
  /** Placeholders without a value: they look unfinished. */
  gaps?: readonly string[];
  choices: readonly PlaceholderChoice[];
} & ComponentPropsWithRef<"input">) {
  const t = useTranslations("messages.editor");
  const behind = useRef<HTMLDivElement>(null);
  const listId = useId();
  /** Where the caret stands while one is in the field; null: elsewhere, or more than it is selected. */
  const [caret, setCaret] = useState<number | null>(null);
  const open = caret === null ? null : bracketBefore(text, caret);
  const { fitting, active, pick, takeKey } = useSuggestions(open, choices, (name) => {
    const input = document.getElementById(id);
    if (!(input instanceof HTMLInputElement) || open === null || caret === null) return;
    putIn(input, open.from, caret, name);
  });
  const isOpen = fitting.length > 0;
  const unfinished = new Set(gaps.map(placeholderKey));
  return (
    <Field
      id={id}
      label={label}
      hint={hint}
      error={error}
      limit={limit}
      initialLength={text.length}
    >
      <div className="relative rounded bg-paper">
        <div
          ref={behind}
          aria-hidden
          className="absolute inset-0 overflow-hidden border-[1.5px] border-transparent px-3.25 py-2.25 whitespace-pre text-field text-transparent"
        >
          {writtenPieces(text).map(({ written, name }, index) => (
            <span
              key={index}
              className={classNames(
                "rounded-small py-0.5",
                name !== null &&
                  (unfinished.has(placeholderKey(name)) ? "bg-attention-tint" : "bg-petrol-tint"),
              )}
            >
              {written}
            </span>
          ))}
        </div>
        <input
          type="text"
          autoComplete="off"
          {...rest}
          {...ariaOf(id, { hint, error, limit })}
          id={id}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={isOpen ? listId : undefined}
          aria-activedescendant={isOpen ? optionId(listId, active) : undefined}
          onScroll={(event) => {
            behind.current?.scrollTo({ left: event.currentTarget.scrollLeft });
          }}
          onKeyDown={(event) => {
            // The letters of a character that is still being put together are not ours.
            if (!event.nativeEvent.isComposing && takeKey(event.key)) event.preventDefault();
          }}
          onSelect={(event) => setCaret(caretOf(event))}
          onBlur={(event) => {
            setCaret(null);
            rest.onBlur?.(event);
          }}
          className={classNames(controlLook(error), "relative bg-transparent!")}
        />
        {isOpen && (
          <SuggestionList
            id={listId}
            label={t("suggestions")}
            fitting={fitting}
            active={active}
            style={{ left: 0, top: "calc(100% + 4px)" }}
            onPick={pick}
          />
        )}
      </div>
    </Field>
  );
}

function caretOf({ currentTarget }: SyntheticEvent<HTMLInputElement>): number | null {
  const { selectionStart, selectionEnd } = currentTarget;
  return selectionStart === selectionEnd ? selectionStart : null;
}

function bracketBefore(text: string, caret: number) {
  const start = Math.max(0, caret - SUGGESTION_REACH);
  const bracket = bracketAtEnd(text.slice(start, caret));
  return bracket && { ...bracket, from: bracket.from + start };
}

/** In place of the unfinished `((…`, as if it had been typed; brackets that close it already stay the only ones. */
function putIn(input: HTMLInputElement, from: number, caret: number, name: string): void {
  const isClosed = input.value.startsWith("))", caret);
  input.setRangeText(`((${name}))`, from, isClosed ? caret + 2 : caret, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
