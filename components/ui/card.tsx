import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

/** A sheet on the desk. `heading` gives it a name that the outline and assistive tools know. */
export function Card({
  heading,
  aside,
  id,
  isPadded = true,
  children,
}: {
  heading?: string;
  aside?: ReactNode;
  id?: string;
  isPadded?: boolean;
  children: ReactNode;
}) {
  const Element = heading === undefined ? "div" : "section";
  const headingId = heading === undefined || id === undefined ? undefined : `${id}-heading`;
  return (
    <Element
      id={id}
      aria-labelledby={headingId}
      className={classNames("rounded border border-line bg-paper", isPadded && "px-4 py-5 md:p-7")}
    >
      {heading !== undefined && (
        <div
          className={classNames(
            "mb-4 flex flex-wrap items-baseline justify-between gap-x-4",
            !isPadded && "px-4 pt-5 md:px-7",
          )}
        >
          <h2 id={headingId} className="text-h2 font-semibold tracking-h2">
            {heading}
          </h2>
          {aside}
        </div>
      )}
      {children}
    </Element>
  );
}
