/**
 * A delivery's story as people read it: what happened in order, repeated tries as one line, each fact
 * with the evidence of it, and the moments still to come.
 */
import type {
  DeliveryDetail,
  DeliveryEvidence,
  DeliveryEventKind,
  TimelineEvent,
} from "@/lib/deliveries/schema";

export type TimelineEntry = {
  event: TimelineEvent;
  /** The first of the tries that stand together in this entry. */
  since: Date;
  tries: number;
  evidence: DeliveryEvidence | null;
};

export type AwaitedMoment = "made_available" | "first_opened";

/** The ERDS event that proves each fact; what has none is not proved by itself. */
const PROVED_BY: Partial<Record<DeliveryEventKind, string>> = {
  sent: "SubmissionAcceptance",
  approved: "Approval",
  cancelled: "SubmissionRejection",
  published: "ContentConsignment",
  on_paper: "RelayToNonERDS",
  failed: "ContentConsignmentFailure",
  opened: "ContentAccessTracking",
  expired: "ContentHandoverFailure",
  not_opened: "NotOpened",
  reminded: "Reminder",
  outage: "Outage",
  replied: "Reply",
  answered: "Reply",
  contents_erased: "ContentErasure",
  replies_erased: "ContentErasure",
};

export function timelineOf(
  delivery: Pick<DeliveryDetail, "events" | "evidences">,
): TimelineEntry[] {
  const left = [...delivery.evidences];
  const takeEvidence = (kind: DeliveryEventKind): DeliveryEvidence | null => {
    const place = left.findIndex(({ event }) => event === PROVED_BY[kind]);
    return place === -1 ? null : (left.splice(place, 1)[0] ?? null);
  };
  const entries: TimelineEntry[] = [];
  for (const event of [...delivery.events].sort(byApproval)) {
    const last = entries.at(-1);
    // The letter is made on the way from "sent" to "made available"; its digest stands in both proofs.
    if (event.kind === "letter_made") continue;
    if (event.kind === "delayed" && last?.event.kind === "delayed") {
      entries[entries.length - 1] = { ...last, event, tries: last.tries + 1 };
    } else {
      entries.push({
        event,
        since: event.observedAt,
        tries: 1,
        evidence: takeEvidence(event.kind),
      });
    }
  }
  return entries;
}

/** An approval is entered with the letter, which may be long after it was given: it comes first. */
function byApproval(a: TimelineEvent, b: TimelineEvent): number {
  return Number(b.kind === "approved") - Number(a.kind === "approved");
}

/** The moments that have not come yet and still may. */
export function awaitedMoments(delivery: Pick<DeliveryDetail, "state">): AwaitedMoment[] {
  switch (delivery.state) {
    case "waiting":
    case "publishing":
      return ["made_available", "first_opened"];
    case "published":
      return ["first_opened"];
    default:
      return [];
  }
}

/** Evidence still waiting for its seal, which takes a minute at most. */
export function unsealedCount(delivery: Pick<DeliveryDetail, "evidences">): number {
  return delivery.evidences.filter(({ sealedAt }) => sealedAt === null).length;
}
