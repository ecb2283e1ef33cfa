"use client";

import { type ReactNode, useState } from "react";
import { classNames } from "@/components/ui/class-names";

export type Panel = {
  id: string;
  label: string;
  content: ReactNode;
  /** The width from which the panel has a column of its own; below it, it takes its turn. */
  standsFrom?: "md" | "wide";
};

/**
 * Columns that stand side by side on a wide screen and take turns on a narrow one. The buttons
 * exist only where they switch something, so that nobody meets tabs that do nothing.
 */
export function NarrowPanels({
  label,
  panels,
  initial,
  columns,
}: {
  label: string;
  panels: readonly Panel[];
  /** The panel that is shown first, and wherever the shown one has a column of its own. */
  initial: string;
  /** Grid columns by width, as classes: "md:grid-cols-[15.5rem_1fr] wide:…". */
  columns: string;
}) {
  const [shown, setShown] = useState(initial);
  const isAside = panels.some((panel) => panel.id === shown && panel.standsFrom === "md");
  const hiding = ({ id, standsFrom }: Panel) => {
    if (id === shown) return undefined;
    if (standsFrom === "md" || (id === initial && isAside)) return "max-md:hidden";
    return "max-wide:hidden";
  };
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
              panel.standsFrom === "md" && "md:hidden",
            )}
          >
            {panel.label}
          </button>
        ))}
      </div>
      <div className={classNames("grid gap-9 md:items-start", columns)}>
        {panels.map((panel) => (
          <div key={panel.id} id={panel.id} className={classNames("min-w-0", hiding(panel))}>
            {panel.content}
          </div>
        ))}
      </div>
    </>
  );
}
