import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon, type IconName } from "@/components/ui/icon";

export type Tone = "waiting" | "way" | "published" | "opened" | "attention" | "failed" | "seal";

const looks: Record<Tone, { look: string; icon: IconName }> = {
  waiting: { look: "bg-waiting-tint text-waiting", icon: "clock" },
  way: { look: "bg-way-tint text-way", icon: "forward" },
  published: { look: "bg-petrol-tint text-petrol", icon: "inbox" },
  opened: { look: "bg-opened-tint text-opened", icon: "eye" },
  attention: { look: "bg-attention-tint text-attention", icon: "attention" },
  failed: { look: "bg-failed-tint text-failed", icon: "close" },
  seal: { look: "bg-seal-tint text-seal", icon: "secure" },
};

/** A state as word and icon; the colour only repeats what the word says. */
export function Tag({
  tone,
  icon,
  children,
}: {
  tone: Tone;
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.75 rounded-small px-2.25 py-0.75 text-note font-semibold wrap-normal",
        looks[tone].look,
      )}
    >
      <Icon name={icon ?? looks[tone].icon} size={15} />
      {children}
    </span>
  );
}
