"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useFreshPage } from "@/components/layout/use-fresh-page";
import { Button } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icon";
import { classNames } from "@/components/ui/class-names";
import { boxCheckQuery, type BoxCheckAnswer } from "@/lib/recipients/queries";
import type { RecipientKind } from "@/lib/recipients/schema";

export type KnownBox = {
  kind: RecipientKind;
  digits: string;
  reachability: BoxCheckAnswer["reachability"];
  /** ISO 8601; null when it was never looked up. */
  checkedAt: string | null;
};

const looks: Record<BoxCheckAnswer["reachability"], { icon: IconName; look: string }> = {
  reachable: { icon: "check", look: "text-opened" },
  box_never_opened: { icon: "attention", look: "text-attention" },
  not_reachable: { icon: "attention", look: "text-failed" },
  unknown: { icon: "unknown", look: "text-waiting" },
};

/** Looks up the box as soon as the number is right, and says in words what it found. */
export function BoxStatus({
  messageId,
  kind,
  digits,
  known,
  beforehand,
}: {
  messageId: string;
  kind: RecipientKind;
  digits: string | null;
  known: KnownBox | null;
  beforehand: () => Promise<unknown>;
}) {
  const t = useTranslations("recipients.box");
  const format = useFormatter();
  const isKnown = known !== null && known.kind === kind && known.digits === digits;
  const check = useQuery({
    ...boxCheckQuery({ messageId, kind, digits, beforehand }),
    ...(isKnown && known.checkedAt !== null
      ? {
          initialData: { reachability: known.reachability, checkedAt: known.checkedAt },
          initialDataUpdatedAt: Date.parse(known.checkedAt),
        }
      : {}),
  });
  const { data, isFetching, isError, refetch } = check;
  const foundAt = data?.checkedAt;
  const knownAt = isKnown ? known.checkedAt : null;

  // What was found stands with the draft now: the task list beside this form tells it too.
  useFreshPage(foundAt !== undefined && (knownAt === null || foundAt > knownAt));

  const again = (
    <Button variant="quiet" size="small" icon="refresh" onClick={() => void refetch()}>
      {t("again")}
    </Button>
  );
  return (
    <div role="status" className="-mt-3 mb-6 text-small empty:hidden">
      {digits !== null && isFetching && <p className="text-ink-soft">{t("checking")}</p>}
      {digits !== null && !isFetching && isError && (
        <p className="flex flex-wrap items-center gap-x-2 text-failed">
          {t("failed")} {again}
        </p>
      )}
      {digits !== null && !isFetching && !isError && data !== undefined && (
        <>
          <p
            className={classNames(
              "flex items-baseline gap-2 font-semibold",
              looks[data.reachability].look,
            )}
          >
            <Icon name={looks[data.reachability].icon} size={16} className="translate-y-0.5" />
            {t(data.reachability)}
          </p>
          <p className="flex flex-wrap items-center gap-x-2 text-ink-soft">
            {t("checkedAt", { when: format.dateTime(new Date(data.checkedAt), "moment") })}
            {again}
          </p>
        </>
      )}
    </div>
  );
}
