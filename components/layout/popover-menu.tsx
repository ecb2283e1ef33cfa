"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { classNames } from "@/components/ui/class-names";

/**
 * A native disclosure that also closes on Escape, on a press outside and when the focus leaves.
 * Without JavaScript it still opens and closes.
 */
export function PopoverMenu({
  summary,
  summaryClassName,
  panelClassName,
  className,
  children,
}: {
  summary: ReactNode;
  summaryClassName: string;
  panelClassName?: string;
  className?: string;
  children: ReactNode;
}) {
  const element = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const close = () => element.current?.removeAttribute("open");
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !element.current?.open) return;
      close();
      element.current.querySelector("summary")?.focus();
    };
    const onElsewhere = (event: Event) => {
      if (event.target instanceof Node && !element.current?.contains(event.target)) close();
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("pointerdown", onElsewhere);
    document.addEventListener("focusin", onElsewhere);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("pointerdown", onElsewhere);
      document.removeEventListener("focusin", onElsewhere);
    };
  }, []);

  return (
    <details ref={element} className={classNames("sm:relative", className)}>
      <summary className={summaryClassName}>{summary}</summary>
      <div
        className={classNames(
          "absolute z-20 mt-2 rounded border border-line-strong bg-paper text-ink shadow-menu max-sm:inset-x-4 sm:right-0 sm:w-88",
          panelClassName,
        )}
      >
        {children}
      </div>
    </details>
  );
}
