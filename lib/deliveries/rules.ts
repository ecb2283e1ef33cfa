import { addressWith } from "@/lib/address";
import type {
  DeliveryEvent,
  DeliveryState,
  HistoryFilter,
  HomeSummary,
} from "@/lib/deliveries/schema";
import { parseStructuredCommunication } from "@/lib/payments/structured-communication";
import { parseRecipientNumber } from "@/lib/recipients/rules";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * When to try again after a try that may pass later: 2 s doubling to 15 minutes, half of it left to
 * chance so that a mailbox coming back is not met by everyone at once. What the mailbox asks for
 * (Retry-After, seconds) is the least. `chance` is a number from 0 to 1.
 */
export function nextTry(now: Date, attempts: number, chance: number, retryAfter = 0): Date {
  const full = Math.min(15 * MINUTE, 2 * SECOND * 2 ** Math.max(0, attempts - 1));
  const wait = full / 2 + (full / 2) * chance;
  return new Date(now.getTime() + Math.max(wait, retryAfter * SECOND));
}

/**
 * What was refused, or called repeated, while nobody knows what became of an earlier try: asking
 * again seldom tells more, and each answer is kept. As ever in the first hour, then every hour, and
 * after a day once a day.
 */
export function nextDoubtfulTry(
  now: Date,
  doubtfulSince: Date,
  attempts: number,
  chance: number,
): Date {
  const age = now.getTime() - doubtfulSince.getTime();
  if (age < HOUR) return nextTry(now, attempts, chance);
  const full = age < DAY ? HOUR : DAY;
  return new Date(now.getTime() + full * (0.9 + 0.1 * chance));
}

/**
 * The mailbox's own time of an answer, from a header of whole seconds: believed only between the
 * order, the question and the answer. Outside them its clock is wrong, and no fact is given its time.
 */
export function credibleTime(
  mailboxTime: Date | null,
  { sentAt, requestedAt, answeredAt }: Record<"sentAt" | "requestedAt" | "answeredAt", Date>,
): Date | null {
  if (!mailboxTime || mailboxTime < sentAt) return null;
  const time = mailboxTime.getTime();
  return time >= requestedAt.getTime() - SECOND && time <= answeredAt.getTime() + SECOND
    ? mailboxTime
    : null;
}

/** How long before the end of validity a message is looked at for the last time: many may end at once. */
export const LAST_LOOK = 5 * MINUTE;

/** Whether it was seen unopened so shortly before its end that this counts as its last word. */
export function wasLookedAtLast(unopenedSeenAt: Date | null, expiresAt: Date): boolean {
  const from = expiresAt.getTime() - LAST_LOOK - MINUTE;
  return unopenedSeenAt !== null && unopenedSeenAt.getTime() >= from;
}

/** The mailbox's clock may lag behind ours: only after this is its answer about the end taken. */
const FIRST_AFTER = MINUTE;

/**
 * When to ask again whether a message was opened: often while somebody may be looking, rarely
 * later, and in any case just before its validity ends and just after. The eBox takes 250 messages a
 * question.
 */
export function nextCheck(now: Date, publishedAt: Date, expiresAt: Date | null): Date {
  const age = now.getTime() - publishedAt.getTime();
  const pause =
    age < 10 * MINUTE
      ? 5 * SECOND
      : age < HOUR
        ? 30 * SECOND
        : age < DAY
          ? 10 * MINUTE
          : age < 15 * DAY
            ? HOUR
            : 6 * HOUR;
  const regular = now.getTime() + pause;
  const end = expiresAt?.getTime() ?? Infinity;
  const [stop] = [end - LAST_LOOK, end + FIRST_AFTER].filter((moment) => moment > now.getTime());
  return new Date(Math.min(regular, stop ?? Infinity));
}

/** No further step will come by itself. */
export function isFinal(state: DeliveryState): boolean {
  return state === "failed" || state === "expired" || state === "cancelled" || state === "on_paper";
}

/** Over, without anybody knowing whether it was opened before. */
export function isOpeningUnknown({ events }: { events: readonly DeliveryEvent[] }): boolean {
  return events.some((event) => event.kind === "expired" && event.detail.isOpeningUnknown);
}

/** A page showing this delivery should look again soon. */
export function isMoving(state: DeliveryState): boolean {
  return state === "waiting" || state === "publishing";
}

