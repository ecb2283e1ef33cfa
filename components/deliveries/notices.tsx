import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { SupportCode } from "@/components/ui/support-code";
import { failureKind } from "@/lib/deliveries/rules";
import type { DeliveryDetail } from "@/lib/deliveries/schema";

/** What a sender must know before reading on, and what they can do about it. */
export function Notices({
  delivery,
  isStuck,
  mayWrite,
}: {
  delivery: DeliveryDetail;
  isStuck: boolean;
  mayWrite: boolean;
}) {
  const t = useTranslations("deliveries.notice");
  const isUnderWay = delivery.state === "waiting" || delivery.state === "publishing";
  const isInBox = ["published", "opened", "replied"].includes(delivery.state);
  return (
    <>
      {delivery.state === "failed" && <Failure delivery={delivery} mayWrite={mayWrite} />}
      {isUnderWay && <Delay delivery={delivery} isStuck={isStuck} />}
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

/** One panel, because two that say why nothing moves would say different things to do. */
function Delay({ delivery, isStuck }: { delivery: DeliveryDetail; isStuck: boolean }) {
  const t = useTranslations("deliveries.notice");
  const { outcomeUnknownSince: unknownSince, doubtfulSince, movedAt } = delivery;
  if (doubtfulSince !== null) {
    return (
      <Notification kind="attention" title={t("doubtfulTitle")}>
        <p>{t("doubtfulBody", { since: doubtfulSince })}</p>
      </Notification>
    );
  }
  if (unknownSince !== null) {
    return (
      <Notification kind="attention" title={t("unknownTitle")}>
        <p>{t("unknownBody", { since: unknownSince })}</p>
        {isStuck && <p>{t("stuckAlso")}</p>}
      </Notification>
    );
  }
  if (!isStuck) return null;
  return (
    <Notification kind="attention" title={t("stuckTitle", { since: movedAt })}>
      <p>{t("stuckBody")}</p>
    </Notification>
  );
}

function Failure({ delivery, mayWrite }: { delivery: DeliveryDetail; mayWrite: boolean }) {
  const t = useTranslations("deliveries");
  const { failureCode, failureDetail } = delivery;
  const kind = failureKind(failureCode, failureDetail);
  return (
    <Notification kind="error" title={t(`failure.${kind}`)}>
      {failureDetail && <p>{t("notice.mailboxSays", { message: failureDetail })}</p>}
      <p className="mt-2 font-semibold">{t("notice.doNext")}</p>
      <p>{t(`failure.${kind}Next`)}</p>
      {mayWrite && (
        <p className="my-3">
          <LinkButton href="/messages/new" variant="secondary" size="small">
            {t("notice.writeNew")}
          </LinkButton>
        </p>
      )}
      {failureCode !== null && <SupportCode code={`${failureCode} · ${delivery.reference}`} />}
    </Notification>
  );
}
