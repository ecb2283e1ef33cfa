"use client";

import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { type RefObject, useEffect, useId, useState } from "react";
import type { PlaceholderChoice } from "@/components/messages/editor/letter-editor";
import { classNames } from "@/components/ui/class-names";
import { placeholderKey } from "@/lib/messages/body/rules";

/** True when the key was meant for the suggestions. */
export type SuggestionKeys = ((event: KeyboardEvent) => boolean) | null;

/** How far before the caret an unfinished `((` is looked for: a name has 100 characters at most. */
const furthest = 102;

/** Opens at the caret once one types `((`, and narrows down with what follows. */
export function PlaceholderSuggestions({
  editor,
  choices,
  label,
  keys,
}: {
  editor: Editor;
  choices: readonly PlaceholderChoice[];
  label: string;
  keys: RefObject<SuggestionKeys>;
}) {
  const listId = useId();
  const open = useEditorState({ editor, selector: ({ editor: now }) => openBracket(now) });
  const [chosen, setChosen] = useState(0);
  /** The bracket that Escape closed; another one opens the list again. */
  const [closedAt, setClosedAt] = useState<number | null>(null);

  const typed = open?.typed ?? "";
  const fitting =
    open === null || open.from === closedAt
      ? []
      : choices.filter(({ name, meaning }) =>
          [name, meaning ?? ""].some((text) =>
            placeholderKey(text).includes(typed.trim() === "" ? "" : placeholderKey(typed)),
          ),
        );
  const active = Math.min(chosen, fitting.length - 1);
  const isOpen = fitting.length > 0;

  const insert = (name: string) => {
    if (open === null) return;
    editor
      .chain()
      .focus()
      .insertContentAt({ from: open.from, to: editor.state.selection.from }, [
        { type: "placeholder", attrs: { name } },
      ])
      .run();
    setChosen(0);
  };

  useEffect(() => {
    keys.current = (event) => {
      if (!isOpen) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setChosen((active + step + fitting.length) % fitting.length);
      else if (event.key === "Enter" || event.key === "Tab") insert(fitting[active]?.name ?? "");
      else if (event.key === "Escape") setClosedAt(open?.from ?? null);
      else return false;
      return true;
    };
    return () => {
      keys.current = null;
    };
  });

  useEffect(() => {
    const { dom } = editor.view;
    if (!isOpen) return;
    dom.setAttribute("aria-controls", listId);
    dom.setAttribute("aria-activedescendant", `${listId}-${active}`);
    return () => {
      dom.removeAttribute("aria-controls");
      dom.removeAttribute("aria-activedescendant");
    };
  }, [editor, isOpen, listId, active]);

  if (!isOpen || open === null) return null;
  return (
    <ul
      id={listId}
      role="listbox"
      aria-label={label}
      style={{ left: open.left, top: open.top }}
      className="absolute z-10 max-h-72 w-72 max-w-full overflow-y-auto rounded border border-line-strong bg-paper py-1.5 shadow-menu"
    >
      {fitting.map(({ name, meaning }, index) => (
        <li
          key={name}
          id={`${listId}-${index}`}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => {
            // Keeps the caret in the text.
            event.preventDefault();
            insert(name);
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

/** The unfinished `((…` before the caret: where it begins, what follows it, and where it is seen. */
function openBracket(editor: Editor) {
  const { selection } = editor.state;
  if (!selection.empty || !editor.isFocused) return null;
  const { $from } = selection;
  const start = Math.max(0, $from.parentOffset - furthest);
  const before = $from.parent.textBetween(start, $from.parentOffset, undefined, "\ufffc");
  const match = /\(\(([^()\ufffc]*)$/.exec(before);
  if (match === null) return null;
  const from = $from.pos - match[0].length;
  const caret = editor.view.coordsAtPos(from);
  const frame = editor.view.dom.parentElement?.parentElement?.getBoundingClientRect();
  const left = Math.max(0, Math.min(caret.left - (frame?.left ?? 0), (frame?.width ?? 0) - 288));
  return { from, typed: match[1] ?? "", left, top: caret.bottom - (frame?.top ?? 0) + 4 };
}
