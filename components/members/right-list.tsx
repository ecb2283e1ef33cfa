"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useActionState } from "react";
import { RightPeriod } from "@/components/members/right-line";
import { useRightWords } from "@/components/members/right-words";
import { Button } from "@/components/ui/button";
import { Notification } from "@/components/ui/notification";
import { takeRight } from "@/lib/members/actions";
import type { HeldRight, ServiceName } from "@/lib/members/schema";
import { languageOf } from "@/lib/text/languages";

/** What somebody may do, each with the way to take it away. */
export function RightList({
  rights,
  services,
}: {
  rights: readonly HeldRight[];
  services: readonly ServiceName[];
}) {
  const t = useTranslations("members.person");
  if (rights.length === 0) return <p className="text-ink-soft">{t("noRights")}</p>;
  return (
    <ul className="border-t border-line">
      {rights.map((right) => (
        <RightRow key={right.id} right={right} services={services} />
      ))}
    </ul>
  );
}

function RightRow({ right, services }: { right: HeldRight; services: readonly ServiceName[] }) {
  const t = useTranslations("members.person");
  const refusals = useTranslations("refusals");
  const format = useFormatter();
  const words = useRightWords(services, languageOf(useLocale()));
  const [answer, send] = useActionState(takeRight, null);
  const since = t("since", { date: format.dateTime(right.startsAt, "date") });
  const told = right.givenBy ? [since, t("givenBy", { name: right.givenBy })] : [since];
  return (
    <li className="border-b border-line py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <div className="min-w-0">
          <p className="font-semibold">{words(right)}</p>
          <p className="text-small break-words text-ink-soft">
            {told.join(", ")}
            <RightPeriod right={right} />
          </p>
        </div>
        <form action={send}>
          <input type="hidden" name="membershipId" value={right.id} />
          <Button
            type="submit"
            variant="quiet"
            size="small"
            aria-label={t("takeNamed", { right: words(right) })}
          >
            {t("take")}
          </Button>
        </form>
      </div>
      {answer !== null && (
        <Notification kind="error" isLive>
          <p>{refusals(answer.code)}</p>
        </Notification>
      )}
    </li>
  );
}
