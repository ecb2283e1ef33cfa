import { useTranslations } from "next-intl";
import { RefreshWhile } from "@/components/messages/refresh-while";
import { OrderButton } from "@/components/proofs/order-button";
import { DateTime } from "@/components/ui/date-time";
import { DownloadLink } from "@/components/ui/download-link";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Tag } from "@/components/ui/tag";
import { LEFT_OUT_REASONS, type BundleOrder } from "@/lib/proofs/bundles/schema";

const looks = {
  waiting: { tone: "waiting" },
  making: { tone: "way" },
  ready: { tone: "opened", icon: "check" },
  failed: { tone: "failed", icon: "close" },
  stopped: { tone: "waiting" },
} as const;

/** What was ordered of many deliveries, how far each is, and the file once it is there. */
export function BundleOrders({ orders }: { orders: readonly BundleOrder[] }) {
  const t = useTranslations("proofs.bundles");
  const isBusy = orders.some(isUnderWay);
  return (
    <>
      {isBusy && <RefreshWhile />}
      <ul className="grid gap-4">
        {orders.map((order) => (
          <li key={order.id} className="rounded border border-line bg-paper px-4 py-5 md:px-7">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <h2 className="text-h3 font-semibold">
                {t("deliveries", { count: order.total })}
                <span className="font-normal text-ink-soft">
                  {" · "}
                  <DateTime value={order.orderedAt} />
                </span>
              </h2>
              <Tag {...looks[order.state]}>{t(`state.${order.state}`)}</Tag>
            </div>
            <Progress order={order} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Progress({ order }: { order: BundleOrder }) {
  const t = useTranslations("proofs.bundles");
  const { id, state, total, madeCount, leftOutCount, leftOut, size } = order;
  const reasons = LEFT_OUT_REASONS.filter((why) => leftOut[why] !== undefined);
  return (
    <div className="mt-3 grid gap-3">
      {isUnderWay(order) && (
        <div>
          <label htmlFor={`progress-${id}`} className="text-small tabular-nums">
            {t("made", { made: madeCount, count: total })}
          </label>
          <ProgressBar id={`progress-${id}`} value={madeCount + leftOutCount} max={total} />
        </div>
      )}
      <Outcome order={order} />
      {reasons.length > 0 && (
        <ul className="grid gap-1 text-small">
          {reasons.map((why) => (
            <li key={why}>{t(`leftOut.${why}`, { count: leftOut[why] ?? 0 })}</li>
          ))}
        </ul>
      )}
      {state === "ready" && (
        <p>
          <DownloadLink
            href={`/api/bundles/${id}`}
            label={t("download")}
            format="ASiC-E"
            {...(size !== null && { bytes: size })}
          />
        </p>
      )}
      {isUnderWay(order) && <OrderButton orderId={id} act="stop" />}
      {reasons.some((why) => why !== "file_full") && (
        <OrderButton orderId={id} act="again" isWhole={state === "failed"} />
      )}
    </div>
  );
}

/** What became of an order that is over, where its state alone does not say it. */
function Outcome({ order: { state, total, madeCount, leftOutCount } }: { order: BundleOrder }) {
  const t = useTranslations("proofs.bundles");
  if (state === "failed") return <p>{t("failedHow")}</p>;
  if (state === "stopped") return <p className="text-ink-soft">{t("stoppedHow")}</p>;
  if (state !== "ready" || leftOutCount === 0) return null;
  return <p>{t("holds", { made: madeCount, count: total })}</p>;
}

function isUnderWay({ state }: BundleOrder): boolean {
  return state === "waiting" || state === "making";
}
