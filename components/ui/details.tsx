import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";

export function Details({
  summary,
  isOpen = false,
  children,
}: {
  summary: ReactNode;
  isOpen?: boolean;
  children: ReactNode;
}) {
  return (
    <details open={isOpen} className="group">
      <summary className="inline-flex items-center gap-1.5 py-0.5 text-petrol hover:text-petrol-dark">
        <Icon name="next" size={16} className="transition-transform group-open:rotate-90" />
        <span className="underline underline-offset-3">{summary}</span>
      </summary>
      <div className="mt-2 border-l-3 border-line-strong pl-4 text-small">{children}</div>
    </details>
  );
}
