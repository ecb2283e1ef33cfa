import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon, type IconName } from "@/components/ui/icon";

export function Timeline({ children }: { children: ReactNode }) {
  return <ol>{children}</ol>;
}

export type TimelineTone = "moment" | "opened" | "quiet" | "attention" | "failed" | "seal";

const dots: Record<TimelineTone, string> = {
  moment: "bg-petrol text-white",
  opened: "bg-opened text-white",
  quiet: "bg-waiting-tint text-waiting",
  attention: "bg-attention-tint text-attention",
  failed: "bg-failed text-white",
  seal: "bg-seal text-white",
};

/** What happened, when, and how we know; `links` lead to the proofs of it. */
export function TimelineEntry({
  icon,
  tone,
  title,
  when,
  links,
  children,
}: {
  icon: IconName;
  tone: TimelineTone;
  title: string;
  when?: ReactNode;
  links?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className="group relative pb-6.5 pl-11 last:pb-0">
      <span
        aria-hidden="true"
        className="absolute top-6.5 -bottom-0.5 left-3.25 w-0.5 bg-line-strong group-last:hidden"
      />
      <span
        className={classNames(
          "absolute top-0 left-0 flex size-7 items-center justify-center rounded-full",
          dots[tone],
        )}
      >
        <Icon name={icon} size={16} />
      </span>
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className={classNames("text-h3", tone !== "quiet" && "font-semibold")}>{title}</h3>
        {when !== undefined && <span className="tabular-nums">{when}</span>}
      </div>
      {children !== undefined && <div className="text-small text-ink-soft">{children}</div>}
      {links !== undefined && <div className="text-small">{links}</div>}
    </li>
  );
}
