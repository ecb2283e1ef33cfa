import { beforeAll, describe, expect, test } from "vitest";
import { utf8 } from "./bytes";
import { readEvidence } from "./evidence";
import type { EvidenceFacts } from "./evidence-facts";
import { evidencePayload } from "./evidence-writer";
import { makeFacts } from "./fixtures";
import { momentsOf, outcomeOf } from "./moments";
import type { EvidenceRecord } from "./schema";

let allFacts: EvidenceFacts[];
beforeAll(async () => {
  allFacts = await makeFacts({ letter: utf8("letter"), attachment: utf8("attachment") });
});

function recordsOf(...facts: EvidenceFacts[]): EvidenceRecord[] {
  return facts.map((fact) => {
    const record = readEvidence(evidencePayload(fact));
    if (!record.ok) throw new Error(record.refusal);
    return record.value;
  });
}

const factsOf = (event: EvidenceFacts["event"]) =>
  allFacts.filter((facts) => facts.event === event);

describe("the moments of a delivery", () => {
  test("stay apart, and whatever else happened stands beside them in order", () => {
    const moments = momentsOf(recordsOf(...allFacts).toReversed());
    expect(moments.sent?.event).toBe("SubmissionAcceptance");
    expect(moments.madeAvailable?.event).toBe("ContentConsignment");
    expect(moments.firstOpened?.event).toBe("ContentAccessTracking");
    expect(moments.others).toHaveLength(allFacts.length - 3);
  });

  test("that nobody knows lie between two observations", () => {
    const { firstOpened } = momentsOf(recordsOf(...factsOf("ContentAccessTracking")));
    expect(firstOpened).toMatchObject({
      at: null,
      between: {
        from: new Date("2026-11-03T09:04:30.000Z"),
        to: new Date("2026-11-03T09:14:30.000Z"),
      },
    });
  });

  test("that did not happen are not told", () => {
    const moments = momentsOf(recordsOf(...factsOf("SubmissionAcceptance")));
    expect([moments.madeAvailable, moments.firstOpened, moments.others]).toEqual([null, null, []]);
  });

  test("are told by the later evidence when it corrects an older one", () => {
    const [older] = factsOf("ContentConsignment");
    if (older?.event !== "ContentConsignment") throw new Error("There is no consignment.");
    const newer = {
      ...older,
      evidenceId: "018f3c5e-0000-7000-8000-0000000000ff",
      supersedes: older.evidenceId,
      mailboxTime: new Date("2026-11-02T13:03:07.800Z"),
    };
    const { madeAvailable, others } = momentsOf(recordsOf(older, newer));
    expect(madeAvailable?.at).toEqual(newer.mailboxTime);
    expect(others).toEqual([]);
  });
});

describe("what a proof says on top", () => {
  const told = (...events: EvidenceFacts["event"][]) =>
    outcomeOf(momentsOf(recordsOf(...events.flatMap(factsOf))));

  test("is how far the letter came", () => {
    expect(told("SubmissionAcceptance")).toBe("sent");
    expect(told("SubmissionAcceptance", "ContentConsignment")).toBe("available");
    const opened = ["SubmissionAcceptance", "ContentConsignment", "ContentAccessTracking"] as const;
    expect(told(...opened, "Reply", "ContentErasure")).toBe("opened");
  });

  test("is never that a letter arrived which was refused, expired or put on paper", () => {
    expect(told("SubmissionRejection")).toBe("cancelled");
    expect(told("SubmissionRejection", "ContentErasure")).toBe("cancelled");
    const [refusal] = factsOf("SubmissionRejection");
    if (refusal?.event !== "SubmissionRejection") throw new Error("There is no refusal.");
    const malware = { ...refusal, reasons: [{ code: "urn:ebox-sender-portal:reason:malware" }] };
    expect(outcomeOf(momentsOf(recordsOf(malware)))).toBe("rejected");
    expect(told("SubmissionAcceptance", "ContentConsignmentFailure")).toBe("refused");
    const available = ["SubmissionAcceptance", "ContentConsignment"] as const;
    expect(told(...available, "ContentHandoverFailure")).toBe("expired");
    expect(told(...available, "NotOpened", "RelayToNonERDS")).toBe("on_paper");
  });
});
