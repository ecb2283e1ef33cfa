import type { ReactNode } from "react";

/** A page as it will be read: the only thing on the desk that casts a shadow. */
export function Paper({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div
      role="group"
      aria-label={label}
      className="aspect-[1/1.414] overflow-hidden bg-paper shadow-paper [&>img]:w-full"
    >
      {children}
    </div>
  );
}
