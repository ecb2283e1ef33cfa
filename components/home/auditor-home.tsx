import { useTranslations } from "next-intl";
import { Lately } from "@/components/home/lately";
import { historyAddress } from "@/lib/deliveries/rules";
import type { DeliveryLine } from "@/lib/deliveries/schema";

/** What an audit looks at first: what was sent with legal effect, and what did not arrive. */
export function AuditorHome({
  registered,
  failed,
  expired,
  now,
}: {
  registered: readonly DeliveryLine[];
  failed: readonly DeliveryLine[];
  expired: readonly DeliveryLine[];
  now: Date;
}) {
  const t = useTranslations("home.auditor");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-9">
      <Lately
        id="registered"
        title={t("registered")}
        all={{ href: historyAddress({ choice: "registered" }), label: t("allRegistered") }}
        none={t("noRegistered")}
        rows={registered}
        now={now}
      />
      <Lately
        id="failed"
        title={t("failed")}
        all={{ href: historyAddress({ state: "failed" }), label: t("allFailed") }}
        none={t("noFailed")}
        rows={failed}
        now={now}
      />
      <Lately
        id="expired"
        title={t("expired")}
        all={{ href: historyAddress({ state: "expired" }), label: t("allExpired") }}
        none={t("noExpired")}
        rows={expired}
        now={now}
      />
    </div>
  );
}
