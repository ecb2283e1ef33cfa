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
  onward: elsewhere,
}: {
  messageId: string;
  task: Task;
  isFromCheck: boolean;
  isPending: boolean;
  /** Where it leads, when that is not the next part. */
  onward?: string;
}) {
  const t = useTranslations("messages.composer");
  const common = useTranslations("common");
  const before = TASKS[TASKS.indexOf(task) - 1];
  const after = taskAfter(task);
  const onward = isFromCheck
    ? t("saveAndCheck")
    : (elsewhere ?? t(`next.${after === "recipient" ? "text" : after}`));
  const short = isFromCheck
    ? t("saveAndBack")
    : t(after === "check" ? "next.check" : "saveAndGoOn");
  return (
    <ActionBar>
      {before !== undefined && !isFromCheck && (
        <LinkButton
          variant="secondary"
          href={`/messages/${messageId}/${before}`}
          aria-label={t(`back.${before}`)}
        >
          {common("back")}
        </LinkButton>
      )}
      {/* Where there is no room for where it leads, the word alone is seen; the whole is always heard. */}
      <Button type="submit" isPending={isPending} aria-label={onward}>
        <span className="@min-[28rem]:hidden">{short}</span>
        <span className="@max-[28rem]:hidden">{onward}</span>
      </Button>
    </ActionBar>
  );
}

export function taskAfter(task: Task): Task | "check" {
  return TASKS[TASKS.indexOf(task) + 1] ?? "check";
}

export function hrefAfter(messageId: string, task: Task, isFromCheck: boolean): string {
  return `/messages/${messageId}/${isFromCheck ? "check" : taskAfter(task)}`;
}
