import { describe, expect, test } from "vitest";
import type { DeliveryEvidence, TimelineEvent } from "@/lib/deliveries/schema";
import { awaitedMoments, timelineOf, unsealedCount } from "@/lib/deliveries/timeline";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 3, 10, minute));

function delayed(minute: number): TimelineEvent {
  return {
    kind: "delayed",
    detail: { status: 503, isOutcomeUnknown: true, nextTryAt: at(minute + 1).toISOString() },
    occurredAt: at(minute),
    observedAt: at(minute),
  };
}

const sent: TimelineEvent = {
  kind: "sent",
  detail: { by: "An Willems", method: "eid", level: "high", fasLevel: 500, signedInAt: "" },
  occurredAt: at(0),
  observedAt: at(0),
};
const made: TimelineEvent = {
  kind: "letter_made",
  detail: { sha256: "00", size: 1 },
  occurredAt: at(0),
  observedAt: at(0),
};
const published: TimelineEvent = {
  kind: "published",
  detail: { messageId: null, hasDigitalUser: null, attempts: 4, answerSha256: "00" },
  occurredAt: null,
  observedAt: at(9),
};
function replied(minute: number, replyId: string): TimelineEvent {
  return {
    kind: "replied",
    detail: { replyId, mailboxMessageId: replyId },
    occurredAt: at(minute),
    observedAt: at(minute),
  };
}

function evidence(id: string, event: string, isSealed = true): DeliveryEvidence {
  return {
    id,
    event,
    eventTime: at(0),
    leafIndex: isSealed ? 1 : null,
    sealedAt: isSealed ? at(1) : null,
  };
}

describe("the timeline", () => {
  test("begins with the approval, though that is entered with the letter", () => {
    const approved: TimelineEvent = {
      kind: "approved",
      detail: { by: "Peter Maes", method: "eid", level: "high", fasLevel: 500, signedInAt: "" },
      occurredAt: at(0),
      observedAt: at(2),
    };
    const events = [sent, approved, made, published];
    const kinds = timelineOf({ events, evidences: [] }).map(({ event }) => event.kind);
    expect(kinds).toEqual(["approved", "sent", "published"]);
  });

  test("lays the evidence of a fact beside it", () => {
    const evidences = [evidence("1", "SubmissionAcceptance"), evidence("2", "ContentConsignment")];
    const entries = timelineOf({ events: [sent, made, published], evidences });
    expect(entries.map(({ event, evidence: proof }) => [event.kind, proof?.id])).toEqual([
      ["sent", "1"],
      ["published", "2"],
    ]);
  });

  test("says many tries in one line, from the first to the last", () => {
    const events = [sent, delayed(1), delayed(2), delayed(4), published];
    const [, waited] = timelineOf({ events, evidences: [] });
    expect(waited).toMatchObject({ tries: 3, since: at(1), event: { observedAt: at(4) } });
  });

  test("gives each of two replies its own evidence", () => {
    const events = [replied(1, "a"), replied(2, "b")];
    const entries = timelineOf({
      events,
      evidences: [evidence("1", "Reply"), evidence("2", "Reply")],
    });
    expect(entries.map((entry) => entry.evidence?.id)).toEqual(["1", "2"]);
  });

  test("shows a fact without its evidence while there is none", () => {
    expect(timelineOf({ events: [sent], evidences: [] })[0]?.evidence).toBeNull();
  });
});

test.each([
  ["waiting", ["made_available", "first_opened"]],
  ["publishing", ["made_available", "first_opened"]],
  ["published", ["first_opened"]],
  ["opened", []],
  ["failed", []],
] as const)("a delivery that is %s awaits %j", (state, moments) => {
  expect(awaitedMoments({ state })).toEqual(moments);
});

test("counts the evidence that waits for its seal", () => {
  expect(
    unsealedCount({ evidences: [evidence("1", "Reply"), evidence("2", "Reply", false)] }),
  ).toBe(1);
});
