import { useFormatter, useTranslations } from "next-intl";
import { FigureCard } from "@/components/ui/figure-card";
import { historyAddress } from "@/lib/deliveries/rules";
import type { HomeSummary } from "@/lib/deliveries/schema";

/** What needs somebody, and what is on its way: numbers, each leading to what it counts. */
export function Figures({
  summary,
  approvals,
  sentBack,
  mayWrite,
}: {
  summary: HomeSummary;
  /** How many messages wait for the eyes of who looks. */
  approvals: number;
  sentBack: number;
  mayWrite: boolean;
}) {
  const t = useTranslations("home.figures");
  const format = useFormatter();
  const { failed, unreadReplies, registeredUnopened, underWay, stuck } = summary;
  const figure = (count: number) => format.number(count, "integer");
  return (
    <ul
      aria-label={t("label")}
      className="mb-9 grid gap-5 sm:grid-cols-2 wide:auto-cols-fr wide:grid-flow-col"
    >
      {approvals > 0 && (
        <li className="grid">
          <FigureCard
            href="/approvals"
            figure={figure(approvals)}
            label={t("approvals", { count: approvals })}
            detail={t("approvalsDetail")}
            tone="attention"
          />
        </li>
      )}
      {sentBack > 0 && (
        <li className="grid">
          <FigureCard
            href="/messages?list=drafts"
            figure={figure(sentBack)}
            label={t("sentBack", { count: sentBack })}
            detail={t("sentBackDetail")}
            tone="attention"
          />
        </li>
      )}
      <li className="grid">
        <FigureCard
          href={historyAddress({ state: "failed" })}
          figure={figure(failed)}
          label={t("failed", { count: failed })}
          detail={t("failedDetail")}
          tone={failed > 0 ? "failed" : "waiting"}
        />
      </li>
      <li className="grid">
        <FigureCard
          href="/replies"
          figure={figure(unreadReplies)}
          label={t(mayWrite ? "replies" : "repliesOfService", { count: unreadReplies })}
          detail={t("repliesDetail")}
          tone={unreadReplies > 0 ? "way" : "waiting"}
        />
      </li>
      <li className="grid">
        <FigureCard
          href={historyAddress({ state: "published", choice: "registered" })}
          figure={figure(registeredUnopened)}
          label={t("registered", { count: registeredUnopened })}
          detail={t("registeredDetail")}
          tone={registeredUnopened > 0 ? "seal" : "waiting"}
        />
      </li>
      <li className="grid">
        <FigureCard
          href={historyAddress({ view: stuck > 0 ? "stuck" : "under_way" })}
          figure={figure(underWay)}
          label={t("underWay", { count: underWay })}
          detail={
            stuck > 0
              ? t("stuckDetail", { count: stuck })
              : t(underWay > 0 ? "underWayDetail" : "noneUnderWay")
          }
          tone={stuck > 0 ? "attention" : "published"}
        />
      </li>
    </ul>
  );
}
