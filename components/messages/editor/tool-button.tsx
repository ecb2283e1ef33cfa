"use client";

import {
  Bold,
  Heading2,
  Italic,
  Link as LinkIcon,
  List,
  ListOrdered,
  TextQuote,
  type LucideIcon,
} from "lucide-react";
import { classNames } from "@/components/ui/class-names";

const drawings = {
  bold: Bold,
  italic: Italic,
  heading: Heading2,
  bulletList: List,
  orderedList: ListOrdered,
  quote: TextQuote,
  link: LinkIcon,
} satisfies Record<string, LucideIcon>;

/** A tool of the editor: by its drawing, with its name for everybody who asks for it. */
export function ToolButton({
  place,
  stop,
  onStop,
  label,
  icon,
  isPressed,
  isExpanded,
  onPress,
}: {
  /** Its place in the toolbar, and the place that the Tab key reaches. */
  place: number;
  stop: number;
  onStop: (place: number) => void;
  label: string;
  icon?: keyof typeof drawings;
  isPressed?: boolean;
  isExpanded?: boolean;
  onPress: () => void;
}) {
  const Drawing = icon === undefined ? null : drawings[icon];
  return (
    <button
      type="button"
      data-place={place}
      tabIndex={place === stop ? 0 : -1}
      aria-label={Drawing === null ? undefined : label}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
      title={Drawing === null ? undefined : label}
      onFocus={() => onStop(place)}
      // Pressing a tool must not take the caret out of the text.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
      className={classNames(
        "inline-flex min-h-9 items-center justify-center rounded-small pointer-coarse:min-h-11",
        Drawing === null
          ? "px-2.5 text-small font-semibold text-petrol hover:bg-petrol-tint"
          : "min-w-9 text-ink-soft hover:bg-petrol-tint hover:text-petrol pointer-coarse:min-w-11",
        (isPressed === true || isExpanded === true) && "bg-petrol-tint text-petrol-dark",
      )}
    >
      {Drawing === null ? label : <Drawing size={19} aria-hidden="true" focusable="false" />}
    </button>
  );
}
