"use client";

import { type KeyboardEvent, type Ref, useState } from "react";
import { ToolButton, type Drawing } from "@/components/messages/editor/tool-button";

export type Tool = {
  name: string;
  label: string;
  icon?: Drawing;
  /** Keys that do the same, as they are written on them. */
  keys?: string;
  isOn?: boolean;
  isExpanded?: boolean;
  /** It stays where it is and says so: a tool that vanishes is looked for. */
  isOut?: boolean;
  /** Begins at the other end of the row. */
  isApart?: boolean;
  run: () => void;
};

/** Arrow keys move within the row, which is one stop of the Tab key. */
export function ToolRow({
  ref,
  label,
  controls,
  tools,
}: {
  ref?: Ref<HTMLDivElement>;
  label: string;
  controls?: string;
  tools: readonly Tool[];
}) {
  const [stop, setStop] = useState(0);
  const last = tools.length - 1;

  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!(event.target instanceof HTMLButtonElement)) return;
    const places: Partial<Record<string, number>> = {
      ArrowRight: stop === last ? 0 : stop + 1,
      ArrowLeft: stop === 0 ? last : stop - 1,
      Home: 0,
      End: last,
    };
    const next = places[event.key];
    if (next === undefined) return;
    setStop(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus();
    event.preventDefault();
  };

  return (
    <div
      ref={ref}
      role="toolbar"
      aria-label={label}
      aria-controls={controls}
      onKeyDown={move}
      className="flex flex-wrap items-center gap-1 border-b border-line px-2 py-1.5"
    >
      {tools.map((tool, place) => (
        <ToolButton
          key={tool.name}
          tool={tool}
          place={place}
          isStop={place === Math.min(stop, last)}
          onStop={setStop}
        />
      ))}
    </div>
  );
}
