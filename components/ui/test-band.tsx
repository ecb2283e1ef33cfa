import type { ReactNode } from "react";

/** The stripe that no page of a test environment goes without, printed ones included. */
export function TestBand({ children }: { children: ReactNode }) {
  return (
    <div className="py-1.75 text-note font-semibold text-band test-stripes">
      <div className="mx-auto max-w-page px-4 md:px-8">{children}</div>
    </div>
  );
}
