"use client";

import {
  Bold,
  CircleHelp,
  Heading2,
  Heading3,
  Italic,
  Link as LinkIcon,
  List,
  ListOrdered,
  Redo2,
  Table,
  TextQuote,
  Undo2,
  type LucideIcon,
} from "lucide-react";
import type { Tool } from "@/components/messages/editor/tool-row";
import { classNames } from "@/components/ui/class-names";

const drawings = {
  bold: Bold,
  italic: Italic,
  heading: Heading2,
  subheading: Heading3,
  bulletList: List,
  orderedList: ListOrdered,
  quote: TextQuote,
  link: LinkIcon,
  table: Table,
  undo: Undo2,
  redo: Redo2,
  help: CircleHelp,
} satisfies Record<string, LucideIcon>;
export type Drawing = keyof typeof drawings;

/** A tool of the editor: by its drawing, with its name and its keys for everybody who asks for them. */
export function ToolButton({
  tool: { label, icon, keys, isOn, isExpanded, isOut, isApart, run },
  place,
  isStop,
  onStop,
}: {
  tool: Tool;
  /** Its place in the row. */
  place: number;
  /** The Tab key stops here. */
  isStop: boolean;
  onStop: (place: number) => void;
}) {
  const Drawing = icon === undefined ? null : drawings[icon];
  return (
    <button
      type="button"
      data-place={place}
      tabIndex={isStop ? 0 : -1}
      aria-label={Drawing === null ? undefined : label}
      aria-pressed={isOn}
      aria-expanded={isExpanded}
      aria-disabled={isOut}
      aria-keyshortcuts={keys?.replace(/^(Ctrl|⌘)/, (key) => (key === "⌘" ? "Meta" : "Control"))}
      title={keys === undefined ? (Drawing === null ? undefined : label) : `${label} (${keys})`}
      onFocus={() => onStop(place)}
      // Pressing a tool must not take the caret out of the text.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (isOut !== true) run();
      }}
      className={classNames(
        "inline-flex min-h-9 items-center justify-center rounded-small aria-disabled:cursor-not-allowed aria-disabled:text-line-strong pointer-coarse:min-h-11",
        Drawing === null
          ? "px-2.5 text-small font-semibold text-petrol hover:bg-petrol-tint"
          : "min-w-9 text-ink-soft hover:bg-petrol-tint hover:text-petrol pointer-coarse:min-w-11",
        (isOn === true || isExpanded === true) && "bg-petrol-tint text-petrol-dark",
        isApart === true && "ml-auto",
      )}
    >
      {Drawing === null ? label : <Drawing size={19} aria-hidden="true" focusable="false" />}
    </button>
  );
}
