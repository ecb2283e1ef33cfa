import { useTranslations } from "next-intl";
import { brusselsMoment } from "@/lib/brussels";
import type { Plan } from "@/lib/messages/orders/schema";

/** When the letters go, in words. */
export function PlanWords({ plan }: { plan: Plan }) {
  const t = useTranslations("orders.plan.summary");
  switch (plan.kind) {
    case "now":
      return t("now");
    case "at":
      return t("at", { when: new Date(plan.at) });
    case "spread": {
      const { days, date, from, until } = plan;
      return t("spread", { days, when: brusselsMoment(date, from), from, until });
    }
  }
}
