import type { ReactNode } from "react";
import { Icon, type IconName } from "@/components/ui/icon";

/** Nothing here yet: says what would be here, and how to begin. */
export function EmptyState({
  title,
  icon,
  action,
  children,
}: {
  title: string;
  icon?: IconName;
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="rounded border border-dashed border-line-strong bg-paper px-5 py-9 text-center">
      {icon !== undefined && (
        <span className="mx-auto mb-3 flex size-12 items-center justify-center rounded-full bg-petrol-tint text-petrol">
          <Icon name={icon} size={24} />
        </span>
      )}
      <p className="text-h3 font-semibold">{title}</p>
      {children !== undefined && (
        <div className="mx-auto mt-1 max-w-reading text-ink-soft">{children}</div>
      )}
      {action !== undefined && <div className="mt-5">{action}</div>}
    </div>
  );
}
