import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ProofLinks } from "@/components/deliveries/proof-links";
import { DateTime } from "@/components/ui/date-time";
import type { IconName } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import { Timeline, TimelineEntry as Entry, type TimelineTone } from "@/components/ui/timeline";
import type { DeliveryDetail, DeliveryEventKind, DeliveryState } from "@/lib/deliveries/schema";
import { awaitedMoments, timelineOf, type TimelineEntry } from "@/lib/deliveries/timeline";

const looks: Record<DeliveryEventKind, { icon: IconName; tone: TimelineTone }> = {
  sent: { icon: "forward", tone: "moment" },
  approved: { icon: "check", tone: "quiet" },
  letter_made: { icon: "document", tone: "quiet" },
  on_paper: { icon: "print", tone: "quiet" },
  cancelled: { icon: "close", tone: "quiet" },
  delayed: { icon: "clock", tone: "attention" },
  published: { icon: "inbox", tone: "moment" },
  failed: { icon: "close", tone: "failed" },
  opened: { icon: "eye", tone: "opened" },
  expired: { icon: "clock", tone: "attention" },
  not_opened: { icon: "clock", tone: "attention" },
  reminded: { icon: "forward", tone: "quiet" },
  left: { icon: "check", tone: "quiet" },
  outage: { icon: "clock", tone: "attention" },
  replied: { icon: "reply", tone: "quiet" },
  answered: { icon: "reply", tone: "moment" },
  contents_erased: { icon: "close", tone: "quiet" },
  replies_erased: { icon: "close", tone: "quiet" },
};

/** Everything that happened, oldest first, then the moments still to come. */
export function DeliveryTimeline({ delivery }: { delivery: DeliveryDetail }) {
  return (
    <Timeline>
      {timelineOf(delivery).map((entry, index) => (
        <Fact key={`${index}-${entry.event.kind}`} delivery={delivery} entry={entry} />
      ))}
      <Awaited delivery={delivery} />
    </Timeline>
  );
}

function Fact({
  delivery: { id: deliveryId, state },
  entry,
}: {
  delivery: DeliveryDetail;
  entry: TimelineEntry;
}) {
  const t = useTranslations("deliveries.timeline");
  const { event, evidence } = entry;
  const title = useFactTitle(entry, state);
  const when = event.occurredAt ?? event.observedAt;
  return (
    <Entry
      {...looks[event.kind]}
      title={title}
      when={<DateTime value={when} format="exact" />}
      links={
        evidence && (
          <>
            <ProofLinks deliveryId={deliveryId} evidence={evidence} fact={title} />
            {event.kind === "replied" && (
              <TextLink href={`#reply-${event.detail.replyId}`}>{t("readReply")}</TextLink>
            )}
            {event.kind === "answered" && (
              <TextLink href={`#answer-${event.detail.answerId}`}>{t("readAnswer")}</TextLink>
            )}
          </>
        )
      }
    >
      <HowWeKnow entry={entry} />
      {isLearnedLater(entry) && <p>{t("learnedAt", { when: event.observedAt })}</p>}
      {evidence && (
        <p>
          {evidence.leafIndex === null ? t("sealing") : t("sealed", { index: evidence.leafIndex })}
        </p>
      )}
    </Entry>
  );
}

function useFactTitle({ event }: TimelineEntry, state: DeliveryState): string {
  const t = useTranslations("deliveries.timeline");
  switch (event.kind) {
    case "sent":
      // What was cancelled before its turn was ordered, and never sent.
      return state === "cancelled" ? t("ordered") : t("sent");
    case "delayed":
      return event.detail.isOutcomeUnknown ? t("delayedUnknown") : t("delayedAway");
    case "letter_made":
      return t("sent");
    case "expired":
      return event.detail.isOpeningUnknown ? t("expiredUnknown") : t("expired");
    case "outage":
      return t(`outage.${event.detail.affected}`);
    default:
      return t(event.kind);
  }
}

/** A moment that we heard of well after it was carries both times; an approval was given to us. */
function isLearnedLater({ event: { kind, occurredAt, observedAt } }: TimelineEntry): boolean {
  if (kind === "approved") return false;
  return occurredAt !== null && observedAt.getTime() - occurredAt.getTime() > 1000;
}

/** How CSAM calls the means of signing in, and what people call them. */
const means: Record<string, string> = { eid: "eID", bmid: "itsme", itsme: "itsme" };

