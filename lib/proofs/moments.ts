/**
 * What a delivery's evidence tells together: the three moments that stay apart, and whatever else
 * happened. Pure, over the records alone, so that the portal, the readable proof and a stranger's
 * check say the same.
 */
import { eventOf } from "./evidence";
import {
  CANCELLED_REASON,
  type EvidenceEvent,
  type EvidenceExtension,
  type EvidenceRecord,
} from "./schema";

export type Moment = {
  event: EvidenceEvent;
  /** Null when nobody knows the moment itself, only that it lies between two observations. */
  at: Date | null;
  between: { from: Date; to: Date } | null;
  observedAt: Date;
  basis: EvidenceExtension["TimeBasis"];
  record: EvidenceRecord;
};

export type Moments = {
  sent: Moment | null;
  madeAvailable: Moment | null;
  firstOpened: Moment | null;
  /** Refusals, failures, paper, replies and outages, in their own order. */
  others: Moment[];
};

export function momentsOf(records: readonly EvidenceRecord[]): Moments {
  const current = withoutSuperseded(records).map(momentOf).sort(byTime);
  const first = (event: EvidenceEvent) => current.find((moment) => moment.event === event) ?? null;
  const moments = {
    sent: first("SubmissionAcceptance"),
    madeAvailable: first("ContentConsignment"),
    firstOpened: first("ContentAccessTracking"),
  };
  const told: (Moment | null)[] = Object.values(moments);
  return { ...moments, others: current.filter((moment) => !told.includes(moment)) };
}

/** A later evidence may name an older one that it corrects; the older one then no longer speaks. */
function withoutSuperseded(records: readonly EvidenceRecord[]): EvidenceRecord[] {
  const superseded = new Set(records.map(({ Extensions }) => Extensions.Extension[0].Supersedes));
  return records.filter(({ EvidenceIdentifier }) => !superseded.has(EvidenceIdentifier));
}

function momentOf(record: EvidenceRecord): Moment {
  const [extension] = record.Extensions.Extension;
  const { ObservedBetween: between, TimeBasis: basis, ObservedAt } = extension;
  return {
    event: eventOf(record),
    at: between ? null : new Date(record.EventTime),
    between: between ? { from: new Date(between.From), to: new Date(between.To) } : null,
    observedAt: new Date(ObservedAt),
    basis,
    record,
  };
}

function byTime(one: Moment, other: Moment): number {
  return Number(one.at ?? one.observedAt) - Number(other.at ?? other.observedAt);
}

/** Where a delivery stands, in one word: what a proof says on top. */
export type Outcome =
  "opened" | "available" | "sent" | "refused" | "cancelled" | "rejected" | "expired" | "on_paper";

const ENDS: Partial<Record<EvidenceEvent, Outcome>> = {
  SubmissionRejection: "rejected",
  ContentConsignmentFailure: "refused",
  ContentHandoverFailure: "expired",
  RelayToNonERDS: "on_paper",
};

/** Never better than it is: a letter that was refused or that expired is not told as one that arrived. */
export function outcomeOf({ madeAvailable, firstOpened, others }: Moments): Outcome {
  if (firstOpened) return "opened";
  if (others.some(isCancellation)) return "cancelled";
  const end = others.findLast(({ event }) => ENDS[event] !== undefined);
  if (end) return ENDS[end.event] ?? "sent";
  return madeAvailable ? "available" : "sent";
}

/** It was not sent because whoever sends took it back, not because the portal would not have it. */
function isCancellation({ event, record }: Moment): boolean {
  const reasons = record.EventReasons?.EventReason ?? [];
  return event === "SubmissionRejection" && reasons.some(({ Code }) => Code === CANCELLED_REASON);
}
