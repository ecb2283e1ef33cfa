import { useFormatter, useTranslations } from "next-intl";
import { MessageAction } from "@/components/messages/message-action";
import { Card } from "@/components/ui/card";
import { Details } from "@/components/ui/details";
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
  const format = useFormatter();
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
            <div className="mt-4">
              <Details summary={t("stop")}>
                <p className="mb-3">{t("stopLead")}</p>
                <MessageAction action={cancelReminders} messageId={messageId}>
                  <SubmitButton variant="secondary" size="small">
                    {t("confirm")}
                  </SubmitButton>
                </MessageAction>
              </Details>
            </div>
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