/** Milliseconds after which sending should long have moved on. */
export const STUCK_AFTER = 5 * MINUTE;

/** Has not moved for longer than sending ever takes: shown as such to sender and operator. */
export function isStuck(
  { state, movedAt, isHeld }: { state: DeliveryState; movedAt: Date; isHeld: boolean },
  now: Date,
): boolean {
  return isMoving(state) && !isHeld && now.getTime() - movedAt.getTime() > STUCK_AFTER;
}

/** The letter's file name, as the recipient sees it: `MR-2026-00042-001.pdf`. */
export function letterName(reference: string): string {
  return `${reference.replace("/", "-")}.pdf`;
}

/** How long after publishing somebody may well be waiting for the opening. */
const WATCHING = 10 * MINUTE;

/**
 * When a page that shows a delivery should ask again, in milliseconds; null when nothing more comes
 * by itself. Facts are sealed within seconds, so that a delivery at its end still moves until then.
 */
export function progressPause(
  delivery: { state: DeliveryState; publishedAt: Date | null; isSealed: boolean },
  now: Date,
): number | null {
  if (isMoving(delivery.state) || !delivery.isSealed) return 2 * SECOND;
  if (isFinal(delivery.state)) return null;
  const age = now.getTime() - (delivery.publishedAt?.getTime() ?? 0);
  return age < WATCHING ? 5 * SECOND : MINUTE;
}

/** Why the mailbox refused, as far as the sender can do something about it. */
export type FailureKind =
  | "enterprise_not_active"
  | "sender_not_known"
  | "files_refused"
  | "content_refused"
  | "recipient_refused"
  | "other";

/** From the mailbox's own code and sentence; its documented answers stand in its developer pages. */
export function failureKind(code: string | null, message: string | null): FailureKind {
  if (code === "INVALID_SENDER") return "sender_not_known";
  if (code === "DIGEST_DO_NOT_MATCH") return "files_refused";
  if (code === "INVALID_INPUT" && /not a valid company/i.test(message ?? "")) {
    return "enterprise_not_active";
  }
  if (code === "INVALID_INPUT" && /attachment|main content|mime|mediaType/i.test(message ?? "")) {
    return "files_refused";
  }
  if (code === "INVALID_INPUT" && /recipient|ssin|citizen/i.test(message ?? "")) {
    return "recipient_refused";
  }
  return code === "INVALID_INPUT" || code === "NOT_IMPLEMENTED" ? "content_refused" : "other";
}

export type SearchedNumber = {
  digits: string;
  /** False: eleven digits that are no national number, perhaps one mistyped. */
  isValid: boolean;
};

/**
 * The national number in what somebody searches, or what looks like one, with any separators. It
 * must not come into an address. Spreadsheets drop zeros in front: eight digits may be one too.
 */
export function searchedNumber(text: string, now: Date): SearchedNumber | null {
  const isOtherKind =
    /^MR-/i.test(text) ||
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text) ||
    parseStructuredCommunication(text).ok ||
    // Numbers of enterprises are public.
    parseRecipientNumber("enterprise", text, now).ok;
  if (isOtherKind) return null;
  const found = /(?<!\d)\d(?:[\s./-]{0,2}\d){7,10}(?!\d)/.exec(text)?.[0].replace(/\D/g, "");
  if (!found) return null;
  const digits = found.padStart(11, "0");
  const isValid = parseRecipientNumber("citizen", digits, now).ok;
  return isValid || found.length === 11 ? { digits, isValid } : null;
}

/** The address of the history with these filters on, those left out being off. */
export function historyAddress(filter: Partial<HistoryFilter>): string {
  return addressWith("/messages", filter);
}

/** How many things wait for somebody: refused deliveries, unread replies, and what stands still. */
export function thingsToDo(
  summary: Pick<HomeSummary, "failed" | "unreadReplies" | "stuck" | "notOpened">,
): number {
  return summary.failed + summary.unreadReplies + summary.stuck + summary.notOpened;
}

export type TimeOfDay = "morning" | "afternoon" | "evening";

/** By the clock of Brussels. */
export function timeOfDay(now: Date): TimeOfDay {
  const hours = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Brussels",
    hour: "2-digit",
    hourCycle: "h23",
  });
  const hour = Number(hours.format(now));
  if (hour < 12) return "morning";
  return hour < 18 ? "afternoon" : "evening";
}
