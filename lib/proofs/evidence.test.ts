import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { beforeAll, describe, expect, test } from "vitest";
import { utf8 } from "./bytes";
import { documentsOf, eventOf, identityValue, readEvidence } from "./evidence";
import type { EvidenceFacts } from "./evidence-facts";
import { evidencePayload } from "./evidence-writer";
import { makeFacts } from "./fixtures";
import { EVIDENCE_EVENTS, type EvidenceEvent, type EvidenceRecord } from "./schema";

let allFacts: EvidenceFacts[];

beforeAll(async () => {
  allFacts = await makeFacts({ letter: utf8("letter"), attachment: utf8("attachment") });
});

function recordOf(event: EvidenceFacts["event"]): EvidenceRecord {
  const facts = allFacts.find((candidate) => candidate.event === event);
  if (!facts) throw new Error(`There are no facts of ${event}.`);
  const record = readEvidence(evidencePayload(facts));
  if (!record.ok) throw new Error(record.refusal);
  return record.value;
}

describe("an evidence", () => {
  test("of every event is read back from its own bytes", () => {
    expect(EVIDENCE_EVENTS.map((event) => eventOf(recordOf(event)))).toEqual(EVIDENCE_EVENTS);
  });

  test("of every event fits the published schema, which was written from the standard alone", () => {
    const schema = JSON.parse(readFileSync("docs/evidence.schema.json", "utf8")) as object;
    const fits = new Ajv({ allErrors: true }).compile(schema);
    for (const event of EVIDENCE_EVENTS) {
      const record = recordOf(event);
      expect([event, fits(record) ? null : fits.errors]).toEqual([event, null]);
      expect(fits({ ...record, RecipientDetails: [] })).toBe(false);
      expect(fits({ ...record, EventTime: "yesterday" })).toBe(false);
    }
  });

  test("of the same facts is always the same bytes", () => {
    for (const facts of allFacts) {
      expect(evidencePayload({ ...facts })).toEqual(evidencePayload(facts));
    }
  });

  test("names the organisation as sender, and who ordered under which level", () => {
    const { SenderDetails, SenderDelegateDetails } = recordOf("SubmissionAcceptance");
    expect(SenderDetails.Identifier.Value).toBe("0000000097");
    expect(identityValue(SenderDetails.Identity, "organizationalUnitName")).toBe(
      "Dienst Financiën",
    );
    expect(SenderDelegateDetails?.AssuranceLevelsDetails?.GlobalAssuranceLevel.AssuranceLevel).toBe(
      "http://eidas.europa.eu/LoA/high",
    );
  });

  test("names the recipient whole, as the standard asks", () => {
    const [recipient] = recordOf("SubmissionAcceptance").RecipientDetails;
    expect(recipient?.Identifier).toEqual({
      Value: "09030301409",
      IdentifierSchemeName: "urn:be:fgov:person:ssin",
    });
  });

  test("tells two observations where the mailbox tells no time", () => {
    const { EventTime, Extensions } = recordOf("ContentAccessTracking");
    expect(EventTime).toBe("2026-11-03T09:14:30.000Z");
    expect(Extensions.Extension[0]).toMatchObject({
      TimeBasis: "between_observations",
      ObservedBetween: { From: "2026-11-03T09:04:30.000Z", To: "2026-11-03T09:14:30.000Z" },
    });
  });

  test("tells the mailbox's time where there is one, and ours beside it", () => {
    const { EventTime, Extensions } = recordOf("Reply");
    expect(EventTime).toBe("2026-11-03T09:10:00.000Z");
    expect(Extensions.Extension[0]).toMatchObject({
      TimeBasis: "mailbox",
      ObservedAt: "2026-11-03T09:14:30.000Z",
      InReplyTo: "7b0e2c41",
    });
  });

  test("names its documents with role, size and digest, and who wrote them", () => {
    const told = (event: EvidenceEvent) =>
      documentsOf(recordOf(event)).map(({ name, role, size, direction }) => [
        name,
        role,
        size,
        direction,
      ]);
    expect(told("SubmissionAcceptance")).toEqual([
      ["letter.pdf", "main_content", 6, "sent"],
      ["tarief 2026.pdf", "attachment", 10, "sent"],
    ]);
    expect(told("Reply")).toEqual([["reply.txt", "main_content", 7, "received"]]);
  });

  test("carries the mailbox's answer byte for byte", () => {
    const [answer] = recordOf("ContentConsignment").Extensions.Extension[0].MailboxAnswers ?? [];
    expect(atob(answer?.Body ?? "")).toBe('{"messageId":"7b0e2c41"}');
  });

  test.each([
    ["a space more", (text: string) => text.replace("{", "{ ")],
    ["a key twice", (text: string) => text.replace("{", '{"version":"x",')],
    ["a key unknown", (text: string) => text.replace(/}$/, ',"zz":1}')],
    ["another version", (text: string) => text.replace("EN319522v1.1.1", "EN319522v9.9.9")],
    ["an event unknown", (text: string) => text.replace("SubmissionAcceptance", "SubmissionGuess")],
    ["an escaped letter", (text: string) => text.replace("Maanrode", "M\\u0061anrode")],
  ])("with %s is refused", (_, change) => {
    const facts = allFacts[0];
    if (!facts) throw new Error("There are no facts.");
    const text = new TextDecoder().decode(evidencePayload(facts));
    expect(readEvidence(utf8(change(text)))).toEqual({ ok: false, refusal: "evidence_malformed" });
  });
});
