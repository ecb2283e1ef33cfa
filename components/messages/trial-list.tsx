import { useFormatter, useTranslations } from "next-intl";
import { Notification } from "@/components/ui/notification";
import { TextLink } from "@/components/ui/text-link";

/** The tests that were sent of a draft, each with what became of it. */
export function TrialList({
  trials,
}: {
  trials: readonly { deliveryId: string; recipientName: string; sentAt: Date }[];
}) {
  const t = useTranslations("messages.trial");
  const format = useFormatter();
  if (trials.length === 0) return null;
  return (
    <Notification kind="success" title={t("sent", { count: trials.length })}>
      <ul className="mt-1 grid gap-1">
        {trials.map(({ deliveryId, recipientName, sentAt }) => (
          <li key={deliveryId}>
            <TextLink href={`/deliveries/${deliveryId}`}>
              {t("one", { name: recipientName, when: format.dateTime(sentAt, "moment") })}
            </TextLink>
          </li>
        ))}
      </ul>
    </Notification>
  );
}
