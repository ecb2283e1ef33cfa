import { useFormatter, useTranslations } from "next-intl";
import { Notification } from "@/components/ui/notification";
import { TextLink } from "@/components/ui/text-link";
import { EARLIER_DAYS, type EarlierMessages } from "@/lib/messages/earlier/schema";

/** Who got the like of this message lately: told, and nothing stands in the way. */
export function EarlierNotice({
  earlier,
  recipients,
}: {
  earlier: EarlierMessages | null;
  /** How many the message has. */
  recipients: number;
}) {
  const t = useTranslations("messages.earlier");
  const { dateTime } = useFormatter();
  if (!earlier) return null;
  const isOne = recipients === 1;
  return (
    <Notification
      kind="attention"
      title={
        isOne
          ? t("titleOne", { days: EARLIER_DAYS })
          : t("title", { count: earlier.recipients, days: EARLIER_DAYS })
      }
    >
      <p>{t("lead")}</p>
      <ul className="mt-1 grid list-disc gap-1 pl-5">
        {earlier.newest.map(({ id, reference, subject, sentAt, recipients: met }) => (
          <li key={id} className="break-words">
            <TextLink href={`/messages/${id}/letters`}>{subject}</TextLink>{" "}
            {t("sent", { reference, when: dateTime(sentAt, "date") })}
            {!isOne && ` · ${t("met", { count: met })}`}
          </li>
        ))}
        {earlier.count > earlier.newest.length && (
          <li>{t("more", { count: earlier.count - earlier.newest.length })}</li>
        )}
      </ul>
    </Notification>
  );
}
