"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useActionState } from "react";
import { Card } from "@/components/ui/card";
import { FieldError } from "@/components/ui/field-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { cancelReminders } from "@/lib/follow-ups/actions";
import type { ReminderPlan } from "@/lib/follow-ups/schema";

/** The reminders of one message: when the next leave and how to cancel them, and those that left. */
export function RemindersPanel({
  messageId,
  plan: { planned, stoppedAt, sent },
  mayStop,
}: {
  messageId: string;
  plan: ReminderPlan;
  mayStop: boolean;
}) {
  const t = useTranslations("unopened.reminders");
  const refusals = useTranslations("refusals");
  const format = useFormatter();
  const [answer, send] = useActionState(cancelReminders, null);
  const moment = (date: Date) => format.dateTime(date, "moment");
  return (
    <Card id="reminders" heading={t("title")}>
      {planned && (
        <>
          <p>
            {planned.from.getTime() === planned.to.getTime()
              ? t("planned", { count: planned.count, when: moment(planned.from) })
              : t("plannedBetween", {
                  count: planned.count,
                  from: moment(planned.from),
                  to: moment(planned.to),
                })}
          </p>
          <p className="mt-1 text-small text-ink-soft">{t("everybody")}</p>
          {mayStop && (
            <form action={send} className="mt-4">
              <FieldError
                id="reminders-stop"
                error={answer === null ? undefined : refusals(answer.code)}
              />
              <input type="hidden" name="messageId" value={messageId} />
              <SubmitButton variant="secondary" size="small">
                {t("stop")}
              </SubmitButton>
            </form>
          )}
        </>
      )}
      {stoppedAt && <p>{t("stopped", { when: moment(stoppedAt) })}</p>}
      {sent.length > 0 && (
        <ul className="mt-3 grid gap-1.5">
          {sent.map((reminder) => (
            <li key={reminder.messageId}>
              <TextLink href={`/messages/${reminder.messageId}/letters`}>
                {reminder.reference}
              </TextLink>{" "}
              <span className="text-small text-ink-soft">
                {t("sent", { count: reminder.recipients, when: moment(reminder.sentAt) })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
