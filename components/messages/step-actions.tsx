"use client";

import { useTranslations } from "next-intl";
import { ActionBar } from "@/components/ui/action-bar";
import { Button, LinkButton } from "@/components/ui/button";
import { TASKS, type Task } from "@/lib/messages/schema";

/** Back and on, always at the same place; on leads back to the check for who came from there. */
export function StepActions({
  messageId,
  task,
  isFromCheck,
  isPending,
}: {
  messageId: string;
  task: Task;
  isFromCheck: boolean;
  isPending: boolean;
}) {
  const t = useTranslations("messages.composer");
  const common = useTranslations("common");
  const before = TASKS[TASKS.indexOf(task) - 1];
  const after = taskAfter(task);
  const onward = isFromCheck
    ? t("saveAndCheck")
    : t(`next.${after === "recipient" ? "text" : after}`);
  return (
    <ActionBar>
      <div className="flex w-full items-center justify-between gap-3">
        {before === undefined || isFromCheck ? (
          <span />
        ) : (
          <LinkButton
            variant="secondary"
            href={`/messages/${messageId}/${before}`}
            aria-label={t(`back.${before}`)}
          >
            {common("back")}
          </LinkButton>
        )}
        <Button type="submit" isPending={isPending}>
          {onward}
        </Button>
      </div>
    </ActionBar>
  );
}

export function taskAfter(task: Task): Task | "check" {
  return TASKS[TASKS.indexOf(task) + 1] ?? "check";
}

export function hrefAfter(messageId: string, task: Task, isFromCheck: boolean): string {
  return `/messages/${messageId}/${isFromCheck ? "check" : taskAfter(task)}`;
}
