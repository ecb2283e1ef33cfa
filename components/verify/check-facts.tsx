import { useFormatter, useTranslations } from "next-intl";
import type { ReactElement } from "react";
import { DateTime } from "@/components/ui/date-time";
import type { CheckDetail, DetailName } from "@/lib/proofs/report";
import { visibleName, visibleText } from "@/lib/visible-text";

/** What a check found: names, times, places, and fingerprints to compare. */
export function CheckFacts({ detail }: { detail: CheckDetail }) {
  const t = useTranslations("proofs.verify");
  const format = useFormatter();
  const number = (value?: number) => value !== undefined && format.number(value, "integer");
  // Every fact that a check may tell, in the order in which a reader wants to know it.
  const facts: Record<DetailName, ReactElement | string | false | undefined> = {
    document: detail.document && visibleName(detail.document),
    role: detail.role && t(`roles.${detail.role}`),
    event: detail.event && t(`events.${detail.event}`),
    identifier: detail.identifier && visibleText(detail.identifier),
    level: detail.level && t(`levels.${detail.level}`),
    reference: detail.reference && visibleText(detail.reference),
    found: number(detail.found),
    holder: detail.holder && visibleText(detail.holder),
    others: detail.others && visibleText(detail.others),
    index: number(detail.index),
    size: number(detail.size),
    witnesses: detail.witnesses && visibleText(detail.witnesses),
    count: number(detail.count),
    log: detail.log && visibleText(detail.log),
    time: moment(detail.time),
    at: moment(detail.at),
    claimedAt: moment(detail.claimedAt),
    authority: detail.authority && visibleText(detail.authority),
    sha256: code(detail.sha256),
    fingerprint: code(detail.fingerprint),
    root: code(detail.root),
    key: code(detail.key),
  };
  const names = (Object.keys(facts) as DetailName[]).filter((name) => facts[name]);
  return (
    <dl className="grid gap-x-6 md:grid-cols-[minmax(9rem,35%)_1fr]">
      {names.map((name) => (
        <div key={name} className="contents">
          <dt className="text-ink-soft">{t(`facts.${name}`)}</dt>
          <dd className="min-w-0 break-words">{facts[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

function moment(time?: string) {
  return time && <DateTime value={time} format="exact" />;
}

function code(text?: string) {
  return text && <code className="font-mono text-tiny break-all">{visibleText(text)}</code>;
}
