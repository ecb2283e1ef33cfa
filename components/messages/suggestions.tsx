"use client";

import { type CSSProperties, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { placeholderKey } from "@/lib/messages/body/rules";

export type PlaceholderChoice = {
  name: string;
  /** What the portal puts there by itself; none for the sender's own. */
  meaning?: string;
};

/** How far before the caret an unfinished `((` is looked for: a name has 100 characters at most. */
export const SUGGESTION_REACH = 102;

/** An unfinished `((…` before the caret. */
export type OpenBracket = { from: number; typed: string };

/** The unfinished `((…` at the end of these characters; `from` counts from their beginning. */
export function bracketAtEnd(before: string): OpenBracket | null {
  const match = /\(\(([^()\ufffc]*)$/.exec(before);
  return match && { from: match.index, typed: match[1] ?? "" };
}

/** The placeholders that fit what was typed after `((`, and the keys that choose among them. */
export function useSuggestions(
  open: OpenBracket | null,
  choices: readonly PlaceholderChoice[],
  insert: (name: string) => void,
) {
  const [chosen, setChosen] = useState(0);
  /** The bracket that Escape closed; another one opens the list again. */
  const [closedAt, setClosedAt] = useState<number | null>(null);
  // Typed anew where one was closed before, it is another one.
  if (open === null && closedAt !== null) setClosedAt(null);
  const fitting =
    open === null || open.from === closedAt
      ? []
      : choices.filter(({ name, meaning }) =>
          [name, meaning ?? ""].some((text) =>
            placeholderKey(text).includes(
              open.typed.trim() === "" ? "" : placeholderKey(open.typed),
            ),
          ),
        );
  const active = Math.min(chosen, fitting.length - 1);
  const pick = (name: string) => {
    insert(name);
    setChosen(0);
  };
  /** True when the key was meant for the suggestions. */
  const takeKey = (key: string): boolean => {
    if (fitting.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step !== undefined) setChosen((active + step + fitting.length) % fitting.length);
    else if (key === "Enter" || key === "Tab") pick(fitting[active]?.name ?? "");
    else if (key === "Escape") setClosedAt(open?.from ?? null);
    else return false;
    return true;
  };
  return { fitting, active, pick, takeKey };
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

export function SuggestionList({
  id,
  label,
  fitting,
  active,
  style,
  onPick,
}: {
  id: string;
  label: string;
  fitting: readonly PlaceholderChoice[];
  active: number;
  style?: CSSProperties;
  onPick: (name: string) => void;
}) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={label}
      style={style}
      className="absolute z-10 max-h-72 w-72 max-w-full overflow-y-auto rounded border border-line-strong bg-paper py-1.5 shadow-menu"
    >
      {fitting.map(({ name, meaning }, index) => (
        <li
          key={name}
          id={optionId(id, index)}
          ref={index === active ? showInList : undefined}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => {
            // Keeps the caret in the text.
            event.preventDefault();
            onPick(name);
          }}
          className={classNames(
            "cursor-pointer px-3.5 py-1.5 text-small",
            index === active ? "bg-petrol-tint" : "hover:bg-desk",
          )}
        >
          <span className="font-semibold text-petrol-dark">{name}</span>
          {meaning !== undefined && meaning.toLowerCase() !== name.toLowerCase() && (
            <span className="block text-tiny text-ink-soft">{meaning}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The option that the keys reached, when the list is longer than its frame. */
function showInList(option: HTMLLIElement | null): void {
  option?.scrollIntoView({ block: "nearest" });
}
