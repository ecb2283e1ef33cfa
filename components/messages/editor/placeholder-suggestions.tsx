"use client";

import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { type RefObject, useEffect, useId } from "react";
import {
  bracketAtEnd,
  optionId,
  type PlaceholderChoice,
  SUGGESTION_REACH,
  SuggestionList,
  useSuggestions,
} from "@/components/messages/suggestions";

/** True when the key was meant for the suggestions. */
export type SuggestionKeys = ((event: KeyboardEvent) => boolean) | null;

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
  const { fitting, active, pick, takeKey } = useSuggestions(open, choices, (name) => {
    if (open === null) return;
    editor
      .chain()
      .focus()
      .insertContentAt({ from: open.from, to: editor.state.selection.from }, [
        { type: "placeholder", attrs: { name } },
      ])
      .run();
  });
  const isOpen = fitting.length > 0;

  useEffect(() => {
    keys.current = (event) => takeKey(event.key);
    return () => {
      keys.current = null;
    };
  });

  useEffect(() => {
    const { dom } = editor.view;
    if (!isOpen) return;
    dom.setAttribute("aria-controls", listId);
    dom.setAttribute("aria-activedescendant", optionId(listId, active));
    return () => {
      dom.removeAttribute("aria-controls");
      dom.removeAttribute("aria-activedescendant");
    };
  }, [editor, isOpen, listId, active]);

  if (!isOpen || open === null) return null;
  return (
    <SuggestionList
      id={listId}
      label={label}
      fitting={fitting}
      active={active}
      style={{ left: open.left, top: open.top }}
      onPick={pick}
    />
  );
}

/** The unfinished `((…` before the caret: where it begins, what follows it, and where it is seen. */
function openBracket(editor: Editor) {
  const { selection } = editor.state;
  if (!selection.empty || !editor.isFocused) return null;
  const { $from } = selection;
  const start = Math.max(0, $from.parentOffset - SUGGESTION_REACH);
  const before = $from.parent.textBetween(start, $from.parentOffset, undefined, "\ufffc");
  const bracket = bracketAtEnd(before);
  if (bracket === null) return null;
  const from = $from.pos - (before.length - bracket.from);
  const caret = editor.view.coordsAtPos(from);
  const frame = editor.view.dom.parentElement?.parentElement?.getBoundingClientRect();
  const left = Math.max(0, Math.min(caret.left - (frame?.left ?? 0), (frame?.width ?? 0) - 288));
  return { from, typed: bracket.typed, left, top: caret.bottom - (frame?.top ?? 0) + 4 };
}
