"use client";

import { type ReactNode, useState } from "react";
import { classNames } from "@/components/ui/class-names";

export type Panel = { id: string; label: string; content: ReactNode };

/**
 * Columns that stand side by side on a wide screen and take turns on a narrow one. The buttons
 * exist on narrow screens only, so that nobody meets tabs that switch nothing.
 */
export function NarrowPanels({
  label,
  panels,
  initial,
  columns,
}: {
  label: string;
  panels: readonly Panel[];
  initial: string;
  /** Grid columns for wide screens, as a class: "wide:grid-cols-[15.5rem_1fr_27rem]". */
  columns: string;
}) {
  const [shown, setShown] = useState(initial);
  return (
    <>
      <div
        role="group"
        aria-label={label}
        className="mb-6 flex gap-6 border-b border-line-strong wide:hidden"
      >
        {panels.map((panel) => (
          <button
            key={panel.id}
            type="button"
            aria-pressed={panel.id === shown}
            aria-controls={panel.id}
            onClick={() => setShown(panel.id)}
            className={classNames(
              "-mb-px border-b-3 py-2.5 font-semibold",
              panel.id === shown ? "border-petrol" : "border-transparent",
            )}
          >
            {panel.label}
          </button>
        ))}
      </div>
      <div className={classNames("grid gap-9 wide:items-start", columns)}>
        {panels.map((panel) => (
          <div
            key={panel.id}
            id={panel.id}
            className={classNames("min-w-0", panel.id !== shown && "max-wide:hidden")}
          >
            {panel.content}
          </div>
        ))}
      </div>
    </>
  );
}
