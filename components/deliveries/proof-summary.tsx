import { useTranslations } from "next-intl";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import type { DeliveryDetail } from "@/lib/deliveries/schema";
import { unsealedCount } from "@/lib/deliveries/timeline";

/** Below the timeline: whether all of it is proved, and the way to check that without us. */
export function ProofSummary({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTranslations("deliveries.proof");
  const count = delivery.evidences.length;
  const unsealed = unsealedCount(delivery);
  return (
    <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-4.5 text-small">
      {count === 0 && <Tag tone="waiting">{t("none")}</Tag>}
      {count > 0 && unsealed > 0 && (
        <Tag tone="waiting">{t("someSealing", { count: unsealed })}</Tag>
      )}
      {count > 0 && unsealed === 0 && (
        <Tag tone="opened" icon="check">
          {t("allSealed", { count })}
        </Tag>
      )}
      <TextLink href="/verify">{t("verify")}</TextLink>
    </div>
  );
}
