import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon, type IconName } from "@/components/ui/icon";

export type Outcome = "passed" | "failed" | "unknown";

const frames: Record<Outcome, { frame: string; head: string; title: string }> = {
  passed: { frame: "border-opened", head: "bg-opened-tint", title: "text-opened" },
  failed: { frame: "border-failed", head: "bg-failed-tint", title: "text-failed" },
  unknown: { frame: "border-attention", head: "bg-attention-tint", title: "text-attention" },
};

/** One sentence that answers, and below it the checks it rests on. */
export function Verdict({
  outcome,
  title,
  checks,
  children,
}: {
  outcome: Outcome;
  title: string;
  checks: ReactNode;
  children?: ReactNode;
}) {
  const look = frames[outcome];
  return (
    <section className={classNames("overflow-hidden rounded border-2 bg-paper", look.frame)}>
      <div className={classNames("px-4 py-5 md:px-6.5 md:py-6", look.head)}>
        <h2 className={classNames("mb-1.5 text-verdict font-semibold", look.title)}>{title}</h2>
        {children}
      </div>
      <ul>{checks}</ul>
    </section>
  );
}

const signs: Record<Outcome, { look: string; icon: IconName }> = {
  passed: { look: "bg-opened", icon: "check" },
  failed: { look: "bg-failed", icon: "close" },
  unknown: { look: "bg-ink-faint", icon: "unknown" },
};

export function Check({
  outcome,
  outcomeWord,
  title,
  more,
  children,
}: {
  outcome: Outcome;
  /** "Passed", "Failed", "Not checked": for who does not see the sign. */
  outcomeWord: string;
  title: string;
  more?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[auto_1fr] gap-x-3.5 border-b border-line px-4 py-4 last:border-b-0 md:px-6.5">
      <span
        className={classNames(
          "flex size-6.5 items-center justify-center rounded-full text-white",
          signs[outcome].look,
        )}
      >
        <Icon name={signs[outcome].icon} size={16} />
      </span>
      <div className="min-w-0">
        <p className="font-semibold">
          <span className="sr-only">{outcomeWord}: </span>
          {title}
        </p>
        {children !== undefined && <div className="text-small text-ink-soft">{children}</div>}
        {more}
      </div>
    </li>
  );
}
