import { useTranslations } from "next-intl";
import type { IconName } from "@/components/ui/icon";
import { Tag, type Tone } from "@/components/ui/tag";
import type { DeliveryState } from "@/lib/deliveries/schema";

const looks: Record<DeliveryState, { tone: Tone; icon?: IconName }> = {
  waiting: { tone: "waiting" },
  publishing: { tone: "way" },
  published: { tone: "published" },
  opened: { tone: "opened" },
  replied: { tone: "opened", icon: "reply" },
  failed: { tone: "failed" },
  expired: { tone: "attention", icon: "clock" },
  on_paper: { tone: "waiting", icon: "print" },
  cancelled: { tone: "waiting", icon: "close" },
};

/** The state of a delivery in words. What stands still is said as such, in place of its state. */
export function StateTag({ state, isStuck = false }: { state: DeliveryState; isStuck?: boolean }) {
  const t = useTranslations("deliveries");
  if (isStuck) {
    return <Tag tone="attention">{t("stuck")}</Tag>;
  }
  const { tone, icon } = looks[state];
  return (
    <Tag tone={tone} icon={icon}>
      {t(`state.${state}`)}
    </Tag>
  );
}
