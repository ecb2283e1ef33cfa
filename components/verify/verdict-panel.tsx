import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon, type IconName } from "@/components/ui/icon";
import type { Report, Verdict } from "@/lib/proofs/report";

const looks: Record<Verdict, { border: string; panel: string; icon: IconName }> = {
  whole: { border: "border-opened", panel: "bg-opened-tint text-opened", icon: "check" },
  unchanged: {
    border: "border-attention",
    panel: "bg-attention-tint text-attention",
    icon: "attention",
  },
  changed: { border: "border-failed", panel: "bg-failed-tint text-failed", icon: "close" },
  cannot_tell: { border: "border-waiting", panel: "bg-waiting-tint text-waiting", icon: "unknown" },
};

/** The answer first, in one sentence; what it rests on stands below, as children. */
export function VerdictPanel({
  report: { verdict, gaps },
  ref,
  children,
}: {
  report: Report;
  ref: Ref<HTMLHeadingElement>;
  children: ReactNode;
}) {
  const t = useTranslations("proofs.verify");
  const look = looks[verdict];
  return (
    <section
      aria-labelledby="verdict"
      className={classNames("mb-7 overflow-hidden rounded border-2 bg-paper", look.border)}
    >
      <div className={classNames("px-4 py-5 md:px-7 md:py-6", look.panel)}>
        <h2
          id="verdict"
          ref={ref}
          tabIndex={-1}
          className="flex items-start gap-3 text-verdict font-semibold tracking-h2"
        >
          <Icon name={look.icon} size={26} className="mt-1" />
          {t(`verdicts.${verdict}.title`)}
        </h2>
        <div className="mt-2 text-ink">
          <p>{t(`verdicts.${verdict}.body`)}</p>
          {verdict === "unchanged" && (
            <ul className="mt-2 grid list-disc gap-1 pl-6">
              {gaps.map((gap) => (
                <li key={gap}>{t(`gaps.${gap}`)}</li>
              ))}
            </ul>
          )}
          <p className="mt-2 text-tiny text-ink-soft">{t("code", { code: verdict })}</p>
        </div>
      </div>
      {children}
    </section>
  );
}
