import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { DateTime } from "@/components/ui/date-time";
import { Notification, type NotificationKind } from "@/components/ui/notification";
import { SectionHeading } from "@/components/ui/section-heading";
import { SummaryList, SummaryRow } from "@/components/ui/summary-list";
import { Cell, RowHeader, Table } from "@/components/ui/table";
import { Tag, type Tone } from "@/components/ui/tag";
import { concernsOf, headlineStatus, type Concern } from "@/lib/platform/rules";
import {
  COMPONENTS,
  type ComponentState,
  type Components,
  type HealthStatus,
  type Platform,
  type PlatformFacts,
} from "@/lib/platform/schema";

const kinds: Record<HealthStatus, NotificationKind> = {
  UP: "success",
  DEGRADED: "attention",
  DOWN: "error",
};

/** The state of the whole in words: what is wrong is named before anybody scrolls. */
export function HealthSentence({ platform }: { platform: Platform }) {
  const t = useTranslations("operator");
  const concerns = concernsOf(platform);
  const status = headlineStatus(platform.health.status, concerns);
  const sentenceOf = (concern: Concern) =>
    concern.kind === "component"
      ? `${t(`component.${concern.name}`)} – ${t(`state.${concern.state}`)}`
      : t(`concern.${concern.kind}`, { count: concern.count });
  return (
    <Notification kind={kinds[status]} title={t(`status.${status}`)}>
      {concerns.length > 0 && (
        <ul className="mt-1 list-disc pl-5">
          {concerns.map((concern) => (
            <li key={sentenceOf(concern)}>{sentenceOf(concern)}</li>
          ))}
        </ul>
      )}
    </Notification>
  );
}

const looks: Record<
  ComponentState,
  { tone: Tone; icon: "check" | "attention" | "close" | "unknown" }
> = {
  up: { tone: "opened", icon: "check" },
  degraded: { tone: "attention", icon: "attention" },
  down: { tone: "failed", icon: "close" },
  not_configured: { tone: "attention", icon: "attention" },
  unknown: { tone: "waiting", icon: "unknown" },
};

export function ComponentsTable({ components }: { components: Components }) {
  const t = useTranslations("operator");
  return (
    <section>
      <SectionHeading>{t("components.title")}</SectionHeading>
      <Table
        id="components"
        caption={t("components.title")}
        isSlim
        columns={[
          { key: "part", label: t("components.part"), width: "30%" },
          { key: "state", label: t("components.state"), width: "20%", from: "md" },
          { key: "about", label: t("components.about"), from: "md" },
        ]}
      >
        {COMPONENTS.map((name) => {
          const state = components[name];
          const about = (
            <>
              {t(`purpose.${name}`)}
              {name === "scanner" && state === "not_configured" && (
                <span className="block font-semibold text-attention">{t("scannerMissing")}</span>
              )}
            </>
          );
          return (
            <tr key={name}>
              <RowHeader>
                <span className="font-semibold">{t(`component.${name}`)}</span>
                <span className="mt-1 block text-tiny md:hidden">{about}</span>
                <span className="mt-1.5 block md:hidden">
                  <Tag {...looks[state]}>{t(`state.${state}`)}</Tag>
                </span>
              </RowHeader>
              <Cell from="md">
                <Tag {...looks[state]}>{t(`state.${state}`)}</Tag>
              </Cell>
              <Cell from="md">{about}</Cell>
            </tr>
          );
        })}
      </Table>
    </section>
  );
}

export function WorkInHand({
  facts,
  unstampedSince,
}: {
  facts: PlatformFacts;
  unstampedSince: Date | null;
}) {
  const t = useTranslations("operator.facts");
  const format = useFormatter();
  const count = (number: number): ReactNode => (
    <span className="tabular-nums">{format.number(number, "integer")}</span>
  );
  const moment = (when: Date | null): ReactNode =>
    when ? <DateTime value={when} format="exact" /> : t("none");
  return (
    <Card id="facts" heading={t("title")}>
      <SummaryList>
        <SummaryRow term={t("workers")}>{count(facts.workers)}</SummaryRow>
        <SummaryRow term={t("queue")}>{count(facts.queueLength)}</SummaryRow>
        <SummaryRow term={t("oldestJob")}>{moment(facts.oldestJobAt)}</SummaryRow>
        <SummaryRow term={t("givenUp")}>{count(facts.givenUpJobs)}</SummaryRow>
        <SummaryRow term={t("underWay")}>{count(facts.underWay)}</SummaryRow>
        <SummaryRow term={t("stuck")}>{count(facts.stuck)}</SummaryRow>
        <SummaryRow term={t("doubtful")}>{count(facts.doubtfulDeliveries)}</SummaryRow>
        <SummaryRow term={t("withoutNumber")}>{count(facts.withoutMailboxId)}</SummaryRow>
        <SummaryRow term={t("parked")}>{count(facts.parkedReplies)}</SummaryRow>
        <SummaryRow term={t("unsealed")}>{moment(facts.oldestUnsealedAt)}</SummaryRow>
        <SummaryRow term={t("unstamped")}>{moment(unstampedSince)}</SummaryRow>
      </SummaryList>
    </Card>
  );
}
