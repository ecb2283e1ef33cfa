import { useFormatter, useTranslations } from "next-intl";
import type { HeldRight } from "@/lib/members/schema";

/** What is said of a right beside its name: for how long, and in whose place. */
export function RightPeriod({ right }: { right: HeldRight }) {
  const t = useTranslations("members");
  const format = useFormatter();
  const day = (moment: Date) => format.dateTime(moment, "date");
  const parts = [
    ...(right.startsAt > new Date() ? [t("list.from", { date: day(right.startsAt) })] : []),
    // It ends with the last moment of its last day.
    ...(right.endsAt ? [t("list.until", { date: day(new Date(right.endsAt.getTime() - 1)) })] : []),
    ...(right.deputyFor ? [t("list.standsInFor", { name: right.deputyFor })] : []),
  ];
  return parts.length > 0 ? <span className="text-ink-soft"> ({parts.join(", ")})</span> : null;
}
