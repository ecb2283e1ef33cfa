import { useTranslations } from "next-intl";
import { isOpeningUnknown } from "@/lib/deliveries/rules";
import type { DeliveryDetail } from "@/lib/deliveries/schema";

/** Where this delivery stands, as one would say it on the telephone. */
export function Headline({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTranslations("deliveries.headline");
  const { state } = delivery;
  switch (state) {
    case "waiting":
    case "publishing":
      return delivery.outcomeUnknownSince ? t("unknown") : t(state);
    case "published":
      return delivery.mailboxMessageId
        ? t("published", { when: delivery.publishedAt ?? delivery.movedAt })
        : t("publishedLate", { when: delivery.publishedAt ?? delivery.movedAt });
    case "opened":
      return t("opened", { when: delivery.openedAt ?? delivery.movedAt });
    case "replied":
      return t("replied", { when: delivery.repliedAt ?? delivery.movedAt });
    case "failed":
      return t("failed", { when: delivery.movedAt });
    case "expired":
      return t(isOpeningUnknown(delivery) ? "expiredUnknown" : "expired", {
        when: delivery.expiresAt ?? delivery.movedAt,
      });
    case "cancelled":
      return t("cancelled", { when: delivery.movedAt });
    case "on_paper":
      return t("on_paper");
  }
}
