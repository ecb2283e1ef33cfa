import { useTranslations } from "next-intl";
import { Notification } from "@/components/ui/notification";
import { SupportCode } from "@/components/ui/support-code";
import { failureKind } from "@/lib/deliveries/rules";
import type { DeliveryDetail } from "@/lib/deliveries/schema";

/** What a sender must know before reading on, and what they can do about it. */
export function Notices({ delivery, isStuck }: { delivery: DeliveryDetail; isStuck: boolean }) {
  const t = useTranslations("deliveries.notice");
  const { outcomeUnknownSince: unknownSince } = delivery;
  const isUnderWay = delivery.state === "waiting" || delivery.state === "publishing";
  const isInBox = ["published", "opened", "replied"].includes(delivery.state);
  return (
    <>
      {delivery.state === "failed" && <Failure delivery={delivery} />}
      {isUnderWay && unknownSince !== null && (
        <Notification kind="attention" title={t("unknownTitle")}>
          <p>{t("unknownBody", { since: unknownSince })}</p>
        </Notification>
      )}
      {isStuck && (
        <Notification kind="attention" title={t("stuckTitle", { since: delivery.movedAt })}>
          <p>{t("stuckBody")}</p>
        </Notification>
      )}
      {isInBox && delivery.mailboxMessageId === null && (
        <Notification kind="attention" title={t("noNumberTitle")}>
          <p>{t("noNumberBody")}</p>
        </Notification>
      )}
      {delivery.state === "published" && delivery.hasDigitalUser === false && (
        <Notification kind="attention" title={t("noDigitalUserTitle")}>
          <p>{t("noDigitalUserBody")}</p>
        </Notification>
      )}
    </>
  );
}

function Failure({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTranslations("deliveries");
  const { failureCode, failureDetail } = delivery;
  const kind = failureKind(failureCode, failureDetail);
  return (
    <Notification kind="error" title={t(`failure.${kind}`)}>
      {failureDetail && <p>{t("notice.mailboxSays", { message: failureDetail })}</p>}
      <p className="mt-2 font-semibold">{t("notice.doNext")}</p>
      <p>{t(`failure.${kind}Next`)}</p>
      {failureCode !== null && <SupportCode code={`${failureCode} · ${delivery.reference}`} />}
    </Notification>
  );
}
