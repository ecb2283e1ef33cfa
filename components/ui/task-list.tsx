import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { SealMark } from "@/components/ui/seal-mark";

export function TaskList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label}>
      <ol>{children}</ol>
    </nav>
  );
}

export type TaskState = "todo" | "done" | "attention" | "sealed";

const looks: Record<TaskState, string> = {
  todo: "text-ink-soft",
  done: "text-opened",
  attention: "text-attention",
  sealed: "text-seal",
};

/** A part of the work: its name, and in words what was answered or what is missing. */
export function Task({
  href,
  title,
  answer,
  state,
  isCurrent = false,
}: {
  href: string;
  title: string;
  answer: string;
  state: TaskState;
  isCurrent?: boolean;
}) {
  return (
    <li
      className={classNames(
        "border-l-3",
        isCurrent ? "border-petrol bg-paper" : "border-line hover:bg-paper",
      )}
    >
      <Link
        href={href}
        aria-current={isCurrent ? "step" : undefined}
        className="block px-4 py-3.25 text-ink no-underline"
      >
        <span className="block leading-6 font-semibold">{title}</span>
        <span className={classNames("flex items-center gap-1.5 text-note", looks[state])}>
          {state === "done" && <Icon name="check" size={15} />}
          {state === "attention" && <Icon name="attention" size={15} />}
          {state === "sealed" && <SealMark size={15} />}
          {answer}
        </span>
      </Link>
    </li>
  );
}
