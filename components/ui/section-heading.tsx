import type { ReactNode } from "react";

export function SectionHeading({
  id,
  aside,
  children,
}: {
  id?: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
      <h2 id={id} className="text-h2 font-semibold tracking-h2">
        {children}
      </h2>
      {aside !== undefined && <div className="text-small">{aside}</div>}
    </div>
  );
}
