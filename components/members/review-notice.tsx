import { useFormatter, useTranslations } from "next-intl";
import { TextProvider } from "@/components/layout/text-provider";
import { ReviewButton } from "@/components/members/review-form";
import { Notification } from "@/components/ui/notification";
import type { ReviewDue } from "@/lib/members/reviews/schema";

/** When rights were looked at last, and the way to look at them again; louder once it is due. */
export function ReviewNotice({ due: { lastAt, dueAt, isDue, isOpen } }: { due: ReviewDue }) {
  const t = useTranslations("members.review");
  const format = useFormatter();
  const day = (moment: Date) => format.dateTime(moment, "date");
  const last = lastAt ? t("last", { date: day(lastAt) }) : t("never");
  return (
    <Notification kind={isDue ? "attention" : "info"} title={t("title")}>
      <p className="mb-3">
        {last} {t(isDue ? "isDue" : "due", { date: day(dueAt) })}
      </p>
      <TextProvider sections={["members"]}>
        <ReviewButton step={isOpen ? "goOn" : "start"} />
      </TextProvider>
    </Notification>
  );
}
