import { useTranslations } from "next-intl";

/** How long a message stays in the box. */
export function Validity({ number: count, unit }: { number: number; unit: string }) {
  const t = useTranslations("messages.check");
  if (unit === "day") return t("days", { count });
  return unit === "month" ? t("months", { count }) : t("years", { count });
}
