import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon, type IconName } from "@/components/ui/icon";

export type NotificationKind = "info" | "attention" | "error" | "success";

const looks: Record<NotificationKind, { panel: string; sign: string; icon: IconName }> = {
  info: { panel: "border-way bg-way-tint", sign: "text-way", icon: "info" },
  attention: {
    panel: "border-attention bg-attention-tint",
    sign: "text-attention",
    icon: "attention",
  },
  error: { panel: "border-failed bg-failed-tint", sign: "text-failed", icon: "attention" },
  success: { panel: "border-opened bg-opened-tint", sign: "text-opened", icon: "check" },
};

/**
 * A panel beside or above what it speaks of. `isLive` makes assistive tools read it when it
 * appears after the page did; a panel that came with the page needs no such voice.
 */
export function Notification({
  kind,
  title,
  isLive = false,
  children,
}: {
  kind: NotificationKind;
  title?: string;
  isLive?: boolean;
  children?: ReactNode;
}) {
  const t = useTranslations("common");
  const look = looks[kind];
  return (
    <div
      role={isLive ? (kind === "error" ? "alert" : "status") : undefined}
      className={classNames(
        "mb-6 grid grid-cols-[auto_1fr] gap-x-3 rounded-r-small border-l-4 px-4 py-3 text-small",
        look.panel,
      )}
    >
      <Icon name={look.icon} size={20} className={classNames("mt-0.5", look.sign)} />
      <div className="max-w-form min-w-0 wrap-anywhere">
        <span className="sr-only">{t(`notification.${kind}`)} </span>
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children}
      </div>
    </div>
  );
}
