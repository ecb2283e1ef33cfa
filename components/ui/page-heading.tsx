import type { ReactNode } from "react";

/** The page's one h1, what it means in a line, and what one can do here. */
export function PageHeading({
  title,
  lead,
  actions,
}: {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mb-7 flex flex-wrap items-end justify-between gap-x-12 gap-y-4">
      <div className="max-w-heading min-w-0">
        <h1 className="text-h1-narrow font-semibold tracking-h1 text-balance md:text-h1">
          {title}
        </h1>
        {lead !== undefined && <div className="mt-2 text-ink-soft">{lead}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-3">{actions}</div>}
    </div>
  );
}