function HowWeKnow({ entry: { event, since, tries } }: { entry: TimelineEntry }): ReactNode {
  const t = useTranslations("deliveries.timeline");
  const notice = useTranslations("deliveries.notice");
  switch (event.kind) {
    case "sent":
    case "approved": {
      const { by, method, level } = event.detail;
      return (
        <p>
          {t(event.kind === "sent" ? "sentBy" : "approvedBy", {
            name: by,
            means: means[method] ?? "CSAM",
            level: t(`level.${level}`),
          })}
        </p>
      );
    }
    case "cancelled": {
      const { cancelledBy } = event.detail;
      if (!cancelledBy) return null;
      const { by, method, level } = cancelledBy;
      return (
        <p>
          {t("cancelledBy", {
            name: by,
            means: means[method] ?? "CSAM",
            level: t(`level.${level}`),
          })}
        </p>
      );
    }
    case "letter_made":
      return null;
    case "on_paper":
      return (
        <p>
          {event.detail.reason === "not_opened" ? (
            <>
              {t("onPaperNotOpened")} <Decided by={event.detail.by ?? null} />
            </>
          ) : (
            t("onPaperHow")
          )}
        </p>
      );
    case "not_opened":
      return (
        <p>
          {event.detail.isOpeningUnknown
            ? t("notOpenedUnknown", { days: event.detail.afterDays })
            : t("notOpenedHow", { days: event.detail.afterDays })}
        </p>
      );
    case "reminded": {
      const { kind, reference, deliveryId, by } = event.detail;
      return (
        <p>
          {t.rich(kind === "unopened" ? "remindedUnopened" : "remindedDue", {
            link: () => <TextLink href={`/deliveries/${deliveryId}`}>{reference}</TextLink>,
          })}{" "}
          <Decided by={by} />
        </p>
      );
    }
    case "left":
      return (
        <p>
          <Decided by={event.detail.by} />
        </p>
      );
    case "published":
      return (
        <p>
          {event.detail.messageId && event.detail.takenAfter && event.occurredAt
            ? t("publishedNamed", {
                from: new Date(event.detail.takenAfter),
                to: event.occurredAt,
                messageId: event.detail.messageId,
              })
            : event.detail.messageId
              ? t("publishedHow", { messageId: event.detail.messageId })
              : t("publishedLate")}{" "}
          {event.detail.attempts > 1 && t("attempts", { count: event.detail.attempts })}{" "}
          {event.detail.hasDigitalUser === false && t("neverOpenedBox")}
        </p>
      );
    case "delayed":
      return (
        <>
          <p>{t("delayedHow", { tries, since })}</p>
          <p>{t("nextTry", { when: new Date(event.detail.nextTryAt) })}</p>
        </>
      );
    case "failed":
      return (
        <p>
          {event.detail.message && notice("mailboxSays", { message: event.detail.message })}{" "}
          {t("failedHow")}
        </p>
      );
    case "opened": {
      if (event.occurredAt) return <p>{t("openedAt")}</p>;
      const to = event.observedAt;
      const { notBefore } = event.detail;
      return (
        <p>
          {notBefore
            ? t("openedBetween", { from: new Date(notBefore), to })
            : t("openedBefore", { to })}
        </p>
      );
    }
    case "expired":
      return <p>{t(event.detail.isOpeningUnknown ? "expiredUnknownHow" : "expiredHow")}</p>;
    case "outage": {
      const { affected, from, to } = event.detail;
      return (
        <p>
          {t("outageLasted", { from: new Date(from), to: new Date(to) })}{" "}
          {t(`outageHow.${affected}`)}
        </p>
      );
    }
    case "contents_erased":
    case "replies_erased": {
      const { keptMonths: months, endedAt } = event.detail;
      const how = event.kind === "contents_erased" ? "contentsErasedHow" : "repliesErasedHow";
      return <p>{t(how, { months, ended: new Date(endedAt) })}</p>;
    }
    case "replied":
      return <p>{t("repliedHow")}</p>;
    case "answered": {
      const { by, method, level, number } = event.detail;
      return (
        <p>
          {t("answeredHow", {
            name: by,
            means: means[method] ?? "CSAM",
            level: t(`level.${level}`),
          })}{" "}
          {number > 1 && t("answeredAgain", { number })}
        </p>
      );
    }
  }
}

/** Who decided on a step; null: it was settled when the letter was sent. */
function Decided({ by }: { by: string | null }) {
  const t = useTranslations("deliveries.timeline");
  return by === null ? t("asOrdered") : t("decidedBy", { by });
}

function Awaited({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTranslations("deliveries.timeline");
  const awaited = awaitedMoments(delivery);
  const cannotFollow = delivery.state === "published" && delivery.mailboxMessageId === null;
  return (
    <>
      {awaited.includes("made_available") && (
        <Entry icon="inbox" tone="quiet" title={t("published")} when={t("notYet")}>
          {t("awaitedPublished")}
        </Entry>
      )}
      {awaited.includes("first_opened") && (
        <Entry icon="eye" tone="quiet" title={t("opened")} when={t("notYet")}>
          <p>{cannotFollow ? t("cannotFollow") : t("awaitedOpened")}</p>
          {delivery.followUpAt && <p>{t("followedUp", { when: delivery.followUpAt })}</p>}
          {delivery.unopenedSeenAt && <p>{t("unopenedSeen", { when: delivery.unopenedSeenAt })}</p>}
          {delivery.expiresAt && <p>{t("opensUntil", { when: delivery.expiresAt })}</p>}
        </Entry>
      )}
      {delivery.remindAt && (
        <Entry
          icon="forward"
          tone="quiet"
          title={t("reminderPlanned")}
          when={<DateTime value={delivery.remindAt} format="exact" />}
        >
          <p>
            {t("reminderPlannedHow")}{" "}
            <TextLink href={`/messages/${delivery.messageId}/letters`}>
              {t("reminderChange")}
            </TextLink>
          </p>
        </Entry>
      )}
    </>
  );
}
